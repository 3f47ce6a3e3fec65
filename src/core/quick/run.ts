// The quick loop: instructions one after the other without leaving WebAssembly,
// as long as each is of a planned kind, its memory is within reach and nobody waits
// at a boundary. An instruction that it declines has changed nothing: the complete
// step (step.ts) does it. Every rule here is one of semantics/ and access.ts again,
// and tests compare the two.

import { accessTag } from "../access";
import { Block, SHORT_BYTES } from "../block";
import { regionSteps } from "../compiled/run";
import { nmiMayCome } from "../events/boundary";
import { beginEntry, closeEntry, journalOn } from "../journal";
import { beginShort, endOneShort, endShort, shortAfterNewest, shortRoom } from "../journal-ring";
import { isCanonical } from "../paging";
import { Ghost, ghost8, top } from "../properties/block";
import { ghostStepped, isJudgeable } from "../properties/ghost";
import {
  ARITHMETIC,
  CPU,
  DF,
  QUICK_WRITE_TLB,
  READ_TLB,
  RF,
  TF,
  field,
  field8,
  rflags,
  rip,
  rsp,
  setField,
  setRip,
  setRsp,
} from "../state";
import { epoch, reach } from "../translation-cache";
import { calculate } from "./arithmetic";
import { interruptReturn, popFlags } from "./flags-image";
import { lost, recordFor } from "./links";
import { addressOf, branched, following, holds, isHarmless, move, returned } from "./moves";
import { addressIn } from "./plan";
import { Hot, Quick, QuickAccess, RECORD_STRIDE } from "./record";
import { lengthen, saveShort, setWrittenAt } from "./short";

/** Of what is armed (debug.ts): data is watched by keeping its page out of reach. */
const INSTRUCTIONS: u32 = 15;
/** No record's epoch. */
const NEVER: u32 = 0xffffffff;
/** After so many the loop looks whether where it is has become worth a region. */
const MOST_AT_ONCE: i32 = 1024;
/** It then counts as if begun with there so often. */
const CUT_HEAT: u32 = 8;
let wasCut: bool = false;

/** Nothing but instructions can happen at the boundaries to come, until one of them changes that. */
export function isQuiet(): bool {
  if (field8(Block.Shadow) | field8(Block.RepActive) | field8(Block.Halted)) return false;
  if (rflags() & (TF | RF) || field8(Block.DebugPending) | (field8(Block.Armed) & INSTRUCTIONS)) return false;
  if (field8(Block.NmiPending) && nmiMayCome()) return false;
  return top() != 0 || !ghost8(Ghost.IdleDue);
}

/** Where the last quick step led, if nobody has to look there; the epoch in which that holds. */
let ahead: usize = 0;
let aheadEpoch: u32 = 0;

/** What the quick loop left behind is no longer so. */
// @ts-ignore: decorator
@inline
export function forgetAhead(): void {
  ahead = 0;
}

/** One step with the journal, from where the last one led; false: none was taken. */
export function quickStep(): bool {
  const record = ahead;
  if (record == 0) return false;
  if (aheadEpoch != epoch) return false;
  if (!journalOn) return false;
  if (rip() != addressIn(record)) return false;
  const at = shortAfterNewest();
  if (at == 0) return false;
  if (runOne(record, at) == 0) return false;
  endOneShort(at);
  if (ahead == 0) judgeIfDue();
  return true;
}

/** Up to `limit` steps, each as the complete step would take it; returns how many. */
export function quickSteps(limit: i32): i32 {
  if (!isQuiet()) return 0;
  const record = recordFor(rip());
  if (record == 0) return 0;
  let done = top() == 0 ? regionSteps(record, limit, wasCut ? CUT_HEAT : 1) : 0;
  if (done != 0) {
    wasCut = false;
    forgetAhead();
  } else {
    const most = min(limit, MOST_AT_ONCE);
    done = loopSteps(record, most);
    wasCut = done == most;
  }
  if (done != 0 && isJudgeable()) judgeLast();
  return done;
}

function judgeIfDue(): void {
  if (isJudgeable()) judgeLast();
}

/** Up to `limit` steps of the loop, from the record at RIP. */
function loopSteps(record: usize, limit: i32): i32 {
  if (!journalOn) return runPlain(record, 0, <usize>limit * SHORT_BYTES);
  const first = beginShort(limit);
  const done = runKept(record, first, first + <usize>shortRoom(first, limit) * SHORT_BYTES);
  endShort(first, first + <usize>done * SHORT_BYTES);
  return done;
}

/** The boundary just reached is one that the ghost state judges. */
function judgeLast(): void {
  if (journalOn) lengthen();
  else beginEntry();
  ghostStepped();
  if (journalOn) closeEntry();
}

function runPlain(record: usize, first: usize, end: usize): i32 {
  return runLoop(record, first, end, false, false);
}

function runKept(record: usize, first: usize, end: usize): i32 {
  return runLoop(record, first, end, true, false);
}

/** One step, without a loop around it. */
function runOne(record: usize, at: usize): i32 {
  return runLoop(record, at, at + SHORT_BYTES, true, true);
}

// @ts-ignore: decorator
@inline
function runLoop(begin: usize, first: usize, end: usize, keep: bool, once: bool): i32 {
  let record = begin;
  const tag = accessTag;
  const watched = top() != 0;
  // above the workload every link is looked at
  const generation: u32 = watched ? NEVER : epoch;
  let steady = rflags() & ~ARITHMETIC;
  let at = first;
  do {
    const kind = <i32>load<u8>(record, Hot.Kind);
    const access = <i32>load<u8>(record, Hot.Access);
    let to = <usize>load<u32>(record, Hot.To);
    let from = <usize>load<u32>(record, Hot.From);
    if (access != QuickAccess.None) {
      const bytes = <i32>load<u8>(record, Hot.Bytes);
      let linear = addressOf(record);
      if (access != QuickAccess.Target) {
        const place = reach(READ_TLB, linear, bytes, tag);
        if (place == 0) break;
        if (access == QuickAccess.Compared) to = place;
        else from = place;
        if (access == QuickAccess.Pushed) linear = rsp() - 8;
      }
      if (access >= QuickAccess.Target) {
        to = reach(QUICK_WRITE_TLB, linear, bytes, tag);
        if (to == 0 || (watched && !isHarmless(linear, bytes))) break;
        if (keep) setWrittenAt(linear);
      }
    }
    if (keep) saveShort(at, load<u64>(record, Hot.Tag), to);
    if (kind < Quick.Jump) {
      if (kind < Quick.Add8) move(record, kind, to, from);
      else calculate(kind, to, from, steady);
      at += SHORT_BYTES;
      if (load<u32>(record, Hot.Follows) == generation) {
        record += RECORD_STRIDE;
        continue;
      }
      record = following(record, generation);
    } else if (kind == Quick.JumpIf) {
      at += SHORT_BYTES;
      record = holds(record) ? branched(record, generation) : following(record, generation);
    } else if (kind == Quick.Jump) {
      at += SHORT_BYTES;
      record = branched(record, generation);
    } else if (kind == Quick.None) {
      break;
    } else if (kind >= Quick.PopFlags) {
      if (kind > Quick.InterruptReturn) break;
      if (kind == Quick.PopFlags) {
        if (!popFlags(from)) break;
        record = following(record, generation);
      } else {
        const address = load<u64>(from);
        if (watched || !interruptReturn(from)) break;
        record = returned(record, address, generation);
      }
      steady = rflags() & ~ARITHMETIC;
      at += SHORT_BYTES;
    } else if (kind >= Quick.ClearDirection) {
      steady = kind == Quick.ClearDirection ? steady & ~DF : steady | DF;
      setField(Block.Rflags, steady | (rflags() & ARITHMETIC));
      at += SHORT_BYTES;
      record = following(record, generation);
    } else {
      // calls and returns are the ghost state's business above the workload
      if (watched) break;
      if (kind == Quick.Call) {
        store<u64>(to, load<u64>(from));
        setRsp(rsp() - 8);
        record = branched(record, generation);
      } else {
        const address = load<u64>(from);
        if (!isCanonical(address)) break;
        setRsp(rsp() + 8);
        record = returned(record, address, generation);
      }
      at += SHORT_BYTES;
    }
    if (record == 0) break;
  } while (!once && at != end);
  setRip(record == 0 ? lost : addressIn(record));
  const done = <i32>(at - first) / SHORT_BYTES;
  setField(Block.Steps, field(Block.Steps) + <u64>done);
  ahead = record;
  aheadEpoch = epoch;
  return done;
}
