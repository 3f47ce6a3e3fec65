// The instruction at RIP: translation, record cache, decode on demand. Records
// are kept per physical address; an instruction over a page's end never is,
// because its second half may come to lie elsewhere.

import { RECORD_BYTES } from "../isa/vocabulary";
import { accessTag } from "./access";
import { GENERAL_PROTECTION, faulted, raise, undefinedOpcode } from "./fault";
import { PAGE_CODE, isRam, setPageFlag } from "./memory";
import { FAILED, isCanonical, walk } from "./paging";
import { forgetRegions } from "./compiled/words";
import { addressIn, plan } from "./quick/plan";
import { RECORD_STRIDE } from "./quick/record";
import { bumpEpoch, FETCH, TAG_USER, TAG_VALID, slotIn } from "./translation-cache";
import { Reason } from "./reason";
import {
  FETCH_BYTES,
  FETCH_RECORD,
  FETCH_TLB,
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
let poolNext: usize = RECORD_POOL;

export function dropAllRecords(): void {
  bumpEpoch();
  forgetRegions();
  memory.fill(RECORD_INDEX, 0, (RAM_END - RAM) << 2);
  poolNext = RECORD_POOL;
}

/** The kept record of the instruction at `linear`, if its page is known and no bytes have changed since. */
// @ts-ignore: decorator
@inline
export function recordAt(linear: u64): usize {
  const slot = slotIn(FETCH_TLB, linear);
  if (load<u64>(slot) != ((linear & ~0xfff) | (accessTag & (TAG_VALID | TAG_USER)))) return 0;
  const physical = load<u32>(slot, 12) + <u32>linear;
  const record = <usize>load<u32>(RECORD_INDEX - (RAM << 2) + (<usize>physical << 2));
  return record != 0 && addressIn(record) == linear ? record : 0;
}

/** Record of the instruction at RIP; 0: a fault was raised instead. */
// @ts-ignore: decorator
@inline
export function fetch(): usize {
  const record = recordAt(rip());
  return record != 0 ? record : fetchSlow(rip());
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
    if (known != 0) return moved(known, linear);
  }
  gather(physical, 0, count);
  const answer = hostDecode(FETCH_BYTES, count, linear, FETCH_RECORD);
  if (answer == 0) return isRam(physical) ? keep(<usize>physical, linear) : FETCH_RECORD;
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

function keep(physical: usize, linear: u64): usize {
  if (poolNext + RECORD_STRIDE > RECORD_POOL_END) dropAllRecords();
  const record = poolNext;
  poolNext += RECORD_STRIDE;
  memory.copy(record, FETCH_RECORD, RECORD_BYTES);
  plan(record, linear);
  store<u32>(RECORD_INDEX + ((physical - RAM) << 2), <u32>record);
  setPageFlag(physical, PAGE_CODE);
  return record;
}

/** The same bytes, seen at another address than before. */
function moved(record: usize, linear: u64): usize {
  if (addressIn(record) == linear) return record;
  bumpEpoch();
  plan(record, linear);
  return record;
}
