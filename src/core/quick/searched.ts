// The quick loop of a search: as run.ts, without the journal, but with the trail and the
// key of each state on the way. What it declines has changed nothing: the complete step
// does it.

import { accessTag } from "../access";
import { Block } from "../block";
import { besideOf, changeDepth, pointHash, setGhostPart } from "../hash";
import { ghostChangesFrom, memoryHash, setMemoryHash } from "../journal";
import { mix } from "../memory";
import { isCanonical } from "../paging";
import { top } from "../properties/block";
import { isOnStack } from "../properties/bounds";
import { isCr2Right } from "../properties/faults";
import { mayChangeDepth } from "../properties/service";
import { isLikelyMet } from "../search/ahead";
import { isCounter } from "../search/counters";
import { coverRecord } from "../search/coverage";
import { homeNow, keepKeys } from "../search/keys";
import { noteWord } from "../search/trail";
import { treeKey, treeMachine, treeOn } from "../search/tree";
import {
  ARITHMETIC,
  CF,
  CPU,
  DF,
  GHOST,
  QUICK_WRITE_TLB,
  RAM,
  READ_TLB,
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
import { lost, recordFrom } from "./links";
import { addressOf, branched, following, holds, isHarmless, move, returned } from "./moves";
import { addressIn } from "./plan";
import { Hot, Quick, QuickAccess, RECORD_STRIDE } from "./record";
import { isQuiet } from "./run";

/** The machine is in a state whose key is kept: the last one. */
export let isKept: bool = false;
export function setKept(kept: bool): void {
  isKept = kept;
}

/** `searchHash` of the state that the machine is in. */
export let hashNow: u64 = 0;

/**
 * Steps from state `index - 1`, whose hash is `hash`, up to state `until - 1`. If they are `wanted`, the keys
 * of the states on the way are kept, with what `budgets` add; `machine` taken off for that of the
 * machine alone. Returns the number of the next state to be kept. Where somebody must judge, the state is not
 * kept (`isKept`).
 */
export function searchedSteps(index: i32, until: i32, hash: u64, budgets: u64, machine: u64, wanted: bool): i32 {
  isKept = true;
  hashNow = hash;
  if (index == until || !isQuiet() || field8(Block.TscRead)) return index;
  let record = recordFrom(rip());
  if (record == 0) return index;
  const tag = accessTag;
  const watched = top() != 0;
  const judged = watched && cpl() == 0;
  const generation = epoch;
  const home = homeNow();
  const beside = besideOf(budgets);
  const first = index;
  let steady = rflags() & ~ARITHMETIC;
  let ram = memoryHash;
  let base = hash - pointHash(rip(), rflags(), rsp());
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
        if (to == 0 || (<i32>to & 7) + bytes > 8 || isCounter(to & ~7)) break;
        if (watched && !isHarmless(linear, bytes)) break;
        noteWord(to & ~7);
      }
    }
    const word = to & ~7;
    const old = load<u64>(word);
    let next: usize = 0;
    if (kind < Quick.Jump) {
      if (kind < Quick.Add8) move(record, kind, to, from);
      else calculate(kind, to, from, steady);
      next = load<u32>(record, Hot.Follows) == generation ? record + RECORD_STRIDE : following(record, generation);
    } else if (kind == Quick.JumpIf) {
      next = holds(record) ? branched(record, generation) : following(record, generation);
    } else if (kind == Quick.Jump) {
      next = branched(record, generation);
    } else if (kind == Quick.None) {
      break;
    } else if (kind > Quick.InterruptReturn) {
      if (kind == Quick.ComplementCarry) {
        setField(Block.Rflags, rflags() ^ CF);
      } else if (kind == Quick.Swap8) {
        store<u64>(to, bswap<u64>(old));
      } else if (kind == Quick.Swap4) {
        store<u64>(to, bswap<u32>(<u32>old));
      } else if (kind == Quick.Exchange8) {
        const other = load<u64>(from);
        base += mix(<u64>from, old) - mix(<u64>from, other);
        store<u64>(to, other);
        store<u64>(from, old);
      } else if (kind == Quick.ReadCr2) {
        if (cpl() != 0 || (watched && !isCr2Right())) break;
        store<u64>(to, field(Block.Cr2));
      } else {
        if (cpl() != 0) break;
        store<u64>(to, load<u64>(from));
      }
      next = following(record, generation);
    } else if (kind >= Quick.PopFlags) {
      if (kind == Quick.PopFlags) {
        if (!popFlags(from)) break;
        next = following(record, generation);
      } else {
        const address = load<u64>(from);
        if (watched || !interruptReturn(from)) break;
        next = returned(record, address, generation);
      }
      steady = rflags() & ~ARITHMETIC;
    } else if (kind >= Quick.ClearDirection) {
      steady = kind == Quick.ClearDirection ? steady & ~DF : steady | DF;
      setField(Block.Rflags, steady | (rflags() & ARITHMETIC));
      next = following(record, generation);
    } else {
      const change = kind == Quick.Call ? 1 : -1;
      if (watched && !mayChangeDepth(change)) break;
      if (kind == Quick.Call) {
        store<u64>(to, load<u64>(from));
        setRsp(rsp() - 8);
        next = branched(record, generation);
      } else {
        const address = load<u64>(from);
        if (!isCanonical(address)) break;
        setRsp(rsp() + 8);
        next = returned(record, address, generation);
      }
      if (watched) {
        const ghost = changeDepth(change);
        if (treeOn) ghostChangesFrom(GHOST);
        base += ghost;
        machine += ghost;
      }
    }
    const changed = mix(<u64>word, load<u64>(word)) - mix(<u64>word, old);
    base += word == CPU + Block.Rsp ? 0 : changed;
    ram += word >= RAM ? changed : 0;
    coverRecord(record);
    record = next;
    isKept = false;
    if (record == 0 || (judged && !isOnStack())) break;
    isKept = true;
    if (!wanted) {
      index++;
      continue;
    }
    if (treeOn) {
      setRip(addressIn(record));
      const key = treeKey(0, budgets);
      keepKeys(index++, key, treeMachine, addressIn(record), home);
      continue;
    }
    hashNow = base + pointHash(addressIn(record), rflags(), rsp());
    keepKeys(index++, hashNow + beside, hashNow - machine, addressIn(record), home);
  } while (index != until && !isLikelyMet(addressIn(record)));
  const done = index - first + (isKept ? 0 : 1);
  if (done == 0) return index;
  setRip(record == 0 ? lost : addressIn(record));
  setMemoryHash(ram);
  setGhostPart(machine);
  setField(Block.Steps, field(Block.Steps) + <u64>done);
  return index;
}
