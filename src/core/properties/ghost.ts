// The hooks of the ghost state: what the step loop tells it, and in which order
// the properties are judged (docs/properties.md).

import { OperandField, OperandKind, Operation, RecordField } from "../../isa/vocabulary";
import { Block, Report } from "../block";
import { writingDelivery } from "../memory";
import { REPORT, before, before8, cpl, rip } from "../state";
import { Ghost, Slot, SlotFlag, clearBlock, ghost8, putGhost8, slot, slotHas, top } from "./block";
import { isOnStack, isStack, judgeFirstRsp, judgeRsp, judgeWrite, resetBounds } from "./bounds";
import { panicLow, panicSpan, serviceEnd, serviceStart } from "./configure";
import { openContext } from "./contexts";
import { judgeCr2, judgeDelivery, judgePanic } from "./faults";
import { framesWritten, mayHitFrame } from "./frames";
import { judgeIdle } from "./idle";
import { returned } from "./returns";
import { called, depth, endRun, functionReturned, nmiAccepted, startRun, workedOn } from "./service";

const NMI: i32 = 2;
const CR2: u32 = 2;
const FRAME_BYTES: i32 = 40;
/** A frame of FRED has its error code below RIP. */
const FRED_SKIPPED: u64 = 8;

/** A new image: the workload runs, nobody is interrupted. */
export function ghostReset(): void {
  clearBlock();
  resetBounds();
}

/** `vector` was delivered: its frame is in memory, RIP is at the gate's target. */
export function ghostDelivered(vector: i32, external: bool, frameAddress: u64): void {
  putGhost8(Ghost.IdleDue, 0);
  const context = openContext(vector, frameAddress);
  if (!external && completedByDelivery(context - 1)) startRun(context - 1);
  if (vector == NMI && external) nmiAccepted();
  if (cpl() == 0) judgeFirstRsp(context);
  judgeDelivery(context, vector, external);
}

/** The instruction at the service's start is an INT3 or INT n: never told as retired, but its frame leads behind it. */
function completedByDelivery(interrupted: i32): bool {
  if (interrupted == 0 || before(Block.Rip) != serviceStart || load<u32>(REPORT + Report.Retired) != 0) return false;
  return load<u64>(slot(interrupted) + Slot.SavedRip) != serviceStart;
}

/** An instruction completed, or one iteration of a REP one; no delivery has changed RIP since. */
// @ts-ignore: decorator
@inline
export function ghostRetired(record: usize): void {
  const context = top();
  if (context != 0) retired(context, record);
}

function retired(context: i32, record: usize): void {
  if (before(Block.Rip) == serviceStart && rip() != serviceStart) startRun(context);
  switch (<i32>load<u16>(record + RecordField.Operation)) {
    case Operation.Call:
    case Operation.CallFar:
      called(context);
      break;
    case Operation.Ret:
      returnedNear(context);
      break;
    case Operation.RetFar:
      if (cpl() != before8(Block.Cpl)) returned(false);
      else returnedNear(context);
      break;
    case Operation.Iret:
      returned(true);
      break;
    case Operation.Erets:
    case Operation.Eretu:
      returned(true, FRED_SKIPPED);
      break;
    case Operation.Sysret:
    case Operation.Sysexit:
      returned(false);
      break;
    case Operation.Jmp:
      if (load<u8>(record + RecordField.Operand0 + OperandField.Kind) != OperandKind.Relative) jumped(context);
      break;
    case Operation.MovFromControl:
      if (load<u8>(record + RecordField.Operand1 + OperandField.Register) == CR2) judgeCr2(context);
      break;
    case Operation.IdealisedPushControl:
      if (load<u8>(record + RecordField.Operand0 + OperandField.Register) == CR2) judgeCr2(context);
      break;
    default:
      break;
  }
}

function returnedNear(context: i32): void {
  if (depth(context) > 0) functionReturned(context);
  else returned(false);
}

function jumped(context: i32): void {
  if (depth(context) == 0) returned(false);
}

/** Guest memory was written; a page's two sides come one after the other. */
// @ts-ignore: decorator
@inline
export function ghostWrote(linear: u64, physical: u32, size: i32): void {
  if (top() != 0) wrote(linear, size);
}

function wrote(linear: u64, size: i32): void {
  if (mayHitFrame(linear, size)) framesWritten(linear, size);
  if (writingDelivery) return;
  const context = top();
  if (slotHas(context, SlotFlag.OnWayOut) && !isStack(linear)) workedOn(context, linear);
  if (cpl() == 0) judgeWrite(linear, size);
}

/** A delivery wrote a frame at `linear`. */
export function ghostWroteFrame(linear: u64): void {
  if (top() != 0) framesWritten(linear, FRAME_BYTES);
}

/** `ghostStepped` would find something to judge. */
export function isJudgeable(): bool {
  const at = rip();
  if (at - panicLow <= panicSpan) return true;
  if (top() == 0) return ghost8(Ghost.IdleDue) != 0;
  return at == serviceEnd || (cpl() == 0 && !isOnStack());
}

/** The boundary after a step. */
// @ts-ignore: decorator
@inline
export function ghostStepped(): void {
  const context = top();
  const at = rip();
  if (at - panicLow <= panicSpan) judgePanic(context);
  if (context == 0) {
    if (ghost8(Ghost.IdleDue) != 0) judgeIdle();
    return;
  }
  if (at == serviceEnd) endRun(context);
  if (cpl() == 0) judgeRsp(context);
}
