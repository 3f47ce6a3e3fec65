// The public face of the search.

export { DEFAULT_BOUNDS, DEFAULT_LIMITS, FAULT_POINTS, type Bounds, type FaultPoints, type Limits } from "./bounds.ts";
export type { TimedEvent } from "./chains.ts";
export type { Crew, HelperMessage, SharedLevel, SharedPlace } from "./crew.ts";
export { explore, type Exploration } from "./explorer.ts";
export {
  SEARCH_MODES,
  type Counterexample,
  type Outcome,
  type Progress,
  type Question,
  type SearchMode,
} from "./question.ts";
export { helpSearch, type HelpPlan, type HelpWork } from "./help.ts";
export type { Limit } from "./sweep.ts";
export { outcomeGraph, type OutcomeGraph, type OutcomeKind, type Way } from "./outcome-graph.ts";
export { eventsOf, type Chain } from "./chain-tree.ts";
export { heat, type Harm, type HeatOutcome, type HeatWork, type Spot } from "./heat.ts";
