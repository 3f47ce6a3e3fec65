// What is kept of each state may differ, what is found may not: hashes, whole states
// and marks say the same.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { DEFAULT_LIMITS, type Bounds, type SearchMode } from "../../src/explore/index.ts";
import { Machine, searchBytes } from "../../src/machine/index.ts";
import { exploreProgram, type ExplorationReport, type Program } from "../../src/session/index.ts";
import { bounds, catalogue, source, told } from "./support.ts";
import { TOYS } from "./toys.ts";

const MAX_STATES = 3_000_000;
const CORE = join(import.meta.dirname, "../../build/core.wasm");
const machine = await Machine.create(readFileSync(CORE), searchBytes(MAX_STATES, "exact"));

function search(program: Program, within: Bounds, mode: SearchMode): ExplorationReport {
  const work = exploreProgram(machine, {
    program,
    bounds: within,
    limits: { ...DEFAULT_LIMITS, maxStates: MAX_STATES },
    mode,
  });
  let next = work.next();
  while (next.done !== true) next = work.next();
  return next.value;
}

const programs: readonly (readonly [string, Program, Bounds])[] = [
  ...Object.entries(TOYS).map(([name, text]) => [name, source(text), bounds(2, 2)] as const),
  ["naive", catalogue("naive"), bounds(2, 1)],
  ["the repaired handler", catalogue("desnoyers-2010-repaired"), bounds(2, 1)],
  ["the repaired handler and machine checks", catalogue("desnoyers-2010-repaired"), bounds(1, 0, { machineChecks: 1 })],
  [
    "the repaired handler in user mode",
    catalogue("desnoyers-2010-repaired", "user"),
    bounds(1, 1, { faultPoints: "region" }),
  ],
];

describe.each(programs)("%s", (_, program, within) => {
  const hashed = search(program, within, "hash");

  it("has as many states when none is taken for another that only looks like it", () => {
    const exact = search(program, within, "exact");
    const { states, transitions, verdict } = hashed;
    expect(exact).toMatchObject({ states, transitions, verdict, limits: [] });
    expect([told(exact), exact.exercised]).toEqual([told(hashed), hashed.exercised]);
  });

  it("breaks the same with one state in five kept", () => {
    const marks = search(program, within, "marks");
    expect(marks.limits).toEqual([]);
    expect(marks.states).toBeGreaterThanOrEqual(hashed.states);
    expect([marks.verdict, told(marks)]).toEqual([hashed.verdict, told(hashed)]);
  });
});

it("takes so many bytes for a state: 8 of a hash, 2 with marks", () => {
  const program = catalogue("desnoyers-2010-repaired");
  const within = bounds(2, 2);
  const hashed = search(program, within, "hash");
  expect(hashed.bytes).toBe(8 * hashed.states);
  const { bytes = Infinity } = search(program, within, "marks");
  expect(bytes / hashed.states).toBeLessThanOrEqual(2);
});

it("keeps whole states of a large search in ten bytes each, as many as there are hashes", () => {
  const program = catalogue("desnoyers-2010-repaired");
  const { verdict, states, bytes = Infinity } = search(program, bounds(3, 2), "exact");
  expect([verdict, states]).toEqual(["holds", 1_893_501]);
  expect(bytes / states).toBeLessThanOrEqual(10);
}, 120_000);

it("says so when there is no room for more of whole states", () => {
  const program = catalogue("desnoyers-2010-repaired");
  const work = exploreProgram(machine, {
    program,
    bounds: bounds(2, 2),
    limits: { ...DEFAULT_LIMITS, maxStates: 5000 },
    mode: "exact",
  });
  let next = work.next();
  while (next.done !== true) next = work.next();
  expect([next.value.verdict, next.value.limits]).toEqual(["incomplete", ["max-states"]]);
});
