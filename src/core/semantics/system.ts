// Control and debug registers, MSRs, SYSCALL, CPUID and the other instructions
// that only a kernel needs. Privilege first, then values, as the manual orders.

import { readLinear, refreshMode } from "../access";
import { Block, Segment, Shadow } from "../block";
import { GENERAL_DETECT, setBreakpointAddress, setDr7 } from "../debug";
import { DEBUG, faulted, notModelled, protect, raise, undefinedOpcode } from "../fault";
import { fredSyscall } from "../events/fred";
import { setRflags } from "../flags";
import { setCold } from "../journal";
import { isMemory, linearOf, readOperand, registerOf, writeOperand } from "../operands";
import { isCanonical } from "../paging";
import { flushTranslations } from "../translation-cache";
import { Reason } from "../reason";
import {
  AC,
  CR4_FRED,
  CR4_FSGSBASE,
  CR4_TSD,
  EFER_SCE,
  IF,
  IOPL,
  RF,
  before8,
  cpl,
  field,
  field8,
  fredOn,
  nextAddress,
  reg,
  rflags,
  setField,
  setField8,
  setNext,
  setReg,
  setSelector,
} from "../state";
import { branchTo } from "./control";
import { readTimestamp } from "./msr";
import { isPrivileged, mayLookAtTables } from "./segment";

const RAX: i32 = 0;
const RCX: i32 = 1;
const RDX: i32 = 2;
const RBX: i32 = 3;
const R11: i32 = 11;

function controlField(register: i32): i32 {
  if (register == 0) return Block.Cr0;
  if (register == 2) return Block.Cr2;
  if (register == 3) return Block.Cr3;
  if (register == 4) return Block.Cr4;
  return Block.Cr8;
}

export function moveFromControl(record: usize): void {
  if (isPrivileged()) writeOperand(record, 0, field(controlField(registerOf(record, 1))));
}

/** Bits of CR4 that this processor has: VME PVI TSD DE PSE PAE MCE PGE PCE OSFXSR OSXMMEXCPT UMIP FSGSBASE SMEP SMAP. */
const CR4_KNOWN: u64 = 0x310fff;

const PG: u64 = 0x80000000;

/** Long mode cannot be left: PG, PE and PAE stay on. */
export function writeControl(register: i32, value: u64): void {
  if (register == 0) {
    const nw = (value >> 29) & 1;
    const cd = (value >> 30) & 1;
    if (value >> 32 || (nw && !cd) || (value & PG && !(value & 1))) protect(Reason.ControlReserved, value);
    else if (!(value & PG)) notModelled(0, Reason.ExitLongMode);
    else setCold(Block.Cr0, (value & 0xe005003f) | 0x10);
  } else if (register == 3) {
    if (value & 0xffffff0000000000) protect(Reason.ControlReserved, value);
    else setCold(Block.Cr3, value);
  } else if (register == 4) {
    const known = field8(Block.OptionFred) ? CR4_KNOWN | CR4_FRED : CR4_KNOWN;
    if (value & ~known || !(value & 0x20)) protect(Reason.ControlReserved, value);
    else setCold(Block.Cr4, value);
  } else if (register == 8) {
    if (value & ~15) protect(Reason.ControlReserved, value);
    else setCold(Block.Cr8, value);
  } else {
    setField(Block.Cr2, value);
    return;
  }
  flushTranslations();
  refreshMode();
}

export function moveToControl(record: usize): void {
  if (!isPrivileged()) return;
  const value = readOperand(record, 1);
  if (!faulted()) writeControl(registerOf(record, 0), value);
}

function debugField(register: i32): i32 {
  if (register == 4) register = 6;
  if (register == 5) register = 7;
  if (register >= 6) return Block.Dr6 + 8 * (register - 6);
  return Block.Dr0 + 8 * register;
}

/** CR4.DE makes DR4 and DR5 undefined. */
function debugAllowed(register: i32): bool {
  if ((register == 4 || register == 5) && field(Block.Cr4) & 8) {
    undefinedOpcode();
    return false;
  }
  if (!isPrivileged()) return false;
  if (!(field(Block.Dr7) & GENERAL_DETECT)) return true;
  raise(DEBUG, 0, Reason.GeneralDetect);
  return false;
}

export function moveFromDebug(record: usize): void {
  if (debugAllowed(registerOf(record, 1))) writeOperand(record, 0, field(debugField(registerOf(record, 1))));
}

export function moveToDebug(record: usize): void {
  const register = registerOf(record, 0);
  if (!debugAllowed(register)) return;
  const value = readOperand(record, 1);
  const offset = debugField(register);
  if (offset >= Block.Dr6 && value >> 32) {
    protect(Reason.ControlReserved, value);
  } else if (offset == Block.Dr6) {
    setCold(offset, (value & 0xe00f) | 0xffff0ff0);
  } else if (offset == Block.Dr7) {
    setDr7((value & 0xffff2fff) | 0x400);
  } else {
    setBreakpointAddress(offset, value);
  }
}

export function timestamp(withAux: bool): void {
  if (field(Block.Cr4) & CR4_TSD && cpl() != 0) {
    protect(Reason.Privileged);
    return;
  }
  const value = readTimestamp();
  setReg(RAX, value & 0xffffffff);
  setReg(RDX, value >> 32);
  if (withAux) setReg(RCX, field(Block.TscAux) & 0xffffffff);
}

export function swapGs(): void {
  if (gone()) return;
  if (!isPrivileged()) return;
  const user = field(Block.KernelGsBase);
  setField(Block.KernelGsBase, field(Block.GsBase));
  setField(Block.GsBase, user);
}

/** RDFSBASE RDGSBASE WRFSBASE WRGSBASE. */
export function segmentBaseAccess(record: usize, offset: i32, writes: bool): void {
  if (!(field(Block.Cr4) & CR4_FSGSBASE)) {
    undefinedOpcode(Reason.FeatureOff);
    return;
  }
  if (!writes) {
    writeOperand(record, 0, field(offset));
    return;
  }
  const value = readOperand(record, 0);
  if (!isCanonical(value)) protect(Reason.NonCanonical, value);
  else setField(offset, value);
}

/** #UD under FRED, as SWAPGS, SYSRET and SYSEXIT are. */
function gone(): bool {
  if (!fredOn()) return false;
  undefinedOpcode(Reason.FeatureOff);
  return true;
}

/** SDM 2, SYSCALL: to CPL 0 with fixed segments; RSP stays the user's. */
export function syscall(): void {
  if (fredOn()) {
    fredSyscall();
    return;
  }
  if (!(field(Block.Efer) & EFER_SCE)) {
    undefinedOpcode(Reason.FeatureOff);
    return;
  }
  setReg(RCX, nextAddress);
  setReg(R11, rflags());
  setNext(field(Block.Lstar));
  setRflags(rflags() & ~(field(Block.Sfmask) | RF));
  const cs = <u32>(field(Block.Star) >> 32) & 0xfffc;
  setSelector(Segment.Cs, cs);
  setSelector(Segment.Ss, cs + 8);
  setField8(Block.Cpl, 0);
  refreshMode();
}

/** SDM 2, SYSRET; only back to 64-bit code. A non-canonical RCX is #GP(0) at CPL 0 (Intel). */
export function sysret(width: i32): void {
  if (gone()) return;
  if (!(field(Block.Efer) & EFER_SCE)) {
    undefinedOpcode(Reason.FeatureOff);
    return;
  }
  if (!isPrivileged()) return;
  if (width != 8) {
    notModelled(0, Reason.CompatibilityMode);
    return;
  }
  if (!isCanonical(reg(RCX))) {
    protect(Reason.NonCanonicalTarget, reg(RCX));
    return;
  }
  branchTo(reg(RCX));
  const base = <u32>(field(Block.Star) >> 48);
  setRflags((reg(R11) & 0x3c7fd7) | 2);
  setSelector(Segment.Cs, ((base + 16) & 0xffff) | 3);
  setSelector(Segment.Ss, ((base + 8) & 0xffff) | 3);
  setField8(Block.Cpl, 3);
  refreshMode();
}

export function halt(): void {
  if (isPrivileged()) setField8(Block.Halted, 1);
}

/** CLI and STI; STI from IF=0 holds interrupts back for one boundary. */
export function setInterruptFlag(on: bool): void {
  if (<u64>cpl() > (rflags() & IOPL) >> 12) {
    protect(Reason.IoPrivilege);
    return;
  }
  if (!on) {
    setRflags(rflags() & ~IF);
    return;
  }
  if (!(rflags() & IF) && before8(Block.Shadow) == Shadow.None) setField8(Block.Shadow, Shadow.Sti);
  setRflags(rflags() | IF);
}

/** CLAC, STAC: #UD without SMAP in CR4 is only in old manuals; the flag needs CPUID.SMAP and CPL 0. */
export function setAlignmentFlag(on: bool): void {
  if (cpl() != 0) {
    undefinedOpcode(Reason.Privileged);
    return;
  }
  setRflags(on ? rflags() | AC : rflags() & ~AC);
  refreshMode();
}

/** Translations are never stale here, so only privilege and operand remain. */
export function invalidatePage(record: usize): void {
  if (isPrivileged() && isMemory(record, 0)) flushTranslations();
}

export function clearTaskSwitched(): void {
  if (isPrivileged()) setCold(Block.Cr0, field(Block.Cr0) & ~8);
}

/** LMSW: the low four bits; PE cannot be cleared. */
export function loadMachineStatus(record: usize): void {
  if (!isPrivileged()) return;
  const value = readOperand(record, 0);
  if (faulted()) return;
  const old = field(Block.Cr0);
  setCold(Block.Cr0, (old & ~14) | (value & 14) | (old & 1));
}

export function storeMachineStatus(record: usize): void {
  if (!mayLookAtTables()) return;
  writeOperand(record, 0, field(Block.Cr0));
}

/** A fixed processor: its answers are constants, so that runs repeat. */
export function identify(): void {
  const leaf = <u32>reg(RAX);
  const sub = <u32>reg(RCX);
  let a: u32 = 0;
  let b: u32 = 0;
  let c: u32 = 0;
  let d: u32 = 0;
  if (leaf == 0) {
    // "NMI Stepper "
    a = 7;
    b = 0x20494d4e;
    d = 0x70657453;
    c = 0x20726570;
  } else if (leaf == 1) {
    a = 0x000306c3;
    b = 0x00000800;
    // CX16, MOVBE, POPCNT
    c = (1 << 13) | (1 << 22) | (1 << 23);
    // DE PSE TSC MSR PAE MCE CX8 PGE CMOV PAT CLFSH
    d = 0x0009a1fc;
  } else if (leaf == 7 && sub == 0) {
    // FSGSBASE BMI1 SMEP BMI2 SMAP ADX CLFLUSHOPT CLWB; UMIP RDPID
    b = 1 | (1 << 3) | (1 << 7) | (1 << 8) | (1 << 19) | (1 << 20) | (1 << 23) | (1 << 24);
    c = (1 << 2) | (1 << 22);
    a = field8(Block.OptionFred) ? 1 : 0;
  } else if (leaf == 7 && sub == 1) {
    // FRED LKGS
    a = field8(Block.OptionFred) ? (1 << 17) | (1 << 18) : 0;
  } else if (leaf == 0x80000000) {
    a = 0x80000008;
  } else if (leaf == 0x80000001) {
    // LAHF ABM; SYSCALL NX PDPE1GB RDTSCP LM
    c = 1 | (1 << 5);
    d = (1 << 11) | (1 << 20) | (1 << 26) | (1 << 27) | (1 << 29);
  } else if (leaf == 0x80000008) {
    a = 0x3028;
  }
  setReg(RAX, <u64>a);
  setReg(RBX, <u64>b);
  setReg(RCX, <u64>c);
  setReg(RDX, <u64>d);
}

/** The mail's `pushq %cr2` and `movq MEM, %cr2`: one step, as no processor has them. */
export function idealisedMove(record: usize): void {
  if (!isPrivileged()) return;
  const value = readOperand(record, 1);
  if (!faulted()) writeControl(registerOf(record, 0), value);
}

export function idealisedValue(record: usize): u64 {
  return field(controlField(registerOf(record, 0)));
}

/** CLFLUSH and CLWB are loads as far as faults go. */
export function touchLine(record: usize): void {
  readLinear(linearOf(record), 1);
}

/** INVPCID: types 0-3; without PCIDs all of them drop translations. */
export function invalidateContext(record: usize): void {
  if (!isPrivileged()) return;
  const type = readOperand(record, 0);
  const at = linearOf(record);
  const low = readLinear(at, 8);
  const linear = readLinear(at + 8, 8);
  if (faulted()) return;
  if (type > 3 || low & ~0xfff || (type == 0 && !isCanonical(linear)) || (type < 2 && low != 0)) {
    protect(Reason.ControlReserved, type);
    return;
  }
  flushTranslations();
}

export function rdpid(record: usize): void {
  writeOperand(record, 0, field(Block.TscAux) & 0xffffffff);
}
