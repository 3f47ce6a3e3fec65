// The page-table walk of an address, read entry by entry from the guest's own
// tables through their recursive window (SDM 3A, 4.5).

import { PAGE_TABLES } from "../../machine/layout.ts";
import type { Run } from "../run.ts";
import type { LookAnswer, WalkLevel } from "../views/look.ts";
import { readQuad, resolveAt } from "./read.ts";
import { WALK_TEXTS } from "../texts/looks.ts";

const LEVELS = [
  { name: "PML4E", shift: 39n },
  { name: "PDPTE", shift: 30n },
  { name: "PDE", shift: 21n },
  { name: "PTE", shift: 12n },
] as const;
const INDEX = 511n;
const FRAME = 0xffffffffff000n;
const PRESENT = 1n;
const LARGE = 0x80n;
const LARGE_FRAME: Readonly<Record<string, bigint>> = { PDPTE: 0xfffffc0000000n, PDE: 0xfffffffe00000n };

export function walk(run: Run, at: string): LookAnswer {
  const address = resolveAt(run, at);
  if (typeof address !== "bigint") return { kind: "refused", why: address.why };
  const name = run.meaning.place(address);
  if (BigInt.asUintN(64, BigInt.asIntN(48, address)) !== address)
    return {
      kind: "walk",
      address,
      name,
      levels: [],
      physical: undefined,
      verdict: WALK_TEXTS.notCanonical,
    };
  return { kind: "walk", address, name, ...levelsOf(run, address) };
}

function levelsOf(
  run: Run,
  address: bigint,
): { readonly levels: readonly WalkLevel[]; readonly physical: bigint | undefined; readonly verdict: string } {
  const levels: WalkLevel[] = [];
  const { machine } = run.timeline;
  let table = machine.registers().cr3 & FRAME;
  let rights = { writable: true, user: true, noExecute: false };
  for (const { name, shift } of LEVELS) {
    const index = (address >> shift) & INDEX;
    const entry = readQuad(machine, windowAddress(address, shift));
    if (entry === undefined) return { levels, physical: undefined, verdict: WALK_TEXTS.unreadable(name) };
    levels.push({ name, index: Number(index), at: table + index * 8n, entry, flags: entryFlags(entry) });
    if ((entry & PRESENT) === 0n) return { levels, physical: undefined, verdict: WALK_TEXTS.notPresent(name) };
    rights = {
      writable: rights.writable && ((entry >> 1n) & 1n) === 1n,
      user: rights.user && ((entry >> 2n) & 1n) === 1n,
      noExecute: rights.noExecute || entry >> 63n === 1n,
    };
    const large = LARGE_FRAME[name];
    if (large !== undefined && (entry & LARGE) !== 0n)
      return mapped(levels, (entry & large) | (address & ((1n << shift) - 1n)), rights);
    table = entry & FRAME;
  }
  return mapped(levels, table | (address & 0xfffn), rights);
}

function mapped(
  levels: readonly WalkLevel[],
  physical: bigint,
  rights: { readonly writable: boolean; readonly user: boolean; readonly noExecute: boolean },
): { readonly levels: readonly WalkLevel[]; readonly physical: bigint; readonly verdict: string } {
  return { levels, physical, verdict: WALK_TEXTS.mapped(rights) };
}

/** Linear address at which the recursive slot shows the entry that maps `address` at a level. */
function windowAddress(address: bigint, shift: bigint): bigint {
  let at = address;
  for (let level = 12n; level <= shift; level += 9n) at = PAGE_TABLES | (((at & 0xffffffffffffn) >> 9n) & ~7n);
  return at;
}

/** "P W A D NX", in the order of the bits. */
export function entryFlags(entry: bigint): string {
  const names: readonly (readonly [bigint, string])[] = [
    [0n, "P"],
    [1n, "W"],
    [2n, "U"],
    [3n, "PWT"],
    [4n, "PCD"],
    [5n, "A"],
    [6n, "D"],
    [7n, "PS"],
    [8n, "G"],
    [63n, "NX"],
  ];
  return names.flatMap(([bit, name]) => ((entry >> bit) & 1n ? [name] : [])).join(" ");
}
