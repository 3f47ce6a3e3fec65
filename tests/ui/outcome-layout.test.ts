// The graph of outcomes laid out: boxes apart, lines from left to right, whatever the
// number of kinds.
import { describe, expect, it } from "vitest";

import type { OutcomeNodeView, OutcomesView } from "../../src/session/views/exploration.ts";
import { BOX, layoutOutcomes } from "../../src/ui/panels/explore/outcome-layout.ts";

const node = (outcome: OutcomeNodeView["outcome"], injections: number, count = 1): OutcomeNodeView => ({
  outcome,
  properties: outcome === "breaks" ? ["no-crash"] : [],
  count,
  injections,
  schedule: [],
  position: 0,
});
const edge = (from: number, to: number) => ({ from, to, event: "nmi", count: 1, places: ["nmi"] });

/** A chain of kinds that hold, each with so many broken ones beside. */
function wide(depth: number, broken: number): OutcomesView {
  const nodes: OutcomeNodeView[] = [];
  const edges: ReturnType<typeof edge>[] = [];
  for (let at = 0; at < depth; at++) {
    const inner = nodes.push(node("fragile", at)) - 1;
    if (at > 0) edges.push(edge(inner - broken - 1, inner));
    for (let other = 0; other < broken; other++) edges.push(edge(inner, nodes.push(node("breaks", at + 1)) - 1));
  }
  return { nodes, edges, more: 0 };
}

describe("the layout of outcomes", () => {
  it.each([
    ["one kind", { nodes: [node("holds", 0)], edges: [], more: 0 }],
    ["a few", wide(2, 2)],
    ["two hundred", wide(10, 19)],
  ] as const)("%s: no box on another, all inside, lines to the right", (_, view) => {
    const { nodes, edges, width, height } = layoutOutcomes(view);
    expect(nodes).toHaveLength(view.nodes.length);
    for (const [at, one] of nodes.entries()) {
      expect(one.x + BOX.width).toBeLessThanOrEqual(width);
      expect(one.y + one.height).toBeLessThanOrEqual(height);
      for (const other of nodes.slice(at + 1)) {
        const apart = one.x !== other.x || one.y + one.height <= other.y || other.y + other.height <= one.y;
        expect(apart, `${one.index} and ${other.index}`).toBe(true);
      }
    }
    expect(edges).toHaveLength(view.edges.length);
    for (const { fromX, toX } of edges) expect(toX).toBeGreaterThan(fromX);
  });

  it("ends of lines at one box are apart, so that their labels are", () => {
    const into = {
      nodes: [node("fragile", 0), ...Array.from({ length: 9 }, () => node("fragile", 1)), node("holds", 0)],
    };
    const edges = into.nodes.flatMap((_, at) => (at === 0 || at === 10 ? [] : [edge(0, at), edge(at, 10)]));
    const { edges: lines } = layoutOutcomes({ ...into, edges, more: 0 });
    const ends = lines.filter((line) => line.edge.to === 10).map(({ toY }) => toY);
    expect(new Set(ends.map((y) => Math.round(y * 10))).size).toBe(9);
    const sorted = ends.toSorted((a, b) => a - b);
    for (const [at, y] of sorted.entries()) if (at > 0) expect(y - (sorted[at - 1] ?? 0)).toBeGreaterThan(1.8);
  });

  it("what runs come to stands in the last column", () => {
    const { nodes } = layoutOutcomes(wide(4, 2));
    const last = Math.max(...nodes.map(({ x }) => x));
    for (const { node: one, x } of nodes) if (one.outcome === "breaks") expect(x).toBe(last);
  });
});
