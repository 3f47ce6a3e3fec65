// The stack of live contexts: opening one with what the interrupted one had,
// comparing, dropping. Decides nothing about what is legal.

import { Block } from "../block";
import { journalNote } from "../journal";
import { isRam } from "../memory";
import { walk } from "../paging";
import { READ, TAG_VALID, reach } from "../translation-cache";
import { GHOST, QUICK_WRITE_TLB, WRITE_TLB, field, fredOn, reg, rflags, rip, selector } from "../state";
import { CAPACITY, Ghost, SLOT_BYTES, Slot, ghost64, id, putGhost64, putGhost8, slot, top, touching } from "./block";
import { framePushed, framesShifted } from "./frames";
import { NoteKind, RegisterBit } from "./notes";
import { clearWords } from "../words";

/** RFLAGS without RF and the bits that no software can change. */
const FLAGS_COMPARED: u32 = 0x3e7fd5;
const RF: u32 = 0x10000;
const DEBUG: u32 = 1;
const BREAKPOINTS_ENABLED: u64 = 0xff;

/** Where the frame just pushed lies, if it lies in one page; else 0. */
function frameInRam(frame: u64): usize {
  if ((frame & 0xfff) > 0x1000 - 40) return 0;
  const plain = reach(QUICK_WRITE_TLB, frame, 40, TAG_VALID);
  if (plain != 0) return plain;
  const place = reach(WRITE_TLB, frame, 40, TAG_VALID);
  if (place != 0) return place;
  const physical = walk(frame, READ, false, true);
  return isRam(physical) ? <usize>physical : 0;
}

/** A word of a frame that lies in two pages. */
function frameWord(address: u64): u64 {
  const physical = walk(address, READ, false, true);
  return isRam(physical) ? load<u64>(<usize>physical) : 0;
}

function saveFrame(at: usize, frame: u64): void {
  const ram = frameInRam(frame);
  const whole = ram != 0;
  store<u64>(at + Slot.SavedRip, whole ? load<u64>(ram) : frameWord(frame));
  store<u16>(at + Slot.SavedCs, <u16>(whole ? load<u64>(ram, 8) : frameWord(frame + 8)));
  store<u32>(at + Slot.SavedFlags, <u32>(whole ? load<u64>(ram, 16) : frameWord(frame + 16)));
  store<u64>(at + Slot.SavedRsp, whole ? load<u64>(ram, 24) : frameWord(frame + 24));
  store<u16>(at + Slot.SavedSs, <u16>(whole ? load<u64>(ram, 32) : frameWord(frame + 32)));
}

function save(at: usize, frame: u64): void {
  for (let i = 0; i < 16; i++) store<u64>(at + Slot.Saved + (<usize>i << 3), reg(i));
  saveFrame(at, frame);
  store<u64>(at + Slot.SavedSelectors, dataSelectors());
  store<u64>(at + Slot.SavedFsBase, field(Block.FsBase));
  // FRED has exchanged the bases of a user that it interrupted
  const swapped = fredOn() && (load<u16>(at + Slot.SavedCs) & 3) == 3;
  store<u64>(at + Slot.SavedGsBase, field(swapped ? Block.KernelGsBase : Block.GsBase));
  store<u64>(at + Slot.SavedKernelGsBase, field(swapped ? Block.GsBase : Block.KernelGsBase));
  store<u64>(at + Slot.SavedCr3, field(Block.Cr3));
}

/** DS ES FS GS in one word. */
function dataSelectors(): u64 {
  return (
    <u64>selector(3) | (<u64>selector(0) << 16) | (<u64>selector(4) << 32) | (<u64>selector(5) << 48)
  );
}

/** A delivery of `vector` pushed the frame at `frame`; returns the index of its context. */
export function openContext(vector: i32, frame: u64): i32 {
  if (top() == CAPACITY - 1) forgetOldest();
  const interrupted = top();
  const index = interrupted + 1;
  touching(slot(interrupted), slot(index + 1));
  save(slot(interrupted), frame);
  const at = slot(index);
  store<u8>(at + Slot.Vector, <u8>vector);
  store<u64>(at + Slot.Frame, frame);
  if (vector == 14) store<u64>(at + Slot.Cr2, field(Block.Cr2));
  number(index);
  putGhost8(Ghost.Top, index);
  framePushed(frame, interrupted);
  journalNote(NoteKind.Entered, <u64>id(index) | (<u64>id(interrupted) << 32), vector);
  return index;
}

function number(index: i32): void {
  const next = ghost64(Ghost.NextId);
  const at = GHOST + Ghost.Ids + (<usize>index << 2);
  touching(at, at + 4);
  store<u32>(at, <u32>next);
  putGhost64(Ghost.NextId, next + 1);
}

/** Context 1 goes, the others move down. */
function forgetOldest(): void {
  const last = top();
  journalNote(NoteKind.Abandoned, id(1), 0);
  touching(GHOST + Ghost.Ids, GHOST + Ghost.Ids + (<usize>CAPACITY << 2));
  memory.copy(GHOST + Ghost.Ids + 4, GHOST + Ghost.Ids + 8, <usize>(last - 1) << 2);
  touching(slot(1), slot(last + 1));
  memory.copy(slot(1), slot(2), <usize>((last - 1) * SLOT_BYTES));
  memory.fill(slot(last), 0, SLOT_BYTES);
  putGhost8(Ghost.Top, last - 1);
  framesShifted();
}

/** Context `index` runs again; those above are gone. */
export function dropTo(index: i32): void {
  touching(slot(index), slot(top() + 1));
  const at = slot(index) + Slot.Saved;
  clearWords(at, slot(top() + 1) - at);
  putGhost8(Ghost.Top, index);
}

// @ts-ignore: decorator
@inline
export function savedAt(index: i32, ripNow: u64, csNow: u32): bool {
  const at = slot(index);
  return load<u64>(at + Slot.SavedRip) == ripNow && load<u16>(at + Slot.SavedCs) == csNow;
}

// @ts-ignore: decorator
@inline
export function savedRsp(index: i32): u64 {
  return load<u64>(slot(index) + Slot.SavedRsp);
}

function bitIf(differs: bool, bit: i32): u32 {
  return differs ? <u32>1 << bit : 0;
}

/** RF counts while a breakpoint is armed, unless a debug handler has set it: that is how it steps over one. */
function flagsDiffer(index: i32): bool {
  const differ = load<u32>(slot(index) + Slot.SavedFlags) ^ <u32>rflags();
  if (differ & FLAGS_COMPARED) return true;
  if (!(differ & RF) || !(field(Block.Dr7) & BREAKPOINTS_ENABLED)) return false;
  return !(rflags() & RF) || load<u8>(slot(index + 1) + Slot.Vector) != DEBUG;
}

/** Bits of RegisterBit: what the CPU has now and context `index` had not. */
export function difference(index: i32): u32 {
  const at = slot(index);
  let set: u32 = 0;
  for (let i = 0; i < 16; i++) set |= bitIf(load<u64>(at + Slot.Saved + (<usize>i << 3)) != reg(i), i);
  const selectors = load<u64>(at + Slot.SavedSelectors) ^ dataSelectors();
  return (
    set |
    bitIf(load<u64>(at + Slot.SavedRip) != rip(), RegisterBit.Rip) |
    bitIf(flagsDiffer(index), RegisterBit.Rflags) |
    bitIf(load<u16>(at + Slot.SavedCs) != selector(1), RegisterBit.Cs) |
    bitIf(load<u16>(at + Slot.SavedSs) != selector(2), RegisterBit.Ss) |
    bitIf((selectors & 0xffff) != 0, RegisterBit.Ds) |
    bitIf(((selectors >> 16) & 0xffff) != 0, RegisterBit.Es) |
    bitIf(((selectors >> 32) & 0xffff) != 0, RegisterBit.Fs) |
    bitIf(selectors >> 48 != 0, RegisterBit.Gs) |
    bitIf(load<u64>(at + Slot.SavedFsBase) != field(Block.FsBase), RegisterBit.FsBase) |
    bitIf(load<u64>(at + Slot.SavedGsBase) != field(Block.GsBase), RegisterBit.GsBase) |
    bitIf(load<u64>(at + Slot.SavedKernelGsBase) != field(Block.KernelGsBase), RegisterBit.KernelGsBase) |
    bitIf(load<u64>(at + Slot.SavedCr3) != field(Block.Cr3), RegisterBit.Cr3)
  );
}

/** The saved value of the lowest register in `set`. */
export function savedValue(index: i32, bit: i32): u64 {
  const at = slot(index);
  if (bit < 16) return load<u64>(at + Slot.Saved + (<usize>bit << 3));
  switch (bit) {
    case RegisterBit.Rip:
      return load<u64>(at + Slot.SavedRip);
    case RegisterBit.Rflags:
      return load<u32>(at + Slot.SavedFlags);
    case RegisterBit.Cs:
      return load<u16>(at + Slot.SavedCs);
    case RegisterBit.Ss:
      return load<u16>(at + Slot.SavedSs);
    case RegisterBit.FsBase:
      return load<u64>(at + Slot.SavedFsBase);
    case RegisterBit.GsBase:
      return load<u64>(at + Slot.SavedGsBase);
    case RegisterBit.KernelGsBase:
      return load<u64>(at + Slot.SavedKernelGsBase);
    case RegisterBit.Cr3:
      return load<u64>(at + Slot.SavedCr3);
    default:
      return load<u16>(at + Slot.SavedSelectors + (<usize>(bit - RegisterBit.Ds) << 1));
  }
}

export function valueNow(bit: i32): u64 {
  if (bit < 16) return reg(bit);
  switch (bit) {
    case RegisterBit.Rip:
      return rip();
    case RegisterBit.Rflags:
      return rflags();
    case RegisterBit.Cs:
      return selector(1);
    case RegisterBit.Ss:
      return selector(2);
    case RegisterBit.FsBase:
      return field(Block.FsBase);
    case RegisterBit.GsBase:
      return field(Block.GsBase);
    case RegisterBit.KernelGsBase:
      return field(Block.KernelGsBase);
    case RegisterBit.Cr3:
      return field(Block.Cr3);
    default:
      return (dataSelectors() >> (<u64>(bit - RegisterBit.Ds) << 4)) & 0xffff;
  }
}
