// `matrix`: many handlers, each searched within the same bounds against each
// workload; a table of which property holds of which.

import { CATALOGUE } from "../../scenario/catalogue/catalogue.ts";
import { WORKLOADS, type Scenario } from "../../scenario/scenario.ts";
import { boot, exploreProgram } from "../../session/index.ts";
import type { Command } from "../command.ts";
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
import { Refusal } from "../terminal.ts";

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
    for (const word of words) {
      const chosen = await chooseScenario(args, terminal, word);
      const workloads = args.has("workload") ? [chosen.scenario.workload] : WORKLOADS;
      for (const one of workloads) {
        const scenario: Scenario = { ...chosen.scenario, workload: one, schedule: [] };
        const booted = boot(scenario);
        if (!booted.ok) {
          printDiagnostics(terminal, chosen.file, booted.source.diagnostics);
          return BAD_INPUT;
        }
        const { program } = booted;
        const began = performance.now();
        const search = exploreProgram(machine, { program, bounds, limits, helpers });
        const report = await workers.drive(search, deadline(seconds));
        rows.push({
          handler: word,
          file: chosen.file,
          workload: one,
          report,
          seconds: (performance.now() - began) / 1000,
          links: await linksOf(scenario, report.violations),
        });
        for (const what of report.unconfirmed)
          terminal.error(`nmi-stepper: a defect of the explorer, please report it: ${word}, ${one}: ${what}\n`);
      }
    }
    await workers.close();
    const made = { bounds, rows };
    writeReports(args, terminal, rows);
    const print = args.has("json") ? matrixJson : args.has("markdown") ? matrixMarkdown : matrixText;
    terminal.out(print(made));
    return STATUS[matrixVerdict(made)];
  },
};
