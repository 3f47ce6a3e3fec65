// The same verdict by every way of searching: whole states, one state in five, and the
// parts of a search put together, on handlers written for tests.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { fold, partJson } from "../../src/cli/parts.ts";
import { DEFAULT_LIMITS, type SearchMode } from "../../src/explore/index.ts";
import { Machine, searchBytes } from "../../src/machine/index.ts";
import { exploreProgram, exploreShard, type ExplorationReport, type Program } from "../../src/session/index.ts";
import { RIGHT_HANDLERS, WRONG_HANDLERS } from "./handlers.ts";
import { bounds, source } from "./support.ts";

const MAX_STATES = 1_000_000;
const WITHIN = bounds(2, 1);
const LIMITS = { ...DEFAULT_LIMITS, maxStates: MAX_STATES };
const SHARDS = 3;
const core = join(import.meta.dirname, "../../build/core.wasm");
const machine = await Machine.create(readFileSync(core), searchBytes(MAX_STATES, "exact"));

function finished<Result>(work: Generator<unknown, Result, boolean | undefined>): Result {
  let next = work.next();
  while (next.done !== true) next = work.next();
  return next.value;
}

function search(program: Program, mode: SearchMode): ExplorationReport {
  return finished(exploreProgram(machine, { program, bounds: WITHIN, limits: LIMITS, mode }));
}

function inParts(program: Program) {
  const parts = Array.from({ length: SHARDS }, (_, index) => {
    const work = exploreShard(machine, { program, bounds: WITHIN, limits: LIMITS }, { index: index + 1, of: SHARDS });
    return finished(work).filter(({ first }) => index === 0 || first !== -1);
  });
  return fold(
    parts.flat().map((part) => partJson(part, [])),
    { bounds: WITHIN, workload: program.image.workload },
  );
}

/** Each property with the fewest injections that break it. */
function broken(violations: readonly { readonly property: string; readonly injections: number }[]) {
  const least = new Map<string, number>();
  for (const { property, injections } of violations)
    least.set(property, Math.min(injections, least.get(property) ?? Infinity));
  return Object.fromEntries([...least].toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

const few = <One extends { readonly name: string }>(all: readonly One[], every: number) =>
  all.filter((_, index) => index % every === 0);
/** Their runs go on and on: how far the search comes then is no verdict. */
const endless = /^(?:moves-ist 3|exc-nmi-latched 3|enters-and-leaves 3),/;
const chosen = [
  ...few(RIGHT_HANDLERS, 4).map(({ name, text }) => ({ name, program: source(text) })),
  ...few(
    WRONG_HANDLERS.filter(({ name }) => !endless.test(name)),
    8,
  ).map(({ name, text, workload }) => ({ name, program: source(text, workload) })),
];

it("there are ten of them, or more", () => {
  expect(chosen.length).toBeGreaterThanOrEqual(10);
});

describe.each(chosen)("$name", ({ program }) => {
  const hashed = search(program, "hash");

  it("whole states", () => {
    const exact = search(program, "exact");
    expect(exact.limits).toEqual([]);
    expect([exact.verdict, exact.states, exact.violations]).toEqual([hashed.verdict, hashed.states, hashed.violations]);
  });

  it("one state in five", () => {
    const marks = search(program, "marks");
    expect(marks.limits).toEqual([]);
    expect([marks.verdict, marks.violations]).toEqual([hashed.verdict, hashed.violations]);
  });

  it("in parts", () => {
    const parts = inParts(program);
    expect([parts.limits, parts.unconfirmed]).toEqual([[], []]);
    expect([parts.verdict, broken(parts.violations)]).toEqual([hashed.verdict, broken(hashed.violations)]);
  });
});
