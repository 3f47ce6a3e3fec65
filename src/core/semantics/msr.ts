// RDMSR and WRMSR, and the time stamp counter. What is not listed does not exist: #GP(0).

import { Block } from "../block";
import { notModelled, protect } from "../fault";
import { setCold } from "../journal";
import { isCanonical } from "../paging";
import { Reason } from "../reason";
import { field, field8, reg, setField, setField8, setReg } from "../state";
import { flushTranslations } from "../translation-cache";
import { isPrivileged } from "./segment";

const RAX: i32 = 0;
const RCX: i32 = 1;
const RDX: i32 = 2;

const FRED_FIRST: u32 = 0x1cc;
const FRED_LEVELS: u32 = 0x1d0;
const FRED_CONFIG: u32 = 0x1d4;
/** Bits of IA32_FRED_CONFIG that must be zero; bit 3 belongs to shadow stacks. */
const FRED_CONFIG_RESERVED: u64 = 0x834;

/** IA32_FRED_RSP0-3, IA32_FRED_STKLVLS, IA32_FRED_CONFIG. */
function fredField(number: u32): i32 {
  if (number < FRED_LEVELS) return Block.FredRsp0 + 8 * (number - FRED_FIRST);
  if (number == FRED_LEVELS) return Block.FredLevels;
  return number == FRED_CONFIG ? Block.FredConfig : -1;
}

/** Machine-specific registers: field of the block, or -1. */
function msrField(number: u32): i32 {
  if (number >= FRED_FIRST && number <= FRED_CONFIG) return field8(Block.OptionFred) ? fredField(number) : -1;
  switch (number) {
    case 0x174:
      return Block.SysenterCs;
    case 0x175:
      return Block.SysenterEsp;
    case 0x176:
      return Block.SysenterEip;
    case 0x277:
      return Block.Pat;
    case 0xc0000080:
      return Block.Efer;
    case 0xc0000081:
      return Block.Star;
    case 0xc0000082:
      return Block.Lstar;
    case 0xc0000083:
      return Block.Cstar;
    case 0xc0000084:
      return Block.Sfmask;
    case 0xc0000100:
      return Block.FsBase;
    case 0xc0000101:
      return Block.GsBase;
    case 0xc0000102:
      return Block.KernelGsBase;
    case 0xc0000103:
      return Block.TscAux;
    default:
      return -1;
  }
}

export function readMsr(): void {
  if (!isPrivileged()) return;
  const number = <u32>reg(RCX);
  let value: u64 = 0;
  if (number == 0x10) {
    value = readTimestamp();
  } else {
    const offset = msrField(number);
    if (offset < 0) {
      protect(Reason.MsrUnknown, <u64>number);
      return;
    }
    value = field(offset);
  }
  setReg(RAX, value & 0xffffffff);
  setReg(RDX, value >> 32);
}

export function writeMsr(): void {
  if (!isPrivileged()) return;
  const number = <u32>reg(RCX);
  const value = (reg(RDX) << 32) | (reg(RAX) & 0xffffffff);
  const offset = msrField(number);
  if (offset < 0) {
    protect(Reason.MsrUnknown, <u64>number);
    return;
  }
  const isAddress = (number >= 0xc0000100 && number <= 0xc0000102) || number == 0xc0000082 || number == 0xc0000083;
  if ((isAddress || number == 0x175 || number == 0x176) && !isCanonical(value)) {
    protect(Reason.NonCanonical, value);
    return;
  }
  const isFred = offset >= Block.FredConfig && offset <= Block.FredRsp3;
  if (isFred && offset != Block.FredLevels && !fredTakes(offset, value)) protect(Reason.MsrValue, value);
  else if (offset == Block.Efer) writeEfer(value);
  else if (offset >= Block.Cold) setCold(offset, number == 0xc0000084 ? value & 0xffffffff : value);
  else setField(offset, value);
}

/** Canonical addresses; RSPn are aligned to 64 bytes. */
function fredTakes(offset: i32, value: u64): bool {
  return isCanonical(value) && !(value & (offset == Block.FredConfig ? FRED_CONFIG_RESERVED : 63));
}

function writeEfer(value: u64): void {
  const known: u64 = 0xd01;
  if (value & ~known) protect(Reason.MsrValue, value);
  else if (!(value & 0x100)) notModelled(0, Reason.ExitLongMode);
  else {
    // LMA is the processor's own
    setCold(Block.Efer, value | 0x400);
    flushTranslations();
  }
}

/** Steps since the start: the machine has no clock. Its reader depends on it from then on. */
export function readTimestamp(): u64 {
  setField8(Block.TscRead, 1);
  return field(Block.Steps);
}
