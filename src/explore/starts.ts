// The chains without injections: the run without events, and the same with lazy
// pages made present first.

import { LAZY_PAGES, type StateSearch, layout } from "../machine/index.ts";
import type { Bounds } from "./bounds.ts";
import { UNUSED, budgetKeyOf } from "./budgets.ts";
import type { Chain, ChainStore } from "./chains.ts";
import { type Sweeper, isOver, openStates } from "./sweep.ts";

/** A #PF of the workload's that makes a page present is over by then. */
const LEAD_STEPS = 2000;

interface Start {
  readonly bounds: Bounds;
  /** Where the workload begins. */
  readonly start: bigint;
  /** Lazy pages known to be touched, a bit each. */
  readonly pages: number;
}

const ROOT: Chain = { parent: -1, place: 0, event: { kind: "nmi" }, lead: 0, base: 0, states: 0, used: UNUSED };

/** Runs them, and puts them into the store. */
export function startChains(search: StateSearch, sweeper: Sweeper, chains: ChainStore, start: Start): void {
  search.toRoot();
  begin(search, sweeper, chains, start, ROOT);
  for (let present = 1; present < 1 << LAZY_PAGES && !isOver(sweeper.swept); present++) {
    if ((present & ~start.pages) === 0) startWith(search, sweeper, chains, start, present);
  }
}

/** The machine is in the chain's state 0. */
function begin(search: StateSearch, sweeper: Sweeper, chains: ChainStore, { bounds }: Start, chain: Chain): void {
  const { base } = chain;
  search.begin({ budgetKey: budgetKeyOf(UNUSED, bounds), pagesLeft: bounds.faults, injections: 0, base });
  search.start(chains.count);
  const end = search.run();
  sweeper.noteEnd(end, search.faultedPages);
  chains.add({ ...chain, states: openStates(end, search.length) });
}

/** Lazy pages become present as ever: the workload touches them, a #PF comes, its handler maps them. */
function startWith(search: StateSearch, sweeper: Sweeper, chains: ChainStore, start: Start, present: number): void {
  search.toRoot();
  let chain: Chain = ROOT;
  for (let page = 0; page < LAZY_PAGES; page++) {
    if (((present >> page) & 1) === 0) continue;
    const parent = chain === ROOT ? 0 : chains.add(chain);
    const event = { kind: "pf", address: layout.TOUCH + BigInt(page * layout.PAGE_BYTES) } as const;
    search.repeat(event);
    const lead = search.goHome(LEAD_STEPS, start.start);
    if (lead === undefined) {
      sweeper.swept.limits.add("pages");
      return;
    }
    chain = { ...ROOT, parent, event, lead, base: chain.base + 1 + lead };
  }
  begin(search, sweeper, chains, start, chain);
}
