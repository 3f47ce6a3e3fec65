// `matrix`: many handlers, each searched within the same bounds against each
// workload; a table of which property holds of which.

import { CATALOGUE } from "../../scenario/catalogue/catalogue.ts";
import { WORKLOADS, type Scenario } from "../../scenario/scenario.ts";
import { boot, exploreProgram, type Program } from "../../session/index.ts";
import type { Arguments, Command } from "../command.ts";
import { printDiagnostics } from "../diagnostics.ts";
import type { Explored } from "../exploration-output.ts";
import {
  BAD_INPUT,
  BOUNDS_NOTES,
  BOUNDS_OPTIONS,
  LIMIT_OPTIONS,
  STATUS,
  boundsOf,
  deadline,
  limitsOf,
  linksOf,
  searchMachine,
  timeoutOf,
} from "../exploring.ts";
import { SCENARIO_NOTES, SCENARIO_OPTIONS, chooseScenario } from "../handler.ts";
import { matrixJson, matrixMarkdown, matrixText, matrixVerdict } from "../matrix-output.ts";
import { REPORT_OPTIONS, writeReports } from "../report-files.ts";
import { Workers } from "../workers.ts";
import { Refusal, type Terminal } from "../terminal.ts";

const { workload, body, option } = SCENARIO_OPTIONS;

export const matrix: Command = {
  name: "matrix",
  words: "[HANDLER ...]",
  fewest: 0,
  most: 1000,
  summary: "handlers and properties, as a table over the same bounds",
  notes: `Without HANDLER: every built-in handler. Without --workload: each workload, a
row for each. The timeout is for each row.

Exit status: 0 all hold within the bounds, 1 one is violated, 2 bad usage or
input, 3 none is violated and a limit was reached.

${BOUNDS_NOTES}

${SCENARIO_NOTES}`,
  options: {
    ...BOUNDS_OPTIONS,
    workload,
    body,
    option,
    ...LIMIT_OPTIONS,
    ...REPORT_OPTIONS,
    json: { type: "boolean", help: "one JSON object" },
    markdown: { type: "boolean", help: "a table in Markdown" },
  },
  async run(args, around) {
    const { terminal, core } = around;
    if (args.has("json") && args.has("markdown")) throw new Refusal("matrix: --json or --markdown, not both");
    const bounds = boundsOf(args);
    const limits = limitsOf(args);
    const seconds = timeoutOf(args);
    const machine = await searchMachine(core, limits);
    const words = args.words.length > 0 ? args.words : CATALOGUE.map(({ name }) => name);
    const rows: Explored[] = [];
    const workers = new Workers(args, around);
    const { helpers } = workers;
    const questions = await questionsOf(args, terminal, words);
    if (questions === undefined) return BAD_INPUT;
    for (const { word, file, scenario, program } of questions) {
      const began = performance.now();
      const search = exploreProgram(machine, { program, bounds, limits, helpers });
      const report = await workers.drive(search, deadline(seconds));
      rows.push({
        handler: word,
        file,
        workload: scenario.workload,
        report,
        seconds: (performance.now() - began) / 1000,
        links: await linksOf(scenario, report.violations),
      });
      for (const what of report.unconfirmed)
        terminal.error(
          `nmi-stepper: a defect of the explorer, please report it: ${word}, ${scenario.workload}: ${what}\n`,
        );
    }
    await workers.close();
    const made = { bounds, rows };
    writeReports(args, terminal, rows);
    const print = args.has("json") ? matrixJson : args.has("markdown") ? matrixMarkdown : matrixText;
    terminal.out(print(made));
    return STATUS[matrixVerdict(made)];
  },
};

interface Question {
  readonly word: string;
  readonly file: string;
  readonly scenario: Scenario;
  readonly program: Program;
}

/** All of them, before any is searched; undefined: one does not assemble, which is told. */
async function questionsOf(
  args: Arguments,
  terminal: Terminal,
  words: readonly string[],
): Promise<readonly Question[] | undefined> {
  const questions: Question[] = [];
  let isBad = false;
  for (const word of words) {
    const chosen = await chooseScenario(args, terminal, word);
    const { file } = chosen;
    const workloads = args.has("workload") ? [chosen.scenario.workload] : WORKLOADS;
    for (const one of workloads) {
      const scenario: Scenario = { ...chosen.scenario, workload: one, schedule: [] };
      const booted = boot(scenario);
      if (booted.ok) questions.push({ word, file, scenario, program: booted.program });
      else {
        isBad = true;
        printDiagnostics(terminal, file, booted.source.diagnostics);
        break;
      }
    }
  }
  return isBad ? undefined : questions;
}
