// One step, from boundary to boundary: an event or an instruction, then what the
// instruction leads to (fault, trap, software interrupt, end of NMI blocking).

import { Operation } from "../isa/vocabulary";
import { refreshMode } from "./access";
import { Block, REPORT_BYTES, Report, Shadow, StepKind, Stop } from "./block";
import { DR6_BD, DR6_BS, instructionHits, reportDebug, trapWaits } from "./debug";
import { atBoundary, deliverDataTrap } from "./events/boundary";
import { FAULT, SOFTWARE, TRAP, clearShutdown, deliver, shutdown } from "./events/delivery";
import { announceSoftware, softwareDelivered, trapsAtOnce } from "./events/fred";
import { unblockNmis } from "./events/nmi";
import { execute } from "./execute";
import {
  DEBUG,
  PAGE_FAULT,
  clearFault,
  faultA,
  faultAddress,
  faultB,
  faultCode,
  faultReason,
  faultVector,
  faulted,
  notModelledOperation,
  notModelledReason,
  stoppedHere,
} from "./fault";
import { fetch } from "./fetch";
import { setRflags } from "./flags";
import {
  beginEntry,
  endEntry,
  ghostIsFinal,
  isStepPlain,
  journalOn,
  keepWhole,
  reopenNewest,
  restoreState,
  rollbackRegisters,
} from "./journal";
import { dropNewest, forget } from "./journal-ring";
import { undoWrites } from "./memory";
import { lengthOf, operationOf } from "./operands";
import { flushTranslations } from "./translation-cache";
import { assertedLow, assertedSpan, judgeAssertions } from "./properties/assertions";
import { ghostRetired, ghostStepped } from "./properties/ghost";
import { isStop, noteStops } from "./quick/links";
import { forgetAhead, quickStep, quickSteps } from "./quick/run";
import { undoShort } from "./quick/short";
import { Reason } from "./reason";
import { clearRequest, requestIsTrap, requestedVector } from "./semantics/software-interrupt";
import {
  CPU,
  REPORT,
  RF,
  TF,
  field,
  field8,
  nextAddress,
  rflags,
  rip,
  setField8,
  setNext,
  setRip,
} from "./state";

/** The report is that of a step which was an instruction and no more. */
let reportIsPlain: bool = false;

export function clearReport(): void {
  reportIsPlain = false;
  for (let at: usize = 0; at < <usize>REPORT_BYTES; at += 8) store<u64>(REPORT + at, 0);
  store<i32>(REPORT + Report.Vector, -1);
}

// @ts-ignore: decorator
@inline
function reportPlain(): i32 {
  if (!reportIsPlain) {
    clearReport();
    store<u32>(REPORT + Report.Retired, 1);
    reportIsPlain = true;
  }
  return Stop.None;
}

/** Nothing that an instruction without events need not look at: no NMI pending, no HLT, no breakpoint armed or hit. */
// @ts-ignore: decorator
@inline
function isQuiet(): bool {
  return !(field8(Block.NmiPending) | field8(Block.Halted) | field8(Block.DebugPending) | field8(Block.Armed));
}

/** Delivers the fault that the instruction in work has raised. */
function deliverFault(): void {
  const vector = faultVector;
  if (vector == PAGE_FAULT) store<u64>(CPU + Block.Cr2, faultAddress);
  // the only debug fault that an instruction raises itself
  if (vector == DEBUG) reportDebug(DR6_BD);
  deliver(vector, FAULT, faultCode, rip(), false, faultReason, faultA, faultB);
}

/** The instruction has met a fault: its registers are put back first. */
function abandon(operation: i32): void {
  // an NMI that arrived at this boundary is not the instruction's to lose
  const pending = field8(Block.NmiPending);
  const merged = load<u32>(CPU + Block.NmiMerged);
  rollbackRegisters();
  setField8(Block.NmiPending, pending);
  store<u32>(CPU + Block.NmiMerged, merged);
  refreshMode();
  // SDM 3A, 6.7.1: IRET unblocks NMIs even if it causes a fault
  if (operation == Operation.Iret && field8(Block.OptionFaultingIretUnblocks)) unblockNmis();
  deliverFault();
}

function isEret(operation: i32): bool {
  return operation == Operation.Erets || operation == Operation.Eretu;
}

/** SDM 3B, 17.3.1.4: TF as it was when the instruction began; SYSCALL and SYSRET look at it after. */
function trapsAfter(operation: i32, before: u64): bool {
  if (isEret(operation) && trapsAtOnce) return true;
  const flags = operation == Operation.Syscall || operation == Operation.Sysret ? rflags() : before;
  return (flags & TF) != 0 && field8(Block.Shadow) != Shadow.MovSs;
}

function deliverSingleStep(): void {
  reportDebug(DR6_BS);
  deliver(DEBUG, TRAP, 0, rip(), false, Reason.SingleStep, 0, 0);
}

/** INT n, INT3, INT1: retired only if the delivery begins without a fault. */
function deliverRequest(operation: i32): void {
  const vector = requestedVector;
  const kind = requestIsTrap ? TRAP : SOFTWARE;
  clearRequest();
  announceSoftware(requestIsTrap ? 1 : operation == Operation.Int ? 0 : 2, nextAddress - rip());
  // INT1 sets no bit of its own, but takes what waits with it
  if (requestIsTrap) reportDebug(0);
  deliver(vector, kind, 0, nextAddress, false, Reason.SoftwareInterrupt, <u64>vector, 0);
  softwareDelivered();
  if (load<u32>(REPORT + Report.AttemptedCount) == 0) store<u32>(REPORT + Report.Retired, 1);
}

/** True: the instruction completed and nothing was delivered. */
function runInstruction(): bool {
  const record = fetch();
  if (record == 0) {
    if (!stoppedHere()) deliverFault();
    return false;
  }
  const flagsBefore = rflags();
  const operation = operationOf(record);
  if (rip() - assertedLow <= assertedSpan) judgeAssertions();
  // shadow and unfinished REP last for one boundary
  if (field8(Block.Shadow)) setField8(Block.Shadow, Shadow.None);
  if (field8(Block.RepActive)) setField8(Block.RepActive, 0);
  setNext(rip() + lengthOf(record));
  execute(record);
  if (faulted()) {
    if (!stoppedHere()) abandon(operation);
    return false;
  }
  if (requestedVector >= 0) {
    deliverRequest(operation);
    return false;
  }
  setRip(nextAddress);
  store<u32>(REPORT + Report.Retired, 1);
  if (operation == Operation.Iret) unblockNmis();
  // SDM 3B, 17.3.1.1: after the successful completion of an instruction, so not between iterations
  else if (flagsBefore & RF && !field8(Block.RepActive) && !isEret(operation)) setRflags(rflags() & ~RF);
  if (isStepPlain() && !(rflags() & TF)) ghostIsFinal();
  ghostRetired(record);
  if (!((flagsBefore | rflags()) & TF) || !trapsAfter(operation, flagsBefore)) return true;
  deliverSingleStep();
  return false;
}

/** A step with events, or of a machine that is not quiet. */
function attend(events: i32): void {
  keepWhole();
  // a halted processor waits: the step changes nothing
  if (atBoundary(events) || field8(Block.Halted)) return;
  const hits = instructionHits();
  if (hits != 0) {
    const at = rip();
    reportDebug(<u64>hits);
    // the one fault whose image has RF as it was (SDM 3B, 17.3.1.1)
    deliver(DEBUG, TRAP, 0, at, false, Reason.InstructionBreakpoint, at, 0);
    return;
  }
  if (runInstruction() && trapWaits()) deliverDataTrap();
}

/** Takes the step back as if it had not been tried. */
function cancel(): void {
  clearFault();
  undoWrites();
  restoreState();
  flushTranslations();
  refreshMode();
}

/** Begins and ends with no fault raised and no vector requested. */
export function stepOnce(events: i32): i32 {
  reportIsPlain = false;
  forgetAhead();
  beginEntry();
  if (events == 0 && isQuiet()) runInstruction();
  else attend(events);
  if (stoppedHere()) {
    store<u32>(REPORT + Report.StoppedOperation, notModelledOperation);
    store<u32>(REPORT + Report.Reason, notModelledReason);
    cancel();
    return Stop.NotModelled;
  }
  if (shutdown) {
    clearShutdown();
    cancel();
    return Stop.TripleFault;
  }
  store<u64>(CPU + Block.Steps, field(Block.Steps) + 1);
  ghostStepped();
  endEntry();
  return Stop.None;
}

/** One step with the first `events` of the mailbox; what it did is in the report. */
export function step(events: i32): i32 {
  if (events == 0 && (quickStep() || quickSteps(1) == 1)) return reportPlain();
  clearReport();
  const stop = stepOnce(events);
  if (load<u32>(REPORT + Report.Retired)) store<u32>(REPORT + Report.Kind, StepKind.Instruction);
  store<u32>(REPORT + Report.Stopped, stop);
  return stop;
}

/** What one step tells the judges of the same step. */
function clearRetired(): void {
  store<u64>(REPORT + Report.AttemptedCount, 0);
  store<u32>(REPORT + Report.Retired, 0);
}

/** Up to `limit` steps without events; returns how many, the report says why it ended early. */
export function run(limit: i32, stops: i32): i32 {
  clearReport();
  noteStops(stops);
  for (let done = 0; done < limit;) {
    let steps = quickSteps(limit - done);
    if (steps == 0) {
      clearRetired();
      const stop = stepOnce(0);
      if (stop != Stop.None) {
        store<u32>(REPORT + Report.Stopped, stop);
        return done;
      }
      steps = 1;
    }
    done += steps;
    if (stops != 0 && isStop(rip())) {
      store<u32>(REPORT + Report.Stopped, Stop.Address);
      return done;
    }
  }
  return limit;
}

/** Takes the newest step of the journal back, bit for bit. */
export function undo(): bool {
  forgetAhead();
  if (undoShort()) return true;
  if (!journalOn || !reopenNewest()) return false;
  cancel();
  dropNewest();
  return true;
}

/** After the state was put in place from outside. */
export function settle(): void {
  forget();
  clearFault();
  clearShutdown();
  flushTranslations();
  refreshMode();
}
