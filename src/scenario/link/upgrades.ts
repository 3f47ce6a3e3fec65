// From any published version to today's scenario: one pure function a step, from
// frozen shape to frozen shape. Only the last step, to today's types, may know
// what the rest of the project calls things.

import * as v from "valibot";
import { V1, type V1Content } from "./shapes/v1.ts";
import { V2, type V2Content } from "./shapes/v2.ts";
import { V3, type V3Content } from "./shapes/v3.ts";

/** The newest version. */
export const CURRENT_VERSION = 3;

/** Says whether content is of its version, and what is wrong if it is not. */
export const SHAPES: ReadonlyMap<number, v.GenericSchema> = new Map<number, v.GenericSchema>([
  [1, V1],
  [2, V2],
  [3, V3],
]);

/** Makes version N, its key, of version N - 1. */
export type Upgrades = ReadonlyMap<number, (older: unknown) => unknown>;

/** Version 1 knew no FRED; what its links do not say is off. */
function toV2(older: V1Content): V2Content {
  return older;
}

/** Version 2 knew no notes. */
function toV3(older: V2Content): V3Content {
  return older;
}

/* oxlint-disable typescript/no-unsafe-type-assertion -- `upgrade` hands each what its shape has checked */
export const UPGRADES: Upgrades = new Map<number, (older: unknown) => unknown>([
  [2, (older) => toV2(older as V1Content)],
  [3, (older) => toV3(older as V2Content)],
]);
/* oxlint-enable typescript/no-unsafe-type-assertion */

/** Every version from 1 has a shape, and every one but the first an upgrader. */
export function assertGapFree(
  shapes: ReadonlyMap<number, unknown>,
  upgrades: ReadonlyMap<number, unknown>,
  current: number,
): void {
  for (let version = 1; version <= current; version++) {
    if (!shapes.has(version)) throw new Error(`links: version ${version} has no shape`);
    if (version > 1 && !upgrades.has(version)) throw new Error(`links: nothing makes version ${version}`);
  }
  if (shapes.size !== current || upgrades.size !== current - 1) {
    throw new Error(`links: there are shapes or upgraders beyond version ${current}`);
  }
}

assertGapFree(SHAPES, UPGRADES, CURRENT_VERSION);

export type Upgraded =
  | { readonly kind: "content"; readonly content: unknown }
  /** Where, and what must be so. */
  | { readonly kind: "invalid"; readonly field: string; readonly message: string };

/** `schedule[2].item` */
function fieldOf(issue: v.BaseIssue<unknown>): string {
  let field = "";
  for (const { key } of issue.path ?? []) {
    field += typeof key === "number" ? `[${key}]` : (field === "" ? "" : ".") + String(key);
  }
  return field;
}

/** The issue deepest in: of a union, the branch that came furthest. */
function deepest(issue: v.BaseIssue<unknown>): { readonly field: string; readonly message: string } {
  const inner = (issue.issues ?? []).filter((one) => (one.path?.length ?? 0) > 0);
  const [first] = inner;
  if (first === undefined) return { field: fieldOf(issue), message: issue.message };
  const below = deepest(first);
  const above = fieldOf(issue);
  return { field: above === "" ? below.field : `${above}.${below.field}`, message: below.message };
}

/** `content` of a known version, checked and brought to the current one. */
export function upgrade(
  content: unknown,
  version: number,
  upgrades: Upgrades = UPGRADES,
  current = CURRENT_VERSION,
): Upgraded {
  const shape = SHAPES.get(version);
  if (shape === undefined) throw new Error(`links: no shape for version ${version}`);
  const checked = v.safeParse(shape, content);
  if (!checked.success) return { kind: "invalid", ...deepest(checked.issues[0]) };
  let now: unknown = checked.output;
  for (let next = version + 1; next <= current; next++) now = upgrades.get(next)?.(now);
  return { kind: "content", content: now };
}
