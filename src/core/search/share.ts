// What a helper in a search that is divided must tell beside its counts, so that what
// another has visited too can be taken out again: keys of the chains, and what was
// found or covered on the way, by chain and state. Judges nothing.

import { KEY_LOG, KEY_LOG_END, SHARE_LOG, SHARE_LOG_END } from "../state";
import { ShareField, SHARE_BYTES, SHARE_COVERED } from "./codes";
import { chainKey } from "./keys";

/** Room left for the chains that begin at one state. */
const RESERVE: usize = 8 * 20_000 * 8;

export let sharing: bool = false;
/** Something had no room: the share is worth nothing. */
let lost: bool = false;
let keys: usize = KEY_LOG;
let notes: usize = SHARE_LOG;
/** Chains listed since the share began. */
let chains: u32 = 0;

export function shareBegin(on: bool): void {
  sharing = on;
  lost = false;
  chains = 0;
  shareTaken();
}

/** What was noted so far is known. */
export function shareTaken(): void {
  keys = KEY_LOG;
  notes = SHARE_LOG;
}

/** It is time to take what was noted. */
export function shareFull(): bool {
  return keys + RESERVE > KEY_LOG_END || notes + (SHARE_LOG_END - SHARE_LOG) / 2 > SHARE_LOG_END;
}

/** The chain in work has so many new states and is listed. */
export function shareChain(length: i32): void {
  chains++;
  if (keys + ((<usize>length) << 3) > KEY_LOG_END) {
    lost = true;
    return;
  }
  for (let i = 0; i < length; i++, keys += 8) store<u64>(keys, chainKey(i));
}

export function shareFound(key: u64, offset: i32, steps: u32, chain: u32, place: u32, choice: u32): void {
  if (notes + SHARE_BYTES > SHARE_LOG_END) {
    lost = true;
    return;
  }
  store<u64>(notes + ShareField.Key, key);
  store<u32>(notes + ShareField.Sequence, chains);
  store<i32>(notes + ShareField.Offset, offset);
  store<u32>(notes + ShareField.Steps, steps);
  store<u32>(notes + ShareField.Chain, chain);
  store<u32>(notes + ShareField.Place, place);
  store<u32>(notes + ShareField.Choice, choice);
  notes += SHARE_BYTES;
}

/** A transition to state `offset` was counted as `what`. */
export function shareCovered(what: u32, offset: i32): void {
  if (sharing && offset > 0) shareFound(<u64>SHARE_COVERED | (<u64>what << 8), offset, 0, 0, 0, 0);
}

export function shareKeyCount(): i32 {
  return <i32>((keys - KEY_LOG) >> 3);
}

/** -1: something was lost. */
export function shareNoteCount(): i32 {
  return lost ? -1 : <i32>((notes - SHARE_LOG) / SHARE_BYTES);
}
