// SYSENTER and SYSEXIT in long mode: fixed segments from IA32_SYSENTER_CS, no memory
// touched, NMI blocking left alone. SDM 2B, SYSENTER, SYSEXIT.

import { refreshMode } from "../access";
import { Block, Segment } from "../block";
import { fredEvent } from "../events/fred";
import { notModelled, protect, undefinedOpcode } from "../fault";
import { setRflags } from "../flags";
import { isCanonical } from "../paging";
import { Reason } from "../reason";
import { IF, VM, cpl, field, fredOn, reg, rflags, setField8, setNext, setRsp, setSelector } from "../state";

const RCX: i32 = 1;
const RDX: i32 = 2;
/** Of FRED's events of type 7. */
const SYSENTER_VECTOR: u64 = 2;

function enterLevel(cs: u32, level: u32): void {
  setSelector(Segment.Cs, cs);
  setSelector(Segment.Ss, cs + 8);
  setField8(Block.Cpl, level);
  refreshMode();
}

/** The selector that both go by; 0 with #GP(0) raised if there is none. */
function base(): u32 {
  const cs = <u32>field(Block.SysenterCs) & 0xfffc;
  if (cs == 0) protect(Reason.CsNull, field(Block.SysenterCs));
  return cs;
}

export function sysenter(): void {
  if (fredOn()) {
    fredEvent(SYSENTER_VECTOR);
    return;
  }
  const cs = base();
  if (cs == 0) return;
  setRflags(rflags() & ~(VM | IF));
  setRsp(field(Block.SysenterEsp));
  setNext(field(Block.SysenterEip));
  enterLevel(cs, 0);
}

export function sysexit(width: i32): void {
  if (fredOn()) {
    undefinedOpcode(Reason.FeatureOff);
    return;
  }
  if (cpl() != 0) {
    protect(Reason.Privileged);
    return;
  }
  const cs = base();
  if (cs == 0) return;
  if (width != 8) notModelled(0, Reason.CompatibilityMode);
  else if (!isCanonical(reg(RDX))) protect(Reason.NonCanonicalTarget, reg(RDX));
  else if (!isCanonical(reg(RCX))) protect(Reason.NonCanonical, reg(RCX));
  else {
    setRsp(reg(RCX));
    setNext(reg(RDX));
    enterLevel((cs + 32) | 3, 3);
  }
}
