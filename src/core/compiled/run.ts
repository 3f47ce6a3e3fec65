// Steps taken in a compiled region: enters it, and puts in place what it left in its
// locals. Each is a step as the quick loop takes it (quick/run.ts).

import { Block, SHORT_BYTES } from "../block";
import { beginShort, endShort, shortRoom } from "../journal-ring";
import { journalOn } from "../journal";
import { setWrittenAt, writtenAt } from "../quick/short";
import { ARITHMETIC, REGION_STATE, field, setField, setRip, setRsp } from "../state";
import { exitKind, exitMissed, exitRip, exitRsp } from "./exits";
import { flagsLeft } from "./flags";
import { Lazy } from "./locals";
import { Left } from "./module";
import { blockIn, countSteps, regionAt } from "./regions";

/** A region is left now and then, so that its code can be exchanged for better one. */
const MOST_AT_ONCE: i32 = 1 << 16;
/** For fewer steps entering one is not worth it. */
const FEWEST: i32 = 32;

/** Up to `limit` steps from the record at RIP, which no context above the workload runs; 0: no region is there. */
export function regionSteps(record: usize, limit: i32, heat: u32): i32 {
  if (limit < FEWEST) return 0;
  const slot = regionAt(record, heat);
  if (slot < 0) return 0;
  const first = journalOn ? beginShort(limit) : 0;
  const most = journalOn ? shortRoom(first, limit) : min(limit, MOST_AT_ONCE);
  store<u64>(REGION_STATE, writtenAt, Left.Written);
  const exit = <usize>call_indirect<i32>(slot + (journalOn ? 1 : 0), most, first, blockIn(record));
  const done = most - load<i32>(REGION_STATE, Left.Steps) - exitMissed(exit);
  if (done == 0) return 0;
  setRip(exitRip(exit));
  setRsp(load<u64>(REGION_STATE, Left.Rsp) + exitRsp(exit));
  leaveFlags(exitKind(exit));
  setField(Block.Steps, field(Block.Steps) + <u64>done);
  countSteps(slot, done);
  if (journalOn) {
    setWrittenAt(load<u64>(REGION_STATE, Left.Written));
    endShort(first, first + <usize>done * SHORT_BYTES);
  }
  return done;
}

function leaveFlags(exit: i32): void {
  const flags = load<u64>(REGION_STATE, Left.Flags);
  const kind = exit == Lazy.Unknown ? load<i32>(REGION_STATE, Left.Kind) : exit;
  if (kind == Lazy.None) {
    setField(Block.Rflags, flags);
    return;
  }
  const made = flagsLeft(
    kind,
    load<u64>(REGION_STATE, Left.A),
    load<u64>(REGION_STATE, Left.B),
    load<u64>(REGION_STATE, Left.Result),
    load<u64>(REGION_STATE, Left.Carry),
  );
  setField(Block.Rflags, (flags & ~ARITHMETIC) | made);
}
