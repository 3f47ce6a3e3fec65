// Where the boxes of the graph of outcomes stand and how the lines between them run:
// columns from left to right, no event first, what runs come to last. Pure; in rem.

import type { OutcomeEdgeView, OutcomeNodeView, OutcomesView } from "../../../session/views/exploration.ts";

export const BOX = { width: 21, height: 5.6 } as const;
const GAP = { column: 14.5, row: 1.6 } as const;
/** Of the labels of lines that end at one box. */
const LABEL = 2;
const MARGIN = 1;

export interface PlacedNode {
  readonly index: number;
  readonly node: OutcomeNodeView;
  readonly x: number;
  readonly y: number;
  readonly height: number;
}

export interface PlacedEdge {
  readonly edge: OutcomeEdgeView;
  readonly fromY: number;
  readonly fromX: number;
  readonly toX: number;
  readonly toY: number;
}

export interface OutcomeLayout {
  readonly nodes: readonly PlacedNode[];
  readonly edges: readonly PlacedEdge[];
  readonly width: number;
  readonly height: number;
}

/** The longest way from the first box; what leads nowhere stands in the last column. */
function columnsOf({ nodes, edges }: OutcomesView): readonly number[] {
  const column = nodes.map(() => 0);
  // Lines lead to later columns only, so this comes to rest.
  for (let round = 0, moved = true; moved && round < nodes.length; round++) {
    moved = false;
    for (const { from, to } of edges) {
      const least = (column[from] ?? 0) + 1;
      if ((column[to] ?? 0) >= least) continue;
      column[to] = least;
      moved = true;
    }
  }
  const last = Math.max(...column);
  const leads = new Set(edges.map(({ from }) => from));
  return column.map((at, index) => (leads.has(index) || index === 0 ? at : last));
}

const RANK = { fragile: 0, breaks: 1, unknown: 2, holds: 3 } as const;

export function layoutOutcomes(view: OutcomesView): OutcomeLayout {
  const columns = columnsOf(view);
  const into = view.nodes.map((_, index) => view.edges.filter(({ to }) => to === index));
  const heightOf = (index: number): number => Math.max(BOX.height, (into[index]?.length ?? 0) * LABEL + 0.4);
  const placed = new Map<number, PlacedNode>();
  const count = Math.max(...columns) + 1;
  let height = 0;
  for (let column = 0; column < count; column++) {
    const members = view.nodes
      .map((node, index) => ({ node, index }))
      .filter(({ index }) => columns[index] === column)
      .toSorted((a, b) => RANK[a.node.outcome] - RANK[b.node.outcome] || b.node.count - a.node.count);
    let y: number = MARGIN;
    for (const { node, index } of members) {
      placed.set(index, { index, node, x: MARGIN + column * (BOX.width + GAP.column), y, height: heightOf(index) });
      y += heightOf(index) + GAP.row;
    }
    height = Math.max(height, y - GAP.row + MARGIN);
  }
  return {
    nodes: [...placed.values()],
    edges: edgesOf(view, placed),
    width: 2 * MARGIN + count * BOX.width + (count - 1) * GAP.column,
    height,
  };
}

/** Lines leave and meet a box one below the other, in the order of their other ends. */
function edgesOf({ edges }: OutcomesView, placed: ReadonlyMap<number, PlacedNode>): readonly PlacedEdge[] {
  const y = (index: number): number => placed.get(index)?.y ?? 0;
  return edges.flatMap((edge) => {
    const [from, to] = [placed.get(edge.from), placed.get(edge.to)];
    if (from === undefined || to === undefined) return [];
    const leaving = edges.filter((other) => other.from === edge.from).toSorted((a, b) => y(a.to) - y(b.to));
    const meeting = edges.filter((other) => other.to === edge.to).toSorted((a, b) => y(a.from) - y(b.from));
    const part = (all: readonly OutcomeEdgeView[], box: PlacedNode): number =>
      box.y + (box.height * (all.indexOf(edge) + 1)) / (all.length + 1);
    return [{ edge, fromX: from.x + BOX.width, fromY: part(leaving, from), toX: to.x, toY: part(meeting, to) }];
  });
}
