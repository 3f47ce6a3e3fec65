// Chooses what the quick loop does with a decoded instruction and resolves its
// operands into places. What is not chosen here takes the complete step, always
// right; so a form belongs here only if it is frequent and can fault but by memory.

import { MemoryRegister, OperandKind, Operation, Prefix, RecordField, SegmentOverride } from "../../isa/vocabulary";
import { Block, EntryMark, ShortTag } from "../block";
import {
  countOf,
  hasPrefix,
  immediateOf,
  kindOf,
  lengthOf,
  operandWidth,
  operationOf,
  registerOf,
  widthOf,
} from "../operands";
import { isCanonical } from "../paging";
import { CF, CPU, OF, PF, SF, ZERO_OFFSET, ZF } from "../state";
import { setRecordCovered } from "./covered";
import { Hot, Quick, QuickAccess, RECORD_STRIDE } from "./record";

const RSP: i32 = 4;
const CR2: i32 = 2;
const FRAME_BYTES: i32 = 40;

/** A decoded record was put at `record`, for the instruction at `linear`. */
export function plan(record: usize, linear: u64): void {
  setRecordCovered(record, false);
  memory.fill(record + Hot.Kind, 0, RECORD_STRIDE - Hot.Kind);
  store<u64>(record, immediateOf(record), Hot.Value);
  // read before it is known whether they are needed
  store<u32>(record, <u32>record + Hot.Value, Hot.To);
  store<u32>(record, <u32>record + Hot.Value, Hot.From);
  store<u64>(record, linear << ShortTag.Address, Hot.Tag);
  const kind = hasPrefix(record, Prefix.Lock | Prefix.Idealised) ? Quick.None : choose(record);
  store<u8>(record, <u8>kind, Hot.Kind);
  if (kind == Quick.None) store<u8>(record, QuickAccess.None, Hot.Access);
  let tag: u64 = EntryMark.Short | (<u64>load<u8>(record, Hot.Kept) << ShortTag.Bytes);
  if (kind == Quick.Push || kind == Quick.PushFlags || kind == Quick.Call) tag |= ShortTag.Pushed;
  if (kind == Quick.Pop || kind == Quick.Return || kind == Quick.PopFlags) tag |= ShortTag.Popped;
  store<u64>(record, (linear << ShortTag.Address) | tag, Hot.Tag);
}

// @ts-ignore: decorator
@inline
export function addressIn(record: usize): u64 {
  return <u64>(load<i64>(record, Hot.Tag) >> ShortTag.Address);
}

/** The linear address after the instruction. */
export function addressAfter(record: usize): u64 {
  return addressIn(record) + lengthOf(record);
}

export function branchTarget(record: usize): u64 {
  return addressAfter(record) + immediateOf(record);
}

function choose(record: usize): Quick {
  const operation = operationOf(record);
  if (operation < Operation.Add) return chooseMove(record, operation);
  if (operation < Operation.Rol) return chooseArithmetic(record, operation);
  if (operation < Operation.Jmp) return chooseShift(record, operation);
  return chooseOther(record, operation);
}

function chooseMove(record: usize, operation: i32): Quick {
  switch (operation) {
    case Operation.Mov:
      return chooseCopy(record);
    case Operation.Movzx:
      return chooseExtended(record, operandWidth(record, 1) == 1 ? Quick.Zero1 : Quick.Zero2);
    case Operation.Movsx:
      return operandWidth(record, 0) == 8 && operandWidth(record, 1) == 4
        ? chooseExtended(record, Quick.Sign4)
        : Quick.None;
    case Operation.Lea:
      return chooseAddress(record);
    case Operation.Push:
      return choosePush(record);
    case Operation.Pop:
      return widthOf(record) == 8 && isRegister(record, 0) && onStack(record, QuickAccess.Source, 0) && toRegister(record)
        ? Quick.Pop
        : Quick.None;
    case Operation.Pushf:
      return widthOf(record) == 8 && onStack(record, QuickAccess.Target, -8) ? Quick.PushFlags : Quick.None;
    case Operation.Xchg:
      return areBothRegisters(record) && place(record, 8) ? Quick.Exchange8 : Quick.None;
    case Operation.Bswap:
      return operandWidth(record, 0) >= 4 && toRegister(record)
        ? Quick.Swap8 + (operandWidth(record, 0) == 4 ? 1 : 0)
        : Quick.None;
    case Operation.Popf:
      return widthOf(record) == 8 && onStack(record, QuickAccess.Source, 0) ? Quick.PopFlags : Quick.None;
    case Operation.Setcc:
      return place(record, 1) && condition(record) ? Quick.SetIf : Quick.None;
    case Operation.Cmovcc: {
      const size = operandWidth(record, 0);
      if (size < 4 || !isRegister(record, 0) || !place(record, size) || !condition(record)) return Quick.None;
      return size == 8 ? Quick.MoveIf8 : Quick.MoveIf4;
    }
    default:
      return Quick.None;
  }
}

/** Kinds of a two-operand family follow each other: 8, 4, into 4 of memory, 1. */
function sized(record: usize, first: Quick): Quick {
  const size = operandWidth(record, 0);
  if (size == 2 || !place(record, size)) return Quick.None;
  if (size == 8) return first;
  if (size == 1) return first + 3;
  return first + (isMemory(record, 0) ? 2 : 1);
}

/** Of CMP and TEST: 8, 4, 1; nothing is written. */
function sizedComparison(record: usize, first: Quick): Quick {
  const size = operandWidth(record, 0);
  if (size == 2 || !place(record, size)) return Quick.None;
  if (load<u8>(record, Hot.Access) == QuickAccess.Target) store<u8>(record, QuickAccess.Compared, Hot.Access);
  store<u8>(record, 0, Hot.Kept);
  return first + (size == 8 ? 0 : size == 4 ? 1 : 2);
}

/** Of one operand: 8, 4, into 4. */
function sizedAlone(record: usize, first: Quick): Quick {
  return operandWidth(record, 0) == 1 ? Quick.None : sized(record, first);
}

function only8(record: usize, kind: Quick): Quick {
  return operandWidth(record, 0) == 8 && place(record, 8) ? kind : Quick.None;
}

function chooseArithmetic(record: usize, operation: i32): Quick {
  switch (operation) {
    case Operation.Add:
      return sized(record, Quick.Add8);
    case Operation.Or:
      return sized(record, Quick.Or8);
    case Operation.And:
      return sized(record, Quick.And8);
    case Operation.Sub:
      return sized(record, Quick.Sub8);
    case Operation.Xor:
      return sized(record, Quick.Xor8);
    case Operation.Cmp:
      return sizedComparison(record, Quick.Compare8);
    case Operation.Test:
      return sizedComparison(record, Quick.Test8);
    case Operation.Inc:
      return sizedAlone(record, Quick.Increment8);
    case Operation.Dec:
      return sizedAlone(record, Quick.Decrement8);
    case Operation.Neg:
      return only8(record, Quick.Negate8);
    case Operation.Not:
      return only8(record, Quick.Invert8);
    default:
      return Quick.None;
  }
}

/** Shifts of a register by a constant; by 0 nothing at all would change. */
function chooseShift(record: usize, operation: i32): Quick {
  const size = operandWidth(record, 0);
  if (size < 4 || !isRegister(record, 0) || kindOf(record, 1) != OperandKind.Immediate) return Quick.None;
  const count = immediateOf(record) & (size == 8 ? 63 : 31);
  if (count == 0 || !place(record, size)) return Quick.None;
  store<u64>(record, count, Hot.Value);
  if (operation == Operation.Shl) return size == 8 ? Quick.ShiftLeft8 : Quick.ShiftLeft4;
  if (operation == Operation.Shr) return size == 8 ? Quick.ShiftRight8 : Quick.ShiftRight4;
  return operation == Operation.Sar && size == 8 ? Quick.ShiftSigned8 : Quick.None;
}

function chooseOther(record: usize, operation: i32): Quick {
  switch (operation) {
    case Operation.Jmp:
      return isNear(record) ? Quick.Jump : Quick.None;
    case Operation.Jcc:
      return isNear(record) && condition(record) ? Quick.JumpIf : Quick.None;
    case Operation.Call:
      store<u64>(record, addressAfter(record), Hot.Value);
      return isNear(record) && onStack(record, QuickAccess.Target, -8) ? Quick.Call : Quick.None;
    case Operation.Ret:
      return widthOf(record) != 2 && countOf(record) == 0 && onStack(record, QuickAccess.Source, 0)
        ? Quick.Return
        : Quick.None;
    case Operation.Iret:
      return widthOf(record) == 8 && onFrame(record) ? Quick.InterruptReturn : Quick.None;
    case Operation.Cmc:
      return Quick.ComplementCarry;
    case Operation.MovFromControl:
      return registerOf(record, 1) == CR2 && toRegister(record) ? Quick.ReadCr2 : Quick.None;
    case Operation.MovToControl:
      return registerOf(record, 0) == CR2 && fromRegister(record) ? Quick.WriteCr2 : Quick.None;
    case Operation.Cld:
      return Quick.ClearDirection;
    case Operation.Std:
      return Quick.SetDirection;
    case Operation.Nop:
    case Operation.Endbr:
    case Operation.Pause:
      return Quick.Nothing;
    default:
      return Quick.None;
  }
}

function chooseCopy(record: usize): Quick {
  const size = operandWidth(record, 0);
  if (!place(record, size)) return Quick.None;
  if (size == 8) return Quick.Move8;
  if (size == 4) return isMemory(record, 0) ? Quick.MoveInto4 : Quick.Move4;
  return size == 2 ? Quick.Move2 : Quick.Move1;
}

function chooseExtended(record: usize, kind: Quick): Quick {
  return operandWidth(record, 0) >= 4 && place(record, operandWidth(record, 1)) ? kind : Quick.None;
}

function chooseAddress(record: usize): Quick {
  const size = operandWidth(record, 0);
  if (size < 4 || !address(record)) return Quick.None;
  // LEA knows no segment
  store<u16>(record, <u16>ZERO_OFFSET, Hot.Segment);
  toRegister(record);
  return size == 8 ? Quick.Address8 : Quick.Address4;
}

function choosePush(record: usize): Quick {
  if (widthOf(record) != 8) return Quick.None;
  if (isMemory(record, 0)) {
    if (!address(record)) return Quick.None;
    store<u8>(record, 8, Hot.Bytes);
    store<u8>(record, 8, Hot.Kept);
    store<u8>(record, QuickAccess.Pushed, Hot.Access);
    return Quick.Push;
  }
  if (!onStack(record, QuickAccess.Target, -8)) return Quick.None;
  if (isRegister(record, 0)) store<u32>(record, registerPlace(record, 0), Hot.From);
  else if (kindOf(record, 0) != OperandKind.Immediate) return Quick.None;
  return Quick.Push;
}

function isRegister(record: usize, slot: i32): bool {
  return kindOf(record, slot) == OperandKind.Register;
}

function isMemory(record: usize, slot: i32): bool {
  return kindOf(record, slot) == OperandKind.Memory;
}

function registerPlace(record: usize, slot: i32): u32 {
  return <u32>CPU + (<u32>registerOf(record, slot) << 3);
}

/** Of eight bytes, and neither is RSP. */
function areBothRegisters(record: usize): bool {
  if (operandWidth(record, 0) != 8 || !isRegister(record, 0) || !isRegister(record, 1)) return false;
  return registerOf(record, 0) != RSP && registerOf(record, 1) != RSP;
}

/** A branch to a constant address that is canonical. */
function isNear(record: usize): bool {
  return kindOf(record, 0) == OperandKind.Relative && isCanonical(branchTarget(record));
}

function toRegister(record: usize): bool {
  store<u32>(record, registerPlace(record, 0), Hot.To);
  store<u8>(record, 8, Hot.Kept);
  return true;
}

/** CR2 is what it changes. */
function fromRegister(record: usize): bool {
  store<u32>(record, registerPlace(record, 1), Hot.From);
  store<u32>(record, <u32>CPU + Block.Cr2, Hot.To);
  return true;
}

/** Places of destination and source; memory has `bytes`. False: not all operands are of the plain kinds. */
function place(record: usize, bytes: i32): bool {
  if (isRegister(record, 0)) toRegister(record);
  else if (isMemory(record, 0)) store<u8>(record, QuickAccess.Target, Hot.Access);
  else return false;
  const count = countOf(record);
  if (count > 2) return false;
  if (count == 2) {
    const kind = kindOf(record, 1);
    if (kind == OperandKind.Register) store<u32>(record, registerPlace(record, 1), Hot.From);
    else if (kind == OperandKind.Memory) store<u8>(record, QuickAccess.Source, Hot.Access);
    else if (kind != OperandKind.Immediate) return false;
  }
  if (load<u8>(record, Hot.Access) == QuickAccess.None) return true;
  store<u8>(record, <u8>bytes, Hot.Bytes);
  if (isMemory(record, 0)) store<u8>(record, <u8>bytes, Hot.Kept);
  return address(record);
}

/** Memory at RSP + `from`, eight bytes. */
function onStack(record: usize, access: QuickAccess, from: i64): bool {
  store<u8>(record, <u8>access, Hot.Access);
  store<u8>(record, 8, Hot.Bytes);
  store<u8>(record, access == QuickAccess.Target ? 8 : 0, Hot.Kept);
  store<u16>(record, RSP << 3, Hot.Base);
  store<i64>(record, from, Hot.Displacement);
  return true;
}

/** The five words that IRET takes; RSP is what it changes, and by any amount. */
function onFrame(record: usize): bool {
  onStack(record, QuickAccess.Source, 0);
  store<u8>(record, <u8>FRAME_BYTES, Hot.Bytes);
  store<u8>(record, 8, Hot.Kept);
  store<u32>(record, <u32>CPU + Block.Rsp, Hot.To);
  return true;
}

function registerOffset(index: u32): u16 {
  return <u16>(index < 16 ? index << 3 : <u32>ZERO_OFFSET);
}

/** The memory operand's address: base + index * scale + segment base + displacement. */
function address(record: usize): bool {
  if (load<u8>(record, RecordField.AddressWidth) != 8) return false;
  const base = <u32>load<u8>(record, RecordField.MemBase);
  const index = <u32>load<u8>(record, RecordField.MemIndex);
  const segment = <i32>load<u8>(record, RecordField.MemSegment);
  let displacement = load<u64>(record, RecordField.Displacement);
  if (base == MemoryRegister.Rip) displacement += addressAfter(record);
  store<u64>(record, displacement, Hot.Displacement);
  store<u16>(record, registerOffset(base), Hot.Base);
  store<u16>(record, registerOffset(index), Hot.Index);
  store<u8>(record, <u8>ctz<u32>(load<u8>(record, RecordField.MemScale)), Hot.Shift);
  let from = <u32>ZERO_OFFSET;
  if (segment == SegmentOverride.Fs) from = Block.FsBase;
  else if (segment == SegmentOverride.Gs) from = Block.GsBase;
  store<u16>(record, <u16>from, Hot.Segment);
  store<u8>(record, index < 16 || from != <u32>ZERO_OFFSET ? 1 : 0, Hot.IsScaled);
  return true;
}

/** OF, CF, ZF, CF|ZF, SF, PF, SF != OF, ZF or that: in the order of the condition codes. */
function maskOfCondition(pair: i32): u64 {
  switch (pair) {
    case 0:
      return OF;
    case 1:
      return CF;
    case 2:
      return ZF;
    case 3:
      return CF | ZF;
    case 4:
      return SF;
    case 5:
      return PF;
    case 6:
      return LESS;
    default:
      return ZF | LESS;
  }
}

/** SF != OF, as `conditionBits` tells it. */
const LESS: u64 = SF << 1;

function condition(record: usize): bool {
  const code = load<u8>(record, RecordField.Condition);
  store<u32>(record, <u32>maskOfCondition(code >> 1), Hot.Mask);
  store<u32>(record, code & 1, Hot.Negated);
  return true;
}
