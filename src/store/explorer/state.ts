// What the page knows of every schedule: the question, how far it is, the answer
// and which program it is of. Plain data, no behaviour.

import type { ScheduleItem, WorkloadName } from "../../scenario/scenario.ts";
import type { ExplorerProgress } from "../../protocol/exploration.ts";
import type {
  ExploreBounds,
  ExploredPart,
  ExploredViolation,
  HeatPlace,
  HeatReport,
  NeededReport,
  SearchMode,
} from "../../session/views/exploration.ts";

/** Within these an answer comes at once: they are tried after every edit. */
export const INTERACTIVE_BOUNDS: ExploreBounds = { nmis: 2, faults: 1, machineChecks: 0, faultPoints: "lazy" };

export const MOST_EVENTS = 9;

/** Tables for so many take 512 MiB; for those after an edit 64 MiB. */
export const MOST_STATES = 20_000_000;
export const MOST_STATES_AFTER_EDIT = 2_000_000;

/** Events that are counted. */
export type CountName = "nmis" | "faults" | "machineChecks" | "debugExceptions" | "breakpoints";

/** Whole numbers of events from 0 to the most; fault points are not changed. */
export function withinBounds(bounds: ExploreBounds, most: ExploreBounds): ExploreBounds {
  const within = (name: CountName): number => Math.min(most[name] ?? 0, Math.max(0, Math.floor(bounds[name] ?? 0)));
  const { debugExceptions: _, breakpoints: __, ...others } = bounds;
  const [debugExceptions, breakpoints] = [within("debugExceptions"), within("breakpoints")];
  return {
    ...others,
    nmis: within("nmis"),
    faults: within("faults"),
    machineChecks: within("machineChecks"),
    ...(debugExceptions === 0 ? {} : { debugExceptions }),
    ...(breakpoints === 0 ? {} : { breakpoints }),
  };
}

export interface ExploringQuestion {
  readonly bounds: ExploreBounds;
  readonly workloads: readonly WorkloadName[];
  /** Program and surroundings, as one text: another text is another question. */
  readonly subject: string;
  /** Asked by the page itself, after an edit. */
  readonly automatic: boolean;
  /** What was kept of each state. */
  readonly mode?: SearchMode;
}

export interface Running extends ExploringQuestion {
  readonly progress: Extract<ExplorerProgress, { kind: "searching" }> | undefined;
  /** States in a second of work, all workloads together. */
  readonly perSecond: number;
  /** It takes so long that it is worth showing. */
  readonly isLong: boolean;
  /** Milliseconds of work so far, and since when it works; undefined: it stands still. */
  readonly worked: number;
  readonly since: number | undefined;
}

export interface PageViolation extends ExploredViolation {
  readonly workload: WorkloadName;
}

export interface Explored extends ExploringQuestion {
  readonly parts: readonly ExploredPart[];
  /** Of all workloads, as numbered in the console from 1. */
  readonly violations: readonly PageViolation[];
  readonly verdict: "holds" | "violated" | "incomplete";
  readonly states: number;
  readonly seconds: number;
  /** It was stopped, and can go on. */
  readonly canGoOn?: boolean;
}

/** What an NMI at each instruction leads to, for one program and workload. */
export interface Heat {
  readonly subject: string;
  readonly bounds: ExploreBounds;
  readonly workload: WorkloadName;
  readonly report: HeatReport;
  readonly places: ReadonlyMap<bigint, HeatPlace>;
}

/** Which instruction is needed, for one program. */
export interface Needed {
  readonly subject: string;
  readonly bounds: ExploreBounds;
  readonly workloads: readonly WorkloadName[];
  readonly report: NeededReport;
}

/** Asked besides the search: shown while it runs. */
export type Task =
  | { readonly kind: "needed"; readonly done: number; readonly of: number }
  | { readonly kind: "minimise"; readonly runs: number };

/** What the user had before a counterexample took its place. */
export interface KeptSchedule {
  readonly schedule: readonly ScheduleItem[];
  readonly workload: WorkloadName;
  readonly position: number;
}

export interface ExplorerState {
  readonly bounds: ExploreBounds;
  /** Nobody has chosen a number of NMIs: where the usual two break nothing, a third is tried. */
  readonly goesFurther: boolean;
  /** What is kept of each state when the user asks; after an edit a hash. */
  readonly mode: SearchMode;
  readonly allWorkloads: boolean;
  /** Asks again after every change of the program, once it was asked. */
  readonly follows: boolean;
  readonly running: Running | undefined;
  readonly result: Explored | undefined;
  /** The violation that was opened last, counted from 0. */
  readonly opened: number | undefined;
  readonly heat: Heat | undefined;
  readonly needed: Needed | undefined;
  readonly task: Task | undefined;
  /** Why there is no answer: the explorer died, or refused. */
  readonly failure: string | undefined;
  /** The last one is offered back. */
  readonly kept: readonly KeptSchedule[];
}

export const INITIAL_EXPLORER: ExplorerState = {
  bounds: INTERACTIVE_BOUNDS,
  goesFurther: true,
  mode: "hash",
  allWorkloads: false,
  follows: true,
  running: undefined,
  result: undefined,
  opened: undefined,
  heat: undefined,
  needed: undefined,
  task: undefined,
  failure: undefined,
  kept: [],
};
