// The journal of the quick loop: what a short entry holds, how it is taken back,
// how it becomes an entry like the others.

import { Block, Entry, ItemKind, SHORT_MARK, ShortEntry } from "../block";
import { closeEntry, dropNewest, isShort, journalOn, journalWrite, lengthenNewest, newest } from "../journal";
import { isRam, loadSized, pokeRam } from "../memory";
import { CPU, field, setField } from "../state";

/** Linear address of the last write that a short entry tells of. */
let writtenAt: u64 = 0;

// @ts-ignore: decorator
@inline
export function setWrittenAt(linear: u64): void {
  writtenAt = linear;
}

/** `bytes` at `place` are about to change, with RIP, RSP and RFLAGS. */
// @ts-ignore: decorator
@inline
export function saveShort(at: usize, previous: usize, rip: u64, place: usize, bytes: u32): void {
  store<u32>(at, <u32>previous, ShortEntry.Previous);
  store<u32>(at, (load<u32>(CPU + Block.Rflags) << 8) | SHORT_MARK, ShortEntry.Flags);
  store<u64>(at, rip, ShortEntry.Rip);
  store<u64>(at, load<u64>(CPU + Block.Rsp), ShortEntry.Rsp);
  store<u32>(at, <u32>place, ShortEntry.Place);
  store<u32>(at, bytes, ShortEntry.Bytes);
  store<u64>(at, load<u64>(place), ShortEntry.Old);
}

function takeBackPlace(at: usize): void {
  const place = <usize>load<u32>(at, ShortEntry.Place);
  const bytes = load<i32>(at, ShortEntry.Bytes);
  if (bytes == 0) return;
  if (isRam(place)) pokeRam(place, bytes, load<u64>(at, ShortEntry.Old));
  else store<u64>(place, load<u64>(at, ShortEntry.Old));
}

/** Takes the newest step back if its entry is short. */
export function undoShort(): bool {
  if (!journalOn || newest == 0 || !isShort(newest)) return false;
  const at = newest;
  takeBackPlace(at);
  setField(Block.Rip, load<u64>(at, ShortEntry.Rip));
  setField(Block.Rsp, load<u64>(at, ShortEntry.Rsp));
  setField(Block.Rflags, <u64>(load<u32>(at, ShortEntry.Flags) >> 8));
  setField(Block.Steps, field(Block.Steps) - 1);
  dropNewest();
  return true;
}

/** The newest entry, a short one, becomes a long one and the entry in work; `closeEntry` must follow. */
export function lengthen(): void {
  const at = newest;
  const rip = load<u64>(at, ShortEntry.Rip);
  const rsp = load<u64>(at, ShortEntry.Rsp);
  const flags = <u64>(load<u32>(at, ShortEntry.Flags) >> 8);
  const place = <usize>load<u32>(at, ShortEntry.Place);
  const bytes = load<i32>(at, ShortEntry.Bytes);
  const old = load<u64>(at, ShortEntry.Old);
  lengthenNewest();
  const hot = at + Entry.Hot;
  if (isRam(place)) {
    const mask = <u64>-1 >> (64 - (<u64>bytes << 3));
    if (bytes != 0) {
      journalWrite(ItemKind.Write, 0, <u32>place, writtenAt, bytes, old & mask, loadSized(place, bytes));
    }
  } else if (bytes != 0) {
    store<u64>(hot + (place - CPU), old);
  }
  store<u64>(hot, rip, Block.Rip);
  store<u64>(hot, rsp, Block.Rsp);
  store<u64>(hot, flags, Block.Rflags);
  store<u64>(hot, field(Block.Steps) - 1, Block.Steps);
}

/** The newest entry can be read as any other, and has been closed. */
export function completeNewest(): void {
  if (!journalOn || newest == 0 || !isShort(newest)) return;
  lengthen();
  closeEntry();
}

