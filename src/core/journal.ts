// What each step changed: the hot block as it was, then every write, piece of
// cold or ghost state, and note, in order. Undo, effects and rollback read it;
// it knows no instruction. With the journal off one scratch entry is reused.

import { Block, Entry, HOT_BYTES, Item, ItemKind, STATE_BYTES } from "./block";
import { ENTRY_ROOM, addEntry, entryBefore, forget, newest, nextEntry } from "./journal-ring";
import { CPU, GHOST, SCRATCH_ENTRY, TF, entry, rflags, setEntry } from "./state";
import { copyWords } from "./words";

/** Bytes of items kept back for the writes of one step; notes stop before. */
const NOTE_LIMIT: usize = 0x3000;

export let journalOn: bool = true;
/** Where the next item goes, and the size of the one before. */
let head: usize = SCRATCH_ENTRY + Entry.Items;
let lastSize: u32 = 0;
let coldSaved: bool = false;
let ghostSaved: bool = false;
/** The entry in work holds the whole hot block, not only its first part. */
let wholeHot: bool = false;
/** Hash over RAM; memory.ts keeps it. */
export let memoryHash: u64 = 0;

/** Something outside the hot block may have changed since the search last looked (hash.ts). */
export let coldChanged: bool = true;
export let ghostChanged: bool = true;
/** From here on it has changed since. */
export let ghostChangedFrom: usize = 0;

export function setColdChanged(changed: bool): void {
  coldChanged = changed;
}

/** `from`: it is as it was up to there. */
export function ghostChangesFrom(from: usize): void {
  ghostChanged = true;
  if (from < ghostChangedFrom) ghostChangedFrom = from;
}

/** Somebody has looked at it as it is, of which he keeps what he made of the part below `to`. */
export function ghostSeen(to: usize): void {
  ghostChanged = false;
  ghostChangedFrom = to;
}

export function setMemoryHash(value: u64): void {
  memoryHash = value;
}

export function setJournal(on: bool): void {
  journalOn = on;
  if (!on) forget();
}

// @ts-ignore: decorator
@inline
function copyWord(to: usize, from: usize, offset: usize): void {
  store<u64>(to + offset, load<u64>(from + offset));
}

/** Four words; words because wider loads would wait for the narrower stores just made. */
// @ts-ignore: decorator
@inline
function copyFour(to: usize, from: usize, offset: usize): void {
  copyWord(to, from, offset);
  copyWord(to, from, offset + 8);
  copyWord(to, from, offset + 16);
  copyWord(to, from, offset + 24);
}

/** What an instruction can have changed before it faults: RSP, RIP, RFLAGS, segments, hidden bits, CR2. */
// @ts-ignore: decorator
@inline
function copyFirst(to: usize, from: usize): void {
  copyWord(to, from, Block.Rsp);
  copyFour(to, from, Block.Rip);
  copyWord(to, from, Block.NmiMerged);
  copyWord(to, from, Block.Cr2);
}

/** `copyFirst` to an entry, with addresses that fold into the instructions: it runs in every step. */
// @ts-ignore: decorator
@inline
function saveFirst(to: usize): void {
  store<u64>(to, load<u64>(CPU + Block.Rsp), Entry.Hot + Block.Rsp);
  store<u64>(to, load<u64>(CPU + Block.Rip), Entry.Hot + Block.Rip);
  store<u64>(to, load<u64>(CPU + Block.Rflags), Entry.Hot + Block.Rflags);
  store<u64>(to, load<u64>(CPU + Block.Selectors), Entry.Hot + Block.Selectors);
  store<u64>(to, load<u64>(CPU + Block.Selectors + 8), Entry.Hot + Block.Selectors + 8);
  store<u64>(to, load<u64>(CPU + Block.NmiMerged), Entry.Hot + Block.NmiMerged);
  store<u64>(to, load<u64>(CPU + Block.Cr2), Entry.Hot + Block.Cr2);
}

function copyHot(to: usize, from: usize): void {
  copyFour(to, from, 0);
  copyFour(to, from, 32);
  copyFour(to, from, 64);
  copyFour(to, from, 96);
  copyFour(to, from, 128);
  copyFour(to, from, 160);
  copyWord(to, from, 192);
  copyWord(to, from, 200);
}

export function beginEntry(): void {
  let at = SCRATCH_ENTRY;
  if (journalOn) {
    at = nextEntry(ENTRY_ROOM);
    store<u32>(at, <u32>newest, Entry.Previous);
  }
  setEntry(at);
  // without the journal only a trap after the instruction could need the rest back
  wholeHot = journalOn || (rflags() & TF) != 0;
  if (wholeHot) copyHot(at + Entry.Hot, CPU);
  else saveFirst(at);
  head = at + Entry.Items;
  lastSize = 0;
  coldSaved = false;
  ghostSaved = false;
}

/** The step may fail after its instruction has completed: all of the hot block is kept, journal or not. */
export function keepWhole(): void {
  if (wholeHot) return;
  wholeHot = true;
  copyHot(entry + Entry.Hot, CPU);
}

/** The items of the entry in work are complete. */
export function closeEntry(): void {
  store<u32>(entry, <u32>head, Entry.ItemsEnd);
  store<u32>(entry, lastSize, Entry.LastSize);
  store<u32>(entry, <u32>((head - entry + 15) & ~15), Entry.Size);
}

export function endEntry(): void {
  if (!journalOn) return;
  closeEntry();
  addEntry(entry);
}

/** Items of the entry in work or of the last one. */
export function itemsEnd(): usize {
  return head;
}

// @ts-ignore: decorator
@inline
function openItem(kind: i32, flags: u32, size: u32): usize {
  const at = head;
  store<u32>(at, <u32>kind | (flags << 16));
  store<u32>(at, size | (lastSize << 16), Item.Size);
  lastSize = size;
  head = at + size;
  return at;
}

export function journalWrite(
  kind: i32,
  flags: u32,
  physical: u32,
  linear: u64,
  size: i32,
  old: u64,
  value: u64,
): void {
  const at = openItem(kind, flags, 40);
  store<u32>(at, physical, Item.Physical);
  store<u32>(at, <u32>size, Item.Bytes);
  store<u64>(at, linear, Item.Linear);
  store<u64>(at, old, Item.Old);
  store<u64>(at, value, Item.New);
}

export function journalNote(kind: i32, a: i64, b: i64): void {
  if (head - entry > NOTE_LIMIT) return;
  const at = openItem(ItemKind.Note, 0, 32);
  store<i32>(at, kind, Item.NoteKind);
  store<i64>(at, a, Item.NoteA);
  store<i64>(at, b, Item.NoteB);
}

function savePiece(address: usize, length: u32): void {
  const at = openItem(ItemKind.Piece, 0, 16 + ((length + 7) & ~7));
  store<u32>(at, <u32>address, Item.PieceAddress);
  store<u32>(at, length, Item.PieceLength);
  if (length & 7) memory.copy(at + Item.PieceBytes, address, length);
  else copyWords(at + Item.PieceBytes, address, length);
}

/** Before the first change of a cold field in a step; further calls are free. */
export function touchCold(): void {
  coldChanged = true;
  if (coldSaved) return;
  coldSaved = true;
  savePiece(CPU + Block.Cold, STATE_BYTES - HOT_BYTES);
}

export function setCold(offset: i32, value: u64): void {
  touchCold();
  store<u64>(CPU + <usize>offset, value);
}

/** Before the first change of the ghost block in a step: saves all of it. */
export function ghostTouched(): void {
  ghostChangesFrom(GHOST);
  if (ghostSaved) return;
  ghostSaved = true;
  savePiece(GHOST, 4096);
}

/** Nothing in this step can fail any more: without the journal nobody will want the ghost block back. */
export function ghostIsFinal(): void {
  if (!journalOn) ghostSaved = true;
}

/** As it is once an instruction has completed that nothing can follow in its step. */
export function isStepPlain(): bool {
  return !wholeHot;
}

/** Before a change of a small part of the ghost block: saves only that. */
export function ghostTouching(address: usize, length: u32): void {
  ghostChangesFrom(address);
  if (ghostSaved) return;
  if (head - entry > NOTE_LIMIT) {
    ghostTouched();
    return;
  }
  savePiece(address, length);
}

/**
 * Takes back what an instruction changed before it faulted; memory is not touched.
 * General registers but RSP are written only while there is no fault (operands.ts).
 */
export function rollbackRegisters(): void {
  copyFirst(CPU, entry + Entry.Hot);
  if (coldSaved) restorePieces(entry, head, lastSize, CPU, CPU + STATE_BYTES);
}

function restorePieces(from: usize, end: usize, last: u32, low: usize, high: usize): void {
  let at = end;
  let size = last;
  while (size != 0) {
    at -= size;
    if (load<u16>(at + Item.Kind) == ItemKind.Piece) {
      const address = <usize>load<u32>(at + Item.PieceAddress);
      if (address >= low && address < high) {
        memory.copy(address, at + Item.PieceBytes, load<u32>(at + Item.PieceLength));
      }
    }
    size = load<u16>(at + Item.PreviousSize);
  }
}

/** Puts hot, cold and ghost state of the entry in work back; memory is the caller's (memory.ts). */
export function restoreState(): void {
  restorePieces(entry, head, lastSize, CPU, GHOST + 4096);
  if (wholeHot) copyHot(CPU, entry + Entry.Hot);
  else copyFirst(CPU, entry + Entry.Hot);
}

/**
 * Makes the newest entry, a short one, the entry in work: as long as others, the
 * hot block in it as it is now and no items. What changed is the caller's to put in.
 */
export function lengthenNewest(): void {
  const before = entryBefore(newest);
  setEntry(newest);
  store<u32>(newest, <u32>before, Entry.Previous);
  copyHot(newest + Entry.Hot, CPU);
  wholeHot = true;
  head = newest + Entry.Items;
  lastSize = 0;
  coldSaved = false;
  ghostSaved = false;
}

/** Makes the newest finished entry the one in work; false: there is none. */
export function reopenNewest(): bool {
  if (newest == 0) return false;
  setEntry(newest);
  wholeHot = true;
  head = <usize>load<u32>(entry + Entry.ItemsEnd);
  lastSize = load<u32>(entry + Entry.LastSize);
  return true;
}

export function lastItemSize(): u32 {
  return lastSize;
}
