// The fault that the step in work has met. The first one counts: from then on
// memory helpers do nothing and the step's registers are put back, so semantics
// need not check after every access.

import { Reason } from "./reason";

export const NO_FAULT: i32 = -1;

export let faultVector: i32 = NO_FAULT;
export let faultCode: u64 = 0;
/** Linear address that a #PF will put in CR2. */
export let faultAddress: u64 = 0;
export let faultReason: i32 = 0;
export let faultA: u64 = 0;
export let faultB: u64 = 0;

/** What the core cannot do: an Operation, or 0 and a Reason; no fault of the guest. */
export let notModelledOperation: i32 = 0;
export let notModelledReason: i32 = 0;

export const DIVIDE_ERROR: i32 = 0;
export const DEBUG: i32 = 1;
export const NMI: i32 = 2;
export const BREAKPOINT: i32 = 3;
export const UNDEFINED: i32 = 6;
export const DOUBLE_FAULT: i32 = 8;
export const INVALID_TSS: i32 = 10;
export const SEGMENT_NOT_PRESENT: i32 = 11;
export const STACK_FAULT: i32 = 12;
export const GENERAL_PROTECTION: i32 = 13;
export const PAGE_FAULT: i32 = 14;
export const ALIGNMENT: i32 = 17;
export const MACHINE_CHECK: i32 = 18;
export const CONTROL_PROTECTION: i32 = 21;

export function clearFault(): void {
  faultVector = NO_FAULT;
  notModelledOperation = 0;
  notModelledReason = 0;
}

// @ts-ignore: decorator
@inline
export function faulted(): bool {
  return faultVector != NO_FAULT;
}

export function raise(vector: i32, code: u64, reason: i32, a: u64 = 0, b: u64 = 0): void {
  if (faultVector != NO_FAULT) return;
  faultVector = vector;
  faultCode = code;
  faultReason = reason;
  faultA = a;
  faultB = b;
}

export function raisePageFault(address: u64, code: u64, reason: i32): void {
  if (faultVector != NO_FAULT) return;
  faultAddress = address;
  raise(PAGE_FAULT, code, reason, address, code);
}

/** #GP(0) */
export function protect(reason: i32, a: u64 = 0): void {
  raise(GENERAL_PROTECTION, 0, reason, a);
}

/** #UD */
export function undefinedOpcode(reason: i32 = Reason.InvalidOpcode): void {
  raise(UNDEFINED, 0, reason);
}

/** Stops the machine honestly; also marks a fault so that nothing more happens in this step. */
export function notModelled(operation: i32, reason: i32 = 0): void {
  if (faultVector != NO_FAULT) return;
  notModelledOperation = operation;
  notModelledReason = reason;
  faultVector = UNDEFINED;
}

// @ts-ignore: decorator
@inline
export function stoppedHere(): bool {
  return notModelledOperation != 0 || notModelledReason != 0;
}

export function hasErrorCode(vector: i32): bool {
  return (
    vector == DOUBLE_FAULT ||
    (vector >= INVALID_TSS && vector <= PAGE_FAULT) ||
    vector == ALIGNMENT ||
    vector == CONTROL_PROTECTION
  );
}
