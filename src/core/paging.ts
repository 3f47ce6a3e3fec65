// Linear to physical: the 4-level walk with its rights, accessed and dirty bits
// and error codes.

import { Block, ItemKind } from "./block";
import { watchesPage, watching } from "./debug";
import { raisePageFault } from "./fault";
import { PAGE_TABLE, isRam, makePlain, setPageFlag, storePhysical } from "./memory";
import { Reason } from "./reason";
import { FETCH, TAG_USER, TAG_VALID, WRITE, cacheOf, remember } from "./translation-cache";
import {
  AC,
  CR0_WP,
  CR4_SMAP,
  CR4_SMEP,
  EFER_NXE,
  QUICK_WRITE_TLB,
  field,
  rflags,
} from "./state";

const PRESENT: u64 = 1;
const WRITABLE: u64 = 2;
const USER: u64 = 4;
const ACCESSED: u64 = 0x20;
const DIRTY: u64 = 0x40;
const LARGE: u64 = 0x80;
const NO_EXECUTE: u64 = 1 << 63;
const FRAME: u64 = 0x000ffffffffff000;
/** MAXPHYADDR is 40. */
const RESERVED_HIGH: u64 = 0x000fff0000000000;

/** A translation that failed. */
export const FAILED: u64 = 0xffffffffffffffff;

// @ts-ignore: decorator
@inline
export function isCanonical(linear: u64): bool {
  return <u64>((<i64>(linear << 16)) >> 16) == linear;
}

/** Entry of a page table; outside RAM every bit reads as one. */
function readEntry(physical: u64): u64 {
  if (!isRam(physical)) return 0xffffffffffffffff;
  setPageFlag(<usize>physical, PAGE_TABLE);
  return load<u64>(<usize>physical);
}

function fail(linear: u64, access: i32, user: bool, code: u64, reason: i32, silent: bool): u64 {
  if (silent) return FAILED;
  let full = code | (access == WRITE ? 2 : 0) | (user ? 4 : 0);
  if (access == FETCH && (field(Block.Efer) & EFER_NXE || field(Block.Cr4) & CR4_SMEP)) full |= 16;
  raisePageFault(linear, full, reason);
  return FAILED;
}

/** Reserved bits of an entry at a level (1: a page's). */
function hasReserved(value: u64, level: i32): bool {
  if (value & RESERVED_HIGH) return true;
  if (value & NO_EXECUTE && !(field(Block.Efer) & EFER_NXE)) return true;
  if (level == 4) return (value & LARGE) != 0;
  if (level == 3 && value & LARGE) return (value & 0x3fffe000) != 0;
  if (level == 2 && value & LARGE) return (value & 0x1fe000) != 0;
  return false;
}

/**
 * Physical address of a canonical linear one, or FAILED with #PF raised. Silent:
 * no fault, no accessed or dirty bits, no caching (for looking from outside).
 */
export function walk(linear: u64, access: i32, user: bool, silent: bool = false): u64 {
  const entries = StaticEntries;
  let table = field(Block.Cr3) & FRAME;
  let rights = WRITABLE | USER;
  let noExecute: u64 = 0;
  let level = 4;
  let value: u64 = 0;
  for (; level >= 1; level--) {
    const at = table + (((linear >> (12 + 9 * <u64>(level - 1))) & 511) << 3);
    value = readEntry(at);
    if (!(value & PRESENT)) return fail(linear, access, user, 0, Reason.NotPresent, silent);
    if (hasReserved(value, level)) return fail(linear, access, user, 9, Reason.ReservedBits, silent);
    rights &= value;
    noExecute |= value & NO_EXECUTE;
    store<u64>(entries + (<usize>level << 3), at);
    if (level == 1 || (value & LARGE && level < 4)) break;
    table = value & FRAME;
  }
  const reason = refusal(rights, noExecute, access, user, silent);
  if (reason != 0) return fail(linear, access, user, 1, reason, silent);
  const offsetBits = 12 + 9 * <u64>(level - 1);
  const offsetMask = (<u64>1 << offsetBits) - 1;
  const physical = (value & FRAME & ~offsetMask) | (linear & offsetMask);
  if (silent) return physical;
  for (let i = 4; i >= level; i--) mark(load<u64>(entries + (<usize>i << 3)), i == level && access == WRITE);
  cache(linear, physical, access, user, rights);
  return physical;
}

/** Addresses of the entries of the walk in work, by level. */
const StaticEntries: usize = 0x14400;

/** Which right is missing, or 0. */
function refusal(rights: u64, noExecute: u64, access: i32, user: bool, silent: bool): i32 {
  if (silent) return 0;
  const userPage = (rights & USER) != 0;
  if (user && !userPage) return Reason.SupervisorPage;
  if (access == FETCH) {
    if (noExecute) return Reason.NoExecute;
    return !user && userPage && field(Block.Cr4) & CR4_SMEP ? Reason.SmepFetch : 0;
  }
  if (access == WRITE && !(rights & WRITABLE) && (user || field(Block.Cr0) & CR0_WP)) return Reason.WriteToReadOnly;
  if (!user && userPage && field(Block.Cr4) & CR4_SMAP && (implicit || !(rflags() & AC))) return Reason.SmapAccess;
  return 0;
}

/** True while the CPU itself reads tables: SMAP then looks at no flag. */
export let implicit: bool = false;

export function setImplicit(on: bool): void {
  implicit = on;
}

function mark(at: u64, dirty: bool): void {
  if (!isRam(at)) return;
  const old = load<u64>(<usize>at);
  const wanted = old | ACCESSED | (dirty ? DIRTY : 0);
  if (wanted == old) return;
  storePhysical(ItemKind.WalkWrite, 0, <u32>at, 0, 1, wanted & 0xff);
}

function cache(linear: u64, physical: u64, access: i32, user: bool, rights: u64): void {
  if (!isRam(physical)) return;
  if (!user && rights & USER && field(Block.Cr4) & CR4_SMAP) return;
  if (access != FETCH && watching() && watchesPage(linear)) return;
  const tag = TAG_VALID | (user ? TAG_USER : 0);
  const page = <u32>physical & ~0xfff;
  remember(cacheOf(access), linear, tag, page);
  if (access == WRITE && makePlain(page)) remember(QUICK_WRITE_TLB, linear, tag, page);
}

