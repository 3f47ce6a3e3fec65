// `run`: runs a schedule to its end and prints what happened.

import { readFileSync } from "node:fs";
import { Machine } from "../../machine/index.ts";
import { digestDifference, runScenario } from "../../session/index.ts";
import type { RunEnd, RunView } from "../../session/views.ts";
import type { Command } from "../command.ts";
import { printDiagnostics } from "../diagnostics.ts";
import { SCENARIO_NOTES, SCENARIO_OPTIONS, chooseScenario } from "../handler.ts";
import { parseCount } from "../parse.ts";
import { refuseUnknownPlaces } from "../schedule-check.ts";
import { Refusal } from "../terminal.ts";
import { endJson, headerJson, stepJson } from "../../session/export/json.ts";
import { endText, stepText } from "../trace-text.ts";

const HOLDS = 0;
const VIOLATED = 1;
const BAD_INPUT = 2;
const INCOMPLETE = 3;

function statusOf({ violations, end }: RunView): number {
  if (violations.length > 0) return VIOLATED;
  const incomplete: readonly RunEnd["kind"][] = ["max-steps", "not-modelled"];
  return incomplete.includes(end.kind) ? INCOMPLETE : HOLDS;
}

export const run: Command = {
  name: "run",
  words: "HANDLER",
  fewest: 1,
  most: 1,
  summary: "run a schedule until idle, a loop, a panic, or N steps; print what happened",
  notes: SCENARIO_NOTES,
  options: {
    ...SCENARIO_OPTIONS,
    steps: { type: "string", value: "N", help: "no more than N steps" },
    trace: { type: "string", value: "json|text", help: "json: one JSON object a line (default: text)" },
  },
  async run(args, { terminal, core }) {
    const { scenario, file, digest } = await chooseScenario(args, terminal);
    const trace = args.text("trace") ?? "text";
    if (trace !== "json" && trace !== "text") throw new Refusal(`--trace: json or text, not "${trace}"`);
    const json = trace === "json";
    const limit = args.text("steps");
    const maxSteps = limit === undefined ? {} : { maxSteps: parseCount(limit, "--steps") };
    const machine = await Machine.create(readFileSync(core));
    let status = HOLDS;
    for (const fact of runScenario(scenario, { machine, ...maxSteps })) {
      if (fact.kind === "rejected") {
        printDiagnostics(terminal, file, fact.source.diagnostics);
        return BAD_INPUT;
      }
      if (fact.kind === "header") {
        refuseUnknownPlaces(scenario.schedule, fact.program);
        printDiagnostics(terminal, file, fact.program.source.diagnostics, ["error", "warning"]);
        if (json) terminal.out(`${headerJson(args.words[0] ?? "-", scenario, fact.program, fact.initial)}\n`);
      } else if (fact.kind === "step") {
        terminal.out(json ? `${stepJson(fact)}\n` : stepText(fact));
      } else {
        const { view, unused } = fact;
        status = statusOf(view);
        const changed =
          digest === undefined || view.digest === undefined || limit !== undefined
            ? undefined
            : digestDifference(digest, view.digest);
        if (changed !== undefined) terminal.error(`${file}: warning: ${changed}\n`);
        terminal.out(json ? `${endJson(view, unused)}\n` : endText(view, unused));
      }
    }
    return status;
  },
};
