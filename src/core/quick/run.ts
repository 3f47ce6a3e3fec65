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
import { mayHitFrame } from "../properties/frames";
import { Ghost, ghost8, top } from "../properties/block";
import { isOpen, isOpenToUser } from "../properties/bounds";
import { ghostStepped, isJudgeable } from "../properties/ghost";
import {
  ARITHMETIC,
  CPU,
  DF,
  QUICK_WRITE_TLB,
  READ_TLB,
  RF,
  SF,
  TF,
  cpl,
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
import { linkNext, linkTarget, lost, recordFor } from "./links";
import { addressIn, branchTarget } from "./plan";
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
function isQuiet(): bool {
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

/** Offset of the memory operand, with its segment's base. */
// @ts-ignore: decorator
@inline
function addressOf(record: usize): u64 {
  const address = load<u64>(record, Hot.Displacement) + register(load<u16>(record, Hot.Base));
  return load<u8>(record, Hot.IsScaled) == 0 ? address : address + scaled(record);
}

// @ts-ignore: decorator
@inline
function scaled(record: usize): u64 {
  const index = register(load<u16>(record, Hot.Index)) << <u64>load<u8>(record, Hot.Shift);
  return index + register(load<u16>(record, Hot.Segment));
}

/** The register at an offset in the CPU block. */
// @ts-ignore: decorator
@inline
function register(offset: u32): u64 {
  return load<u64>(CPU + <usize>offset);
}

/** RFLAGS with SF != OF at the place of TF, which is 0 here. */
// @ts-ignore: decorator
@inline
function conditionBits(): u32 {
  const flags = <u32>rflags();
  return flags | (((flags ^ (flags >> 4)) & <u32>SF) << 1);
}

// @ts-ignore: decorator
@inline
function holds(record: usize): bool {
  return ((conditionBits() & load<u32>(record, Hot.Mask)) == 0) == (load<u32>(record, Hot.Negated) != 0);
}

/** The ghost state has nothing to say about a write in a context above the workload. */
function isHarmless(linear: u64, bytes: i32): bool {
  return !mayHitFrame(linear, bytes) && (cpl() != 0 ? isOpenToUser() : isOpen(linear));
}

/** `kind` is one from Nothing to MoveIf4. */
// @ts-ignore: decorator
@inline
function move(record: usize, kind: i32, to: usize, from: usize): void {
  switch (kind) {
    case Quick.Move8:
      store<u64>(to, load<u64>(from));
      break;
    case Quick.Move4:
      store<u64>(to, load<u32>(from));
      break;
    case Quick.MoveInto4:
      store<u32>(to, load<u32>(from));
      break;
    case Quick.Move2:
      store<u16>(to, load<u16>(from));
      break;
    case Quick.Move1:
      store<u8>(to, load<u8>(from));
      break;
    case Quick.Zero2:
      store<u64>(to, load<u16>(from));
      break;
    case Quick.Zero1:
      store<u64>(to, load<u8>(from));
      break;
    case Quick.Sign4:
      store<i64>(to, load<i32>(from));
      break;
    case Quick.Address8:
      store<u64>(to, addressOf(record));
      break;
    case Quick.Address4:
      store<u64>(to, addressOf(record) & 0xffffffff);
      break;
    case Quick.Push:
      store<u64>(to, load<u64>(from));
      setRsp(rsp() - 8);
      break;
    case Quick.Pop: {
      const value = load<u64>(from);
      setRsp(rsp() + 8);
      store<u64>(to, value);
      break;
    }
    case Quick.PushFlags:
      store<u64>(to, rflags());
      setRsp(rsp() - 8);
      break;
    case Quick.SetIf:
      store<u8>(to, holds(record) ? 1 : 0);
      break;
    case Quick.MoveIf8:
      if (holds(record)) store<u64>(to, load<u64>(from));
      break;
    case Quick.MoveIf4:
      store<u64>(to, holds(record) ? load<u32>(from) : load<u32>(to));
      break;
    default:
  }
}

// @ts-ignore: decorator
@inline
function following(record: usize, generation: u32): usize {
  if (load<u32>(record, Hot.Follows) == generation) return record + RECORD_STRIDE;
  return load<u32>(record, Hot.NextEpoch) == generation ? <usize>load<u32>(record, Hot.Next) : linkNext(record);
}

/** Of a direct branch that is taken. */
// @ts-ignore: decorator
@inline
function branched(record: usize, generation: u32): usize {
  if (load<u32>(record, Hot.TargetEpoch) == generation) return load<u32>(record, Hot.Target);
  return linkTarget(record, branchTarget(record));
}

/** The record that a return address leads to, if it is the one of last time or can be found. */
// @ts-ignore: decorator
@inline
function returned(record: usize, address: u64, generation: u32): usize {
  if (load<u32>(record, Hot.TargetEpoch) == generation) {
    const target = <usize>load<u32>(record, Hot.Target);
    if (addressIn(target) == address) return target;
  }
  return linkTarget(record, address);
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
