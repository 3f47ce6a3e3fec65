// Segment registers, descriptor-table registers and what asks about descriptors.

import { Operation, RecordField } from "../../isa/vocabulary";
import { probeWrite, readLinear, writeLinear } from "../access";
import { Block, Segment, Shadow } from "../block";
import {
  accessByte,
  descriptor,
  dpl,
  findDescriptor,
  isCode,
  isConforming,
  isNull,
  isOrdinary,
  isPresent,
  isWritableData,
  markAccessed,
  segmentBaseOf,
  segmentLimit,
  selectorCode,
  setBusy,
  systemBaseOf,
  systemType,
} from "../events/descriptor";
import { GENERAL_PROTECTION, SEGMENT_NOT_PRESENT, STACK_FAULT, faulted, protect, raise, undefinedOpcode } from "../fault";
import { setSome } from "../flags";
import { setCold, touchCold } from "../journal";
import { linearOf, readOperand, registerOf, widthOf, writeOperand } from "../operands";
import { isCanonical } from "../paging";
import { Reason } from "../reason";
import { CPU, CR4_UMIP, ZF, before8, cpl, field, field8, selector, setField, setField8, setSelector } from "../state";
import { popValue } from "./stack";

export function isPrivileged(): bool {
  if (cpl() == 0) return true;
  protect(Reason.Privileged);
  return false;
}

/** SGDT and its kin at CPL 3 under CR4.UMIP. */
export function mayLookAtTables(): bool {
  if (cpl() == 0 || !(field(Block.Cr4) & CR4_UMIP)) return true;
  protect(Reason.UserModeInstruction);
  return false;
}

function refuse(vector: i32, value: u32, reason: i32): void {
  raise(vector, selectorCode(value), reason, <u64>value, <u64>load<u32>(CPU + Block.GdtLimit));
}

function setAccess(segment: i32, access: u32): void {
  touchCold();
  store<u8>(CPU + Block.SegmentAccess + <usize>segment, <u8>access);
}

function loadStackSegment(value: u32): void {
  if (isNull(value)) {
    if (cpl() == 3) protect(Reason.SsNull, <u64>value);
    else if ((value & 3) != cpl()) refuse(GENERAL_PROTECTION, value, Reason.SsRpl);
    else setSelector(Segment.Ss, value);
    return;
  }
  if (!findDescriptor(value)) {
    if (!faulted()) refuse(GENERAL_PROTECTION, value, Reason.SsBeyondLimit);
    return;
  }
  if ((value & 3) != cpl()) refuse(GENERAL_PROTECTION, value, Reason.SsRpl);
  else if (!isWritableData()) refuse(GENERAL_PROTECTION, value, Reason.SsNotWritable);
  else if (dpl() != cpl()) refuse(GENERAL_PROTECTION, value, Reason.SsDpl);
  else if (!isPresent()) refuse(STACK_FAULT, value, Reason.SsNotPresent);
  else {
    markAccessed();
    setSelector(Segment.Ss, value);
  }
}

function loadDataSegment(segment: i32, value: u32): void {
  if (isNull(value)) {
    setSelector(segment, value);
    setAccess(segment, 0);
    setBase(segment, 0);
    return;
  }
  if (!findDescriptor(value)) {
    if (!faulted()) refuse(GENERAL_PROTECTION, value, Reason.DataBeyondLimit);
    return;
  }
  const readable = isOrdinary() && (!isCode() || (accessByte() & 2) != 0);
  const conforming = isCode() && isConforming();
  if (!readable) refuse(GENERAL_PROTECTION, value, Reason.DataNotReadable);
  else if (!conforming && ((value & 3) > dpl() || cpl() > dpl())) refuse(GENERAL_PROTECTION, value, Reason.DataDpl);
  else if (!isPresent()) refuse(SEGMENT_NOT_PRESENT, value, Reason.DataNotPresent);
  else {
    markAccessed();
    if (faulted()) return;
    setSelector(segment, value);
    setAccess(segment, accessByte());
    setBase(segment, segmentBaseOf());
  }
}

/** FS and GS take their base from the descriptor; the others have none in 64-bit mode. */
function setBase(segment: i32, base: u64): void {
  if (segment == Segment.Fs) setField(Block.FsBase, base);
  else if (segment == Segment.Gs) setField(Block.GsBase, base);
}

export function loadSegment(segment: i32, value: u32): void {
  if (segment != Segment.Ss) {
    loadDataSegment(segment, value);
    return;
  }
  loadStackSegment(value);
  // of several in a row only the first is sure to hold events back (SDM 2, MOV)
  if (before8(Block.Shadow) == Shadow.None) setField8(Block.Shadow, Shadow.MovSs);
}

/** LSS, LFS, LGS: offset, then selector; no shadow behind LSS (SDM 3A, 6.8.3). */
export function loadFarPointer(record: usize): void {
  const size = widthOf(record);
  const at = linearOf(record);
  const offset = readLinear(at, size);
  const value = <u32>readLinear(at + <u64>size, 2);
  if (faulted()) return;
  const which = <i32>load<u8>(record, RecordField.Condition);
  if (which == Segment.Ss) loadStackSegment(value);
  else loadDataSegment(which, value);
  if (!faulted()) writeOperand(record, 0, offset);
}

/** LKGS: as MOV to GS, but the base goes where SWAPGS will fetch it. */
export function loadKernelGs(record: usize): void {
  if (!field8(Block.OptionFred)) {
    undefinedOpcode(Reason.FeatureOff);
    return;
  }
  if (!isPrivileged()) return;
  const value = <u32>readOperand(record, 0) & 0xffff;
  if (faulted()) return;
  const base = field(Block.GsBase);
  loadDataSegment(Segment.Gs, value);
  if (faulted()) return;
  setField(Block.KernelGsBase, field(Block.GsBase));
  setField(Block.GsBase, base);
}

export function moveToSegment(record: usize): void {
  const value = <u32>readOperand(record, 1) & 0xffff;
  if (!faulted()) loadSegment(registerOf(record, 0), value);
}

/** A register takes the selector zero-extended to its size, memory 16 bits. */
export function moveFromSegment(record: usize): void {
  writeOperand(record, 0, <u64>selector(registerOf(record, 1)));
}

export function popSegment(record: usize): void {
  const value = <u32>popValue(widthOf(record)) & 0xffff;
  if (!faulted()) loadSegment(registerOf(record, 0), value);
}

/** LGDT, LIDT: a 16-bit limit and a 64-bit base. */
export function loadTable(record: usize, limitField: i32, baseField: i32): void {
  if (!isPrivileged()) return;
  const at = linearOf(record);
  const limit = <u32>readLinear(at, 2);
  const base = readLinear(at + 2, 8);
  if (faulted()) return;
  if (!isCanonical(base)) {
    protect(Reason.NonCanonical, base);
    return;
  }
  touchCold();
  store<u32>(CPU + <usize>limitField, limit);
  setCold(baseField, base);
}

export function storeTable(record: usize, limitField: i32, baseField: i32): void {
  if (!mayLookAtTables()) return;
  const at = linearOf(record);
  // a fault at the far end leaves nothing behind
  probeWrite(at, 10);
  writeLinear(at + 2, 8, field(baseField));
  writeLinear(at, 2, <u64>load<u32>(CPU + <usize>limitField));
}

/** LLDT and LTR: a system descriptor of 16 bytes. */
export function loadSystemSegment(record: usize, isTask: bool): void {
  if (!isPrivileged()) return;
  const value = <u32>readOperand(record, 0) & 0xffff;
  if (faulted()) return;
  if (isNull(value)) {
    if (isTask) protect(Reason.SystemType, <u64>value);
    else {
      touchCold();
      store<u16>(CPU + Block.Ldtr, <u16>value);
    }
    return;
  }
  if (value & 4 || !findDescriptor(value, true)) {
    if (!faulted()) refuse(GENERAL_PROTECTION, value, Reason.SystemBeyondLimit);
    return;
  }
  if (systemType() != (isTask ? 9 : 2)) {
    refuse(GENERAL_PROTECTION, value, Reason.SystemType);
    return;
  }
  if (!isPresent()) {
    refuse(SEGMENT_NOT_PRESENT, value, Reason.SystemNotPresent);
    return;
  }
  touchCold();
  store<u16>(CPU + <usize>(isTask ? Block.Tr : Block.Ldtr), <u16>value);
  store<u32>(CPU + <usize>(isTask ? Block.TrLimit : Block.LdtLimit), segmentLimit());
  setCold(isTask ? Block.TrBase : Block.LdtBase, systemBaseOf());
  if (isTask) setBusy();
}

export function storeSystemSelector(record: usize, offset: i32): void {
  if (mayLookAtTables()) writeOperand(record, 0, <u64>load<u16>(CPU + <usize>offset));
}

/** Types that LAR and LSL accept in long mode besides code and data. */
function isKnownSystemType(operation: i32): bool {
  const type = systemType();
  if (type == 2 || type == 9 || type == 11) return true;
  return operation == Operation.Lar && type == 12;
}

/** LAR, LSL, VERR, VERW: ZF tells whether the selector may be used. */
export function askDescriptor(record: usize, operation: i32): void {
  const value = <u32>readOperand(record, operation == Operation.Lar || operation == Operation.Lsl ? 1 : 0) & 0xffff;
  if (faulted()) return;
  setSome(ZF, 0);
  if (isNull(value) || !findDescriptor(value)) return;
  const conforming = isCode() && isConforming();
  if (!conforming && (dpl() < cpl() || dpl() < (value & 3))) return;
  if (operation == Operation.Verr || operation == Operation.Verw) {
    const readable = isOrdinary() && (!isCode() || (accessByte() & 2) != 0);
    if (operation == Operation.Verr ? !readable : !isWritableData()) return;
  } else {
    if (!isOrdinary() && !isKnownSystemType(operation)) return;
    const answer = operation == Operation.Lar ? (descriptor >> 32) & 0x00f0ff00 : <u64>segmentLimit();
    writeOperand(record, 0, answer);
  }
  setSome(ZF, ZF);
}

