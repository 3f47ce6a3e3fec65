// Violations that the search met, one for each distinct cause, each with the
// fewest injections and, among those, the fewest steps seen. Judges nothing.

import { Entry, Item, ItemKind } from "../block";
import { itemsEnd } from "../journal";
import { Cause, NoteKind, PropertyCode } from "../properties/notes";
import { FOUND, entry } from "../state";
import { FOUND_BYTES, FoundField, LATE, MAX_FOUND } from "./codes";
import { goesRound } from "./keys";

export let foundCount: i32 = 0;
let injections: u32 = 0;
/** Steps from the start to the chain's state 0. */
let base: u32 = 0;
/** The chain that was left, where, and by which choice. */
let chain: u32 = 0;
let place: u32 = 0;
let choice: u32 = 0;
let recording: bool = false;

export function clearFound(): void {
  foundCount = 0;
}

/** What is found from here on is found after this choice at a state of a chain. */
export function foundBy(parent: u32, state: u32, event: u32): void {
  chain = parent;
  place = state;
  choice = event;
}

/** And belongs to a chain with so many injections, whose state 0 is so many steps from the start. */
export function recordFor(events: u32, steps: u32): void {
  injections = events;
  base = steps;
  recording = true;
}

export function stopRecording(): void {
  recording = false;
}

/** What keeps two violations of one cause apart. */
function detailOf(cause: i32, word: u64): u64 {
  if (cause == Cause.RegistersDiffer) return ctz<u64>(word);
  if (cause == Cause.PanicVector || cause == Cause.PanicReached) return word & 0xff;
  return cause == Cause.FlagChanged ? word & 0xffffffffff : 0;
}

function entryAt(index: i32): usize {
  return FOUND + <usize>(index * FOUND_BYTES);
}

/** The entry of a key, 0: there is none. */
function entryOf(key: u64): usize {
  for (let i = 0; i < foundCount; i++) {
    if (load<u64>(entryAt(i) + FoundField.Key) == key) return entryAt(i);
  }
  return 0;
}

// @ts-ignore: decorator
@inline
function isKnown(at: usize, steps: u32): bool {
  if (at == 0) return false;
  const known = load<u32>(at + FoundField.Injections);
  return known < injections || (known == injections && load<u32>(at + FoundField.Steps) <= steps);
}

/** A run that goes round is judged in its first round: what later ones break is told apart. */
export function found(property: i32, cause: i32, detail: u64, offset: i32): void {
  if (!recording) return;
  let key = <u64>property | (<u64>cause << 8) | (detail << 16);
  const steps = base + <u32>offset;
  let at = entryOf(key);
  if (isKnown(at, steps)) return;
  if (cause != Cause.Livelock && goesRound(offset)) {
    key |= <u64>1 << LATE;
    at = entryOf(key);
    if (isKnown(at, steps)) return;
  }
  if (at == 0) {
    if (foundCount == MAX_FOUND) return;
    at = entryAt(foundCount++);
  }
  store<u64>(at + FoundField.Key, key);
  store<u32>(at + FoundField.Injections, injections);
  store<u32>(at + FoundField.Steps, steps);
  store<u32>(at + FoundField.Offset, <u32>offset);
  store<u32>(at + FoundField.Chain, chain);
  store<u32>(at + FoundField.Place, place);
  store<u32>(at + FoundField.Choice, choice);
}

/** The notes of the last step that say what is broken; true: nothing may come after. */
export function recordNotes(offset: i32): bool {
  let fatal = false;
  for (let at = entry + Entry.Items, end = itemsEnd(); at < end; at += load<u16>(at + Item.Size)) {
    if (load<u16>(at + Item.Kind) != ItemKind.Note || load<i32>(at + Item.NoteKind) != NoteKind.Violated) continue;
    const head = load<u64>(at + Item.NoteA);
    const property: PropertyCode = <i32>(head & 0xff);
    const cause: Cause = <i32>((head >> 8) & 0xff);
    found(property, cause, detailOf(cause, load<u64>(at + Item.NoteB)), offset);
    if (cause == Cause.DoubleFault) fatal = true;
  }
  return fatal;
}

/** Address of the first entry. */
export function foundEntries(): u32 {
  return <u32>FOUND;
}

export function foundEntryCount(): i32 {
  return foundCount;
}
