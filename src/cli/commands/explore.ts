// `explore`: tries every schedule within bounds and says what breaks, or that
// nothing does.

import { DEFAULT_BOUNDS, SEARCH_MODES, type SearchMode } from "../../explore/index.ts";
import type { Scenario } from "../../scenario/scenario.ts";
import { boot, exploreFurther, exploreProgram, heatOf } from "../../session/index.ts";
import type { Arguments, Command } from "../command.ts";
import { printDiagnostics } from "../diagnostics.ts";
import { explorationJson, explorationText, type Explored } from "../exploration-output.ts";
import {
  BAD_INPUT,
  BOUNDS_NOTES,
  BOUNDS_OPTIONS,
  LIMIT_OPTIONS,
  STATUS,
  boundsOf,
  deadline,
  drive,
  limitsOf,
  linksOf,
  searchMachine,
  timeoutOf,
} from "../exploring.ts";
import { REPORT_OPTIONS, writeReports } from "../report-files.ts";
import { shardOf, shardReport } from "../sharding.ts";
import { SCENARIO_NOTES, SCENARIO_OPTIONS, chooseScenario } from "../handler.ts";
import { Workers } from "../workers.ts";
import { advice } from "../parse.ts";
import { Refusal } from "../terminal.ts";

const { workload, body, option } = SCENARIO_OPTIONS;

export const explore: Command = {
  name: "explore",
  words: "HANDLER",
  fewest: 1,
  most: 1,
  summary: "try every schedule within bounds",
  notes: `Exit status: 0 holds within the bounds, 1 violated, 2 bad usage or input,
3 incomplete: a limit was reached.

${BOUNDS_NOTES}

${SCENARIO_NOTES}`,
  options: {
    ...BOUNDS_OPTIONS,
    nmis: {
      ...BOUNDS_OPTIONS.nmis,
      help: `NMIs at most (default: ${DEFAULT_BOUNDS.nmis}; where they break nothing one more)`,
    },
    workload,
    body,
    option,
    ...LIMIT_OPTIONS,
    mode: {
      type: "string",
      value: "M",
      help: `what is kept of each state: ${SEARCH_MODES.join(", ")} (default: hash)`,
    },
    ...REPORT_OPTIONS,
    shard: { type: "string", value: "I/N", help: "only the I-th of N parts of the search, as JSON for merge" },
    heat: { type: "boolean", help: "also, for each instruction, what an NMI exactly there leads to" },
    json: { type: "boolean", help: "one JSON object" },
  },
  async run(args, around) {
    const { terminal, core } = around;
    const chosen = await chooseScenario(args, terminal);
    const { file } = chosen;
    const scenario: Scenario = { ...chosen.scenario, schedule: [] };
    const bounds = boundsOf(args);
    const goesFurther = !args.has("nmis");
    const limits = limitsOf(args);
    const seconds = timeoutOf(args);
    const mode = modeOf(args);
    const booted = boot(scenario);
    if (!booted.ok) {
      printDiagnostics(terminal, file, booted.source.diagnostics);
      return BAD_INPUT;
    }
    const { program } = booted;
    printDiagnostics(terminal, file, program.source.diagnostics, ["error", "warning"]);
    const machine = await searchMachine(core, limits, mode);
    const shard = shardOf(args);
    if (shard !== undefined) {
      if (mode !== "hash") throw new Refusal("--mode: parts of a search (--shard) keep hashes");
      const what = { handler: args.words[0] ?? "-", scenario, program, bounds, limits, shard, goesFurther };
      const { text, verdict, unconfirmed } = await shardReport(machine, what, deadline(seconds));
      terminal.out(text);
      for (const one of unconfirmed)
        terminal.error(`nmi-stepper: a defect of the explorer, please report it: ${one}\n`);
      return STATUS[verdict];
    }
    const began = performance.now();
    const until = deadline(seconds);
    const workers = new Workers(args, around);
    const { helpers } = workers;
    const search = goesFurther ? exploreFurther : exploreProgram;
    const report = await workers.drive(search(machine, { program, bounds, limits, mode, helpers }), until);
    await workers.close();
    const heat = args.has("heat") ? drive(heatOf(machine, { program, bounds, limits }), until) : undefined;
    const explored: Explored = {
      handler: args.words[0] ?? "-",
      file,
      workload: scenario.workload,
      report,
      heat,
      seconds: (performance.now() - began) / 1000,
      links: await linksOf(scenario, report.violations),
    };
    writeReports(args, terminal, [explored]);
    terminal.out(args.has("json") ? explorationJson(explored) : explorationText(explored));
    for (const what of [...report.unconfirmed, ...(heat?.unconfirmed ?? [])])
      terminal.error(`nmi-stepper: a defect of the explorer, please report it: ${what}\n`);
    return STATUS[report.verdict];
  },
};

function modeOf(args: Arguments): SearchMode {
  const name = args.text("mode") ?? "hash";
  const mode = SEARCH_MODES.find((one) => one === name);
  if (mode !== undefined) return mode;
  throw new Refusal(
    `--mode: there is no "${name}".${advice(name, SEARCH_MODES)} There are: ${SEARCH_MODES.join(", ")}`,
  );
}
