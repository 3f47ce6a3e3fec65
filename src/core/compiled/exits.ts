// The ways out of a region: what is to be put in place there, as data that the
// core reads when the region has returned the number of one.

import { REGION_EXITS, REGION_EXITS_END } from "../state";

/** Bytes: u64 RIP, i64 what RSP is beyond its local, u32 steps not taken after all, u32 kind of flags. */
const STRIDE: usize = 24;

let next: usize = REGION_EXITS;

export function forgetExits(): void {
  next = REGION_EXITS;
}

/** Is there room for those of one region? */
export function isRoomForExits(): bool {
  return next + 0x8000 < REGION_EXITS_END;
}

/** Puts one down; its address is its number. */
export function addExit(rip: u64, rsp: i64, missed: i32, kind: i32): i32 {
  const at = next;
  store<u64>(at, rip);
  store<i64>(at, rsp, 8);
  store<i32>(at, missed, 16);
  store<i32>(at, kind, 20);
  next += STRIDE;
  return <i32>at;
}

export function exitRip(at: usize): u64 {
  return load<u64>(at);
}

export function exitRsp(at: usize): i64 {
  return load<i64>(at, 8);
}

export function exitMissed(at: usize): i32 {
  return load<i32>(at, 16);
}

export function exitKind(at: usize): i32 {
  return load<i32>(at, 20);
}
