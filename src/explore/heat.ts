// For each instruction: what an NMI exactly there leads to. A search of its own that
// remembers what comes of every state, so that what an NMI breaks is told from what
// would have been broken without it. Knows no names and no text.

import {
  ChainEnd,
  LAZY_PAGES,
  type OutcomeChains,
  type PropertySet,
  type SearchEvent,
  type StateSearch,
  type Machine,
  layout,
} from "../machine/index.ts";
import { type Chain, type TimedEvent, type Used, ROOT, eventsOf, injectionsOf, lineage } from "./chain-tree.ts";
import { openSearch } from "./explorer.ts";
import type { Way } from "./outcome-graph.ts";
import type { Progress, Question } from "./question.ts";
import type { Limit } from "./sweep.ts";

/** An NMI that breaks something: no event comes after it. */
export interface Harm {
  readonly properties: PropertySet;
  readonly events: readonly TimedEvent[];
}

/** What is known of one address. Numbers are of injections before the NMI, the fewest. */
export interface Spot {
  readonly reached: number;
  /** With NMIs unblocked; undefined: they are always blocked here. */
  readonly open: number | undefined;
  /** An NMI was tried here: the bounds allowed for one more. */
  readonly tried: boolean;
  readonly harmful: number | undefined;
  /** Everything that an NMI here can break. */
  readonly properties: PropertySet;
  /** For each property, the first that was found with the fewest injections. */
  readonly harms: readonly Harm[];
}

export interface HeatOutcome {
  readonly spots: ReadonlyMap<bigint, Spot>;
  /** Every chain that was run, by its number. */
  readonly ways: readonly Way[];
  readonly states: number;
  readonly limits: readonly Limit[];
}

export type HeatWork = Generator<Progress, HeatOutcome, boolean | undefined>;

const SLICE_STEPS = 100_000;
const MARK_STEPS = 20;
const MAX_LONG_CHAINS = 100;
const LEAD_STEPS = 2000;
const PAGE_KEYS = 8;

type MutableSpot = { -readonly [name in keyof Spot]: Spot[name] };

/** A chain whose states still get events. */
interface Pending {
  readonly chain: Chain;
  readonly number: number;
  /** Broken on the way to it. */
  readonly before: PropertySet;
  /** Of each state: an NMI would be delivered; where; what the step to it broke. */
  readonly open: Uint8Array;
  readonly rips: BigUint64Array;
  readonly broken: Uint16Array;
}

export function* heat(machine: Machine, question: Question): HeatWork {
  const search = openSearch(machine, question);
  for (let pages = 0; ;) {
    const attempt = new HeatSearch(search, question, pages);
    const outcome = yield* attempt.run();
    if (attempt.newPages === 0) {
      search.end();
      return outcome;
    }
    pages |= attempt.newPages;
  }
}

class HeatSearch {
  readonly #search: StateSearch;
  readonly #chains: OutcomeChains;
  readonly #question: Question;
  readonly #pages: number;
  readonly #limits = new Set<Limit>();
  readonly #spots = new Map<bigint, MutableSpot>();
  /** Of each chain, by number: what comes after each of its states. */
  readonly #after: Uint16Array[] = [];
  readonly #ways: Way[] = [];
  newPages = 0;
  #stopped = false;
  #steps = 0;
  #longChains = 0;
  #next: Pending[] = [];

  constructor(search: StateSearch, question: Question, pages: number) {
    this.#search = search;
    this.#question = question;
    this.#pages = pages;
    search.clear({ mode: "hash", maxStates: question.limits.maxStates, pages });
    this.#chains = search.outcomes(question.limits.maxStates);
  }

  *run(): HeatWork {
    this.#startChains();
    for (let level = 0; this.#next.length > 0 && !this.#isOver(); level++) {
      // a state belongs to the first way to it: those that broke nothing go first
      const open = this.#next.toSorted((a, b) => a.before - b.before || a.chain.base - b.chain.base);
      this.#next = [];
      for (const one of open) {
        yield* this.#expand(one, level);
        if (this.#isOver()) break;
      }
    }
    return { spots: this.#spots, ways: this.#ways, states: this.#chains.states, limits: [...this.#limits] };
  }

  #isOver(): boolean {
    return this.#stopped || this.newPages !== 0;
  }

  /** The run without events, and the same with lazy pages made present first. */
  #startChains(): void {
    for (let present = 0; present < 1 << LAZY_PAGES && !this.#isOver(); present++) {
      if ((present & ~this.#pages) === 0) this.#startWith(present);
    }
  }

  #startWith(present: number): void {
    const search = this.#search;
    search.toRoot();
    let chain = ROOT;
    for (let page = 0; page < LAZY_PAGES; page++) {
      if (((present >> page) & 1) === 0) continue;
      const event: SearchEvent = { kind: "pf", address: layout.TOUCH + BigInt(page * layout.PAGE_BYTES) };
      search.repeat(event);
      const lead = search.goHome(LEAD_STEPS, this.#question.image.start);
      if (lead === undefined) {
        this.#limits.add("pages");
        return;
      }
      chain = { ...ROOT, from: { parent: chain, offset: 0, event }, lead, base: chain.base + 1 + lead };
    }
    this.#begin(chain, chain.base);
    search.start(0);
    this.#finish(this.#chains.run(this.#question.limits.maxChain), chain, 0);
  }

  *#expand(pending: Pending, injections: number): Generator<Progress, void, boolean | undefined> {
    const search = this.#search;
    const { chain, open } = pending;
    const choices = this.#choices(chain);
    let { before } = pending;
    this.#goTo(chain);
    for (let offset = 0; offset < open.length; offset++) {
      before |= pending.broken[offset] ?? 0;
      if (offset > 0) search.advance(1);
      let marked = false;
      for (const [event, used] of choices) {
        // an NMI that must wait is the same as one that arrives where it is delivered
        if (event.kind === "nmi" && open[offset] === 0) continue;
        if (event.kind === "pf" && !this.#mayFault()) continue;
        if (!marked) search.mark(0);
        marked = true;
        this.#try(pending, offset, before, event, used);
        if (this.#isOver()) return;
      }
      this.#steps += 1 + MARK_STEPS;
      if (this.#steps < SLICE_STEPS) continue;
      this.#steps = 0;
      if (yield { states: this.#chains.states, transitions: search.transitions, injections }) {
        this.#limits.add("timeout");
        this.#stopped = true;
        return;
      }
    }
  }

  #try(pending: Pending, offset: number, before: PropertySet, event: SearchEvent, used: Used): void {
    const { chain: parent, number, rips } = pending;
    const search = this.#search;
    const base = parent.base + offset + 1;
    this.#begin(used, base);
    const end = search.inject(event);
    const chain: Chain = { ...used, from: { parent, offset, event }, lead: 0, base };
    if (end === ChainEnd.None) {
      const from = { number, address: rips[offset] ?? 0n };
      const total = this.#finish(this.#chains.run(this.#question.limits.maxChain), chain, before, from);
      const without = before | (this.#after[number]?.[offset] ?? 0);
      if (event.kind === "nmi" && total !== undefined)
        this.#judge(rips[offset] ?? 0n, injectionsOf(parent), total & ~without, chain);
      this.#steps += this.#chains.length;
    } else {
      this.#noteLimit(end);
    }
    search.back(0);
  }

  /** An NMI at `address` breaks `properties` that are not broken without it. */
  #judge(address: bigint, injections: number, properties: PropertySet, chain: Chain): void {
    const spot = this.#spots.get(address);
    if (spot === undefined) return;
    spot.tried = true;
    const fresh = properties & ~spot.properties;
    if (properties !== 0) spot.harmful ??= injections;
    if (fresh === 0) return;
    spot.properties |= fresh;
    spot.harms = [...spot.harms, { properties: fresh, events: eventsOf(chain) }];
  }

  /** What the chain that just ended breaks, from its first state on; undefined: not known. */
  #finish(end: ChainEnd, chain: Chain, before: PropertySet, from?: Way["from"]): PropertySet | undefined {
    const chains = this.#chains;
    const { length } = chains;
    const after = new Uint16Array(length);
    let set = this.#tail(end);
    for (let index = length - 1; index >= 0; index--) {
      after[index] = set;
      set |= chains.broken(index);
    }
    this.#after.push(after);
    const open = new Uint8Array(end === ChainEnd.Crashed ? length - 1 : length);
    const rips = new BigUint64Array(open.length);
    const broken = new Uint16Array(open.length);
    for (let index = 0; index < length; index++) {
      const isOpen = chains.isOpen(index);
      const rip = chains.rip(index);
      this.#reach(rip, injectionsOf(chain), isOpen);
      open[index] = isOpen ? 1 : 0;
      rips[index] = rip;
      broken[index] = chains.broken(index);
    }
    if (open.length > 0 && this.#choices(chain).length > 0)
      this.#next.push({ chain, number: this.#after.length - 1, before, open, rips, broken });
    const total = this.#noteLimit(end) ? set : undefined;
    this.#ways.push({ chain, from, total: total === undefined ? undefined : total | before });
    return total;
  }

  /** What is broken from the last state of the chain on. */
  #tail(end: ChainEnd): PropertySet {
    const chains = this.#chains;
    const { length, endBroken } = chains;
    const { chain, offset } = chains.met;
    switch (end) {
      case ChainEnd.Merged:
        return chains.broken(length) | (this.#after[chain]?.[offset] ?? 0);
      case ChainEnd.Settled:
      case ChainEnd.Livelock: {
        let set = endBroken | chains.broken(length);
        for (let index = offset + 1; index < length; index++) set |= chains.broken(index);
        return set;
      }
      default:
        return endBroken;
    }
  }

  /** False: the run was not followed to its end. */
  #noteLimit(end: ChainEnd): boolean {
    switch (end) {
      case ChainEnd.TooLong:
        this.#limits.add("chain-length");
        this.#longChains++;
        if (this.#longChains === MAX_LONG_CHAINS) this.#stopped = true;
        return false;
      case ChainEnd.NotModelled:
        this.#limits.add("not-modelled");
        return false;
      case ChainEnd.TableFull:
        this.#limits.add("max-states");
        this.#stopped = true;
        return false;
      case ChainEnd.NewPage:
        this.newPages |= this.#search.faultedPages & ~this.#pages;
        return false;
      default:
        return true;
    }
  }

  #reach(address: bigint, injections: number, isOpen: boolean): void {
    const spot = this.#spots.get(address);
    const open = isOpen ? injections : undefined;
    if (spot === undefined) {
      const none = { tried: false, harmful: undefined, properties: 0, harms: [] };
      this.#spots.set(address, { reached: injections, open, ...none });
    } else {
      spot.open ??= open;
    }
  }

  #goTo(chain: Chain): void {
    const search = this.#search;
    search.toRoot();
    for (const { from, lead } of lineage(chain)) {
      if (from === undefined) continue;
      search.advance(from.offset);
      search.repeat(from.event);
      search.advance(lead);
    }
  }

  #begin(used: Used, base: number): void {
    const { faults, faultPoints } = this.#question.bounds;
    const injected = faultPoints === "lazy" ? 0 : used.faults;
    this.#search.begin({
      budgetKey: (used.machineChecks * (faults + 1) + injected) * PAGE_KEYS,
      pagesLeft: faults - used.faults,
      injections: injectionsOf(used),
      base,
    });
  }

  #choices({ nmis, faults, machineChecks }: Used): readonly (readonly [SearchEvent, Used])[] {
    const { bounds } = this.#question;
    const choices: (readonly [SearchEvent, Used])[] = [];
    if (nmis < bounds.nmis) choices.push([{ kind: "nmi" }, { nmis: nmis + 1, faults, machineChecks }]);
    if (faults < bounds.faults && bounds.faultPoints !== "lazy")
      choices.push([{ kind: "pf" }, { nmis, faults: faults + 1, machineChecks }]);
    if (machineChecks < bounds.machineChecks)
      choices.push([{ kind: "mc" }, { nmis, faults, machineChecks: machineChecks + 1 }]);
    return choices;
  }

  #mayFault(): boolean {
    const { bounds, faultRanges } = this.#question;
    if (bounds.faultPoints === "anywhere") return true;
    const { rip } = this.#search;
    return faultRanges.some(({ from, to }) => rip >= from && rip < to);
  }
}
