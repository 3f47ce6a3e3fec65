// The chains found so far, and the way to each: its parent, where the parent was
// left, and by which event. A counterexample is such a way. Plain numbers, so that
// many fit in little memory and workers can hand them on.

import { layout, type SearchEvent } from "../machine/index.ts";
import type { Used } from "./budgets.ts";

/** A run of the machine from one event to the next known state. */
export interface Chain {
  /** The chain that was left; -1: none, this is the run without any event. */
  readonly parent: number;
  /** The state of the parent at which the event came. */
  readonly place: number;
  readonly event: SearchEvent;
  /** Steps after the event that lead to state 0 (to make a page present; else 0). */
  readonly lead: number;
  /** Steps from the start of the run to state 0. */
  readonly base: number;
  /** How many of its states events may come at. */
  readonly states: number;
  readonly used: Used;
}

/** Numbers of a chain in a row. */
export const ROW = 8;

/** An event and the boundary at which it arrives. */
export interface TimedEvent {
  readonly step: number;
  readonly event: SearchEvent;
}

const KINDS = ["nmi", "pf", "mc", "db", "bp"] as const;
/** From here: a page fault of the lazy page with that number. */
const FIRST_PAGE = 8;

function codeOf(event: SearchEvent): number {
  const address = event.kind === "pf" ? event.address : undefined;
  if (address !== undefined) return FIRST_PAGE + Number(address - layout.TOUCH) / layout.PAGE_BYTES;
  return KINDS.indexOf(event.kind);
}

const EVENTS: readonly SearchEvent[] = KINDS.map((kind) => ({ kind }));

function eventOf(code: number): SearchEvent {
  if (code >= FIRST_PAGE)
    return { kind: "pf", address: layout.TOUCH + BigInt((code - FIRST_PAGE) * layout.PAGE_BYTES) };
  return EVENTS[code] ?? { kind: "nmi" };
}

/** Bits of one budget's use. */
const BITS = 10;
const MASK = 2 ** BITS - 1;

export function rowOf({ parent, place, event, lead, base, states, used }: Chain): readonly number[] {
  const often = used.nmis | (used.faults << BITS) | (used.machineChecks << (2 * BITS));
  const seldom = used.debugExceptions | (used.breakpoints << BITS);
  return [parent, place, codeOf(event), lead, base, states, often, seldom];
}

export class ChainStore {
  #rows = new Int32Array(ROW * 1024);
  #count = 0;
  readonly #uses = new Map<number, Used>();

  get count(): number {
    return this.#count;
  }

  clear(): void {
    this.#count = 0;
  }

  /** Returns its number. */
  add(chain: Chain): number {
    this.append(rowOf(chain));
    return this.#count - 1;
  }

  /** Whole rows, as `rowOf` and `rows` give them. */
  append(rows: ArrayLike<number>): void {
    const from = this.#count * ROW;
    if (from + rows.length > this.#rows.length) {
      const larger = new Int32Array(Math.max(this.#rows.length * 2, from + rows.length));
      larger.set(this.#rows);
      this.#rows = larger;
    }
    this.#rows.set(rows, from);
    this.#count += rows.length / ROW;
  }

  /** The rows of chains [from, to), a copy. */
  rows(from: number, to: number): Int32Array {
    return this.#rows.slice(from * ROW, to * ROW);
  }

  /** How many states of a chain events may come at. */
  statesOf(number: number): number {
    return this.#number(number, 5);
  }

  /** And at how many of all of [from, to). */
  statesIn(from: number, to: number): number {
    let states = 0;
    for (let number = from; number < to; number++) states += this.statesOf(number);
    return states;
  }

  at(number: number): Chain {
    return {
      parent: this.#number(number, 0),
      place: this.placeOf(number),
      event: this.eventOf(number),
      lead: this.leadOf(number),
      base: this.#number(number, 4),
      states: this.statesOf(number),
      used: this.usedOf(number),
    };
  }

  #number(chain: number, column: number): number {
    return this.#rows[chain * ROW + column] ?? 0;
  }

  placeOf(number: number): number {
    return this.#number(number, 1);
  }

  eventOf(number: number): SearchEvent {
    return eventOf(this.#number(number, 2));
  }

  leadOf(number: number): number {
    return this.#number(number, 3);
  }

  /** The same object for all chains that have used as much. */
  usedOf(number: number): Used {
    const often = this.#number(number, 6);
    const seldom = this.#number(number, 7);
    const key = often + seldom * 2 ** 32;
    let used = this.#uses.get(key);
    if (used === undefined) {
      used = {
        nmis: often & MASK,
        faults: (often >> BITS) & MASK,
        machineChecks: (often >> (2 * BITS)) & MASK,
        debugExceptions: seldom & MASK,
        breakpoints: (seldom >> BITS) & MASK,
      };
      this.#uses.set(key, used);
    }
    return used;
  }

  /** The numbers of the chains from the first to this one. */
  lineage(number: number): readonly number[] {
    const line: number[] = [];
    for (let at = number; at >= 0; at = this.#number(at, 0)) line.push(at);
    return line.reverse();
  }

  /** Every event on the way to a chain, in order. */
  eventsTo(number: number): readonly TimedEvent[] {
    return this.lineage(number).flatMap((one) => {
      const { parent, place, event } = this.at(one);
      return parent < 0 ? [] : [{ step: this.at(parent).base + place, event }];
    });
  }
}
