// stack-bounds: where RSP may be and where handlers may write.

import { rsp } from "../state";
import { Slot, SlotFlag, id, setSlotFlags, slot, slotHas, top } from "./block";
import { areaAt, areaFrom, areaTo, areaUse, pteBase } from "./configure";
import { savedRsp } from "./contexts";
import { PAGE_FAULT } from "./faults";
import { AreaUse, Cause, PropertyCode } from "./notes";
import { violate } from "./violate";

/** Last stack that RSP was found in and last area where any handler may write: caches, no state. */
let stackFrom: u64 = 0;
let stackSpan: u64 = 0;
let openFrom: u64 = 0;
let openSpan: u64 = 0;

export function resetBounds(): void {
  stackFrom = 0;
  stackSpan = 0;
  openFrom = 0;
  openSpan = 0;
}

/** RSP is in the stack that it was found in last. */
// @ts-ignore: decorator
@inline
export function isOnStack(): bool {
  return rsp() - stackFrom < stackSpan;
}

/** Any handler may write at `linear`, as far as is known without a search, and it says nothing of a run's end. */
// @ts-ignore: decorator
@inline
export function isOpen(linear: u64): bool {
  return linear - openFrom < openSpan && !slotHas(top(), SlotFlag.OnWayOut);
}

/** Software above CPL 0 may write anywhere, but not on the way out: there a write says that the run was not over. */
export function isOpenToUser(): bool {
  return !slotHas(top(), SlotFlag.OnWayOut);
}

function inStack(): bool {
  const at = rsp();
  if (isOnStack()) return true;
  const area = areaAt(at, true);
  if (area == 0) return false;
  stackFrom = areaFrom(area);
  stackSpan = areaTo(area) - areaFrom(area) + 1;
  return true;
}

/** Made for one, or RSP is in it. */
export function isStack(linear: u64): bool {
  const area = areaAt(linear, false);
  if (area == 0 || (areaUse(area) & AreaUse.Stack) == 0) return false;
  return (areaUse(area) & AreaUse.Data) == 0 || (isOnStack() && areaFrom(area) == stackFrom);
}

/** A context began; what it inherited is not its doing. */
export function judgeFirstRsp(context: i32): void {
  if (!inStack()) setSlotFlags(context, SlotFlag.OffStack, 0);
}

// @ts-ignore: decorator
@inline
export function judgeRsp(context: i32): void {
  if (!isOnStack()) judgeRspSlowly(context);
}

function judgeRspSlowly(context: i32): void {
  if (inStack() || slotHas(context, SlotFlag.OffStack)) return;
  violate(PropertyCode.StackBounds, Cause.RspOutside, context, 1, rsp());
}

/** Software of a context above the workload wrote at CPL 0. */
// @ts-ignore: decorator
@inline
export function judgeWrite(linear: u64, size: i32): void {
  if (!isOpen(linear)) judgeWriteSlowly(linear, size);
}

function judgeWriteSlowly(linear: u64, size: i32): void {
  const cause = causeOfWrite(linear, size);
  if (cause == 0) return;
  if (cause == Cause.ForeignStack) violate(PropertyCode.StackBounds, cause, top(), 3, linear, size, id(owner));
  else violate(PropertyCode.StackBounds, cause, top(), 2, linear, size);
}

/** As far as bounds go, and it says nothing of a run's end. */
// @ts-ignore: decorator
@inline
export function isWriteAllowed(linear: u64, size: i32): bool {
  return isOpen(linear) || (!slotHas(top(), SlotFlag.OnWayOut) && causeOfWrite(linear, size) == 0);
}

/** What a write at CPL 0 above the workload breaks; 0: nothing. */
function causeOfWrite(linear: u64, size: i32): i32 {
  const area = areaAt(linear, false);
  const use = area == 0 ? 0 : areaUse(area);
  if (use & AreaUse.KernelStack) return isForeign(area, linear, size) ? Cause.ForeignStack : 0;
  if (use & AreaUse.User) return nmiInProgress() ? Cause.UserWritten : 0;
  if (use & AreaUse.Writable) {
    openFrom = areaFrom(area);
    openSpan = areaTo(area) - openFrom;
    return 0;
  }
  return isExpectedPte(linear) ? 0 : Cause.WriteOutside;
}

function nmiInProgress(): bool {
  for (let i = top(); i > 0; i--) {
    if (load<u8>(slot(i) + Slot.Vector) == 2) return true;
  }
  return false;
}

/** The context whose stack `isForeign` has found. */
let owner: i32 = 0;

/** What lies at or above the RSP of whoever was interrupted there is theirs. */
function isForeign(area: usize, linear: u64, size: i32): bool {
  for (let i = top() - 1; i >= 0; i--) {
    const owned = savedRsp(i);
    if ((load<u16>(slot(i) + Slot.SavedCs) & 3) != 0 || owned <= areaFrom(area) || owned > areaTo(area)) continue;
    owner = i;
    return linear + <u64>size > owned;
  }
  return false;
}

/** The PTE of a lazy page, or of the address that the running page fault is about. */
function isExpectedPte(linear: u64): bool {
  const index = (linear - pteBase) >> 3;
  if (linear < pteBase || index >= <u64>1 << 36) return false;
  const running = slot(top());
  const mapped = <u64>((<i64>(index << 28)) >> 16);
  if (load<u8>(running) == PAGE_FAULT && (load<u64>(running + Slot.Cr2) ^ mapped) < 4096) return true;
  const area = areaAt(mapped, false);
  return area != 0 && (areaUse(area) & AreaUse.Lazy) != 0;
}
