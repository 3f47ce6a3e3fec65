// INT n, INT3 and INT1: the instruction completes by being delivered, so it only
// says which vector; step.ts delivers.

import { BREAKPOINT, DEBUG } from "../fault";
import { immediateOf } from "../operands";

/** Vector that the instruction in work asks for, -1: none. */
export let requestedVector: i32 = -1;
/** INT1 is a trap of the processor: the gate's DPL does not matter. */
export let requestIsTrap: bool = false;

export function clearRequest(): void {
  requestedVector = -1;
}

export function interrupt(record: usize): void {
  requestedVector = <i32>(immediateOf(record) & 0xff);
  requestIsTrap = false;
}

export function breakpoint(): void {
  requestedVector = BREAKPOINT;
  requestIsTrap = false;
}

export function debugTrap(): void {
  requestedVector = DEBUG;
  requestIsTrap = true;
}
