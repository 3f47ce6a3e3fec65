// Which return frames lie in memory, to whom they lead, and which have been
// used. Any write to one of a frame's words ends what was known of it.

import { FRAME_CAPACITY, Ghost, ghost64, ghost8, putGhost64, touching } from "./block";
import { GHOST } from "../state";
import { clearWords, copyWords } from "../words";

const WORDS: u64 = 5;
const BYTES: u64 = 40;
/** Owner of a frame that an IRET went through, or whose context was resumed otherwise. */
const USED: u64 = 0xff;

const TABLE: usize = GHOST + Ghost.Frames;
const TABLE_END: usize = TABLE + 16 * <usize>FRAME_CAPACITY;

// @ts-ignore: decorator
@inline
function frameAt(index: i32): usize {
  return TABLE + (<usize>index << 4);
}

// @ts-ignore: decorator
@inline
function frameCount(): i32 {
  return ghost8(Ghost.FrameCount);
}

/** Before any change of the table; its count lies just below. */
function tableTouched(): void {
  touching(GHOST + Ghost.Canonical, TABLE_END);
}

function setCount(count: i32): void {
  store<u8>(GHOST + Ghost.FrameCount, <u8>count);
}

function markWords(): void {
  let words: u64 = 0;
  for (let i = 0, n = frameCount(); i < n; i++) {
    const first = load<u64>(frameAt(i)) >> 3;
    // a frame that is not aligned touches a sixth word
    for (let k: u64 = 0; k <= WORDS; k++) words |= <u64>1 << ((first + k) & 63);
  }
  putGhost64(Ghost.FrameWords, words);
}

function remove(index: i32): void {
  tableTouched();
  const last = frameCount() - 1;
  const at = frameAt(index);
  copyWords(at, at + 16, <usize>(last - index) << 4);
  clearWords(frameAt(last), 16);
  setCount(last);
}

function makeRoom(): void {
  if (frameCount() < FRAME_CAPACITY) return;
  for (let i = 0; i < FRAME_CAPACITY; i++) {
    if (load<u64>(frameAt(i) + 8) == USED) {
      remove(i);
      return;
    }
  }
  remove(0);
}

/** A frame with its RIP word at `address`, not in the table yet, leads to context `owner`. */
function insert(address: u64, owner: u64): void {
  makeRoom();
  tableTouched();
  const count = frameCount();
  let index = 0;
  while (index < count && load<u64>(frameAt(index)) < address) index++;
  const at = frameAt(index);
  for (let from = frameAt(count - 1); from >= at; from -= 16) copyWords(from + 16, from, 16);
  store<u64>(at, address);
  store<u64>(at + 8, owner);
  setCount(count + 1);
  markWords();
}

function find(address: u64): i32 {
  for (let i = 0, n = frameCount(); i < n; i++) {
    if (load<u64>(frameAt(i)) == address) return i;
  }
  return -1;
}

export function framePushed(address: u64, owner: i32): void {
  insert(address, <u64>owner);
}

/** An IRET went through the frame at `address`. */
export function frameUsed(address: u64): void {
  const index = find(address);
  if (index < 0) {
    insert(address, USED);
  } else if (load<u64>(frameAt(index) + 8) != USED) {
    tableTouched();
    store<u64>(frameAt(index) + 8, USED);
  }
}

export function isUsedFrame(address: u64): bool {
  const index = find(address);
  return index >= 0 && load<u64>(frameAt(index) + 8) == USED;
}

/** Context `index` was resumed: no frame leads to it or to those above any more. */
export function framesConsumed(index: i32): void {
  if (index == 0) {
    forgetFrames();
    return;
  }
  tableTouched();
  for (let i = 0, n = frameCount(); i < n; i++) {
    if (load<u64>(frameAt(i) + 8) >= <u64>index) store<u64>(frameAt(i) + 8, USED);
  }
}

function forgetFrames(): void {
  if (frameCount() == 0) return;
  tableTouched();
  clearWords(TABLE, TABLE_END - TABLE);
  setCount(0);
  putGhost64(Ghost.FrameWords, 0);
}

/** Context 1 was forgotten: those above move down by one. */
export function framesShifted(): void {
  tableTouched();
  for (let i = frameCount() - 1; i >= 0; i--) {
    const owner = load<u64>(frameAt(i) + 8);
    if (owner == 1) remove(i);
    else if (owner != 0 && owner != USED) store<u64>(frameAt(i) + 8, owner - 1);
  }
  markWords();
}

// @ts-ignore: decorator
@inline
export function mayHitFrame(linear: u64, size: i32): bool {
  const words = ghost64(Ghost.FrameWords);
  const last = linear + <u64>(size - 1);
  return ((words >> ((linear >> 3) & 63)) & 1) != 0 || ((words >> ((last >> 3) & 63)) & 1) != 0;
}

/** A known frame lies in [linear, linear + size). */
export function hitsFrame(linear: u64, size: i32): bool {
  for (let i = frameCount() - 1; i >= 0; i--) {
    const address = load<u64>(frameAt(i));
    if (linear < address + BYTES && linear + <u64>size > address) return true;
  }
  return false;
}

/** Memory at [linear, linear + size) was written. */
export function framesWritten(linear: u64, size: i32): void {
  let changed = false;
  for (let i = frameCount() - 1; i >= 0; i--) {
    const address = load<u64>(frameAt(i));
    if (linear < address + BYTES && linear + <u64>size > address) {
      remove(i);
      changed = true;
    }
  }
  if (changed) markWords();
}
