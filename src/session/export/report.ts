// What is open as a file in the format that was asked for. The machine goes through
// the whole run where the format tells all of it, and comes back.

import { unreachable } from "../../base/assert.ts";
import type { Experiment } from "../experiment.ts";
import { exportScenario, fileStem } from "../export-image.ts";
import { makeMoment } from "../panels/moment.ts";
import type { Run } from "../run.ts";
import { stepFact, type StepFact } from "../run-scenario.ts";
import { SLICE_STEPS } from "../limits.ts";
import type { Sliced } from "../slices.ts";
import type { ExportFormat, FileView, RunView } from "../views.ts";
import { gdbScript, replayLines } from "./gdb-script.ts";
import { endJson, headerJson, stepJson } from "./json.ts";
import { handlerName, oopsText } from "./oops.ts";
import { shellTest } from "./shell-test.ts";
import { svgText } from "./svg.ts";
import { chromeText, markdownText, runText } from "./tables.ts";
import { EXPORT_TEXTS } from "../texts/exports.ts";

/** A table of more is of no use to a reader, and too large for a mail. */
export const MOST_TOLD_STEPS = 50_000;

const ENDINGS: Readonly<Record<Exclude<ExportFormat, "image">, string>> = {
  text: ".txt",
  run: "-run.txt",
  markdown: ".md",
  json: ".jsonl",
  chrome: ".trace.json",
  svg: ".svg",
  test: "-test.sh",
  gdb: ".gdb",
};

export function* exportAs(
  format: ExportFormat,
  experiment: Experiment,
): Sliced<FileView | { readonly refused: string }> {
  if (format === "image") return exportScenario(experiment);
  const { run, scenario } = experiment;
  if (run === undefined) return { refused: EXPORT_TEXTS.nothing };
  const view = run.view();
  const isWhole = format === "run" || format === "markdown" || format === "json" || format === "chrome";
  if (isWhole && view.length > MOST_TOLD_STEPS) {
    return { refused: EXPORT_TEXTS.tooLong(view.length, MOST_TOLD_STEPS) };
  }
  const facts = isWhole ? yield* factsOf(run) : [];
  const text = textOf(format, experiment, run, view, facts);
  const how = format === "gdb" ? replayLines(fileStem(scenario)) : [];
  return { name: fileStem(scenario) + ENDINGS[format], bytes: new TextEncoder().encode(text), how };
}

function textOf(
  format: Exclude<ExportFormat, "image">,
  { scenario }: Experiment,
  run: Run,
  view: RunView,
  facts: readonly StepFact[],
): string {
  switch (format) {
    case "text":
      return oopsText(run, scenario, view);
    case "run":
      return runText(scenario, facts, view);
    case "markdown":
      return markdownText(scenario, facts, view);
    case "chrome":
      return chromeText(scenario, facts, view);
    case "svg":
      return svgText(scenario, makeMoment(run), view);
    case "test":
      return shellTest(scenario, view);
    case "gdb":
      return gdbScript(scenario, run, view, run.timeline.position);
    case "json": {
      const unused = view.schedule.filter(({ state }) => state === "unused").map((row) => row.text);
      const header = headerJson(handlerName(scenario), scenario, run.program, run.timeline.initial);
      return [header, ...facts.map(stepJson), endJson(view, unused), ""].join("\n");
    }
    default:
      return unreachable(format);
  }
}

/** Every step of the run as far as it is known; sentences are made while the machine stands there. */
function* factsOf(run: Run): Sliced<StepFact[]> {
  const { timeline } = run;
  const { position, length } = timeline;
  const facts: StepFact[] = [];
  for (let index = 0; index < length; index++) {
    timeline.seek(index + 1);
    const step = timeline.lastStep;
    if (step === undefined) break;
    const fact = stepFact(run, index, step);
    const said = step.kind === "delivery" ? fact.describe() : "";
    facts.push({ ...fact, describe: () => said });
    if (index % SLICE_STEPS === SLICE_STEPS - 1) yield index;
  }
  timeline.seek(position);
  return facts;
}
