// What-ifs as records and back. A scenario is written as a link's content with its
// version, so that old drafts open as old links do; a text is stored once along a branch.

import { versionOf, toContent } from "../../scenario/link/content.ts";
import { readContent } from "../../scenario/link/read.ts";
import type { Scenario, SharedMoment } from "../../scenario/scenario.ts";
import { handlerTitle } from "./changes.ts";
import type { WhatIfRecord, WorkRecord } from "./shelf.ts";
import { branchCount, pathTo, present, type WhatIf, type WhatIfs } from "./what-ifs.ts";

export function textOf({ handler }: Scenario): string | undefined {
  return handler.kind === "source" ? handler.text : undefined;
}

function withText(scenario: Scenario, text: string): Scenario {
  const { handler } = scenario;
  return handler.kind === "source" ? { ...scenario, handler: { ...handler, text } } : scenario;
}

export function recordOf(work: string, node: WhatIf, parent: WhatIf | undefined): WhatIfRecord {
  const { id, change, typed, at, name, note, failed, scenario, position } = node;
  const text = textOf(scenario);
  const isInherited = text === undefined || (parent !== undefined && textOf(parent.scenario) === text);
  return {
    work,
    id,
    ...(node.parent === undefined ? {} : { parent: node.parent }),
    change,
    typed,
    at,
    ...(name === undefined ? {} : { name }),
    ...(note === undefined ? {} : { note }),
    ...(failed === undefined ? {} : { failed }),
    ...momentRecord({ scenario: withText(scenario, ""), position }),
    ...(isInherited ? {} : { text }),
  };
}

/** The record of one node of a tree. */
export function recordIn(tree: WhatIfs, work: string, node: WhatIf): WhatIfRecord {
  return recordOf(work, node, node.parent === undefined ? undefined : tree.nodes.get(node.parent));
}

export function recordsOf(work: string, tree: WhatIfs): WhatIfRecord[] {
  return Array.from(tree.nodes.values(), (node) => recordIn(tree, work, node));
}

/** Characters of each node's record, about. */
export function sizesOf(work: string, tree: WhatIfs): ReadonlyMap<number, number> {
  return new Map(recordsOf(work, tree).map((record) => [record.id, sizeOf(record)]));
}

export type AboutWork = Pick<WorkRecord, "id" | "begun" | "tab" | "size"> & {
  readonly at: number;
  readonly beside: string | undefined;
};

/** `shownSource`: of a handler that is in no scenario's text. */
export function workRecord(
  about: AboutWork & Pick<WorkRecord, "owner">,
  tree: WhatIfs,
  shownSource: string,
): WorkRecord {
  const { id, tab, owner, begun, at, beside, size } = about;
  const here = present(tree);
  const own = pathTo(tree, here.id).findLast(({ scenario }) => scenario.handler.kind === "source") ?? here;
  return {
    id,
    tab,
    owner,
    begun,
    updated: at,
    title: here.name ?? own.scenario.title ?? handlerTitle(own.scenario),
    handler: handlerTitle(here.scenario),
    firstLines: firstLines(textOf(own.scenario) ?? shownSource),
    changes: tree.nodes.size - 1,
    branches: branchCount(tree),
    hasText: [...tree.nodes.values()].some((node) => textOf(node.scenario) !== undefined),
    size,
    trail: tree.trail,
    index: tree.index,
    ...(beside === undefined ? {} : { beside }),
  };
}

export function sizeOf(record: WhatIfRecord): number {
  return record.content.length + (record.text?.length ?? 0) + (record.note?.length ?? 0) + 100;
}

/** Undefined: nothing of it can be read. Ones that cannot be read are left out with what grew from them. */
export function treeOf(work: WorkRecord, records: readonly WhatIfRecord[]): WhatIfs | undefined {
  const nodes = new Map<number, WhatIf>();
  for (const record of records.toSorted((a, b) => a.id - b.id)) {
    const parent = record.parent === undefined ? undefined : nodes.get(record.parent);
    if (record.parent !== undefined && parent === undefined) continue;
    const node = nodeOf(record, parent);
    if (node !== undefined) nodes.set(node.id, node);
  }
  const [first] = nodes.keys();
  if (first === undefined) return undefined;
  const before = work.trail.slice(0, work.index + 1).filter((id) => nodes.has(id));
  const after = work.trail.slice(work.index + 1).filter((id) => nodes.has(id));
  const walked = before.length === 0 ? [Math.max(...nodes.keys())] : before;
  return { nodes, trail: [...walked, ...after], index: walked.length - 1 };
}

function nodeOf(record: WhatIfRecord, parent: WhatIf | undefined): WhatIf | undefined {
  const moment = readMoment(record);
  if (moment === undefined) return undefined;
  const text = record.text ?? (parent === undefined ? undefined : textOf(parent.scenario));
  const scenario = text === undefined ? moment.scenario : withText(moment.scenario, text);
  const { id, change, typed, at, name, note, failed } = record;
  return {
    id,
    parent: parent?.id,
    change,
    typed,
    at,
    scenario,
    position: moment.position,
    ...(name === undefined ? {} : { name }),
    ...(note === undefined ? {} : { note }),
    ...(failed === undefined ? {} : { failed }),
  };
}

export function momentRecord({ scenario, position }: SharedMoment): { version: number; content: string } {
  return { version: versionOf(scenario), content: JSON.stringify(toContent({ scenario, position })) };
}

export function readMoment({ version, content }: { version: number; content: string }): SharedMoment | undefined {
  try {
    const read = readContent(JSON.parse(content), version);
    return read.ok ? { scenario: read.shared.scenario, position: read.shared.position } : undefined;
  } catch {
    return undefined;
  }
}

const LINES = 3;
const LINE_CHARACTERS = 120;

/** The first lines that say something. */
export function firstLines(source: string): readonly string[] {
  return source
    .split("\n")
    .map((line) => line.trimEnd())
    .filter((line) => line.trim() !== "")
    .slice(0, LINES)
    .map((line) => line.slice(0, LINE_CHARACTERS));
}
