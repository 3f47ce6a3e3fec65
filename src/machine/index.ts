// The public face of the machine.

export { Machine, type PhysicalRange, type SkipOptions, type Skipped, type Snapshot } from "./machine.ts";
export * as layout from "./layout.ts";
export { ENVIRONMENT_SYMBOLS, describe, regionAt, type Region } from "./layout.ts";
export { ChainEnd, LAZY_PAGES, MAX_CHAIN, MAX_MARKS, StateSearch } from "./search.ts";
export { searchBytes } from "./search-memory.ts";
export type { ChainChoice, Child, Found, SearchEvent, SearchPlan, VisitedMode } from "./search.ts";
export { MOST_WORKERS, SharedTable, makeSharedMemory, type SharedMemory } from "./shared-table.ts";
export { OutcomeChains, propertiesIn, type PropertySet } from "./outcomes.ts";
export { addCoverage, coverageSince, type Coverage, type WitnessName } from "./coverage.ts";
export { isReentryJudged, isServiceWholeHandler } from "./ghost-configure.ts";
export { SYSCALL_START } from "./first-state.ts";
export { reasonInWords } from "./reasons.ts";
export { MAX_ASSERTIONS } from "./assertions.ts";
export * from "./types.ts";
