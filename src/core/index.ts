// The module's exports: what the TypeScript face may call, no more.

import { journalOn, setJournal } from "./journal";
import { entries, newest } from "./journal-ring";
import { FAILED, isCanonical, walk } from "./paging";
import { READ } from "./translation-cache";
import { isRam, putPage, resetPage, sealImage } from "./memory";
import { dropAllRecords } from "./fetch";
import { ghostReset } from "./properties/ghost";
import { completeNewest } from "./quick/short";
import { settle } from "./step";
import { entry } from "./state";

export { COVERAGE, CPU, OUTCOME_ROWS, FETCH_BYTES, MAILBOX, PAGE_FLAGS, PRISTINE, RAM, REPORT, SCRATCH_ENTRY, STOPS } from "./state";
export { run, step, undo } from "./step";
export { regionStepsTaken, setHeatWanted } from "./compiled/regions";
export { regionCount } from "./compiled/words";
export { searchHash, searchHashAnew, stateHash } from "./hash";
export {
  searchBack,
  searchBegin,
  searchChain,
  searchChainOf,
  searchClear,
  searchEnd,
  searchFaulted,
  searchInject,
  searchLength,
  searchRip,
  searchRoot,
  searchStart,
  searchTransitions,
  searchUsedTime,
} from "./search/chain";
export { searchCounter } from "./search/counters";
export { searchChildCount, searchExpand, searchExpandBegin, searchFaultRanges } from "./search/expand";
export { expectStates, publishVisited, storedBytes, storedStates, visitedStates } from "./search/visit";
export { searchShared } from "./search/shared";
export { searchAdvance, searchGoHome, searchRepeat } from "./search/known";
export { chainKey } from "./search/keys";
export { saveMark } from "./search/marks";
export { treeKey } from "./search/tree";
export { CHILDREN, CHOICES, FAULT_RANGES } from "./state";
export { coverageClear, coverageRange } from "./search/coverage";
export { foundBy, foundEntries, foundEntryCount } from "./search/found";
export {
  outcomeChain,
  outcomeEndBroken,
  outcomeMetChain,
  outcomeMetOffset,
  outcomeRows,
  outcomesClear,
  outcomeStates,
} from "./search/outcomes";
export { putPage, resetPage, settle, setJournal };
export { ghostAssertion, ghostAssertionCode, ghostForgetAssertions } from "./properties/assertions";
export {
  ghostArea,
  ghostConfigure,
  ghostIdleFlag,
  ghostLatch,
  ghostPanic,
  ghostService,
  ghostWorkloadKernel,
} from "./properties/configure";
export * from "./properties/face";

/** RAM and the CPU block hold a new image: forget everything else. */
export function begin(): void {
  sealImage();
  dropAllRecords();
  settle();
  ghostReset();
}

/** Physical address that a linear one shows, -1: none. No side effect. */
export function translate(linear: u64): i32 {
  if (!isCanonical(linear)) return -1;
  const physical = walk(linear, READ, false, true);
  return physical == FAILED || !isRam(physical) ? -1 : <i32>physical;
}

/** Address of the last step's journal entry; its items end at `Entry.ItemsEnd`. */
export function lastEntry(): u32 {
  completeNewest();
  return <u32>(journalOn ? newest : entry);
}

/** Steps that `undo` can take back now. */
export function undoable(): u32 {
  return entries;
}
