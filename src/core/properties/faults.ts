// no-crash and cr2-preserved: deliveries and addresses that nobody comes back
// from, and what a page-fault handler reads.

import { Block, Report } from "../block";
import { REPORT, before, field, rip } from "../state";
import { Slot, slot, top } from "./block";
import { areaAt, areaUse, panicAt } from "./configure";
import { AreaUse, Cause, PropertyCode } from "./notes";
import { violate, wasNoted } from "./violate";

const DOUBLE_FAULT: i32 = 8;
export const PAGE_FAULT: i32 = 14;

function crash(cause: Cause, context: i32, vector: i32, external: bool): void {
  // Where no delivery led to the panic, the report's error code is some earlier delivery's.
  const error = cause == Cause.PanicReached ? 0 : load<u64>(REPORT + Report.ErrorCode);
  violate(
    PropertyCode.NoCrash,
    cause,
    context,
    5,
    vector,
    error,
    before(Block.Rip),
    field(Block.Cr2),
    external ? 1 : 0,
  );
}

function isLazy(address: u64): bool {
  const area = areaAt(address, false);
  return area != 0 && (areaUse(area) & AreaUse.Lazy) != 0;
}

/** The file's own #PF handler runs, which may know the access as one that can fault; a jump to nowhere is no access. */
function mayMend(): bool {
  const area = areaAt(rip(), false);
  return area != 0 && (areaUse(area) & AreaUse.HandlerText) != 0 && before(Block.Rip) != field(Block.Cr2);
}

/** The delivery of `vector` opened `context`. */
export function judgeDelivery(context: i32, vector: i32, external: bool): void {
  if (vector == DOUBLE_FAULT) crash(Cause.DoubleFault, context, vector, external);
  else if (panicAt(rip()) == vector) crash(Cause.PanicVector, context, vector, external);
  else if (vector == PAGE_FAULT && !external && !isLazy(field(Block.Cr2)) && !mayMend()) {
    crash(Cause.UnexpectedPageFault, context, vector, external);
  }
}

/** A boundary's RIP lies among the panics' addresses. */
export function judgePanic(context: i32): void {
  const vector = panicAt(rip());
  if (vector < 0 || wasNoted(Cause.PanicVector) || wasNoted(Cause.DoubleFault)) return;
  crash(Cause.PanicReached, context, vector, false);
}

/** A read of CR2 breaks nothing. */
export function isCr2Right(): bool {
  const running = slot(top());
  return load<u8>(running + Slot.Vector) != PAGE_FAULT || load<u64>(running + Slot.Cr2) == field(Block.Cr2);
}

/** CR2 was read while `context` ran. */
export function judgeCr2(context: i32): void {
  if (load<u8>(slot(context) + Slot.Vector) != PAGE_FAULT) return;
  const wanted = load<u64>(slot(context) + Slot.Cr2);
  const value = field(Block.Cr2);
  if (value != wanted) violate(PropertyCode.Cr2Preserved, Cause.WrongCr2, context, 2, value, wanted);
}
