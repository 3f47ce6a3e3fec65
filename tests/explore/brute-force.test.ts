// The search against two that are too simple to be wrong: every state, kept whole,
// one step at a time; and every schedule, one ordinary run each.
import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { BLOCK_BYTES, Block } from "../../src/core/block.ts";
import { layout } from "../../src/machine/index.ts";
import type { ExplorationReport, Program } from "../../src/session/index.ts";
import { openRun } from "../../src/session/run.ts";
import { finish } from "../../src/session/slices.ts";
import { bounds, machine, search, source } from "./support.ts";
import { TOYS } from "./toys.ts";

/** Bytes of the ghost block before its canonical part (core/properties/block.ts). */
const NOT_CANONICAL = 104;

/** The whole state as the machine stands, as a digest of 160 bits. */
function stateNow(program: Program, pristine: Uint8Array): string {
  const { block, pages } = machine.snapshot();
  const bytes = block.slice();
  bytes.fill(0, Block.NmiMerged, Block.NmiMerged + 4);
  bytes.fill(0, Block.Steps, Block.Steps + 8);
  bytes.fill(0, BLOCK_BYTES, BLOCK_BYTES + NOT_CANONICAL);
  const digest = createHash("sha1").update(bytes);
  const counter = (machine.physicalOf(program.counter) ?? 0) - layout.RAM_BASE;
  for (const { page, bytes: content } of pages) {
    const from = page * layout.PAGE_BYTES;
    const copy = content.slice();
    if (counter >= from && counter < from + layout.PAGE_BYTES) copy.fill(0, counter - from, counter - from + 8);
    if (Buffer.compare(copy, pristine.subarray(from, from + layout.PAGE_BYTES)) === 0) continue;
    digest.update(String(page)).update(copy);
  }
  return digest.digest("hex");
}

/** Also from where the workload is after touch0 was made present. */
function startsOf(program: Program, touches: boolean) {
  const starts = [machine.snapshot()];
  if (!touches) return starts;
  machine.step([{ kind: "pf", address: layout.TOUCH }]);
  while (machine.registers().rip !== program.image.start) machine.step([]);
  return [...starts, machine.snapshot()];
}

/** How many states `nmis` NMIs, each at any boundary, can lead to. */
function countStates(program: Program, nmis: number, touches: boolean): number {
  machine.load(program.image);
  const panics = new Set(program.image.panics.map(({ address }) => address));
  const pristine = machine.physicalMemory();
  const seen = new Set<string>();
  let starts = startsOf(program, touches);
  for (let left = nmis; starts.length > 0; left--) {
    const next: typeof starts = [];
    for (const start of starts) {
      machine.restore(start);
      for (;;) {
        const key = stateNow(program, pristine);
        if (seen.has(key)) break;
        seen.add(key);
        if (panics.has(machine.registers().rip)) break;
        const here = machine.snapshot();
        if (left > 0 && machine.step([{ kind: "nmi" }]).kind === "step") next.push(machine.snapshot());
        machine.restore(here);
        if (machine.step([]).kind !== "step") break;
      }
    }
    if (left === 0) break;
    starts = next;
  }
  return seen.size;
}

interface Least {
  readonly injections: number;
  readonly steps: number;
}

/** For each property that some schedule breaks: the fewest events, then steps. `orders`: of events. */
function tryAll(program: Program, orders: readonly (readonly string[])[]): ReadonlyMap<string, Least> {
  const least = new Map<string, Least>();
  const take = (events: readonly (readonly [event: string, step: number])[]): number => {
    const items = events.map(([event, step]) => ({ event, when: String(step) }));
    const run = openRun(machine, program, items);
    finish(run.timeline.complete());
    for (const { property, step } of run.violations()) {
      const known = least.get(property);
      const found = { injections: events.length, steps: step + 1 };
      if (known === undefined || found.injections < known.injections) least.set(property, found);
      else if (found.injections === known.injections && found.steps < known.steps) least.set(property, found);
    }
    return run.timeline.length;
  };
  for (const [one = "nmi", other = "nmi"] of orders) {
    for (let first = 0; first < ROUND; first++) {
      const length = take([[one, first]]);
      for (let second = first + 1; second < length; second++)
        take([
          [one, first],
          [other, second],
        ]);
    }
  }
  return least;
}

/** For each property that the search finds broken, the same. */
function leastFound(report: ExplorationReport): ReadonlyMap<string, Least> {
  const found = new Map<string, Least>();
  for (const { property, injections, steps } of report.violations)
    if (!found.has(property)) found.set(property, { injections, steps });
  expect(report.unconfirmed).toEqual([]);
  return found;
}

/** Boundaries of the workload's loop. */
const ROUND = 33;

describe.each(Object.entries(TOYS))("%s", (_, text) => {
  const program = source(text);

  it("has as many states as there are", () => {
    for (const nmis of [0, 1, 2]) {
      // without an NMI nobody learns that a page is touched
      const touches = nmis > 0 && text.includes("touch0");
      const { states, limits } = search(program, bounds(nmis, 2));
      expect(limits).toEqual([]);
      expect(states).toBe(countStates(program, nmis, touches));
    }
  });

  it("breaks what some schedule breaks, with the fewest NMIs and steps", () => {
    const found = leastFound(search(program, bounds(2, 2)));
    expect(Object.fromEntries(found)).toEqual(Object.fromEntries(tryAll(program, [["nmi", "nmi"]])));
  });
});

describe.each([
  ["a machine check", "mc", bounds(1, 2, { machineChecks: 1 })],
  ["a debug exception", "db", bounds(1, 1, { debugExceptions: 1 })],
  ["a breakpoint", "bp", bounds(1, 1, { breakpoints: 1 })],
  ["an injected fault", "pf", bounds(1, 1, { faultPoints: "anywhere" })],
] as const)("one NMI and %s", (_, event, within) => {
  it.each(["CALM", "DROPPING"] as const)("break of %s what some schedule breaks", (toy) => {
    const program = source(TOYS[toy]);
    const orders = [
      ["nmi", event],
      [event, "nmi"],
    ];
    const found = leastFound(search(program, within));
    expect(Object.fromEntries(found)).toEqual(Object.fromEntries(tryAll(program, orders)));
  });
});
