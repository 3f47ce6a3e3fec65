// The WebAssembly module of one region: two functions of the same blocks, without and
// with the journal. Blocks lie one after the other; a branch to a later one goes
// straight there, one to an earlier one through a table.

import { Block } from "../block";
import { addressAfter, branchTarget } from "../quick/plan";
import { Quick } from "../quick/record";
import { CPU, REGION_STATE } from "../state";
import {
  blockAt,
  blocks,
  lastRecordOf,
  lengthOfBlock,
  needsFlags,
  quickOf,
  recordAfter,
  recordOf,
} from "./blocks";
import {
  Op,
  at,
  begin,
  beginCode,
  beginLength,
  branch,
  byte,
  constant,
  constant32,
  endLength,
  get,
  isFull,
  set,
  tee,
  unsigned,
  withConstant,
} from "./encode";
import { addExit } from "./exits";
import { settleFlags, testCondition } from "./flags";
import { INT_LOCALS, LONG_LOCALS, Lazy, Local, PARAMETERS } from "./locals";
import { compileRecord } from "./operations";
import {
  beginRecord,
  beginValues,
  keepRecord,
  keeping,
  leaveIf,
  pending,
  rspDistance,
  setKeeping,
  setPending,
  setRspDistance,
} from "./values";

const I32: i32 = 0x7f;
const I64: i32 = 0x7e;
const ENTRY_BYTES: i32 = 24;

/** What a region leaves at REGION_STATE: u64 each, then u32 each. */
export enum Left {
  Rsp = 0,
  Flags = 8,
  A = 16,
  B = 24,
  Result = 32,
  Carry = 40,
  Written = 48,
  Steps = 56,
  Kind = 60,
}

/** The block in work, and by how many labels of its own it is inside. */
let current: i32 = 0;
let nested: i32 = 0;

function dispatchDepth(): i32 {
  return nested + blocks - 1 - current;
}

function exitDepth(): i32 {
  return dispatchDepth() + 1;
}

/** Goes to what lies at an address, on the condition in `Local.Condition` or always. */
function go(address: u64, isConditional: bool): void {
  const to = blockAt(address);
  let depth = to - current - 1 + nested;
  if (to < 0) {
    constant32(addExit(address, rspDistance, 0, pending));
    set(Local.Exit);
    depth = exitDepth();
  } else if (to == current && nested) {
    depth = 0;
  } else if (to <= current) {
    constant32(to);
    set(Local.Block);
    depth = dispatchDepth();
  }
  if (isConditional) get(Local.Condition);
  branch(isConditional ? Op.BrIf : Op.Br, depth);
}

function needsFlagsAt(address: u64): bool {
  const block = blockAt(address);
  return block >= 0 && needsFlags(block);
}

/** The block is done: what its successors find in the locals. */
function close(needed: bool): void {
  if (rspDistance != 0) {
    get(Local.Rsp);
    withConstant(Op.Add, <u64>rspDistance);
    set(Local.Rsp);
    setRspDistance(0);
  }
  if (keeping) {
    get(Local.Journal);
    constant32(lengthOfBlock(current) * ENTRY_BYTES);
    byte(Op.IntAdd);
    set(Local.Journal);
    return;
  }
  if (needed) settleFlags();
  if (pending == Lazy.Unknown) return;
  constant32(pending);
  set(Local.Kind);
}

/** Where calls of this region lead back to: the block after each. */
function isReturnPoint(block: i32): bool {
  const call = lastRecordOf(block);
  return quickOf(call) == Quick.Call && blockAt(addressAfter(call)) >= 0;
}

/** The address read is on the stack. Only returns behind calls of the region stay in it. */
function endByReturn(record: usize): void {
  set(Local.Value);
  let needed = false;
  constant32(0);
  for (let block = 0; block < blocks; block++) {
    if (!isReturnPoint(block)) continue;
    const address = addressAfter(lastRecordOf(block));
    if (needsFlagsAt(address)) needed = true;
    get(Local.Value);
    constant(address);
    byte(Op.Eq);
    byte(Op.IntOr);
  }
  byte(Op.IntEqz);
  leaveIf(record);
  keepRecord(record);
  setRspDistance(rspDistance + 8);
  close(needed);
  for (let block = 0; block < blocks; block++) {
    if (!isReturnPoint(block)) continue;
    const address = addressAfter(lastRecordOf(block));
    get(Local.Value);
    constant(address);
    byte(Op.Eq);
    set(Local.Condition);
    go(address, true);
  }
  byte(Op.Unreachable);
}

function endBlock(record: usize): void {
  const kind = quickOf(record);
  if (kind == Quick.Return) return endByReturn(record);
  const after = addressAfter(record);
  if (kind == Quick.JumpIf) {
    testCondition(record);
    set(Local.Condition);
    close(needsFlagsAt(after) || needsFlagsAt(branchTarget(record)));
    go(branchTarget(record), true);
    go(after, false);
  } else {
    const target = kind == Quick.Jump || kind == Quick.Call ? branchTarget(record) : after;
    close(needsFlagsAt(target));
    go(target, false);
  }
}

/** Leaves the region before the block if not all of it may be taken. */
function checkRoom(count: i32, record: usize): void {
  get(Local.Left);
  constant32(count);
  byte(Op.IntSub);
  tee(Local.Left);
  constant32(0);
  byte(Op.IntLtS);
  leaveIf(record);
}

/** Does the block lead to itself? */
function isLoop(block: i32): bool {
  const last = lastRecordOf(block);
  const kind = quickOf(last);
  const isBranch = kind == Quick.Jump || kind == Quick.JumpIf || kind == Quick.Call;
  return isBranch && blockAt(branchTarget(last)) == block;
}

function compileBlock(block: i32): void {
  current = block;
  nested = isLoop(block) ? 1 : 0;
  if (nested) begin(Op.Loop);
  const count = lengthOfBlock(block);
  beginValues(count, exitDepth(), keeping || needsFlags(block) ? Lazy.None : Lazy.Unknown);
  let record = recordOf(block);
  checkRoom(count, record);
  for (let i = 0; i < count; i++) {
    beginRecord(i);
    compileRecord(record);
    if (i < count - 1) record = recordAfter(record);
  }
  endBlock(record);
  if (nested) byte(Op.End);
}

function loadLocal(address: usize, local: i32): void {
  constant32(0);
  at(Op.Load, <u32>address);
  set(local);
}

function leave(operation: Op, offset: Left, local: i32): void {
  constant32(0);
  get(local);
  at(operation, <u32>REGION_STATE + offset);
}

function leaveAll(): void {
  leave(Op.Store, Left.Rsp, Local.Rsp);
  leave(Op.Store, Left.Flags, Local.Flags);
  leave(Op.Store32Int, Left.Steps, Local.Left);
  if (keeping) {
    leave(Op.Store, Left.Written, Local.Written);
    return;
  }
  leave(Op.Store, Left.A, Local.A);
  leave(Op.Store, Left.B, Local.B);
  leave(Op.Store, Left.Result, Local.Result);
  leave(Op.Store, Left.Carry, Local.Carry);
  leave(Op.Store32Int, Left.Kind, Local.Kind);
}

function compileFunction(keep: bool): void {
  setKeeping(keep);
  const length = beginLength();
  byte(2);
  unsigned(INT_LOCALS);
  byte(I32);
  unsigned(LONG_LOCALS);
  byte(I64);
  loadLocal(CPU + Block.Rsp, Local.Rsp);
  loadLocal(CPU + Block.Rflags, Local.Flags);
  if (keep) loadLocal(REGION_STATE + Left.Written, Local.Written);
  begin(Op.Block);
  begin(Op.Loop);
  for (let block = 0; block < blocks; block++) begin(Op.Block);
  get(Local.Block);
  byte(Op.BrTable);
  unsigned(<u32>(blocks - 1));
  for (let block = 0; block < blocks; block++) unsigned(<u32>block);
  for (let block = 0; block < blocks && !isFull(); block++) {
    byte(Op.End);
    compileBlock(block);
  }
  byte(Op.End);
  byte(Op.Unreachable);
  byte(Op.End);
  leaveAll();
  get(Local.Exit);
  byte(Op.End);
  endLength(length);
}

function beginSection(id: i32): usize {
  byte(id);
  return beginLength();
}

/** One character, as names have it here. */
function name(character: i32): void {
  byte(1);
  byte(character);
}

/** The module of the blocks found last lies in the buffer; false: it is too large. */
export function compileModule(): bool {
  beginCode();
  for (let i = 0; i < 8; i++) byte(<i32>(<u64>0x000000016d736100 >> (<u64>i << 3)) & 0xff);
  // type: (i32, i32, i32) -> i32
  let section = beginSection(1);
  byte(1);
  byte(0x60);
  byte(PARAMETERS);
  for (let i = 0; i < PARAMETERS; i++) byte(I32);
  byte(1);
  byte(I32);
  endLength(section);
  // import: the memory m.m
  section = beginSection(2);
  byte(1);
  name(0x6d);
  name(0x6d);
  byte(2);
  byte(0);
  byte(1);
  endLength(section);
  section = beginSection(3);
  byte(2);
  byte(0);
  byte(0);
  endLength(section);
  // exports: functions p (plain) and k (kept)
  section = beginSection(7);
  byte(2);
  name(0x70);
  byte(0);
  byte(0);
  name(0x6b);
  byte(0);
  byte(1);
  endLength(section);
  section = beginSection(10);
  byte(2);
  compileFunction(false);
  compileFunction(true);
  endLength(section);
  return !isFull();
}
