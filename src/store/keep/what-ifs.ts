// The tree of what-ifs: every scenario that was tried, each grown from the one
// before it, none lost; and the trail by which undo and redo walk. Pure: knows no
// store, no clock and no page.

import type { Scenario } from "../../scenario/scenario.ts";
import { sameScenario } from "./same-scenario.ts";

export interface WhatIf {
  readonly id: number;
  readonly parent: number | undefined;
  /** What was changed, in words. */
  readonly change: string;
  /** A change of the source's text alone: the next keystrokes may belong to it. */
  readonly typed: boolean;
  readonly scenario: Scenario;
  /** Where its reader was last. */
  readonly position: number;
  /** When it was made or changed last, in milliseconds since 1970. */
  readonly at: number;
  readonly name?: string;
  readonly note?: string;
  /** Properties that its run breaks; undefined: not known yet. */
  readonly failed?: number;
}

export interface WhatIfs {
  /** By id; a child's id is larger than its parent's. */
  readonly nodes: ReadonlyMap<number, WhatIf>;
  /** Ids as they were visited; never empty. */
  readonly trail: readonly number[];
  /** The present one's index in the trail. */
  readonly index: number;
}

/** A pause longer than this ends a change of the text. */
export const TYPING_MS = 10_000;
/** Visits that undo can take back. */
export const MAX_TRAIL = 1000;
/** More than this are thinned out, see `thinned`. */
export const MAX_WHAT_IFS = 2000;

export interface Grown {
  readonly change: string;
  readonly typed: boolean;
  readonly scenario: Scenario;
  readonly position: number;
  readonly at: number;
}

export function plant(first: Grown): WhatIfs {
  return { nodes: new Map([[0, { id: 0, parent: undefined, ...first }]]), trail: [0], index: 0 };
}

export function present(tree: WhatIfs): WhatIf {
  const node = tree.nodes.get(tree.trail[tree.index] ?? 0);
  if (node === undefined) throw new Error("a tree of what-ifs without its present one");
  return node;
}

/** Another scenario from here on. Going on typing changes the present one instead. */
export function grow(tree: WhatIfs, grown: Grown): WhatIfs {
  const here = present(tree);
  if (sameScenario(here.scenario, grown.scenario)) return tree;
  if (goesOnTyping(tree, here, grown)) {
    const { failed: _failed, ...kept } = here;
    const amended: WhatIf = { ...kept, scenario: grown.scenario, at: grown.at, position: grown.position };
    return { ...tree, nodes: new Map(tree.nodes).set(here.id, amended) };
  }
  const known = childLike(tree, here, grown.scenario);
  if (known !== undefined) return visit(tree, known.id);
  const id = Math.max(...tree.nodes.keys()) + 1;
  const nodes = new Map(tree.nodes).set(id, { id, parent: here.id, ...grown });
  return thinned(visit({ ...tree, nodes }, id));
}

function goesOnTyping(tree: WhatIfs, here: WhatIf, grown: Grown): boolean {
  const isNewest = tree.index === tree.trail.length - 1 && !hasChildren(tree, here.id);
  const isFree = here.typed && here.name === undefined && here.note === undefined;
  return grown.typed && isFree && isNewest && grown.at - here.at < TYPING_MS;
}

function childLike(tree: WhatIfs, here: WhatIf, scenario: Scenario): WhatIf | undefined {
  for (const node of tree.nodes.values())
    if (node.parent === here.id && sameScenario(node.scenario, scenario)) return node;
  return undefined;
}

function hasChildren(tree: WhatIfs, id: number): boolean {
  for (const node of tree.nodes.values()) if (node.parent === id) return true;
  return false;
}

/** Goes to one of them; undo leads back from there. */
export function visit(tree: WhatIfs, id: number): WhatIfs {
  if (!tree.nodes.has(id) || present(tree).id === id) return tree;
  const trail = [...tree.trail.slice(0, tree.index + 1), id].slice(-MAX_TRAIL);
  return { ...tree, trail, index: trail.length - 1 };
}

/** -1: undo; 1: redo. Undefined: there is nothing to go to. */
export function walk(tree: WhatIfs, by: -1 | 1): WhatIfs | undefined {
  const index = tree.index + by;
  return tree.trail[index] === undefined ? undefined : { ...tree, index };
}

/** What the page learned of one: where its reader was, what its run breaks, its name and note. */
export function told(
  tree: WhatIfs,
  id: number,
  facts: Partial<Pick<WhatIf, "position" | "failed" | "scenario" | "name" | "note">>,
): WhatIfs {
  const node = tree.nodes.get(id);
  return node === undefined ? tree : { ...tree, nodes: new Map(tree.nodes).set(id, { ...node, ...facts }) };
}

/** Names and notes may be taken away again: an empty text does. */
export function labelled(tree: WhatIfs, id: number, label: "name" | "note", text: string): WhatIfs {
  const node = tree.nodes.get(id);
  if (node === undefined) return tree;
  const { [label]: _old, ...rest } = node;
  const trimmed = text.trim();
  const named: WhatIf = trimmed === "" ? rest : { ...rest, [label]: trimmed };
  return { ...tree, nodes: new Map(tree.nodes).set(id, named) };
}

/**
 * Above MAX_WHAT_IFS the oldest ends of branches go, one at a time: never the
 * present one nor what it grew from, never one with a name or a note.
 */
export function thinned(tree: WhatIfs, limit = MAX_WHAT_IFS): WhatIfs {
  if (tree.nodes.size <= limit) return tree;
  const nodes = new Map(tree.nodes);
  const children = new Map<number, number>();
  for (const { parent } of nodes.values())
    if (parent !== undefined) children.set(parent, (children.get(parent) ?? 0) + 1);
  const onPath = new Set(pathTo(tree, present(tree).id).map(({ id }) => id));
  for (const node of tree.nodes.values()) {
    let end: WhatIf | undefined = node;
    while (end !== undefined && nodes.size > limit && isSpare(end, onPath, children)) {
      nodes.delete(end.id);
      const parent: WhatIf | undefined = end.parent === undefined ? undefined : nodes.get(end.parent);
      if (parent !== undefined) children.set(parent.id, (children.get(parent.id) ?? 1) - 1);
      end = parent;
    }
  }
  const before = tree.trail.slice(0, tree.index + 1).filter((id) => nodes.has(id));
  const after = tree.trail.slice(tree.index + 1).filter((id) => nodes.has(id));
  return { nodes, trail: [...before, ...after], index: before.length - 1 };
}

function isSpare(node: WhatIf, onPath: ReadonlySet<number>, children: ReadonlyMap<number, number>): boolean {
  const isEnd = (children.get(node.id) ?? 0) === 0;
  return isEnd && !onPath.has(node.id) && node.name === undefined && node.note === undefined;
}

/** From the first one to this one. */
export function pathTo(tree: WhatIfs, id: number): readonly WhatIf[] {
  const path: WhatIf[] = [];
  let node = tree.nodes.get(id);
  while (node !== undefined) {
    path.unshift(node);
    node = node.parent === undefined ? undefined : tree.nodes.get(node.parent);
  }
  return path;
}

export interface WhatIfRow {
  readonly node: WhatIf;
  /** Forks between it and the first one. */
  readonly depth: number;
  /** Begins a branch beside an older one. */
  readonly forks: boolean;
}

/** All of them as a list: a branch stands below the place it left from, older branches first. */
export function rowsOf(tree: WhatIfs): readonly WhatIfRow[] {
  const children = new Map<number, WhatIf[]>();
  const first: WhatIf[] = [];
  for (const node of tree.nodes.values()) {
    const siblings = node.parent === undefined ? first : (children.get(node.parent) ?? []);
    siblings.push(node);
    if (node.parent !== undefined) children.set(node.parent, siblings);
  }
  const rows: WhatIfRow[] = [];
  // The oldest child goes on at the same depth, after the branches beside it.
  const pending = first.map((node): WhatIfRow => ({ node, depth: 0, forks: false }));
  for (let row = pending.pop(); row !== undefined; row = pending.pop()) {
    rows.push(row);
    const { depth } = row;
    const [oldest, ...others] = children.get(row.node.id) ?? [];
    if (oldest !== undefined) pending.push({ node: oldest, depth, forks: false });
    for (const node of others.toReversed()) pending.push({ node, depth: depth + 1, forks: true });
  }
  return rows;
}

/** Ends of branches: one for a tree that never forked. */
export function branchCount(tree: WhatIfs): number {
  const parents = new Set(Array.from(tree.nodes.values(), ({ parent }) => parent));
  return [...tree.nodes.keys()].filter((id) => !parents.has(id)).length;
}
