// Where everything lies in linear memory, and the accessors of the CPU block.
// Knows no rule of the machine; who writes the cold part calls `touchCold` first.

import { BLOCK_BYTES, Block } from "./block";
import { faulted } from "./fault";

/*
 * 0x010c00  CPU block, the ghost block right behind it
 * 0x012a00  report of the last step     0x012b00  mailbox of events
 * 0x013800  fetch bytes, record of an uncached instruction, a word that is always 0
 * 0x014000  flags of each RAM page      0x014100  stop addresses of `run`
 * 0x015000  translation caches: read, fetch, quick write, write
 * 0x016000  per record: a search has covered it; per address: chains met known states there
 * 0x020800  journal entry in use while the journal is off
 * 0x027000  compiled regions: blocks of the one in work, what an exit leaves, regions, their records
 * 0x030000  per record: its block, or how often it was begun with
 * 0x050000  exits of regions              0x090000  WebAssembly of the region in work
 * 0x100000  guest RAM at its own physical addresses
 * 0x180000  RAM as loaded
 * 0x1e0000  assertions: addresses and code; values of the expression in work
 * 0x200000  per byte of RAM: address of the record decoded there, or 0
 * 0x400000  decoded records
 * 0x800000  journal ring
 *
 * Of a machine that searches (search/), beyond the memory that every machine has:
 * 0xa00000  trail: words of RAM as they were
 * 0xe00000  keys of the chain in work
 * 0xf00000  of each state of that chain: does the workload run
 * 0xf10000  violations found
 * 0xf20000  what was exercised
 * 0xf40000  rows of a chain with outcomes
 * 0x1000000 states to go back to: the root, then the marks
 * 0x1200000 choices, ranges of faults, chains that came of the choices
 * 0x1240000 tables of visited states, one after the other
 *
 * What is written in every step differs in its low 12 bits from what is read
 * soon after: processors take the one for the other for a while.
 */
export const CPU: usize = 0x10c00;
export const GHOST: usize = CPU + BLOCK_BYTES;
export const REPORT: usize = 0x12a00;
export const MAILBOX: usize = 0x12b00;
export const FETCH_BYTES: usize = 0x13800;
export const FETCH_RECORD: usize = 0x13840;
/** From CPU to a word that is always 0: the register that an address has not. */
export const ZERO_OFFSET: usize = 0x13900 - CPU;
export const PAGE_FLAGS: usize = 0x14000;
export const STOPS: usize = 0x14100;
export const READ_TLB: usize = 0x15000;
export const FETCH_TLB: usize = 0x15400;
export const QUICK_WRITE_TLB: usize = 0x15800;
export const WRITE_TLB: usize = 0x15c00;
export const TLB_END: usize = 0x16000;
export const COVERED_RECORDS: usize = 0x16000;
export const COVERED_RECORDS_END: usize = 0x1e000;
export const CHAINS_MET: usize = 0x1e000;
export const CHAINS_MET_END: usize = 0x1e800;
export const SCRATCH_ENTRY: usize = 0x20800;
export const REGION_BLOCKS: usize = 0x27000;
export const REGION_STATE: usize = 0x27e40;
export const REGIONS: usize = 0x28000;
/** u32, u32: of each chunk of the ring its first entry and the number of that. */
export const JOURNAL_CHUNKS: usize = 0x28c00;
export const REGION_RECORDS: usize = 0x29000;
export const REGION_RECORDS_END: usize = 0x30000;
export const REGION_WORDS: usize = 0x30000;
export const REGION_WORDS_END: usize = 0x50000;
export const REGION_EXITS: usize = 0x50000;
export const REGION_EXITS_END: usize = 0x90000;
export const CODE_BUFFER: usize = 0x90000;
export const CODE_BUFFER_END: usize = 0xf0000;
export const RAM: usize = 0x100000;
export const RAM_END: usize = 0x150000;
export const PRISTINE: usize = 0x180000;
export const ASSERTIONS: usize = 0x1e0000;
/** The first value lies behind it. */
export const ASSERTION_STACK: usize = 0x1f8000;
export const RECORD_INDEX: usize = 0x200000;
export const RECORD_POOL: usize = 0x400000;
export const RECORD_POOL_END: usize = 0x800000;
export const JOURNAL: usize = 0x800000;
export const JOURNAL_END: usize = 0xa00000;
export const TRAIL: usize = 0xa00000;
export const TRAIL_END: usize = 0xe00000;
export const CHAIN_KEYS: usize = 0xe00000;
export const CHAIN_KEYS_END: usize = 0xf00000;
export const CHAIN_HOME: usize = 0xf00000;
export const FOUND: usize = 0xf10000;
export const COVERAGE: usize = 0xf20000;
export const OUTCOME_ROWS: usize = 0xf40000;
/** In their place, when keys are without loss: the trees of the state in work. */
export const TREE: usize = OUTCOME_ROWS;
export const TREE_END: usize = 0x1000000;
export const SEARCH_STATES: usize = 0x1000000;
export const CHOICES: usize = 0x1200000;
export const FAULT_RANGES: usize = 0x1201000;
export const CHILDREN: usize = 0x1210000;
export const VISITED: usize = 0x1240000;
/** In its place, when outcomes are kept. */
export const OUTCOME_TABLE: usize = VISITED;

export const CF: u64 = 1 << 0;
export const PF: u64 = 1 << 2;
export const AF: u64 = 1 << 4;
export const ZF: u64 = 1 << 6;
export const SF: u64 = 1 << 7;
export const TF: u64 = 1 << 8;
export const IF: u64 = 1 << 9;
export const DF: u64 = 1 << 10;
export const OF: u64 = 1 << 11;
export const IOPL: u64 = 3 << 12;
export const NT: u64 = 1 << 14;
export const RF: u64 = 1 << 16;
export const VM: u64 = 1 << 17;
export const AC: u64 = 1 << 18;
export const VIF: u64 = 1 << 19;
export const VIP: u64 = 1 << 20;
export const ID: u64 = 1 << 21;
export const ARITHMETIC: u64 = CF | PF | AF | ZF | SF | OF;

export const CR0_WP: u64 = 1 << 16;
export const CR0_AM: u64 = 1 << 18;
export const CR4_TSD: u64 = 1 << 2;
export const CR4_UMIP: u64 = 1 << 11;
export const CR4_FSGSBASE: u64 = 1 << 16;
export const CR4_SMEP: u64 = 1 << 20;
export const CR4_SMAP: u64 = 1 << 21;
export const CR4_FRED: u64 = 1 << 32;
export const EFER_SCE: u64 = 1 << 0;
export const EFER_NXE: u64 = 1 << 11;

// @ts-ignore: decorator
@inline
export function reg(index: i32): u64 {
  return load<u64>(CPU + (<usize>index << 3));
}

/** Does nothing once the instruction has faulted: it then has changed no general register but RSP. */
// @ts-ignore: decorator
@inline
export function setReg(index: i32, value: u64): void {
  if (!faulted()) store<u64>(CPU + (<usize>index << 3), value);
}

// @ts-ignore: decorator
@inline
export function rsp(): u64 {
  return load<u64>(CPU + Block.Rsp);
}

// @ts-ignore: decorator
@inline
export function setRsp(value: u64): void {
  store<u64>(CPU + Block.Rsp, value);
}

// @ts-ignore: decorator
@inline
export function rip(): u64 {
  return load<u64>(CPU + Block.Rip);
}

// @ts-ignore: decorator
@inline
export function setRip(value: u64): void {
  store<u64>(CPU + Block.Rip, value);
}

// @ts-ignore: decorator
@inline
export function rflags(): u64 {
  return load<u64>(CPU + Block.Rflags);
}

// @ts-ignore: decorator
@inline
export function cpl(): u32 {
  return load<u8>(CPU + Block.Cpl);
}

// @ts-ignore: decorator
@inline
export function selector(segment: i32): u32 {
  return load<u16>(CPU + Block.Selectors + (<usize>segment << 1));
}

// @ts-ignore: decorator
@inline
export function setSelector(segment: i32, value: u32): void {
  store<u16>(CPU + Block.Selectors + (<usize>segment << 1), <u16>value);
}

/** A 64-bit field of the CPU block. */
// @ts-ignore: decorator
@inline
export function field(offset: i32): u64 {
  return load<u64>(CPU + <usize>offset);
}

/** Of a hot field only; a cold one needs `setCold` (journal.ts). */
// @ts-ignore: decorator
@inline
export function setField(offset: i32, value: u64): void {
  store<u64>(CPU + <usize>offset, value);
}

// @ts-ignore: decorator
@inline
export function field8(offset: i32): u32 {
  return load<u8>(CPU + <usize>offset);
}

// @ts-ignore: decorator
@inline
export function setField8(offset: i32, value: u32): void {
  store<u8>(CPU + <usize>offset, <u8>value);
}

/** Events come by FRED. */
// @ts-ignore: decorator
@inline
export function fredOn(): bool {
  return (field(Block.Cr4) & CR4_FRED) != 0;
}

/** Address of the step's journal entry; its hot copy holds the registers before. */
export let entry: usize = SCRATCH_ENTRY;

export function setEntry(address: usize): void {
  entry = address;
}

/** A 64-bit field of the hot block as it was when the step began. */
// @ts-ignore: decorator
@inline
export function before(offset: i32): u64 {
  return load<u64>(entry + 32 + <usize>offset);
}

// @ts-ignore: decorator
@inline
export function before8(offset: i32): u32 {
  return load<u8>(entry + 32 + <usize>offset);
}

/** Where the instruction in work goes on: set before it runs, changed by branches. */
export let nextAddress: u64 = 0;

// @ts-ignore: decorator
@inline
export function setNext(address: u64): void {
  nextAddress = address;
}

