// What the TypeScript face and the search may ask of the ghost state.

import { GHOST } from "../state";
import { Ghost, SLOT_BYTES, Slot, SlotFlag, ghost64, ghost8, id, slot, slotHas, top } from "./block";
import { ContextStatus } from "./notes";

/** Live contexts, the workload included. */
export function ghostContexts(): i32 {
  return top() + 1;
}

/** Number of the running context. */
export function ghostRunning(): u32 {
  return id(top());
}

/** Number of the live context at `index`, 0 the workload. */
export function ghostContextId(index: i32): u32 {
  return index <= top() ? id(index) : 0;
}

/** Vector of a live context; -1: the workload, or there is none. */
export function ghostVector(index: i32): i32 {
  return index > 0 && index <= top() ? load<u8>(slot(index) + Slot.Vector) : -1;
}

export function ghostStatus(index: i32): ContextStatus {
  if (index < 0 || index > top()) return ContextStatus.None;
  const inRun = slotHas(index, SlotFlag.InRun);
  if (index == top()) return inRun ? ContextStatus.RunningInRun : ContextStatus.Running;
  return inRun ? ContextStatus.InterruptedInRun : ContextStatus.Interrupted;
}

/** The workload is the running context. */
export function ghostHome(): bool {
  return top() == 0;
}

/** An NMI was accepted and no run of the regular NMI code has started since. */
export function ghostUnserved(): bool {
  return ghost8(Ghost.Unserved) != 0;
}

/** Bit per PropertyCode broken since the image was loaded. */
export function ghostBroken(): u32 {
  return <u32>ghost64(Ghost.Broken);
}

/** First byte of the canonical part, and how many of its bytes can be other than zero now. */
export function ghostCanonical(): usize {
  return GHOST + Ghost.Canonical;
}

export function ghostCanonicalBytes(): i32 {
  return Ghost.Slots - Ghost.Canonical + (top() + 1) * SLOT_BYTES;
}
