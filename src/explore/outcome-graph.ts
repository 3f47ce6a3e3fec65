// What schedules come to, as a graph: schedules of one kind are one node, an event more
// leads from kind to kind. A kind is what is broken with no further event, and to which
// broken kinds one more event can lead. Made of the chains of the heat map's search.

import type { PropertySet, SearchEvent } from "../machine/index.ts";
import { type Chain, injectionsOf } from "./chain-tree.ts";

/** A chain as it ended; chains are numbered in the order in which they were run. */
export interface Way {
  readonly chain: Chain;
  /** The chain that it left, and the address that its event interrupted; undefined: no event. */
  readonly from: { readonly number: number; readonly address: bigint } | undefined;
  /** All that is broken if no event follows; undefined: it was not followed to its end. */
  readonly total: PropertySet | undefined;
}

export type OutcomeKind =
  /** Breaks something: what may follow is left out. */
  | { readonly kind: "breaks"; readonly properties: PropertySet }
  /** Holds, and breaks nothing with more events that was not known from runs with as few. */
  | { readonly kind: "holds" }
  /** Holds, but not with more events. */
  | { readonly kind: "fragile" }
  | { readonly kind: "unknown" };

export interface OutcomeEdge {
  readonly from: number;
  readonly to: number;
  readonly event: SearchEvent["kind"];
  /** Chains that this event begins. */
  readonly count: number;
  /** What it interrupts, in the order in which it was tried; none: it came before the run proper. */
  readonly addresses: readonly bigint[];
  /** The first that was found. */
  readonly first: Chain;
}

export interface OutcomeNode {
  readonly outcome: OutcomeKind;
  /** Chains of this kind, none of which comes after a broken one. */
  readonly count: number;
  /** The first that was found: of fewest injections. */
  readonly first: Chain;
  readonly injections: number;
}

export interface OutcomeGraph {
  /** Node 0 is the run without events. */
  readonly nodes: readonly OutcomeNode[];
  readonly edges: readonly OutcomeEdge[];
}

interface Kinds {
  /** Of each chain. */
  readonly of: Int32Array;
  readonly outcomes: readonly OutcomeKind[];
}

const HOLDS = "holds";

/** From the last chain to the first: a chain comes after the one that it left. */
function kindsOf(ways: readonly Way[]): Kinds {
  const of = new Int32Array(ways.length);
  const numbers = new Map<string, number>();
  const outcomes: OutcomeKind[] = [];
  const number = (key: string, outcome: OutcomeKind): number => {
    const known = numbers.get(key);
    if (known !== undefined) return known;
    numbers.set(key, outcomes.length);
    return outcomes.push(outcome) - 1;
  };
  const holds = number(HOLDS, { kind: "holds" });
  const reached = new Map<number, Set<string>>();
  for (let at = ways.length - 1; at >= 0; at--) {
    const way = ways[at];
    if (way === undefined) continue;
    const { total, from, chain } = way;
    const beyond = reached.get(at);
    reached.delete(at);
    if (total === undefined) of[at] = number("unknown", { kind: "unknown" });
    else if (total !== 0) of[at] = number(`breaks ${total}`, { kind: "breaks", properties: total });
    else of[at] = beyond === undefined ? holds : number([...beyond].toSorted().join(), { kind: "fragile" });
    if (from === undefined || of[at] === holds) continue;
    const set = reached.get(from.number) ?? new Set();
    set.add(`${chain.from?.event.kind ?? ""} ${of[at]}`);
    reached.set(from.number, set);
  }
  return { of, outcomes };
}

type Mutable<Of> = { -readonly [name in keyof Of]: Of[name] };
type EdgeSoFar = Mutable<OutcomeEdge> & { readonly seen: Set<bigint> };

export function outcomeGraph(ways: readonly Way[]): OutcomeGraph {
  const { of, outcomes } = kindsOf(ways);
  const nodes: Mutable<OutcomeNode>[] = [];
  const edges = new Map<string, EdgeSoFar>();
  const nodeOf = new Map<number, number>();
  /** Its chain comes after nothing that is broken or not known. */
  const isShown = new Uint8Array(ways.length);
  for (const [at, { chain, from, total }] of ways.entries()) {
    if (from !== undefined && isShown[from.number] !== 1) continue;
    isShown[at] = total === 0 ? 1 : 2;
    const kind = of[at] ?? 0;
    const known = nodeOf.get(kind);
    const node = known ?? nodes.length;
    if (known === undefined) {
      nodeOf.set(kind, node);
      const outcome = outcomes[kind] ?? { kind: "unknown" };
      nodes.push({ outcome, count: 0, first: chain, injections: injectionsOf(chain) });
    }
    const present = nodes[node];
    if (present !== undefined) present.count += 1;
    // Of runs that begin with a page made present, the first run is the parent.
    const parent = from === undefined ? 0 : nodeOf.get(of[from.number] ?? 0);
    const event = chain.from?.event.kind;
    if (parent === undefined || event === undefined || parent === node) continue;
    const key = `${parent} ${node} ${event} ${from === undefined ? "first" : ""}`;
    const edge = edges.get(key) ?? {
      from: parent,
      to: node,
      event,
      count: 0,
      addresses: [],
      first: chain,
      seen: new Set(),
    };
    edges.set(key, edge);
    edge.count += 1;
    if (from !== undefined) edge.seen.add(from.address);
  }
  return { nodes, edges: [...edges.values()].map(({ seen, ...edge }) => ({ ...edge, addresses: [...seen] })) };
}
