// resume-exact: which instructions return, to whom, and whether what they bring
// back is what was interrupted (docs/properties.md, "What is a return").

import { Block } from "../block";
import { journalNote } from "../journal";
import { before, cpl, rip, rsp, selector } from "../state";
import { Ghost, Slot, id, putGhost8, slot, top } from "./block";
import { workloadCpl, workloadFrom, workloadKernelFrom, workloadKernelSpan, workloadSpan } from "./configure";
import { difference, dropTo, savedAt, savedRsp, savedValue, valueNow } from "./contexts";
import { frameUsed, framesConsumed, isUsedFrame } from "./frames";
import { Cause, NoteKind, PropertyCode } from "./notes";
import { dropRuns, runResumed } from "./service";
import { violate } from "./violate";

const NMI: u32 = 2;

/** A return instruction completed in a context above the workload; its frame's RIP word lay `skipped` bytes above RSP. */
export function returned(byIret: bool, skipped: u64 = 0): void {
  const frame = before(Block.Rsp) + skipped;
  const found = interruptedHere(byIret);
  if (found >= 0) {
    resume(found, difference(found));
    if (byIret && found > 0) frameUsed(frame);
  } else if (inWorkload()) {
    wrongPlace();
  } else if (byIret) {
    iretToNobody(frame);
  }
}

/** The live context whose place the CPU has reached, or -1. */
function interruptedHere(byIret: bool): i32 {
  const direct = top() - 1;
  const ripNow = rip();
  const csNow = selector(1);
  const rspNow = rsp();
  for (let i = direct; i >= 0; i--) {
    if (savedAt(i, ripNow, csNow) && savedRsp(i) == rspNow) return i;
  }
  for (let i = direct, last = byIret ? 0 : direct; i >= last; i--) {
    if (savedAt(i, ripNow, csNow)) return i;
  }
  return -1;
}

function inWorkload(): bool {
  if (cpl() == workloadCpl && rip() - workloadFrom < workloadSpan) return true;
  return cpl() == 0 && rip() - workloadKernelFrom < workloadKernelSpan;
}

function wrongPlace(): void {
  const savedRip = savedValue(0, 16);
  const savedStack = savedRsp(0);
  violate(PropertyCode.ResumeExact, Cause.WrongPlace, top(), 4, rip(), savedRip, rsp(), savedStack);
  resume(0, difference(0), false);
}

function iretToNobody(frame: u64): void {
  const running = top();
  if (isUsedFrame(frame)) {
    violate(PropertyCode.ResumeExact, Cause.StaleFrame, running, 2, frame, rip());
  } else if (running > 1 && load<u64>(slot(running) + Slot.Frame) == frame && cpl() == 0) {
    resume(running - 1, difference(running - 1), false);
  }
  frameUsed(frame);
}

function resume(index: i32, differs: u32, judged: bool = true): void {
  const running = top();
  journalNote(NoteKind.Resumed, <u64>id(index) | (<u64>id(running) << 32), differs);
  dropRuns(index, running);
  abandon(index, running);
  if (differs != 0 && judged) {
    const first = ctz<u32>(differs);
    violate(
      PropertyCode.ResumeExact,
      Cause.RegistersDiffer,
      index,
      3,
      differs,
      savedValue(index, first),
      valueNow(first),
    );
  }
  dropTo(index);
  framesConsumed(index);
  if (index == 0) putGhost8(Ghost.IdleDue, 1);
  else runResumed(index);
}

/** Those between the resumed and the returning context are never returned to. */
function abandon(index: i32, running: i32): void {
  let nmiBelow = false;
  for (let i = index + 1; i < running; i++) {
    journalNote(NoteKind.Abandoned, id(i), 0);
    const vector = load<u8>(slot(i) + Slot.Vector);
    if (vector == NMI) nmiBelow = true;
    if (!nmiBelow) violate(PropertyCode.ResumeExact, Cause.Abandoned, i, 3, id(i), vector, id(index));
  }
}
