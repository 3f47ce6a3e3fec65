// What a search exercised: which instructions it completed, what was delivered, how
// deep NMIs were nested. Judges nothing, and is no part of any state.

import { Block, Report } from "../block";
import { Slot, slot, top } from "../properties/block";
import { forgetRunStart, startedAgain } from "../properties/service";
import { addressIn } from "../quick/plan";
import { isRecordCovered, setRecordCovered } from "../quick/covered";
import { COVERAGE, COVERED_RECORDS, COVERED_RECORDS_END, REPORT, before } from "../state";
import { CoverageField, MAX_COVERED_RANGES, VECTORS, WITNESS, Witness } from "./codes";
import { found } from "./found";

const NMI: i32 = 2;
const PAGE_FAULT: i32 = 14;

/** Of each range: u64 address, u64 bytes; its bytes follow those of the ranges before it. */
const RANGES: usize = memory.data(4 * 16, 8);
let ranges: i32 = 0;
let covered: u32 = 0;

export function coverageClear(): void {
  ranges = 0;
  covered = 0;
  memory.fill(COVERAGE, 0, CoverageField.Bytes);
  memory.fill(COVERED_RECORDS, 0, COVERED_RECORDS_END - COVERED_RECORDS);
}

/** Code to watch; returns where in the map its bytes begin. */
export function coverageRange(from: u64, bytes: u32): u32 {
  const at = RANGES + <usize>(ranges << 4);
  store<u64>(at, from);
  store<u64>(at + 8, <u64>bytes);
  if (++ranges > MAX_COVERED_RANGES) unreachable();
  memory.fill(COVERAGE + CoverageField.Bytes + <usize>covered, 0, <usize>bytes);
  covered += bytes;
  return covered - bytes;
}

/** Before a step that is covered. */
// @ts-ignore: decorator
@inline
export function coverBefore(): void {
  forgetRunStart();
}

/** After a step to state `offset` of a chain. `injected`: the event in the mailbox was for this boundary. */
// @ts-ignore: decorator
@inline
export function coverStep(offset: i32, injected: bool): void {
  const vector = load<i32>(REPORT + Report.Vector);
  if (load<u32>(REPORT + Report.Retired)) mark(before(Block.Rip));
  if (vector >= 0) coverDelivery(vector, offset, injected);
  if (startedAgain) coverRepeat(offset);
}

/** The step tells more than which instruction was completed. */
// @ts-ignore: decorator
@inline
export function isCoveredLater(): bool {
  return load<i32>(REPORT + Report.Vector) >= 0 || startedAgain;
}

/** After a step of which only that can be told; may be told of one step more than once. */
// @ts-ignore: decorator
@inline
export function coverPlain(): void {
  if (load<u32>(REPORT + Report.Retired)) mark(before(Block.Rip));
}

/** As `coverPlain`, of a step that was the instruction of `record`. */
// @ts-ignore: decorator
@inline
export function coverRecord(record: usize): void {
  if (!isRecordCovered(record)) coverFirst(record);
}

function coverFirst(record: usize): void {
  setRecordCovered(record, true);
  mark(addressIn(record));
}

function mark(address: u64): void {
  let base: usize = COVERAGE + CoverageField.Bytes;
  for (let i = 0; i < ranges; i++) {
    const at = RANGES + <usize>(i << 4);
    const offset = address - load<u64>(at);
    if (offset < load<u64>(at, 8)) {
      store<u8>(base + <usize>offset, 1);
      return;
    }
    base += <usize>load<u64>(at, 8);
  }
}

function count(field: u32): void {
  const at = COVERAGE + <usize>field;
  store<u64>(at, load<u64>(at) + 1);
}

function raise(field: u32, value: i32): void {
  const at = COVERAGE + <usize>field;
  if (load<u64>(at) < <u64>value) store<u64>(at, <u64>value);
}

function coverDelivery(vector: i32, offset: i32, injected: bool): void {
  count(CoverageField.Deliveries + ((<u32>vector & (VECTORS - 1)) << 3));
  let nmis = 0;
  for (let i = top(); i > 0; i--) if (load<u8>(slot(i) + Slot.Vector) == NMI) nmis++;
  raise(CoverageField.Depth, top());
  raise(CoverageField.NmiDepth, nmis);
  if (vector != NMI) {
    if (vector == PAGE_FAULT && nmis > 0) found(WITNESS, Witness.FaultInside, 0, offset);
    return;
  }
  if (nmis > 1) {
    count(CoverageField.Nested);
    found(WITNESS, Witness.Nesting, 0, offset);
  }
  if (!injected && load<u32>(REPORT + Report.External)) {
    count(CoverageField.Latched);
    found(WITNESS, Witness.Latched, 0, offset);
  }
}

function coverRepeat(offset: i32): void {
  count(CoverageField.Repeats);
  found(WITNESS, Witness.Repeat, 0, offset);
}
