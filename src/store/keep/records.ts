// What-ifs as records and back. A scenario is written as a link's content with its
// version, so that old drafts open as old links do; a text is stored once along a branch.

import { versionOf, toContent } from "../../scenario/link/content.ts";
import { readContent } from "../../scenario/link/read.ts";
import type { Scenario, SharedMoment } from "../../scenario/scenario.ts";
import type { WhatIfRecord, WorkRecord } from "./shelf.ts";
import type { WhatIf, WhatIfs } from "./what-ifs.ts";

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
