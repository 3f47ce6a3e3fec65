// Which records a region takes in, from the one that it begins with, and how they
// fall into blocks: records that follow each other and are entered at the first only.

import { addressAfter, branchTarget } from "../quick/plan";
import { recordFor } from "../quick/links";
import { Hot, Quick } from "../quick/record";
import { REGION_BLOCKS, REGION_STATE } from "../state";

export const MAX_BLOCKS: i32 = 96;
const MAX_RECORDS: i32 = 480;
/** A longer run of records is cut. */
const MAX_LENGTH: i32 = 40;
const STRIDE: usize = 32;

/** u32 each. */
enum Field {
  Record = 0,
  Length = 4,
  /** Flags must be in RFLAGS where it begins. */
  NeedsFlags = 8,
  Last = 12,
  Records = 16,
}

export let blocks: i32 = 0;
export let records: i32 = 0;

// @ts-ignore: decorator
@inline
function field(block: i32, offset: Field): usize {
  return REGION_BLOCKS + <usize>block * STRIDE + <usize>offset;
}

export function recordOf(block: i32): usize {
  return <usize>load<u32>(field(block, Field.Record));
}

/** Records of the block, the one that ends it with them. */
export function lengthOfBlock(block: i32): i32 {
  return load<i32>(field(block, Field.Length));
}

export function lastRecordOf(block: i32): usize {
  return <usize>load<u32>(field(block, Field.Last));
}

export function needsFlags(block: i32): bool {
  return load<u32>(field(block, Field.NeedsFlags)) != 0;
}

export function quickOf(record: usize): i32 {
  return load<u8>(record, Hot.Kind);
}

/** The region ends before it. */
export function isOutside(record: usize): bool {
  const kind = quickOf(record);
  return kind == Quick.None || kind >= Quick.PopFlags;
}

export function endsBlock(record: usize): bool {
  const kind = quickOf(record);
  return kind >= Quick.Jump && kind <= Quick.Return;
}

/** Block that begins with the record; -1: none. */
export function blockOf(record: usize): i32 {
  for (let block = 0; block < blocks; block++) {
    if (recordOf(block) == record) return block;
  }
  return -1;
}

/** Block that begins at an address; -1: the region is left there. */
export function blockAt(address: u64): i32 {
  const record = recordFor(address);
  return record == 0 ? -1 : blockOf(record);
}

function add(address: u64): void {
  const record = recordFor(address);
  if (record == 0 || isOutside(record) || blocks == MAX_BLOCKS || blockOf(record) >= 0) return;
  store<u32>(field(blocks, Field.Record), <u32>record);
  blocks++;
}

/** The record after one that does not end a block, if the region goes on there; or 0. */
function nextInside(record: usize): usize {
  const next = recordFor(addressAfter(record));
  return next == 0 || isOutside(next) ? 0 : next;
}

/** Adds what the block may lead to. */
function follow(block: i32): void {
  let record = recordOf(block);
  for (let length = 1; !endsBlock(record); length++) {
    const next = nextInside(record);
    if (next == 0 || blockOf(next) >= 0) return;
    if (length == MAX_LENGTH) {
      add(addressAfter(record));
      return;
    }
    record = next;
  }
  const kind = quickOf(record);
  if (kind == Quick.JumpIf || kind == Quick.Call) add(addressAfter(record));
  if (kind != Quick.Return) add(branchTarget(record));
}

function measure(block: i32): void {
  let record = recordOf(block);
  let length = 1;
  while (!endsBlock(record)) {
    const next = nextInside(record);
    if (next == 0 || blockOf(next) >= 0) break;
    record = next;
    length++;
  }
  store<i32>(field(block, Field.Length), length);
  store<u32>(field(block, Field.Last), <u32>record);
  records += length;
}

export function recordAfter(record: usize): usize {
  return recordFor(addressAfter(record));
}

/** Finds the blocks of the region that begins with the record; false: it is not worth it, or too large. */
export function findBlocks(record: usize): bool {
  blocks = 0;
  records = 0;
  if (isOutside(record)) return false;
  store<u32>(field(0, Field.Record), <u32>record);
  blocks = 1;
  for (let block = 0; block < blocks; block++) follow(block);
  for (let block = 0; block < blocks; block++) measure(block);
  if (records > MAX_RECORDS || REGION_BLOCKS + <usize>MAX_BLOCKS * STRIDE > REGION_STATE) return false;
  findNeeds();
  return true;
}

/** How flags are used: 0 not at all, 1 made anew, 2 read. */
function useOf(record: usize): i32 {
  const kind = quickOf(record);
  if (kind == Quick.JumpIf || kind == Quick.SetIf || kind == Quick.MoveIf8 || kind == Quick.MoveIf4) return 2;
  if (kind == Quick.PushFlags || (kind >= Quick.Increment8 && kind <= Quick.DecrementInto4)) return 2;
  return kind >= Quick.Add8 && kind < Quick.Jump && kind != Quick.Invert8 ? 1 : 0;
}

function needsAt(address: u64): bool {
  const block = blockAt(address);
  return block >= 0 && needsFlags(block);
}

/** Does the block, which makes no flags itself, lead to one that needs them? */
function passesOn(block: i32): bool {
  const last = lastRecordOf(block);
  const kind = quickOf(last);
  if (kind == Quick.Return) {
    for (let other = 0; other < blocks; other++) {
      const call = lastRecordOf(other);
      if (quickOf(call) == Quick.Call && needsAt(addressAfter(call))) return true;
    }
    return false;
  }
  if (kind == Quick.Jump || kind == Quick.Call) return needsAt(branchTarget(last));
  return needsAt(addressAfter(last));
}

function needs(block: i32): bool {
  let record = recordOf(block);
  for (let i = lengthOfBlock(block); i > 0; i--) {
    const use = useOf(record);
    if (use != 0) return use == 2;
    if (i > 1) record = recordAfter(record);
  }
  return passesOn(block);
}

function findNeeds(): void {
  for (let block = 0; block < blocks; block++) store<u32>(field(block, Field.NeedsFlags), 0);
  let changed = true;
  while (changed) {
    changed = false;
    for (let block = 0; block < blocks; block++) {
      if (needsFlags(block) || !needs(block)) continue;
      store<u32>(field(block, Field.NeedsFlags), 1);
      changed = true;
    }
  }
}
