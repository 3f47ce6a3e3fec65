// What happens at a boundary before an instruction runs: events arrive, the NMI
// latch takes its edge, and the first in SDM 3A, table 6-2, is delivered.

import { Block, EVENT_BYTES, EventCode, EventField, Outcome, Shadow } from "../block";
import { DR6_BS, reportDebug, trapWaits } from "../debug";
import { BREAKPOINT, DEBUG, GENERAL_PROTECTION, MACHINE_CHECK, NMI, PAGE_FAULT } from "../fault";
import { Reason } from "../reason";
import { CPU, EFER_NXE, IF, MAILBOX, cpl, field, field8, rflags, rip, setField, setField8 } from "../state";
import { FAULT, INTERRUPT, TRAP, deliver } from "./delivery";

const NONE: i32 = -1;

/** The first event of each class that arrived, as its place in the mailbox. */
let machineCheck: i32 = NONE;
let trap: i32 = NONE;
let nmi: i32 = NONE;
let interrupt: i32 = NONE;
let fault: i32 = NONE;

function eventAt(index: i32): usize {
  return MAILBOX + <usize>(index * EVENT_BYTES);
}

function setOutcome(index: i32, outcome: i32, reason: i32 = Reason.None): void {
  if (index == NONE) return;
  store<u32>(eventAt(index) + EventField.Outcome, outcome);
  store<u32>(eventAt(index) + EventField.Reason, reason);
}

function refuse(index: i32, reason: i32): void {
  setOutcome(index, Outcome.Refused, reason);
}

/** The edge of an NMI: latched, or lost in the one that is pending. */
function latch(index: i32): void {
  if (field8(Block.NmiPending)) {
    store<u32>(CPU + Block.NmiMerged, load<u32>(CPU + Block.NmiMerged) + 1);
    setOutcome(index, Outcome.Merged);
    return;
  }
  setField8(Block.NmiPending, 1);
  nmi = index;
  setOutcome(index, Outcome.Pending);
}

function arrive(index: i32): void {
  const kind = load<u32>(eventAt(index) + EventField.Kind);
  if (kind == EventCode.Nmi) {
    latch(index);
  } else if (kind == EventCode.MachineCheck) {
    if (machineCheck == NONE) machineCheck = index;
    else refuse(index, Reason.RefusedMachineCheck);
  } else if (kind == EventCode.Debug || kind == EventCode.Breakpoint) {
    if (kind == EventCode.Debug && field8(Block.Shadow) == Shadow.MovSs) refuse(index, Reason.RefusedShadow);
    else if (trap == NONE) trap = index;
    else refuse(index, Reason.RefusedTrap);
  } else if (kind == EventCode.Interrupt) {
    arriveInterrupt(index);
  } else if (field8(Block.Halted)) {
    refuse(index, Reason.RefusedHalted);
  } else if (fault == NONE) {
    fault = index;
  } else {
    refuse(index, Reason.RefusedFault);
  }
}

function arriveInterrupt(index: i32): void {
  const vector = load<u32>(eventAt(index) + EventField.Vector);
  if (vector < 16 || vector > 255) refuse(index, Reason.RefusedVector);
  else if (!(rflags() & IF)) refuse(index, Reason.RefusedInterruptFlag);
  else if (field8(Block.Shadow) != Shadow.None) refuse(index, Reason.RefusedShadow);
  else if (interrupt == NONE) interrupt = index;
  else refuse(index, Reason.RefusedInterrupt);
}

export function nmiMayCome(): bool {
  if (!field8(Block.NmiPending) || field8(Block.NmiBlocked)) return false;
  const shadow = field8(Block.Shadow);
  if (shadow == Shadow.MovSs) return false;
  return shadow != Shadow.Sti || !field8(Block.OptionStiBlocksNmi);
}

/** Everything of a lower class than the winner could not happen. */
function refuseBelow(reason: i32, trapToo: bool, interruptToo: bool): void {
  if (trapToo) refuse(trap, reason);
  if (interruptToo) refuse(interrupt, reason);
  refuse(fault, reason);
}

/** Lets the events in the mailbox arrive and delivers one; false: an instruction runs. */
export function atBoundary(count: i32): bool {
  machineCheck = NONE;
  trap = NONE;
  nmi = NONE;
  interrupt = NONE;
  fault = NONE;
  for (let i = 0; i < count; i++) arrive(i);
  if (machineCheck != NONE) {
    setOutcome(machineCheck, Outcome.Delivered);
    refuseBelow(Reason.RefusedMachineCheck, true, true);
    deliver(MACHINE_CHECK, INTERRUPT, 0, rip(), true, Reason.Injected, 0, 0);
  } else if (trap != NONE || trapWaits()) {
    const taken = trap != NONE && (!trapWaits() || isDebugEvent(trap));
    setOutcome(trap, taken ? Outcome.Delivered : Outcome.Refused, taken ? Reason.None : Reason.RefusedTrap);
    refuseBelow(Reason.RefusedTrap, false, true);
    if (taken) deliverTrap();
    else deliverDataTrap();
  } else if (nmiMayCome()) {
    setOutcome(nmi, Outcome.Delivered);
    refuseBelow(Reason.RefusedNmi, false, true);
    deliverNmi();
  } else if (interrupt != NONE) {
    setOutcome(interrupt, Outcome.Delivered);
    refuseBelow(Reason.RefusedInterrupt, false, false);
    deliver(load<i32>(eventAt(interrupt) + EventField.Vector), INTERRUPT, 0, rip(), true, Reason.Injected, 0, 0);
  } else if (fault != NONE) {
    setOutcome(fault, Outcome.Delivered);
    deliverFault();
  } else {
    return false;
  }
  return true;
}

/** Blocking and the latch change with the delivery's start, whatever becomes of it (SDM 3A, 6.7.1). */
function deliverNmi(): void {
  setField8(Block.NmiPending, 0);
  setField8(Block.NmiBlocked, 1);
  deliver(NMI, INTERRUPT, 0, rip(), true, Reason.None, 0, 0);
}

function isDebugEvent(index: i32): bool {
  return load<u32>(eventAt(index) + EventField.Kind) == EventCode.Debug;
}

/** Data breakpoints of the instruction or delivery that ended at this boundary. */
export function deliverDataTrap(): void {
  const hits = <u64>field8(Block.DebugPending);
  reportDebug(0);
  deliver(DEBUG, TRAP, 0, rip(), false, Reason.DataBreakpoint, hits, 0);
}

function deliverTrap(): void {
  const isDebug = isDebugEvent(trap);
  // what is injected is a single step
  if (isDebug) reportDebug(DR6_BS);
  deliver(isDebug ? DEBUG : BREAKPOINT, TRAP, 0, rip(), true, Reason.Injected, 0, 0);
}

/** As if the instruction at RIP had faulted: #GP(0), or #PF of its fetch or of a read. */
function deliverFault(): void {
  const at = eventAt(fault);
  if (load<u32>(at + EventField.Kind) == EventCode.GeneralProtection) {
    deliver(GENERAL_PROTECTION, FAULT, 0, rip(), true, Reason.Injected, 0, 0);
    return;
  }
  const user: u64 = cpl() == 3 ? 4 : 0;
  const isRead = load<u32>(at + EventField.HasAddress) != 0;
  const address = isRead ? load<u64>(at + EventField.Address) : rip();
  const fetch: u64 = !isRead && field(Block.Efer) & EFER_NXE ? 16 : 0;
  setField(Block.Cr2, address);
  deliver(PAGE_FAULT, FAULT, user | fetch, rip(), true, Reason.Injected, address, user | fetch);
}
