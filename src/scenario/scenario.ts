// What a user shares: a handler, what it runs against and when events arrive.
// Nothing here can be computed from the rest.

export const WORKLOADS = ["kernel", "user", "user-swapgs", "page-fault", "syscall", "kernel-df"] as const;
export type WorkloadName = (typeof WORKLOADS)[number];

export type HandlerChoice =
  | { readonly kind: "catalogue"; readonly name: string }
  | { readonly kind: "source"; readonly text: string; readonly name?: string };

/** One line of the schedule: `EVENT@WHEN` of machine.md, kept when switched off. */
export interface ScheduleItem {
  /** "nmi", "pf", "pf(touch0)", "db", "bp", "mc", "gp", "irq(32)" */
  readonly event: string;
  /** "17", "workload+0x3", "vec_14#2" */
  readonly when: string;
  readonly off?: true;
}

/** Differences from the defaults only. */
export interface OptionChoices {
  readonly faultingIretUnblocks?: boolean;
  readonly nullSsOnSameCplIst?: boolean;
  readonly stiBlocksNmi?: boolean;
  readonly fred?: boolean;
}

/** A lecturer's words at one moment of the run. */
export interface MomentNote {
  /** Boundary: this many steps are done; 0 is the start. */
  readonly at: number;
  readonly text: string;
}

export interface Scenario {
  readonly handler: HandlerChoice;
  readonly workload: WorkloadName;
  /** Which body fills a `...` line. */
  readonly body: string;
  readonly options: OptionChoices;
  readonly schedule: readonly ScheduleItem[];
  readonly title?: string;
  readonly note?: string;
  /** In order of their moments, one a moment; undefined: none. */
  readonly notes?: readonly MomentNote[];
}

/** A scenario at a moment: what a link carries. */
export interface SharedMoment {
  readonly scenario: Scenario;
  /** Boundary number; 0 is the start. */
  readonly position: number;
}
