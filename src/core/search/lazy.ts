// The lazy pages of a search: which are present, and whether somebody takes one away.

import { walk } from "../paging";
import { READ } from "../translation-cache";
import { isRam } from "../memory";
import { pteBase } from "../properties/configure";
import { LAZY_PAGES } from "./codes";
import { faulted } from "./marks";

/** Bits of a set of lazy pages. */
export const PAGES: u32 = (1 << LAZY_PAGES) - 1;
/** Beside them: one was taken away after it had been made present. */
export const TAKEN: u32 = 1 << LAZY_PAGES;

/** Where the pages' PTEs lie in RAM. */
const ENTRIES: usize = memory.data(4 * 8, 8);
let known: bool = false;

/** The first of the pages is at `from`. */
export function findEntries(from: u64): void {
  known = true;
  for (let page = 0; page < LAZY_PAGES; page++) {
    const entry = walk(pteBase + (((from >> 12) + <u64>page) & 0xfffffffff) * 8, READ, false, true);
    store<u64>(ENTRIES + (<usize>page << 3), <u64>entry);
    if (!isRam(entry)) known = false;
  }
}

/** A bit for each page that is present. */
export function presentPages(): u32 {
  if (!known) return 0;
  let present: u32 = 0;
  for (let page = 0; page < LAZY_PAGES; page++) {
    present |= (load<u32>(<usize>load<u64>(ENTRIES + (<usize>page << 3))) & 1) << <u32>page;
  }
  return present;
}

/** How many have faulted on the way here. */
// @ts-ignore: decorator
@inline
export function faultCount(): u32 {
  return popcnt<u32>(faulted & PAGES);
}
