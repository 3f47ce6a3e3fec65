// What page and explorer say to each other, over the same client and dispatcher
// as page and machine: questions about every schedule of a scenario, plain data.

import type { Scenario, WorkloadName } from "../scenario/scenario.ts";
import type {
  ExploreBounds,
  ExploredPart,
  HeatReport,
  MinimiseResult,
  NeededReport,
  SearchMode,
} from "../session/views/exploration.ts";

interface Search {
  /** Its schedule is not looked at. */
  readonly scenario: Scenario;
  readonly bounds: ExploreBounds;
  readonly maxStates: number;
}

export type ExplorerQuestion =
  /** Every schedule, of one workload after the other. */
  | (Search & {
      readonly kind: "explore";
      readonly workloads: readonly WorkloadName[];
      /** What is kept of each state; default: a hash. */
      readonly mode?: SearchMode;
      /** Where these bounds hold, one NMI more is tried. */
      readonly further?: boolean;
    })
  /** The search that was stopped last goes on. */
  | { readonly kind: "go-on" }
  /** What an NMI at each instruction leads to, with the scenario's workload. */
  | (Search & { readonly kind: "heat" })
  /** Each instruction of the handler taken out in turn. */
  | (Search & { readonly kind: "needed"; readonly workloads: readonly WorkloadName[] })
  /** The scenario's own schedule, as small as it can be. */
  | { readonly kind: "minimise"; readonly scenario: Scenario };

export type ExplorerAnswer =
  /** `canGoOn`: it was stopped, and is kept as it stands until something else is explored. */
  | { readonly kind: "explored"; readonly parts: readonly ExploredPart[]; readonly canGoOn?: boolean }
  | { readonly kind: "nothing-stopped" }
  | { readonly kind: "heat"; readonly report: HeatReport }
  | { readonly kind: "needed"; readonly report: NeededReport }
  | { readonly kind: "minimised"; readonly result: MinimiseResult }
  /** The handler does not assemble: the session says what is wrong with it. */
  | { readonly kind: "not-assembled" };

export type ExplorerProgress =
  | {
      readonly kind: "searching";
      readonly workload: WorkloadName;
      readonly states: number;
      readonly transitions: number;
      /** Events injected so far on each of the runs that are tried now. */
      readonly injections: number;
      /** States in all, as far as can be told. */
      readonly estimatedStates?: number | undefined;
      /** The schedules of what was found are being made as short as can be. */
      readonly shortening?: boolean | undefined;
    }
  | { readonly kind: "removing"; readonly done: number; readonly of: number }
  | { readonly kind: "minimising"; readonly runs: number; readonly injections: number; readonly steps: number };
