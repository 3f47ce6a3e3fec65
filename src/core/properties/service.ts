// every-nmi-served and no-reentry: when a run of the regular NMI code starts
// and ends, and which NMIs wait for one.

import { journalNote } from "../journal";
import { Ghost, Slot, SlotFlag, ghost8, id, put8, putGhost8, setSlotFlags, slot, slotHas, top } from "./block";
import { isFlag, serviceEndKnown, serviceIsInside, serviceIsWholeHandler, serviceKnown } from "./configure";
import { Cause, NoteKind, PropertyCode } from "./notes";
import { violate } from "./violate";

const RUN_FLAGS: u32 =
  SlotFlag.InRun |
  SlotFlag.OpenEnd |
  SlotFlag.Overlapped |
  SlotFlag.OnWayOut;

// @ts-ignore: decorator
@inline
export function depth(index: i32): u32 {
  return load<u8>(slot(index) + Slot.Depth);
}

/** In the context that was opened last. */
export function nmiAccepted(): void {
  if (serviceKnown) putGhost8(Ghost.Unserved, 1);
}

/** The last start of a run was not its context's first; for the search, no state. */
export let startedAgain: bool = false;

// @ts-ignore: decorator
@inline
export function forgetRunStart(): void {
  startedAgain = false;
}

/** The instruction at the service's start completed in context `index`. */
export function startRun(index: i32): void {
  putGhost8(Ghost.Unserved, 0);
  startedAgain = slotHas(index, SlotFlag.Ran);
  setSlotFlags(index, SlotFlag.Ran, 0);
  endRun(index);
  if (serviceIsWholeHandler) {
    journalNote(NoteKind.RunStarted, id(index), 0);
    return;
  }
  for (let i = 1; i < index; i++) {
    if (!slotHas(i, SlotFlag.InRun)) continue;
    if (slotHas(i, SlotFlag.OpenEnd)) setSlotFlags(i, SlotFlag.Overlapped, 0);
    else violate(PropertyCode.NoReentry, Cause.StartedInside, index, 1, id(i));
  }
  const open = !serviceEndKnown && (serviceIsInside || depth(index) == 0);
  setSlotFlags(index, SlotFlag.InRun | (open ? SlotFlag.OpenEnd : 0), 0);
  put8(slot(index) + Slot.RunDepth, depth(index));
  journalNote(NoteKind.RunStarted, id(index), 0);
}

export function endRun(index: i32): void {
  if (!slotHas(index, SlotFlag.InRun)) return;
  setSlotFlags(index, 0, RUN_FLAGS);
  put8(slot(index) + Slot.RunDepth, 0);
  journalNote(NoteKind.RunEnded, id(index), 0);
}

/** A CALL or a near RET of the running context changes its depth by `change`, and nothing else. */
export function mayChangeDepth(change: i32): bool {
  const now = depth(top());
  if (change > 0) return now < 255;
  return now > 0 && (serviceEndKnown || !slotHas(top(), SlotFlag.InRun));
}

export function called(index: i32): void {
  const now = depth(index);
  if (now < 255) put8(slot(index) + Slot.Depth, now + 1);
}

/** A RET at depth 1 or more. */
export function functionReturned(index: i32): void {
  const now = depth(index) - 1;
  put8(slot(index) + Slot.Depth, now);
  if (!serviceEndKnown && slotHas(index, SlotFlag.InRun) && now < load<u8>(slot(index) + Slot.RunDepth)) {
    endRun(index);
  }
}

/** Contexts above `index` up to `running` are over, and their runs with them. */
export function dropRuns(index: i32, running: i32): void {
  for (let i = running; i > index; i--) endRun(i);
}

/** Control is back in context `index`. A run of unknown end that another one has overlapped may be over: what it writes tells. */
export function runResumed(index: i32): void {
  if (!slotHas(index, SlotFlag.Overlapped)) return;
  setSlotFlags(index, SlotFlag.OnWayOut, SlotFlag.Overlapped);
}

/** The run of context `index` wrote elsewhere than to a stack: if not to a flag, it was not over. */
export function workedOn(index: i32, linear: u64): void {
  if (!slotHas(index, SlotFlag.OnWayOut) || isFlag(linear)) return;
  setSlotFlags(index, 0, SlotFlag.OnWayOut);
  violate(PropertyCode.NoReentry, Cause.ResumedInside, index, 1, id(index));
}

/** Violated when the workload runs again and an NMI still waits. */
export function judgeServed(): void {
  if (ghost8(Ghost.Unserved) == 0) return;
  putGhost8(Ghost.Unserved, 0);
  violate(PropertyCode.EveryNmiServed, Cause.Lost, 0);
}
