// Breakpoints of DR0-DR3: what DR7 arms, what an instruction's address or a data
// access hits, and how DR6 tells of it (SDM 3B, 17.2). When a trap is delivered
// is the business of step.ts and events/boundary.ts.

import { Block, Shadow } from "./block";
import { setCold, touchCold } from "./journal";
import { CPU, RF, field, field8, rflags, rip, setField8 } from "./state";
import { flushTranslations } from "./translation-cache";

/** DR6: single step, access to a debug register under DR7.GD. */
export const DR6_BS: u64 = 1 << 14;
export const DR6_BD: u64 = 1 << 13;
/** DR7.GD */
export const GENERAL_DETECT: u64 = 1 << 13;

const HITS: u64 = 15;
const EXECUTE: u32 = 0;
const WRITE_ONLY: u32 = 1;
const READ_WRITE: u32 = 3;

/** R/W and LEN of breakpoint n as DR7 has them. */
function typeOf(n: i32): u32 {
  return <u32>(field(Block.Dr7) >> (16 + 4 * <u64>n)) & 3;
}

/** Bytes less one: LEN 0, 1, 2, 3 means 1, 2, 8, 4. */
function spanOf(n: i32): u64 {
  const length = <u32>(field(Block.Dr7) >> (18 + 4 * <u64>n)) & 3;
  return length == 2 ? 7 : <u64>length;
}

/** The low bits of a data breakpoint's address do not count. */
function addressOf(n: i32): u64 {
  return field(Block.Dr0 + 8 * n) & ~spanOf(n);
}

/** Writes DR7 and what follows from it: bits 0-3 of Armed are instruction breakpoints, 4-7 data ones. */
export function setDr7(value: u64): void {
  setCold(Block.Dr7, value);
  let armed: u32 = 0;
  for (let n = 0; n < 4; n++) {
    if (!((value >> (2 * <u64>n)) & 3)) continue;
    const type = typeOf(n);
    if (type == EXECUTE) armed |= 1 << n;
    // R/W 2 watches I/O ports, of which this machine has none
    else if (type == WRITE_ONLY || type == READ_WRITE) armed |= 16 << n;
  }
  touchCold();
  store<u8>(CPU + Block.Armed, <u8>armed);
  flushTranslations();
}

/** DR0-DR3. Translations of a page that is watched are not kept. */
export function setBreakpointAddress(offset: i32, value: u64): void {
  setCold(offset, value);
  flushTranslations();
}

/** Some data breakpoint is armed. */
export function watching(): bool {
  return field8(Block.Armed) > 15;
}

/** A data breakpoint lies in the page of `linear`: each access to it has to be looked at. */
export function watchesPage(linear: u64): bool {
  const armed = field8(Block.Armed) >> 4;
  for (let n = 0; n < 4; n++) {
    if ((armed >> n) & 1 && !((addressOf(n) ^ linear) & ~0xfff)) return true;
  }
  return false;
}

/** [linear, linear + size) was accessed: what it hits waits for the instruction's end. */
export function accessed(linear: u64, size: i32, write: bool): void {
  const armed = field8(Block.Armed) >> 4;
  const last = linear + <u64>(size - 1);
  let hits: u32 = 0;
  for (let n = 0; n < 4; n++) {
    if (!((armed >> n) & 1) || (!write && typeOf(n) != READ_WRITE)) continue;
    const from = addressOf(n);
    if (linear <= from + spanOf(n) && last >= from) hits |= 1 << n;
  }
  if (hits) setField8(Block.DebugPending, field8(Block.DebugPending) | hits);
}

/**
 * Instruction breakpoints that RIP hits, as bits of DR6. RF holds them back, and so does
 * the shadow of MOV SS (SDM 3B, 17.3.1.1); between two iterations no instruction begins.
 */
export function instructionHits(): u32 {
  const armed = field8(Block.Armed) & 15;
  if (!armed || rflags() & RF || field8(Block.RepActive) || field8(Block.Shadow) == Shadow.MovSs) return 0;
  let hits: u32 = 0;
  for (let n = 0; n < 4; n++) {
    if ((armed >> n) & 1 && field(Block.Dr0 + 8 * n) == rip()) hits |= 1 << n;
  }
  return hits;
}

/** Data breakpoints were hit and nothing holds their trap back. */
export function trapWaits(): bool {
  return field8(Block.DebugPending) != 0 && field8(Block.Shadow) != Shadow.MovSs;
}

/** What the last #DB reports, as FRED's event data has it. */
export let debugBits: u64 = 0;

/** A #DB is about to be delivered: B0-B3 are its own, the other bits are only ever set. */
export function reportDebug(bits: u64): void {
  debugBits = <u64>field8(Block.DebugPending) | bits;
  setCold(Block.Dr6, (field(Block.Dr6) & ~HITS) | debugBits);
  setField8(Block.DebugPending, 0);
}

/** A #DB has been delivered: its handler may use the debug registers. */
export function enterDebugHandler(): void {
  if (field(Block.Dr7) & GENERAL_DETECT) setCold(Block.Dr7, field(Block.Dr7) & ~GENERAL_DETECT);
}
