// What the loaded image says about itself: areas, panics, the service, the
// workload, idle flags. Constant during a run, so not part of any state.

import { loadSized } from "../memory";
import { AreaUse } from "./notes";

const MAX_AREAS: i32 = 32;
const MAX_PANICS: i32 = 64;
const MAX_FLAGS: i32 = 128;

/** u64 from, u64 to (exclusive), u64 AreaUse */
const AREAS: usize = memory.data(32 * 24, 8);
/** u64 address, u64 vector */
const PANICS: usize = memory.data(64 * 16, 8);
/** u64 linear, u32 physical, u32 bytes, u64 first value */
const FLAGS: usize = memory.data(128 * 24, 8);

let areas: i32 = 0;
let panics: i32 = 0;
/** Flags that are judged when the workload runs; behind them latches in the handler's data, which only tell the end of a run. */
export let idleFlags: i32 = 0;
let flags: i32 = 0;

export let serviceKnown: bool = false;
/** Never a boundary's RIP while unknown: not canonical. */
const NOWHERE: u64 = 0x8000000000000000;
export let serviceStart: u64 = NOWHERE;
export let serviceEnd: u64 = NOWHERE;
export let serviceEndKnown: bool = false;
/** The service is the handler's entry, without an end: every nested NMI starts there, so re-entry says nothing. */
export let serviceIsWholeHandler: bool = false;
/** It starts within a function, behind a latch perhaps: the run may be over before that returns. */
export let serviceIsInside: bool = false;

export let workloadFrom: u64 = 0;
export let workloadSpan: u64 = 0;
export let workloadCpl: u32 = 0;
/** The workload's code at CPL 0 where its own is at CPL 3. */
export let workloadKernelFrom: u64 = 0;
export let workloadKernelSpan: u64 = 0;

/** Window on the page tables: an address's PTE is at `pteBase + (address >> 12) * 8`. */
export let pteBase: u64 = 0;

export let panicLow: u64 = NOWHERE;
export let panicSpan: u64 = 0;

/** Forgets all; the image's own declarations follow. */
export function ghostConfigure(from: u64, to: u64, cpl: u32, pageTables: u64): void {
  areas = 0;
  panics = 0;
  idleFlags = 0;
  flags = 0;
  serviceKnown = false;
  serviceStart = NOWHERE;
  serviceEnd = NOWHERE;
  serviceEndKnown = false;
  serviceIsWholeHandler = false;
  panicLow = NOWHERE;
  panicSpan = 0;
  workloadFrom = from;
  workloadSpan = to - from;
  workloadCpl = cpl;
  workloadKernelFrom = 0;
  workloadKernelSpan = 0;
  pteBase = pageTables;
}

export function ghostWorkloadKernel(from: u64, to: u64): void {
  workloadKernelFrom = from;
  workloadKernelSpan = to - from;
}

/** False: there is no room for more. */
export function ghostArea(from: u64, to: u64, use: u32): bool {
  if (areas == MAX_AREAS) return false;
  const at = AREAS + <usize>(areas++ * 24);
  store<u64>(at, from);
  store<u64>(at + 8, to);
  store<u64>(at + 16, <u64>use);
  return true;
}

export function ghostPanic(vector: u32, address: u64): bool {
  if (panics == MAX_PANICS) return false;
  const at = PANICS + <usize>(panics << 4);
  store<u64>(at, address);
  store<u64>(at + 8, <u64>vector);
  const low = panics == 0 || address < panicLow ? address : panicLow;
  const high = panics == 0 || address > panicLow + panicSpan ? address : panicLow + panicSpan;
  panicLow = low;
  panicSpan = high - low;
  panics++;
  return true;
}

export function ghostService(start: u64, end: u64, endKnown: bool, isWholeHandler: bool, isInside: bool): void {
  serviceKnown = true;
  serviceIsInside = isInside;
  serviceIsWholeHandler = isWholeHandler;
  serviceStart = start;
  serviceEndKnown = endKnown;
  serviceEnd = endKnown ? end : NOWHERE;
}

/** A flag that must hold its present value whenever the workload runs; 1 to 8 bytes in one page. */
export function ghostIdleFlag(linear: u64, physical: u32, bytes: i32): bool {
  idleFlags++;
  return ghostLatch(linear, physical, bytes);
}

/** A flag that tells when a run is over, and may hold anything. Call it after all that are judged. */
export function ghostLatch(linear: u64, physical: u32, bytes: i32): bool {
  if (flags == MAX_FLAGS) return false;
  const at = FLAGS + <usize>(flags++ * 24);
  store<u64>(at, linear);
  store<u32>(at + 8, physical);
  store<u32>(at + 12, <u32>bytes);
  store<u64>(at + 16, loadSized(<usize>physical, bytes));
  return true;
}

// @ts-ignore: decorator
@inline
export function flagLinear(index: i32): u64 {
  return load<u64>(FLAGS + <usize>(index * 24));
}

// @ts-ignore: decorator
@inline
export function flagValue(index: i32): u64 {
  const at = FLAGS + <usize>(index * 24);
  return loadSized(<usize>load<u32>(at + 8), load<i32>(at + 12));
}

// @ts-ignore: decorator
@inline
export function flagAtFirst(index: i32): u64 {
  return load<u64>(FLAGS + <usize>(index * 24) + 16);
}

/** A per-CPU flag, or a latch in the handler's data. */
export function isFlag(linear: u64): bool {
  for (let i = 0; i < flags; i++) {
    if (linear - flagLinear(i) < <u64>load<u32>(FLAGS + <usize>(i * 24) + 12)) return true;
  }
  return false;
}

/** The area that `address` lies in, or 0. With `topIncluded` an area owns the address after it. */
export function areaAt(address: u64, topIncluded: bool): usize {
  for (let i = 0; i < areas; i++) {
    const at = AREAS + <usize>(i * 24);
    const span = load<u64>(at + 8) - load<u64>(at) + (topIncluded ? 1 : 0);
    if (address - load<u64>(at) < span && (!topIncluded || load<u64>(at + 16) & AreaUse.Stack)) return at;
  }
  return 0;
}

// @ts-ignore: decorator
@inline
export function areaFrom(area: usize): u64 {
  return load<u64>(area);
}

// @ts-ignore: decorator
@inline
export function areaTo(area: usize): u64 {
  return load<u64>(area + 8);
}

// @ts-ignore: decorator
@inline
export function areaUse(area: usize): u32 {
  return load<u32>(area + 16);
}

/** The vector whose panic is at `address`, or -1. */
export function panicAt(address: u64): i32 {
  for (let i = 0; i < panics; i++) {
    const at = PANICS + <usize>(i << 4);
    if (load<u64>(at) == address) return load<i32>(at + 8);
  }
  return -1;
}
