// The journal of the quick loop: what a short entry holds, how it is taken back,
// how it becomes an entry like the others.

import { Block, Entry, ItemKind, ShortEntry, ShortTag } from "../block";
import { maskOf } from "../flags";
import { closeEntry, journalOn, journalWrite, lengthenNewest } from "../journal";
import { dropNewest, isShort, newest } from "../journal-ring";
import { isRam, loadSized, pokeRam } from "../memory";
import { CPU, field, rsp, setField, setRip, setRsp } from "../state";

/** Linear address of the last write that a short entry tells of. */
export let writtenAt: u64 = 0;

// @ts-ignore: decorator
@inline
export function setWrittenAt(linear: u64): void {
  writtenAt = linear;
}

/** What the instruction of `tag` is about to change at `place` and in RFLAGS. */
// @ts-ignore: decorator
@inline
export function saveShort(at: usize, tag: u64, place: usize): void {
  store<u64>(at, tag, ShortEntry.Tag);
  store<u64>(at, load<u64>(CPU + Block.Rflags) | (<u64>place << 32), ShortEntry.Flags);
  store<u64>(at, load<u64>(place), ShortEntry.Old);
}

// @ts-ignore: decorator
@inline
function bytesOf(tag: u64): i32 {
  return <i32>(tag >> ShortTag.Bytes) & 15;
}

/** RSP before the step, unless it is the place that the entry keeps. */
function rspBefore(tag: u64): u64 {
  if (tag & ShortTag.Pushed) return rsp() + 8;
  return tag & ShortTag.Popped ? rsp() - 8 : rsp();
}

/** Takes the newest step back if its entry is short. */
export function undoShort(): bool {
  if (!journalOn || newest == 0 || !isShort(newest)) return false;
  const tag = load<u64>(newest, ShortEntry.Tag);
  const place = <usize>load<u32>(newest, ShortEntry.Place);
  const old = load<u64>(newest, ShortEntry.Old);
  const bytes = bytesOf(tag);
  setRsp(rspBefore(tag));
  if (bytes != 0) {
    if (isRam(place)) pokeRam(place, bytes, old);
    else store<u64>(place, old);
  }
  setRip(<u64>(<i64>tag >> ShortTag.Address));
  setField(Block.Rflags, load<u32>(newest, ShortEntry.Flags));
  setField(Block.Steps, field(Block.Steps) - 1);
  dropNewest();
  return true;
}

/** The newest entry, a short one, becomes a long one and the entry in work; `closeEntry` must follow. */
export function lengthen(): void {
  const at = newest;
  const tag = load<u64>(at, ShortEntry.Tag);
  const flags = load<u32>(at, ShortEntry.Flags);
  const place = <usize>load<u32>(at, ShortEntry.Place);
  const old = load<u64>(at, ShortEntry.Old);
  const bytes = bytesOf(tag);
  lengthenNewest();
  const hot = at + Entry.Hot;
  store<u64>(hot, <u64>(<i64>tag >> ShortTag.Address), Block.Rip);
  store<u64>(hot, rspBefore(tag), Block.Rsp);
  store<u64>(hot, flags, Block.Rflags);
  store<u64>(hot, field(Block.Steps) - 1, Block.Steps);
  if (bytes == 0) return;
  if (isRam(place)) {
    journalWrite(ItemKind.Write, 0, <u32>place, writtenAt, bytes, old & maskOf(bytes), loadSized(place, bytes));
  } else {
    store<u64>(hot + (place - CPU), old);
  }
}

/** The newest entry can be read as any other, and has been closed. */
export function completeNewest(): void {
  if (!journalOn || newest == 0 || !isShort(newest)) return;
  lengthen();
  closeEntry();
}
