// The public face of the search.

export { DEFAULT_BOUNDS, DEFAULT_LIMITS, FAULT_POINTS, type Bounds, type FaultPoints, type Limits } from "./bounds.ts";
export type { TimedEvent } from "./chains.ts";
export {
  SEARCH_MODES,
  explore,
  type Counterexample,
  type Exploration,
  type Limit,
  type Outcome,
  type Progress,
  type Question,
  type SearchMode,
} from "./explorer.ts";
export { heat, type Harm, type HeatOutcome, type HeatWork, type Spot } from "./heat.ts";
