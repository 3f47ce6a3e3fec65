// The compiled regions: which there are, whether one still stands for what lies in
// memory, when a new one is made. Knows neither the code in them nor what they do.

import { accessTag } from "../access";
import { addressIn } from "../quick/plan";
import { recordFor } from "../quick/links";
import { CODE_BUFFER, REGIONS, REGION_RECORDS_END } from "../state";
import { bumpEpoch, codeEpoch } from "../translation-cache";
import { blocks, findBlocks, lengthOfBlock, recordAfter, recordOf, records } from "./blocks";
import { codeBytes } from "./encode";
import { isRoomForExits } from "./exits";
import { compileModule } from "./module";
import { IN_REGION, addRegion, forgetRegions, recordsNext, regions, setWord, wordOf } from "./words";

/** Compiles a module and puts its two functions into the table at `slot` and behind; 0: it cannot. */
// @ts-ignore: decorator
@external("host", "link")
declare function hostLink(bytes: usize, count: i32, slot: i32): i32;

const MAX_REGIONS: i32 = 48;
const STRIDE: usize = 48;

enum Field {
  /** u64: tag of the privilege that it is for; sum over the addresses of its records */
  Tag = 0,
  Sum = 8,
  /** u32: epoch of the code in which it was right; its records; looks at them */
  Epoch = 16,
  Records = 20,
  RecordsEnd = 24,
  Looks = 28,
  /** u64: steps taken in it */
  Steps = 40,
}

const NO_MORE: u32 = 0x7fffffff;
/** Looks at its records that a region is allowed for nothing, and steps that pay for one more. */
const FREE_LOOKS: u32 = 64;
const STEPS_PER_LOOK: u64 = 4096;
/** Slots of the table from here on are the regions'. */
const FIRST_SLOT: i32 = 1;

/** Begun with so often, a record is where a region begins; 0: no regions at all. */
let heatWanted: u32 = 48;

export function setHeatWanted(count: u32): void {
  heatWanted = count;
  forgetRegions();
}

// @ts-ignore: decorator
@inline
function field(region: i32, offset: Field): usize {
  return REGIONS + <usize>region * STRIDE + <usize>offset;
}

/** Slot of the region's first function, whose block begins with the record; -1: there is none, or not now. */
export function regionAt(record: usize, heat: u32): i32 {
  const at = wordOf(record);
  const word = load<u32>(at);
  if (word & IN_REGION) {
    const region = <i32>(word >> 16) & 0x7fff;
    return isRight(region) ? FIRST_SLOT + 2 * region : -1;
  }
  if (heatWanted == 0 || word == NO_MORE) return -1;
  setWord(at, word + heat);
  if (word + heat < heatWanted) return -1;
  store<u32>(at, NO_MORE);
  if (!make(record)) return -1;
  return FIRST_SLOT + 2 * (regions - 1);
}

/** Number of the block that begins with the record. */
export function blockIn(record: usize): i32 {
  return load<u16>(wordOf(record));
}

/** Steps taken in regions since the module was started. */
let taken: u64 = 0;

export function regionStepsTaken(): u64 {
  return taken;
}

export function countSteps(slot: i32, steps: i32): void {
  taken += <u64>steps;
  const at = field((slot - FIRST_SLOT) >> 1, Field.Steps);
  store<u64>(at, load<u64>(at) + <u64>steps);
}

function isRight(region: i32): bool {
  if (load<u64>(field(region, Field.Tag)) != accessTag) return false;
  if (load<u32>(field(region, Field.Epoch)) == codeEpoch) return true;
  const looks = load<u32>(field(region, Field.Looks)) + 1;
  store<u32>(field(region, Field.Looks), looks);
  const paid = load<u64>(field(region, Field.Steps)) / STEPS_PER_LOOK;
  if (<u64>looks > paid + FREE_LOOKS) {
    giveUp(region);
    return false;
  }
  if (!isSame(region)) return false;
  store<u32>(field(region, Field.Epoch), codeEpoch);
  return true;
}

/** Does every record still stand for what lies at its address? */
function isSame(region: i32): bool {
  const end = <usize>load<u32>(field(region, Field.RecordsEnd));
  let sum: u64 = 0;
  for (let at = <usize>load<u32>(field(region, Field.Records)); at < end; at += 4) {
    const record = <usize>load<u32>(at);
    const address = addressIn(record);
    if (recordFor(address) != record) return false;
    sum = sum * 31 + address;
  }
  return sum == load<u64>(field(region, Field.Sum));
}

/** Its records may get into other regions; its code is never used again. */
function giveUp(region: i32): void {
  const end = <usize>load<u32>(field(region, Field.RecordsEnd));
  for (let at = <usize>load<u32>(field(region, Field.Records)); at < end; at += 4) {
    const word = wordOf(load<u32>(at));
    if ((load<u32>(word) & ~0xffff) == (IN_REGION | (<u32>region << 16))) store<u32>(word, 0);
  }
}

/** Makes the region that begins with the record. */
function make(record: usize): bool {
  if (regions == MAX_REGIONS || !isRoomForExits() || !findBlocks(record)) return false;
  if (recordsNext + (<usize>records << 2) > REGION_RECORDS_END || !compileModule()) return false;
  const region = regions;
  if (!hostLink(CODE_BUFFER, codeBytes(), FIRST_SLOT + 2 * region)) {
    heatWanted = 0;
    return false;
  }
  store<u64>(field(region, Field.Tag), accessTag);
  store<u32>(field(region, Field.Looks), 0);
  store<u64>(field(region, Field.Steps), 0);
  store<u32>(field(region, Field.Records), <u32>recordsNext);
  let end = recordsNext;
  let sum: u64 = 0;
  for (let block = 0; block < blocks; block++) {
    let at = recordOf(block);
    store<u32>(wordOf(at), IN_REGION | (<u32>region << 16) | <u32>block);
    for (let i = lengthOfBlock(block); i > 0; i--) {
      store<u32>(end, <u32>at);
      end += 4;
      sum = sum * 31 + addressIn(at);
      if (i > 1) at = recordAfter(at);
    }
  }
  store<u32>(field(region, Field.RecordsEnd), <u32>end);
  store<u64>(field(region, Field.Sum), sum);
  addRegion(end);
  // links past its entries end
  bumpEpoch();
  store<u32>(field(region, Field.Epoch), codeEpoch);
  return true;
}
