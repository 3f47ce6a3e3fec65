// What every command that explores shares: its options made into bounds and
// limits, the machine, and the search driven to its end or its time.

import { readFileSync } from "node:fs";
import {
  DEFAULT_BOUNDS,
  DEFAULT_LIMITS,
  FAULT_POINTS,
  type Bounds,
  type Limits,
  type SearchMode,
} from "../explore/index.ts";
import { Machine, searchBytes } from "../machine/index.ts";
import { makeLink } from "../scenario/link/link.ts";
import type { Scenario } from "../scenario/scenario.ts";
import type { ExploredViolation } from "../session/index.ts";
import type { Arguments, OptionSpec } from "./command.ts";
import { advice, parseCount } from "./parse.ts";
import { Refusal } from "./terminal.ts";

export const STATUS = { holds: 0, violated: 1, incomplete: 3 } as const;
export const BAD_INPUT = 2;

/** A search's tables lie in 32-bit memory. */
const MOST_STATES = 80_000_000;
const MOST_EVENTS = 100;

export const BOUNDS_NOTES = `Fault points: lazy: where the program touches a page that is absent; region: in
the file's "#@ may-fault" ranges too; anywhere: at every instruction too.`;

export const BOUNDS_OPTIONS = {
  nmis: { type: "string", value: "N", help: `NMIs at most (default: ${DEFAULT_BOUNDS.nmis})` },
  faults: { type: "string", value: "N", help: `page faults at most (default: ${DEFAULT_BOUNDS.faults})` },
  "machine-checks": {
    type: "string",
    value: "N",
    help: `machine checks at most (default: ${DEFAULT_BOUNDS.machineChecks})`,
  },
  "debug-exceptions": { type: "string", value: "N", help: "#DB at most, at every boundary (default: 0)" },
  breakpoints: { type: "string", value: "N", help: "#BP at most, at every boundary (default: 0)" },
  "fault-points": { type: "string", value: "P", help: `${FAULT_POINTS.join(", ")} (default: lazy)` },
} as const satisfies Record<string, OptionSpec>;

export const LIMIT_OPTIONS = {
  workers: {
    type: "string",
    value: "N",
    help: "how many search at once (default: one for each core); the result is the same",
  },
  "max-states": { type: "string", value: "N", help: `states at most (default: ${DEFAULT_LIMITS.maxStates})` },
  timeout: { type: "string", value: "S", help: "seconds at most (default: none)" },
} as const satisfies Record<string, OptionSpec>;

function count(args: Arguments, name: string, byDefault: number, most: number): number {
  const text = args.text(name);
  const value = text === undefined ? byDefault : parseCount(text, `--${name}`);
  if (value > most) throw new Refusal(`--${name}: ${most} at most`);
  return value;
}

export function boundsOf(args: Arguments, byDefault: Bounds = DEFAULT_BOUNDS): Bounds {
  const points = args.text("fault-points") ?? byDefault.faultPoints;
  const faultPoints = FAULT_POINTS.find((one) => one === points);
  if (faultPoints === undefined) {
    const known = FAULT_POINTS.join(", ");
    throw new Refusal(`--fault-points: there is no "${points}".${advice(points, FAULT_POINTS)} There are: ${known}`);
  }
  const debugExceptions = count(args, "debug-exceptions", byDefault.debugExceptions ?? 0, MOST_EVENTS);
  const breakpoints = count(args, "breakpoints", byDefault.breakpoints ?? 0, MOST_EVENTS);
  return {
    nmis: count(args, "nmis", byDefault.nmis, MOST_EVENTS),
    faults: count(args, "faults", byDefault.faults, MOST_EVENTS),
    machineChecks: count(args, "machine-checks", byDefault.machineChecks, MOST_EVENTS),
    faultPoints,
    ...(debugExceptions === 0 ? {} : { debugExceptions }),
    ...(breakpoints === 0 ? {} : { breakpoints }),
  };
}

/** As the JSON of every report names them; what is seldom asked for only if it was. */
export function boundsJson({ nmis, faults, machineChecks, faultPoints, debugExceptions, breakpoints }: Bounds) {
  return { nmis, faults, machineChecks, faultPoints, debugExceptions, breakpoints };
}

/** ", 1 #DB": what is seldom asked for, if it was. */
export function seldomText({ debugExceptions = 0, breakpoints = 0 }: Bounds): string {
  return `${debugExceptions === 0 ? "" : `, ${debugExceptions} #DB`}${breakpoints === 0 ? "" : `, ${breakpoints} #BP`}`;
}

export function limitsOf(args: Arguments): Limits {
  return { ...DEFAULT_LIMITS, maxStates: count(args, "max-states", DEFAULT_LIMITS.maxStates, MOST_STATES) };
}

export function timeoutOf(args: Arguments): number | undefined {
  const text = args.text("timeout");
  if (text === undefined) return undefined;
  if (!/^\d+(?:\.\d+)?$/.test(text)) throw new Refusal(`--timeout: "${text}" is not a number of seconds`);
  return Number(text);
}

export function searchMachine(core: string, limits: Limits, mode: SearchMode = "hash"): Promise<Machine> {
  return Machine.create(readFileSync(core), searchBytes(limits.maxStates, mode));
}

/** Milliseconds until which a search may go on. */
export function deadline(seconds: number | undefined): number {
  return seconds === undefined ? Infinity : performance.now() + seconds * 1000;
}

/** Drives work that may be told to stop. */
export function drive<Result>(work: Generator<unknown, Result, boolean | undefined>, until: number): Result {
  let next = work.next();
  while (next.done !== true) next = work.next(performance.now() >= until);
  return next.value;
}

/** Each opens one step before the damage; undefined: too large for a link. */
export function linksOf(
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
