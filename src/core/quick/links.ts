// Which record the quick loop goes on with. A link between two records promises
// that at the second one's address nothing waits but its instruction.

import { isEntry } from "../compiled/words";
import { recordAt } from "../fetch";
import { assertedLow, assertedSpan, isAsserted } from "../properties/assertions";
import { panicAt, panicLow, panicSpan, serviceEnd, serviceStart } from "../properties/configure";
import { top } from "../properties/block";
import { isOnStack } from "../properties/bounds";
import { STOPS } from "../state";
import { bumpEpoch, epoch } from "../translation-cache";
import { addressAfter } from "./plan";
import { Hot, RECORD_STRIDE } from "./record";

/** Addresses that `run` stops at, and a sum that tells one set from another. */
let stops: i32 = 0;
let stopsSum: u64 = 0;

/** `run` will stop at the first `count` addresses of STOPS. */
export function noteStops(count: i32): void {
  let sum: u64 = <u64>count;
  for (let i = 0; i < count; i++) sum = sum * 0x9e3779b97f4a7c15 + load<u64>(STOPS + (<usize>i << 3));
  if (sum == stopsSum) return;
  stops = count;
  stopsSum = sum;
  bumpEpoch();
}

export function isStop(address: u64): bool {
  for (let i = 0; i < stops; i++) {
    if (load<u64>(STOPS + (<usize>i << 3)) == address) return true;
  }
  return false;
}

/** Somebody must look at the boundary before the instruction at `address`. */
function isNoted(address: u64): bool {
  return address == serviceEnd || isNotedFrom(address);
}

/** At that boundary, even if it was judged when it was reached, or after that instruction. */
function isNotedFrom(address: u64): bool {
  if (address == serviceStart || isStop(address)) return true;
  if (address - assertedLow <= assertedSpan && isAsserted(address)) return true;
  return address - panicLow <= panicSpan && panicAt(address) >= 0;
}

/** Where the quick loop may begin; 0: nowhere. */
export function recordFor(address: u64): usize {
  return isNoted(address) ? 0 : recordAt(address);
}

/** Where it may begin at a boundary that was judged when it was reached. */
export function recordFrom(address: u64): usize {
  return isNotedFrom(address) ? 0 : recordAt(address);
}

/** Where the last step led whose next record is not known. */
export let lost: u64 = 0;

/** Above the workload: RSP is where it was not before, so somebody must judge. */
function isAway(): bool {
  return top() != 0 && !isOnStack();
}

/** The record at `address`; 0: the complete step must find it, or somebody look. */
function reached(address: u64): usize {
  lost = address;
  if (isAway()) return 0;
  const record = recordFor(address);
  return record == 0 || (top() == 0 && isEntry(record)) ? 0 : record;
}

/** The record after the instruction of `record`, made a link where that is allowed; or 0. */
export function linkNext(record: usize): usize {
  if (load<u32>(record, Hot.Follows) == epoch && !isAway()) return record + RECORD_STRIDE;
  if (load<u32>(record, Hot.NextEpoch) == epoch && !isAway()) return load<u32>(record, Hot.Next);
  const found = reached(addressAfter(record));
  if (found == 0) return 0;
  if (found == record + RECORD_STRIDE) {
    store<u32>(record, epoch, Hot.Follows);
  } else {
    store<u32>(record, <u32>found, Hot.Next);
    store<u32>(record, epoch, Hot.NextEpoch);
  }
  return found;
}

/** As `linkNext`, of a branch to `address` that is taken. */
export function linkTarget(record: usize, address: u64): usize {
  const found = reached(address);
  if (found == 0) return 0;
  store<u32>(record, <u32>found, Hot.Target);
  store<u32>(record, epoch, Hot.TargetEpoch);
  return found;
}
