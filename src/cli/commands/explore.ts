// `explore`: tries every schedule within bounds and says what breaks, or that
// nothing does.

import { readFileSync } from "node:fs";
import { DEFAULT_BOUNDS, DEFAULT_LIMITS, FAULT_POINTS, type Bounds, type Limits } from "../../explore/index.ts";
import { Machine, searchBytes } from "../../machine/index.ts";
import { makeLink } from "../../scenario/link/link.ts";
import type { Scenario } from "../../scenario/scenario.ts";
import {
  boot,
  exploreProgram,
  type ExplorationReport,
  type ExploredViolation,
  type Program,
} from "../../session/index.ts";
import type { Arguments, Command } from "../command.ts";
import { printDiagnostics } from "../diagnostics.ts";
import { explorationJson, explorationText, type Explored } from "../exploration-output.ts";
import { SCENARIO_NOTES, SCENARIO_OPTIONS, chooseScenario } from "../handler.ts";
import { advice, parseCount } from "../parse.ts";
import { Refusal } from "../terminal.ts";

const STATUS = { holds: 0, violated: 1, incomplete: 3 } as const;
const BAD_INPUT = 2;

/** A search's tables lie in 32-bit memory. */
const MOST_STATES = 80_000_000;
const MOST_EVENTS = 100;

const { workload, body, option } = SCENARIO_OPTIONS;

export const explore: Command = {
  name: "explore",
  words: "HANDLER",
  fewest: 1,
  most: 1,
  summary: "try every schedule within bounds",
  notes: `Exit status: 0 holds within the bounds, 1 violated, 2 bad usage or input,
3 incomplete: a limit was reached.

Fault points: lazy: where the program touches a page that is absent; region: in
the file's "#@ may-fault" ranges too; anywhere: at every instruction too.

${SCENARIO_NOTES}`,
  options: {
    nmis: { type: "string", value: "N", help: `NMIs at most (default: ${DEFAULT_BOUNDS.nmis})` },
    faults: { type: "string", value: "N", help: `page faults at most (default: ${DEFAULT_BOUNDS.faults})` },
    "machine-checks": {
      type: "string",
      value: "N",
      help: `machine checks at most (default: ${DEFAULT_BOUNDS.machineChecks})`,
    },
    "fault-points": { type: "string", value: "P", help: `${FAULT_POINTS.join(", ")} (default: lazy)` },
    workload,
    body,
    option,
    workers: { type: "string", value: "N", help: "the result is the same for any number; one is used" },
    "max-states": { type: "string", value: "N", help: `states at most (default: ${DEFAULT_LIMITS.maxStates})` },
    timeout: { type: "string", value: "S", help: "seconds at most (default: none)" },
    json: { type: "boolean", help: "one JSON object" },
  },
  async run(args, { terminal, core }) {
    const chosen = await chooseScenario(args, terminal);
    const { file } = chosen;
    const scenario: Scenario = { ...chosen.scenario, schedule: [] };
    const bounds = boundsOf(args);
    const limits = limitsOf(args);
    const seconds = timeoutOf(args);
    const booted = boot(scenario);
    if (!booted.ok) {
      printDiagnostics(terminal, file, booted.source.diagnostics);
      return BAD_INPUT;
    }
    const { program } = booted;
    printDiagnostics(terminal, file, program.source.diagnostics, ["error", "warning"]);
    const machine = await Machine.create(readFileSync(core), searchBytes(limits.maxStates));
    const began = performance.now();
    const report = drive(machine, program, bounds, limits, seconds);
    const explored: Explored = {
      handler: args.words[0] ?? "-",
      bounds,
      workload: scenario.workload,
      report,
      seconds: (performance.now() - began) / 1000,
      links: await linksOf(scenario, report.violations),
    };
    terminal.out(args.has("json") ? explorationJson(explored) : explorationText(explored));
    for (const what of report.unconfirmed)
      terminal.error(`nmi-stepper: a defect of the explorer, please report it: ${what}\n`);
    return STATUS[report.verdict];
  },
};

function drive(
  machine: Machine,
  program: Program,
  bounds: Bounds,
  limits: Limits,
  seconds: number | undefined,
): ExplorationReport {
  const until = seconds === undefined ? Infinity : performance.now() + seconds * 1000;
  const work = exploreProgram(machine, { program, bounds, limits });
  let next = work.next();
  while (next.done !== true) next = work.next(performance.now() >= until);
  return next.value;
}

/** Each opens one step before the damage. */
function linksOf(
  scenario: Scenario,
  violations: readonly ExploredViolation[],
): Promise<readonly (string | undefined)[]> {
  return Promise.all(
    violations.map(async ({ schedule, steps }) => {
      const made = await makeLink({ scenario: { ...scenario, schedule }, position: steps - 1 });
      return made.ok ? made.fragment : undefined;
    }),
  );
}

function count(args: Arguments, name: string, byDefault: number, most: number): number {
  const text = args.text(name);
  const value = text === undefined ? byDefault : parseCount(text, `--${name}`);
  if (value > most) throw new Refusal(`--${name}: ${most} at most`);
  return value;
}

function boundsOf(args: Arguments): Bounds {
  const points = args.text("fault-points") ?? DEFAULT_BOUNDS.faultPoints;
  const faultPoints = FAULT_POINTS.find((one) => one === points);
  if (faultPoints === undefined) {
    const known = FAULT_POINTS.join(", ");
    throw new Refusal(`--fault-points: there is no "${points}".${advice(points, FAULT_POINTS)} There are: ${known}`);
  }
  if (count(args, "workers", 1, 1024) === 0) throw new Refusal("--workers: 1 at least");
  return {
    nmis: count(args, "nmis", DEFAULT_BOUNDS.nmis, MOST_EVENTS),
    faults: count(args, "faults", DEFAULT_BOUNDS.faults, MOST_EVENTS),
    machineChecks: count(args, "machine-checks", DEFAULT_BOUNDS.machineChecks, MOST_EVENTS),
    faultPoints,
  };
}

function limitsOf(args: Arguments): Limits {
  return { ...DEFAULT_LIMITS, maxStates: count(args, "max-states", DEFAULT_LIMITS.maxStates, MOST_STATES) };
}

function timeoutOf(args: Arguments): number | undefined {
  const text = args.text("timeout");
  if (text === undefined) return undefined;
  if (!/^\d+(?:\.\d+)?$/.test(text)) throw new Refusal(`--timeout: "${text}" is not a number of seconds`);
  return Number(text);
}
