// A chain walked along, and every event that may come tried at each of its states.
// What came of them is listed for the driver. Knows no bounds.

import { Block, EventCode, EventField } from "../block";
import { CHILDREN, CHOICES, FAULT_RANGES, MAILBOX, field8, rip } from "../state";
import {
  hasLongChain,
  length,
  searchBack,
  searchChain,
  searchExpect,
  searchChainOf,
  searchInject,
  transitions,
} from "./chain";
import { isPassedCleanly, searchAdvance, searchPass } from "./known";
import {
  CHILD_BYTES,
  CHOICE_BYTES,
  ChainEnd,
  ChildField,
  ChoiceField,
  MAX_CHILDREN,
  MAX_CHOICES,
} from "./codes";
import { foundBy } from "./found";
import { faulted, saveMark } from "./marks";

/** What going back to a mark costs, in steps. */
const MARK_STEPS: u64 = 20;

let ranges: i32 = -1;
let choices: i32 = 0;
let children: i32 = 0;
/** The chain in work, its state 0's place, the state that the machine is in, the mark to use. */
let chain: u32 = 0;
let base: u32 = 0;
let states: i32 = 0;
let position: i32 = 0;
let next: i32 = 0;
let mark: i32 = 0;
/** Where that mark stands; an NMI was tried, or passed over, at the state before, where NMIs are blocked. */
let marked: i32 = 0;
let isLatched: bool = false;

/** Faults may come in the first `count` ranges; -1: anywhere. */
export function searchFaultRanges(count: i32): void {
  ranges = count;
}

function mayFault(): bool {
  if (ranges < 0) return true;
  const at = rip();
  for (let i = 0; i < ranges; i++) {
    const range = FAULT_RANGES + (<usize>i << 4);
    if (at >= load<u64>(range) && at < load<u64>(range + 8)) return true;
  }
  return false;
}

/** Chain `number` comes next: the machine is in its state 0. `count`: choices in their places. */
export function searchExpandBegin(number: u32, steps: u32, open: i32, count: i32, freeMark: i32): void {
  chain = number;
  base = steps;
  states = open;
  choices = count;
  mark = freeMark;
  position = 0;
  next = 0;
  isLatched = false;
}

function list(place: i32, choice: i32, end: i32): void {
  const at = CHILDREN + <usize>(children++ * CHILD_BYTES);
  store<u32>(at + ChildField.Place, place);
  store<u32>(at + ChildField.Choice, choice);
  store<u32>(at + ChildField.End, end);
  store<u32>(at + ChildField.Length, length);
  store<u32>(at + ChildField.Faulted, faulted);
}

function tryChoice(choice: i32): i32 {
  const at = CHOICES + <usize>(choice * CHOICE_BYTES);
  const event = load<i32>(at + ChoiceField.Event);
  if (event == EventCode.PageFault && !mayFault()) return ChainEnd.NoEffect;
  store<u32>(MAILBOX + EventField.Kind, event);
  store<u32>(MAILBOX + EventField.HasAddress, 0);
  const injections = load<u32>(at + ChoiceField.Injections);
  searchChainOf(load<u32>(at + ChoiceField.BudgetKey), load<u32>(at + ChoiceField.PagesLeft), injections, base + position + 1);
  foundBy(chain, position, choice);
  let end = searchInject();
  if (end == ChainEnd.None) end = searchChain();
  return end;
}

/** The driver must know of the chain that has come to `end`. */
function isListed(choice: i32, end: i32): bool {
  if (isGrave(end) || end == ChainEnd.NotModelled) return true;
  if (length == 0 || end == ChainEnd.NoEffect) return false;
  return end == ChainEnd.TooLong || load<u32>(CHOICES + <usize>(choice * CHOICE_BYTES) + ChoiceField.IsLast) == 0;
}

/** An NMI is all that may come. */
function isNmiAlone(): bool {
  return choices == 1 && load<i32>(CHOICES + ChoiceField.Event) == EventCode.Nmi;
}

/**
 * At this state an NMI tells nothing new: one is pending, or it would be latched as at the
 * state before. There it led to this state with an NMI pending, here it leads to what comes
 * next of that, which is known, and the step to it is no news either (`searchPass`).
 */
function passesNmi(): bool {
  if (field8(Block.NmiPending)) {
    isLatched = false;
    return true;
  }
  if (!isLatched || !field8(Block.NmiBlocked)) return false;
  const passed = searchPass(states - position);
  position += passed;
  next = position + (isPassedCleanly ? 0 : 1);
  if (isPassedCleanly) return true;
  searchBack(mark);
  searchAdvance(position - marked);
  return false;
}

/** The search cannot go on. */
function isGrave(end: i32): bool {
  return end == ChainEnd.TableFull || end == ChainEnd.NewPage;
}

/**
 * Goes on with the chain for some `budget` of steps. True: it is done. What came of it
 * since the last call is listed, `searchChildCount` many.
 */
export function searchExpand(budget: i32): bool {
  children = 0;
  const alone = isNmiAlone() && !hasLongChain;
  const until = transitions + <u64>budget;
  let work: u64 = 0;
  while (next < states) {
    if (transitions + work >= until || children > MAX_CHILDREN - MAX_CHOICES) return false;
    if (next > position) searchAdvance(next - position);
    position = next++;
    if (alone && passesNmi()) continue;
    saveMark(mark);
    marked = position;
    // an NMI that is no longer latched comes where the one that was latched has come
    searchExpect(alone && isLatched && !field8(Block.NmiBlocked));
    isLatched = field8(Block.NmiBlocked) != 0;
    for (let choice = 0; choice < choices; choice++) {
      const end = tryChoice(choice);
      if (isListed(choice, end)) list(position, choice, end);
      searchBack(mark);
      work += MARK_STEPS;
      if (isGrave(end)) return false;
    }
  }
  return true;
}

export function searchChildCount(): i32 {
  return children;
}
