// Operands of the record in work: registers, which stay in locals once they were
// read, and memory, whose place is looked up in the translation caches as `reach`
// does it. RSP is a local and a distance that is known when the region is compiled.

import { accessTag } from "../access";
import { Block, ShortEntry } from "../block";
import { addressIn } from "../quick/plan";
import { Hot, Quick, QuickAccess } from "../quick/record";
import { CPU, QUICK_WRITE_TLB, READ_TLB, ZERO_OFFSET } from "../state";
import { endsBlock, quickOf, recordAfter } from "./blocks";
import { Op, at, branch, byte, constant, constant32, get, set, tee, withConstant } from "./encode";
import { addExit } from "./exits";
import { Lazy, Local } from "./locals";

const RSP: i32 = 4;
/** A block's stack accesses are checked together while they lie so close to each other. */
const MAX_SPAN: i64 = 1024;
/** From RSP; what lies farther away is looked up alone. */
const MAX_DISPLACEMENT: i64 = 480;

/** Compiled with the journal. */
export let keeping: bool = false;
/** RSP is its local and this. */
export let rspDistance: i64 = 0;
/** Flags that RFLAGS (`Local.Flags`) does not hold yet. */
export let pending: i32 = Lazy.None;
/** Registers whose locals are right. */
let known: u32 = 0;
/** Records of the block, the one in work, and the depth of the exits' label. */
let length: i32 = 0;
let index: i32 = 0;
let exitDepth: i32 = 0;
/** Records up to here find their stack through `Local.Stack`, which stands for the local RSP and this. */
let stackEnd: i32 = 0;
let stackLow: i64 = 0;
/** The memory operand of the record in work: local of its host address, and distance. */
let placeLocal: i32 = 0;
let placeOffset: u32 = 0;

export function setKeeping(on: bool): void {
  keeping = on;
}

export function setPending(kind: i32): void {
  pending = kind;
}

export function setRspDistance(value: i64): void {
  rspDistance = value;
}

export function beginValues(count: i32, depth: i32, kind: i32): void {
  length = count;
  index = 0;
  exitDepth = depth;
  pending = kind;
  known = 0;
  rspDistance = 0;
  stackEnd = 0;
}

export function beginRecord(number: i32): void {
  index = number;
}

/** With a condition on the stack: leaves the region before the record in work, if it holds. */
export function leaveIf(record: usize): void {
  set(Local.Condition);
  constant32(addExit(addressIn(record), rspDistance, length - index, pending));
  set(Local.Exit);
  get(Local.Condition);
  branch(Op.BrIf, exitDepth);
}

export function isRegister(place: u32): bool {
  return place - <u32>CPU < 128;
}

export function registerAt(place: u32): i32 {
  return <i32>(place - <u32>CPU) >> 3;
}

export function getRsp(): void {
  get(Local.Rsp);
  if (rspDistance != 0) withConstant(Op.Add, <u64>rspDistance);
}

export function getRegister(register: i32): void {
  if (register == RSP) {
    getRsp();
  } else if (known & (1 << register)) {
    get(Local.General + register);
  } else {
    constant32(0);
    at(Op.Load, <u32>CPU + (<u32>register << 3));
    tee(Local.General + register);
    known |= 1 << register;
  }
}

/** The value on the stack becomes all of the register. */
export function setRegister(register: i32): void {
  if (register == RSP) {
    set(Local.Rsp);
    rspDistance = 0;
    stackEnd = 0;
    return;
  }
  set(Local.General + register);
  constant32(0);
  get(Local.General + register);
  at(Op.Store, <u32>CPU + (<u32>register << 3));
  known |= 1 << register;
}

function mask(size: i32): void {
  if (size == 8) return;
  withConstant(Op.And, size == 4 ? 0xffffffff : size == 2 ? 0xffff : 0xff);
}

function loadOf(size: i32): Op {
  return size == 8 ? Op.Load : size == 4 ? Op.Load32U : size == 2 ? Op.Load16U : Op.Load8U;
}

function storeOf(size: i32): Op {
  return size == 8 ? Op.Store : size == 4 ? Op.Store32 : size == 2 ? Op.Store16 : Op.Store8;
}

export function loadMemory(size: i32): void {
  get(placeLocal);
  at(loadOf(size), placeOffset);
}

/** Where the value comes from, `size` bytes. */
export function getSource(record: usize, size: i32): void {
  const from = load<u32>(record, Hot.From);
  const access = load<u8>(record, Hot.Access);
  if (access == QuickAccess.Source) {
    loadMemory(size);
  } else if (access == QuickAccess.Pushed) {
    get(Local.Value);
  } else if (isRegister(from)) {
    getRegister(registerAt(from));
    mask(size);
  } else {
    constant(load<u64>(record, Hot.Value) & (0xffffffffffffffff >> (64 - (<u64>size << 3))));
  }
}

function isMemoryTarget(record: usize): bool {
  return <i32>load<u8>(record, Hot.Access) >= QuickAccess.Compared;
}

/** What lies where the value goes, `size` bytes. */
export function getTarget(record: usize, size: i32): void {
  if (isMemoryTarget(record)) {
    loadMemory(size);
  } else {
    getRegister(registerAt(load<u32>(record, Hot.To)));
    mask(size);
  }
}

/** `local` goes there; of memory and of a register's lower part `into` bytes are written. */
export function setTarget(record: usize, into: i32, local: i32): void {
  if (isMemoryTarget(record)) {
    get(placeLocal);
    get(local);
    at(storeOf(into), placeOffset);
    return;
  }
  const register = registerAt(load<u32>(record, Hot.To));
  if (into < 4) {
    getRegister(register);
    withConstant(Op.And, into == 2 ? ~<u64>0xffff : ~<u64>0xff);
    get(local);
    mask(into);
    byte(Op.Or);
  } else {
    get(local);
  }
  setRegister(register);
}

/** Offset of the memory operand with its segment's base. */
export function getAddress(record: usize): void {
  const base = <u32>load<u16>(record, Hot.Base);
  const displacement = load<u64>(record, Hot.Displacement);
  let some = base != <u32>ZERO_OFFSET;
  if (some) getRegister(base >> 3);
  if (load<u8>(record, Hot.IsScaled)) {
    const register = <u32>load<u16>(record, Hot.Index);
    if (register != <u32>ZERO_OFFSET) {
      getRegister(register >> 3);
      const shift = load<u8>(record, Hot.Shift);
      if (shift != 0) withConstant(Op.Shl, shift);
      if (some) byte(Op.Add);
      some = true;
    }
    const segment = <u32>load<u16>(record, Hot.Segment);
    if (segment != <u32>ZERO_OFFSET) {
      constant32(0);
      at(Op.Load, <u32>CPU + segment);
      if (some) byte(Op.Add);
      some = true;
    }
  }
  if (!some) constant(displacement);
  else if (displacement != 0) withConstant(Op.Add, displacement);
}

/** `Local.Linear` is looked up; `place` becomes its host address, or the region is left. */
function lookUp(record: usize, cache: usize, size: i32, place: i32): void {
  get(Local.Linear);
  withConstant(Op.ShrU, 8);
  get(Local.Linear);
  withConstant(Op.ShrU, 14);
  byte(Op.Xor);
  get(Local.Linear);
  withConstant(Op.ShrU, 31);
  byte(Op.Xor);
  byte(Op.Wrap);
  constant32(0x3f0);
  byte(Op.IntAnd);
  tee(Local.Slot);
  at(Op.Load, <u32>cache);
  get(Local.Linear);
  if (size > 1) withConstant(Op.Add, <u64>(size - 1));
  withConstant(Op.And, ~<u64>0xfff);
  withConstant(Op.Or, accessTag);
  byte(Op.Ne);
  leaveIf(record);
  get(Local.Slot);
  at(Op.Load32, <u32>cache + 12);
  get(Local.Linear);
  byte(Op.Wrap);
  byte(Op.IntAdd);
  set(place);
}

function isStackAddress(record: usize): bool {
  if (load<u16>(record, Hot.Base) != RSP << 3 || load<u8>(record, Hot.IsScaled)) return false;
  const displacement = load<i64>(record, Hot.Displacement);
  return displacement > -MAX_DISPLACEMENT && displacement < MAX_DISPLACEMENT;
}

export const UNKNOWN: i64 = i64.MIN_VALUE;

/** What the record adds to RSP, or `UNKNOWN`. */
export function rspChange(record: usize): i64 {
  const kind = quickOf(record);
  if (kind == Quick.Push || kind == Quick.PushFlags || kind == Quick.Call) return -8;
  const to = load<u32>(record, Hot.To);
  const isTarget = <i32>load<u8>(record, Hot.Access) < QuickAccess.Compared && to == <u32>CPU + Block.Rsp;
  if (kind == Quick.Return) return 8;
  if (kind == Quick.Pop) return isTarget ? UNKNOWN : 8;
  if (!isTarget || load<u8>(record, Hot.Kept) == 0) return 0;
  if (load<u8>(record, Hot.Access) == QuickAccess.None && load<u32>(record, Hot.From) == <u32>record + Hot.Value) {
    if (kind == Quick.Add8) return load<i64>(record, Hot.Value);
    if (kind == Quick.Sub8) return -load<i64>(record, Hot.Value);
  }
  if (kind == Quick.Address8 && isStackAddress(record)) return load<i64>(record, Hot.Displacement);
  return UNKNOWN;
}

let low: i64 = 0;
let high: i64 = 0;
let writes: bool = false;

/** [from, from + 8) from the local RSP is used too; false: too far from the rest. */
function widen(from: i64, size: i64, isWrite: bool): bool {
  const newLow = min(low, from);
  const newHigh = max(high, from + size);
  if (newHigh - newLow > MAX_SPAN) return false;
  low = newLow;
  high = newHigh;
  if (isWrite) writes = true;
  return true;
}

/** What the record uses of the stack; false: it does not fit to the rest. */
function span(record: usize, distance: i64): bool {
  const access = load<u8>(record, Hot.Access);
  if (access == QuickAccess.Pushed && !widen(distance - 8, 8, true)) return false;
  if (access == QuickAccess.None || !isStackAddress(record)) return true;
  const from = distance + load<i64>(record, Hot.Displacement);
  return widen(from, load<u8>(record, Hot.Bytes), access == QuickAccess.Target);
}

/** Looks the stack up once for the record in work and those behind it that use it. */
function lookUpStack(record: usize): void {
  let distance = rspDistance;
  let end = index;
  let next = record;
  low = distance;
  high = distance;
  writes = false;
  while (end < length && span(next, distance)) {
    const change = rspChange(next);
    end++;
    if (change == UNKNOWN || endsBlock(next)) break;
    distance += change;
    if (end < length) next = recordAfter(next);
  }
  get(Local.Rsp);
  if (low != 0) withConstant(Op.Add, <u64>low);
  set(Local.Linear);
  lookUp(record, writes ? QUICK_WRITE_TLB : READ_TLB, <i32>(high - low), Local.Stack);
  stackEnd = end;
  stackLow = low;
}

/** The place of the memory at RSP and `displacement`. */
function stackPlace(record: usize, displacement: i64): void {
  if (index >= stackEnd) lookUpStack(record);
  placeLocal = Local.Stack;
  placeOffset = <u32>(rspDistance + displacement - stackLow);
}

function noteWritten(isStack: bool, displacement: i64): void {
  if (!keeping) return;
  if (isStack) {
    getRsp();
    withConstant(Op.Add, <u64>displacement);
  } else {
    get(Local.Linear);
  }
  set(Local.Written);
}

/** Finds the record's memory, or leaves the region before it. What is pushed from memory is in `Local.Value` then. */
export function findPlaces(record: usize): void {
  const access = load<u8>(record, Hot.Access);
  if (access == QuickAccess.None) return;
  const displacement = load<i64>(record, Hot.Displacement);
  const isStack = isStackAddress(record);
  if (isStack) {
    stackPlace(record, displacement);
  } else {
    getAddress(record);
    set(Local.Linear);
    const cache = access == QuickAccess.Target ? QUICK_WRITE_TLB : READ_TLB;
    lookUp(record, cache, load<u8>(record, Hot.Bytes), Local.Place);
    placeLocal = Local.Place;
    placeOffset = 0;
  }
  if (access == QuickAccess.Target) {
    noteWritten(isStack, displacement);
  } else if (access == QuickAccess.Pushed) {
    loadMemory(8);
    set(Local.Value);
    stackPlace(record, -8);
    noteWritten(true, -8);
  }
}

/** The short journal entry of the record in work (short.ts), which will be taken. */
export function keepRecord(record: usize): void {
  if (!keeping) return;
  const offset = <u32>index * 24;
  const kept = load<u8>(record, Hot.Kept);
  get(Local.Journal);
  constant(load<u64>(record, Hot.Tag));
  at(Op.Store, offset + ShortEntry.Tag);
  get(Local.Journal);
  get(Local.Flags);
  at(Op.Store32, offset + ShortEntry.Flags);
  get(Local.Journal);
  if (kept != 0 && isMemoryTarget(record)) {
    get(placeLocal);
    constant32(<i32>placeOffset);
    byte(Op.IntAdd);
    at(Op.Store32Int, offset + ShortEntry.Place);
    get(Local.Journal);
    loadMemory(8);
  } else {
    const to = load<u32>(record, Hot.To);
    const place = kept != 0 ? to : <u32>CPU;
    constant32(<i32>place);
    at(Op.Store32Int, offset + ShortEntry.Place);
    if (kept == 0) return;
    get(Local.Journal);
    getRegister(registerAt(to));
  }
  at(Op.Store, offset + ShortEntry.Old);
}
