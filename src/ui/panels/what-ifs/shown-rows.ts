// Which rows of a large tree are listed: forks, ends, names, and what is near.

import type { WhatIfRow } from "../../../store/keep/what-ifs.ts";

const ALL_UP_TO = 150;
const NEAR = 25;

export type ShownRow =
  | { readonly kind: "row"; readonly row: WhatIfRow }
  | { readonly kind: "gap"; readonly count: number; readonly after: number };

export function shownRows(rows: readonly WhatIfRow[], here: number, all: boolean): readonly ShownRow[] {
  if (all || rows.length <= ALL_UP_TO) return rows.map((row) => ({ kind: "row", row }));
  const at = rows.findIndex(({ node }) => node.id === here);
  const parents = new Set(rows.map(({ node }) => node.parent));
  const shown: ShownRow[] = [];
  for (const [index, row] of rows.entries()) {
    const { node } = row;
    const isLabelled = node.name !== undefined || node.note !== undefined;
    const isEdge = index === 0 || row.forks || !parents.has(node.id);
    const last = shown.at(-1);
    if (isLabelled || isEdge || Math.abs(index - at) <= NEAR) shown.push({ kind: "row", row });
    else if (last?.kind === "gap") shown[shown.length - 1] = { ...last, count: last.count + 1 };
    else shown.push({ kind: "gap", count: 1, after: node.id });
  }
  return shown;
}
