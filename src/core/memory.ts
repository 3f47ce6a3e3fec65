// Guest physical memory: stores with their journal item, the incremental hash,
// and what a store makes stale (decoded code, translations). Knows no paging.

import { Item, ItemKind } from "./block";
import { bumpEpoch, flushTranslations, flushWrites } from "./translation-cache";
import { journalWrite, lastItemSize, itemsEnd, memoryHash, setMemoryHash } from "./journal";
import { noteWord, trailOn } from "./search/trail";
import { PAGE_FLAGS, PRISTINE, RAM, RAM_END, RECORD_INDEX } from "./state";

/** Flags of a RAM page. */
export const PAGE_CODE: u32 = 1;
export const PAGE_TABLE: u32 = 2;
export const PAGE_DIRTY: u32 = 4;
/** The hash over RAM is kept without this page, until somebody asks (`freshen`). */
export const PAGE_UNHASHED: u32 = 8;
/** Some page is. */
let unhashed: bool = false;

/** True while an event is delivered: its writes are the CPU's, not software's. */
export let writingDelivery: bool = false;

export function setWritingDelivery(on: bool): void {
  writingDelivery = on;
}

// @ts-ignore: decorator
@inline
export function isRam(physical: u64): bool {
  return physical >= <u64>RAM && physical < <u64>RAM_END;
}

/** Weight of an aligned word in the hash over RAM. */
// @ts-ignore: decorator
@inline
export function mix(address: u64, value: u64): u64 {
  let h = (value ^ (address * 0x9e3779b97f4a7c15)) * 0xbf58476d1ce4e5b9;
  h ^= h >> 32;
  h = (h + address) * 0x94d049bb133111eb;
  return h ^ (h >> 29);
}

// @ts-ignore: decorator
@inline
export function loadSized(host: usize, size: i32): u64 {
  switch (size) {
    case 8:
      return load<u64>(host);
    case 4:
      return load<u32>(host);
    case 1:
      return load<u8>(host);
    case 2:
      return load<u16>(host);
    default:
      return loadOdd(host, size);
  }
}

function loadOdd(host: usize, size: i32): u64 {
  let value: u64 = 0;
  for (let i = 0; i < size; i++) value |= <u64>load<u8>(host + <usize>i) << (<u64>i << 3);
  return value;
}

// @ts-ignore: decorator
@inline
export function storeSized(host: usize, size: i32, value: u64): void {
  switch (size) {
    case 8:
      store<u64>(host, value);
      break;
    case 4:
      store<u32>(host, <u32>value);
      break;
    case 1:
      store<u8>(host, <u8>value);
      break;
    case 2:
      store<u16>(host, <u16>value);
      break;
    default:
      for (let i = 0; i < size; i++) store<u8>(host + <usize>i, <u8>(value >> (<u64>i << 3)));
  }
}

/** A store inside one page of RAM, hash and stale marks kept; no journal item. */
export function pokeRam(host: usize, size: i32, value: u64): void {
  const word = host & ~7;
  const last = (host + <usize>size - 1) & ~7;
  if (trailOn) {
    noteWord(word);
    if (last != word) noteWord(last);
  }
  if (load<u8>(pageFlags(host)) & PAGE_UNHASHED) {
    storeSized(host, size, value);
    markWritten(host, size);
    return;
  }
  let hash = memoryHash - mix(<u64>word, load<u64>(word));
  if (last != word) hash -= mix(<u64>last, load<u64>(last));
  storeSized(host, size, value);
  hash += mix(<u64>word, load<u64>(word));
  if (last != word) hash += mix(<u64>last, load<u64>(last));
  setMemoryHash(hash);
  markWritten(host, size);
}

// @ts-ignore: decorator
@inline
function pageFlags(host: usize): usize {
  return PAGE_FLAGS + ((host - RAM) >> 12);
}

/** PAGE_CODE or PAGE_TABLE: from now on writes to the page have consequences. */
export function setPageFlag(host: usize, flag: u32): void {
  const flags = pageFlags(host);
  const old = load<u8>(flags);
  if (old & flag) return;
  store<u8>(flags, <u8>(old | flag));
  flushWrites();
}

/**
 * From now on a write to the page at `page` changes its bytes and nothing else: it
 * is dirty already and left out of the hash. False: it holds code or a table. During a
 * search the hash is kept, by whoever writes.
 */
export function makePlain(page: u32): bool {
  const flags = pageFlags(page);
  const old = load<u8>(flags);
  if (old & (PAGE_CODE | PAGE_TABLE)) return false;
  if (trailOn) {
    store<u8>(flags, <u8>(old | PAGE_DIRTY));
    return true;
  }
  if (!(old & PAGE_UNHASHED)) setMemoryHash(memoryHash - hashOfPage(page));
  unhashed = true;
  store<u8>(flags, <u8>(old | PAGE_DIRTY | PAGE_UNHASHED));
  return true;
}

function hashOfPage(page: usize): u64 {
  let hash: u64 = 0;
  for (let at = page, end = page + 4096; at < end; at += 8) hash += mix(<u64>at, load<u64>(at));
  return hash;
}

/** Makes the hash over RAM whole again. */
export function freshen(): void {
  if (!unhashed) return;
  unhashed = false;
  for (let page = RAM; page < RAM_END; page += 4096) {
    const flags = pageFlags(page);
    const old = load<u8>(flags);
    if (!(old & PAGE_UNHASHED)) continue;
    setMemoryHash(memoryHash + hashOfPage(page));
    store<u8>(flags, <u8>(old & ~PAGE_UNHASHED));
  }
  flushWrites();
}

function markWritten(host: usize, size: i32): void {
  const flags = pageFlags(host);
  const old = load<u8>(flags);
  if (old & PAGE_TABLE) flushTranslations();
  if (old & PAGE_CODE) dropRecords(host, size);
  store<u8>(flags, <u8>(old | PAGE_DIRTY));
}

/** Forgets every record that a store to [host, host + size) may have changed. */
function dropRecords(host: usize, size: i32): void {
  bumpEpoch();
  let at = host - 14;
  if (at < RAM) at = RAM;
  for (const end = host + <usize>size; at < end; at++) store<u32>(RECORD_INDEX + ((at - RAM) << 2), 0);
}

/** Of a search: a word in a plain page (`makePlain`). */
// @ts-ignore: decorator
@inline
export function pokePlain(word: usize, value: u64): void {
  noteWord(word);
  setMemoryHash(memoryHash - mix(<u64>word, load<u64>(word)) + mix(<u64>word, value));
  store<u64>(word, value);
}

/** A journalled store; the bytes lie in one page of RAM. */
export function storePhysical(kind: i32, flags: u32, physical: u32, linear: u64, size: i32, value: u64): void {
  const host = <usize>physical;
  journalWrite(kind, flags, physical, linear, size, loadSized(host, size), value);
  pokeRam(host, size, value);
}

/** The word lies in a page that was written already, and without consequences. */
// @ts-ignore: decorator
@inline
export function isPlain(word: usize): bool {
  return (load<u8>(pageFlags(word)) & (PAGE_CODE | PAGE_TABLE | PAGE_DIRTY)) == PAGE_DIRTY;
}

/** Puts an aligned word of RAM back; the hash is the caller's to put back. */
export function putBack(word: usize, value: u64): void {
  store<u64>(word, value);
  markWritten(word, 8);
}

/** Takes back the writes of the entry in work, newest first. */
export function undoWrites(): void {
  let at = itemsEnd();
  let size = lastItemSize();
  while (size != 0) {
    at -= size;
    const kind = load<u16>(at + Item.Kind);
    if (kind == ItemKind.Write || kind == ItemKind.WalkWrite) {
      pokeRam(<usize>load<u32>(at + Item.Physical), load<i32>(at + Item.Bytes), load<u64>(at + Item.Old));
    }
    size = load<u16>(at + Item.PreviousSize);
  }
}

/** The hash over RAM from nothing. */
export function rehash(): void {
  let hash: u64 = 0;
  for (let page = RAM; page < RAM_END; page += 4096) hash += hashOfPage(page);
  setMemoryHash(hash);
}

/** The hash as if the bytes [from, to) of RAM were zero. */
export function hashWithout(from: usize, to: usize): u64 {
  let hash = memoryHash;
  for (let word = from & ~7; word < to; word += 8) {
    const old = load<u64>(word);
    let kept = old;
    for (let i: usize = 0; i < 8; i++) {
      if (word + i >= from && word + i < to) kept &= ~((<u64>0xff) << (<u64>i << 3));
    }
    hash += mix(<u64>word, kept) - mix(<u64>word, old);
  }
  return hash;
}

/** Declares RAM as it is now to be the loaded image. */
export function sealImage(): void {
  memory.copy(PRISTINE, RAM, RAM_END - RAM);
  memory.fill(PAGE_FLAGS, 0, (RAM_END - RAM) >> 12);
  memory.fill(RECORD_INDEX, 0, (RAM_END - RAM) << 2);
  unhashed = false;
  flushWrites();
  rehash();
}

/** Puts a page's bytes in place (restore of a snapshot). */
export function putPage(page: u32, bytes: usize): void {
  const host = RAM + (<usize>page << 12);
  for (let i: usize = 0; i < 4096; i += 8) {
    const value = load<u64>(bytes + i);
    if (load<u64>(host + i) != value) pokeRam(host + i, 8, value);
  }
}

/** Puts a page back as loaded. */
export function resetPage(page: u32): void {
  putPage(page, PRISTINE + (<usize>page << 12));
  const flags = PAGE_FLAGS + <usize>page;
  store<u8>(flags, <u8>(load<u8>(flags) & ~PAGE_DIRTY));
  // the next write makes it dirty again
  flushWrites();
}
