// FRED: delivery of events without IDT and TSS, by stack levels and a frame of 64
// bytes, and the returns ERETS and ERETU. Intel's FRED specification, chapters 5
// and 6; SDM 3A, chapter 7. Shadow stacks are not modelled. Knows not why an
// event came.

import { readLinear, refreshMode, setStackAccess, writeSystem } from "../access";
import { Block, Report, Segment, Shadow } from "../block";
import { debugBits } from "../debug";
import {
  DEBUG,
  DOUBLE_FAULT,
  GENERAL_PROTECTION,
  MACHINE_CHECK,
  NMI,
  PAGE_FAULT,
  STACK_FAULT,
  faulted,
  hasErrorCode,
  protect,
  raise,
  undefinedOpcode,
} from "../fault";
import { setRflags } from "../flags";
import { setCold, touchCold } from "../journal";
import { setWritingDelivery } from "../memory";
import { isCanonical } from "../paging";
import { Reason } from "../reason";
import {
  CPU,
  EFER_SCE,
  IF,
  REPORT,
  RF,
  TF,
  cpl,
  field,
  field8,
  fredOn,
  nextAddress,
  rflags,
  rip,
  rsp,
  selector,
  setField,
  setField8,
  setNext,
  setRip,
  setRsp,
  setSelector,
} from "../state";
import { checkReturnCode, checkReturnStack, enterSegments } from "./iret";
import { FAULT, INTERRUPT } from "./kinds";
import { unblockNmis } from "./nmi";

/** Types of events, as the frame has them. */
const EXTERNAL: u64 = 0;
const TYPE_NMI: u64 = 2;
const HARDWARE_EXCEPTION: u64 = 3;
const SOFTWARE_INTERRUPT: u64 = 4;
const PRIVILEGED_SOFTWARE: u64 = 5;
const SOFTWARE_EXCEPTION: u64 = 6;
const OTHER: u64 = 7;
const SYSCALL_VECTOR: u64 = 1;

/** Bits of the SS word. */
const STI_BLOCKING: u64 = 1 << 16;
const SOFTWARE_EVENT: u64 = 1 << 17;
const NMI_BIT: u64 = 1 << 18;
const LONG_MODE: u64 = 1 << 57;
const NESTED: u64 = 1 << 58;

/** From the entry for CPL 3 to that for CPL 0. */
const KERNEL_ENTRY: u64 = 256;
const FRAME_BYTES: u64 = 64;

/** Of INT n, INT3, INT1: type and length; 0: the event is none of them. */
let softwareType: u64 = 0;
let softwareLength: u64 = 0;

/** The next delivery is that of an instruction, `length` bytes long. */
export function announceSoftware(opcode: i32, length: u64): void {
  softwareType = opcode == 0 ? SOFTWARE_INTERRUPT : opcode == 1 ? PRIVILEGED_SOFTWARE : SOFTWARE_EXCEPTION;
  softwareLength = length;
}

export function softwareDelivered(): void {
  softwareType = 0;
  softwareLength = 0;
}

function typeOf(vector: i32, kind: i32): u64 {
  if (kind == INTERRUPT) {
    if (vector == NMI) return TYPE_NMI;
    return vector == MACHINE_CHECK ? HARDWARE_EXCEPTION : EXTERNAL;
  }
  if (kind != FAULT && softwareType != 0) return softwareType;
  // a #BP that is injected
  return vector == 3 ? SOFTWARE_EXCEPTION : HARDWARE_EXCEPTION;
}

function level(): u32 {
  return cpl() == 3 ? 0 : field8(Block.FredLevel);
}

function eventLevel(vector: i32, type: u64, nested: bool): u32 {
  if (cpl() == 3 && !nested && vector != DOUBLE_FAULT) return 0;
  if (type == EXTERNAL) return <u32>(field(Block.FredConfig) >> 9) & 3;
  if (type == SOFTWARE_INTERRUPT || type == OTHER) return 0;
  return <u32>(field(Block.FredLevels) >> (2 * <u64>vector)) & 3;
}

/** Raises what pushing the frame raises; changes no register. The new RSP, before the frame. */
function push(type: u64, vector: u64, length: u64, code: u64, data: u64, image: u64, back: u64, nested: bool): void {
  const old = level();
  const chosen = eventLevel(<i32>vector, type, nested);
  newLevel = chosen > old ? chosen : old;
  target = (field(Block.FredConfig) & ~0xfff) + (cpl() == 0 ? KERNEL_ENTRY : 0);
  const fresh = cpl() == 3 || newLevel > old;
  top = fresh ? field(Block.FredRsp0 + 8 * newLevel) : (rsp() - (field(Block.FredConfig) & 0x1c0)) & ~0x3f;
  if (!isCanonical(target)) {
    protect(Reason.GateNonCanonical, target);
    return;
  }
  if (!isCanonical(top - FRAME_BYTES) || !isCanonical(top - 1)) {
    raise(STACK_FAULT, 0, Reason.StackNonCanonical, top);
    return;
  }
  let ss = <u64>selector(Segment.Ss) | (vector << 32) | (type << 48) | LONG_MODE | (length << 60);
  if (field8(Block.Shadow) == Shadow.Sti) ss |= STI_BLOCKING;
  if (type == SOFTWARE_INTERRUPT || type == OTHER) ss |= SOFTWARE_EVENT;
  if (type == TYPE_NMI) ss |= NMI_BIT;
  if (nested && vector != DOUBLE_FAULT) ss |= NESTED;
  setStackAccess(true);
  pushed(8, 0);
  pushed(16, data);
  pushed(24, ss);
  pushed(32, rsp());
  pushed(40, image);
  pushed(48, <u64>selector(Segment.Cs) | (<u64>old << 16));
  pushed(56, back);
  pushed(64, code);
}

let newLevel: u32 = 0;
let target: u64 = 0;
let top: u64 = 0;

function pushed(below: u64, value: u64): void {
  writeSystem(top - below, 8, value, false);
}

/** CS, SS, GS bases, level and flags of the handler. */
function enter(): void {
  if (cpl() == 3) {
    const cs = <u32>(field(Block.Star) >> 32) & 0xfffc;
    setSelector(Segment.Cs, cs);
    setSelector(Segment.Ss, cs + 8);
    setField8(Block.Cpl, 0);
    swapBases();
  }
  setLevel(newLevel);
  setRsp(top - FRAME_BYTES);
  setRflags(2);
  setField8(Block.Shadow, 0);
  setField8(Block.RepActive, 0);
  setField8(Block.Halted, 0);
  refreshMode();
}

function swapBases(): void {
  const user = field(Block.KernelGsBase);
  setField(Block.KernelGsBase, field(Block.GsBase));
  setField(Block.GsBase, user);
}

function setLevel(value: u32): void {
  if (field8(Block.FredLevel) == value) return;
  touchCold();
  store<u8>(CPU + Block.FredLevel, <u8>value);
}

/** One try to deliver; false with a fault raised, no register changed. */
export function attemptFred(vector: i32, kind: i32, code: u64, back: u64, nested: bool): bool {
  const type = typeOf(vector, kind);
  const isSoftware = kind != FAULT && softwareType != 0;
  const withCode = hasErrorCode(vector) && kind == FAULT;
  let data: u64 = 0;
  if (vector == PAGE_FAULT && kind == FAULT) data = field(Block.Cr2);
  else if (vector == DEBUG && type == HARDWARE_EXCEPTION) data = debugBits;
  let image = rflags();
  if (kind == FAULT || field8(Block.RepActive)) image |= RF;
  setWritingDelivery(true);
  push(type, <u64>vector, isSoftware ? softwareLength : 0, withCode ? code : 0, data, image, back, nested);
  setWritingDelivery(false);
  if (faulted()) return false;
  enter();
  setRip(target);
  store<u64>(REPORT + Report.Frame, rsp() + 8);
  store<u32>(REPORT + Report.Ist, 0);
  store<u32>(REPORT + Report.Gap, 0);
  store<u32>(REPORT + Report.HasErrorCode, withCode ? 1 : 0);
  store<u64>(REPORT + Report.ErrorCode, code);
  return true;
}

/** SYSCALL under FRED: an event like others, to the entry; RCX and R11 stay. */
export function fredSyscall(): void {
  if (field(Block.Efer) & EFER_SCE) fredEvent(SYSCALL_VECTOR);
  else undefinedOpcode(Reason.FeatureOff);
}

/** SYSCALL (1) or SYSENTER (2). */
export function fredEvent(vector: u64): void {
  push(OTHER, vector, nextAddress - rip(), 0, 0, rflags(), nextAddress, false);
  if (faulted()) return;
  enter();
  setNext(target);
}

/** The last ERETS or ERETU came from INT n or SYSCALL: with TF its trap comes at once. */
export let trapsAtOnce: bool = false;

let frameRip: u64 = 0;
let frameCs: u64 = 0;
let frameFlags: u64 = 0;
let frameRsp: u64 = 0;
let frameSs: u64 = 0;

function mayReturn(): bool {
  trapsAtOnce = false;
  if (fredOn() && cpl() == 0) return true;
  undefinedOpcode(fredOn() ? Reason.Privileged : Reason.FeatureOff);
  return false;
}

function readFrame(): bool {
  const at = rsp() + 8;
  setStackAccess(true);
  frameRip = readLinear(at, 8);
  frameCs = readLinear(at + 8, 8);
  frameFlags = readLinear(at + 16, 8);
  frameRsp = readLinear(at + 24, 8);
  frameSs = readLinear(at + 32, 8);
  return !faulted();
}

function finish(): void {
  setRflags(frameFlags);
  setRsp(frameRsp);
  setNext(frameRip);
  trapsAtOnce = (frameSs & SOFTWARE_EVENT) != 0 && (frameFlags & TF) != 0;
  if (frameSs & NMI_BIT) unblockNmis();
  refreshMode();
}

/** ERETS: back to CPL 0. The stack level never rises. */
export function eretSupervisor(): void {
  if (!mayReturn() || !readFrame()) return;
  const flagsBefore = rflags();
  if (!isCanonical(frameRip)) protect(Reason.IretNonCanonical, frameRip);
  else if ((frameCs & ~0x70000) != <u64>selector(Segment.Cs)) protect(Reason.FredCs, frameCs);
  else if ((frameFlags & ~0x3d7fd5) != 2) protect(Reason.FredFlags, frameFlags);
  else if ((frameSs & 0xfff8ffff) != <u64>selector(Segment.Ss)) protect(Reason.FredSs, frameSs);
  if (faulted()) return;
  const saved = <u32>(frameCs >> 16) & 3;
  if (saved < field8(Block.FredLevel)) setLevel(saved);
  finish();
  if (frameSs & STI_BLOCKING && frameFlags & IF && !(flagsBefore & IF)) setField8(Block.Shadow, Shadow.Sti);
}

/** ERETU: to CPL 3, from level 0 only. */
export function eretUser(): void {
  if (!mayReturn()) return;
  if (field8(Block.FredLevel) != 0) {
    protect(Reason.FredLevel, <u64>field8(Block.FredLevel));
    return;
  }
  if (!readFrame()) return;
  if (!isCanonical(frameRip)) protect(Reason.IretNonCanonical, frameRip);
  else if ((frameCs & 0xffffffffffff0003) != 3) protect(Reason.FredCs, frameCs);
  else if ((frameFlags & ~0x3d4fd5) != 2) protect(Reason.FredFlags, frameFlags);
  else if ((frameSs & 0xfff80003) != 3) protect(Reason.FredSs, frameSs);
  if (faulted()) return;
  const cs = <u32>frameCs & 0xffff;
  const ss = <u32>frameSs & 0xffff;
  const base = <u32>(field(Block.Star) >> 48);
  const standard = (cs & 0x7fff) == base + 16 && (ss & 0x7fff) == base + 8;
  if (!standard && !(checkReturnCode(cs, true) && checkReturnStack(ss, 3))) return;
  enterSegments(cs, ss);
  swapBases();
  finish();
}
