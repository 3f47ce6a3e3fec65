// The instruction at RIP: translation, record cache, decode on demand. Records
// are kept per physical address; an instruction over a page's end never is,
// because its second half may come to lie elsewhere.

import { RECORD_BYTES } from "../isa/vocabulary";
import { accessTag } from "./access";
import { GENERAL_PROTECTION, faulted, raise, undefinedOpcode } from "./fault";
import { PAGE_CODE, isRam } from "./memory";
import { FAILED, isCanonical, walk } from "./paging";
import { bumpEpoch, epoch, FETCH, TAG_USER, TAG_VALID } from "./translation-cache";
import { Reason } from "./reason";
import {
  FETCH_BYTES,
  FETCH_RECORD,
  FETCH_TLB,
  NO_RECORD,
  PAGE_FLAGS,
  RAM,
  RAM_END,
  RECORD_INDEX,
  RECORD_POOL,
  RECORD_POOL_END,
  rip,
} from "./state";

/** Decodes `count` bytes into a record: 0 done, 1 more bytes wanted, 2 no instruction, 3 longer than 15 bytes. */
// @ts-ignore: decorator
@external("host", "decode")
declare function hostDecode(bytes: usize, count: i32, linear: u64, record: usize): i32;

const MAX_BYTES: i32 = 15;
const POOL_STRIDE: usize = 64;

let poolNext: usize = RECORD_POOL;

export function dropAllRecords(): void {
  bumpEpoch();
  last = NO_RECORD;
  memory.fill(RECORD_INDEX, 0, (RAM_END - RAM) << 2);
  poolNext = RECORD_POOL;
}

/** A record remembers what ran after it last time: its address, the epoch, the record. */
const NEXT_RECORD: usize = 48;
const NEXT_EPOCH: usize = 52;
const NEXT_RIP: usize = 56;

/** The record that ran last; at first one that was never decoded. */
let last: usize = NO_RECORD;

/** Record of the instruction at RIP; 0: a fault was raised instead. */
// @ts-ignore: decorator
@inline
export function fetch(): usize {
  const linear = rip();
  const before = last;
  if (load<u64>(before, NEXT_RIP) == linear && load<u32>(before, NEXT_EPOCH) == epoch) {
    const record = <usize>load<u32>(before, NEXT_RECORD);
    last = record;
    return record;
  }
  return fetchCached(linear);
}

function fetchCached(linear: u64): usize {
  const slot = FETCH_TLB + ((<usize>(linear >> 12) & 63) << 4);
  if (load<u64>(slot) == ((linear & ~0xfff) | (accessTag & (TAG_VALID | TAG_USER)))) {
    const physical = load<u32>(slot + 8) + (<u32>linear & 0xfff);
    const record = <usize>load<u32>(RECORD_INDEX + ((<usize>physical - RAM) << 2));
    if (record != 0) {
      store<u32>(last, <u32>record, NEXT_RECORD);
      store<u32>(last, epoch, NEXT_EPOCH);
      store<u64>(last, linear, NEXT_RIP);
      last = record;
      return record;
    }
  }
  last = NO_RECORD;
  return fetchSlow(linear);
}

function isUser(): bool {
  return (accessTag & TAG_USER) != 0;
}

function gather(physical: u64, to: i32, count: i32): void {
  for (let i = 0; i < count; i++) {
    const at = physical + <u64>i;
    store<u8>(FETCH_BYTES + <usize>(to + i), isRam(at) ? load<u8>(<usize>at) : 0xff);
  }
}

function raiseFor(answer: i32): void {
  if (answer == 3) raise(GENERAL_PROTECTION, 0, Reason.TooLong);
  else undefinedOpcode();
}

function fetchSlow(linear: u64): usize {
  if (!isCanonical(linear)) {
    raise(GENERAL_PROTECTION, 0, Reason.NonCanonicalFetch, linear);
    return 0;
  }
  const physical = walk(linear, FETCH, isUser());
  if (physical == FAILED) return 0;
  const inPage = 4096 - (<i32>linear & 0xfff);
  const count = inPage < MAX_BYTES ? inPage : MAX_BYTES;
  if (isRam(physical)) {
    const known = load<u32>(RECORD_INDEX + ((<usize>physical - RAM) << 2));
    if (known != 0) return known;
  }
  gather(physical, 0, count);
  const answer = hostDecode(FETCH_BYTES, count, linear, FETCH_RECORD);
  if (answer == 0) return isRam(physical) ? keep(<usize>physical) : FETCH_RECORD;
  if (answer == 1 && count < MAX_BYTES) return fetchAcross(linear, count);
  raiseFor(answer == 1 ? 3 : answer);
  return 0;
}

/** The first page's bytes ask for more: the next page must allow the fetch too. */
function fetchAcross(linear: u64, count: i32): usize {
  const next = linear + <u64>count;
  if (!isCanonical(next)) {
    raise(GENERAL_PROTECTION, 0, Reason.NonCanonicalFetch, next);
    return 0;
  }
  const physical = walk(next, FETCH, isUser());
  if (physical == FAILED || faulted()) return 0;
  gather(physical, count, MAX_BYTES - count);
  const answer = hostDecode(FETCH_BYTES, MAX_BYTES, linear, FETCH_RECORD);
  if (answer == 0) return FETCH_RECORD;
  raiseFor(answer == 1 ? 3 : answer);
  return 0;
}

function keep(physical: usize): usize {
  if (poolNext + POOL_STRIDE > RECORD_POOL_END) dropAllRecords();
  const record = poolNext;
  poolNext += POOL_STRIDE;
  memory.copy(record, FETCH_RECORD, RECORD_BYTES);
  store<u64>(record, 0, NEXT_RIP);
  store<u64>(record, 0, NEXT_RECORD);
  store<u32>(RECORD_INDEX + ((physical - RAM) << 2), <u32>record);
  const flags = PAGE_FLAGS + ((physical - RAM) >> 12);
  store<u8>(flags, <u8>(load<u8>(flags) | PAGE_CODE));
  return record;
}

