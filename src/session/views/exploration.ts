// What the page is told of every schedule within bounds: plain data, as it comes
// from the search and from the ordinary runs that confirm it.

import type { Bounds } from "../../explore/index.ts";
import type { WorkloadName } from "../../scenario/scenario.ts";
import type { ExplorationReport, ExploredViolation } from "../exploration.ts";

export type { FaultPoints, Limit, SearchMode } from "../../explore/index.ts";
export type { Exercised, Witness } from "../verify/exercised.ts";
export type { HeatPlace, HeatReport, HeatVerdict } from "../verify/heat.ts";
export type { OutcomeEdgeView, OutcomeNodeView, OutcomesView } from "../verify/outcomes.ts";
export type { MinimiseResult } from "../verify/minimise.ts";
export type { NeededLine, NeededReport, NeededVerdict } from "../verify/needed.ts";
export type { ExplorationReport, ExploredViolation };
export type ExploreBounds = Bounds;

/** Of one workload. */
export interface ExploredPart {
  readonly workload: WorkloadName;
  readonly report: ExplorationReport;
  /** It was stopped before its bounds or limits. */
  readonly stopped: boolean;
}
