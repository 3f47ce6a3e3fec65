// The quick loop of a search takes every step as the complete step does, makes of every
// state the key that it has from nothing, and all is taken back.
import { describe, expect, it } from "vitest";
import { EventCode, Stop } from "../../src/core/block.ts";
import { ChainEnd, VisitMode } from "../../src/core/search/codes.ts";
import { type Image, layout, searchBytes } from "../../src/machine/index.ts";
import { findEntry, scenarioOf } from "../../src/scenario/catalogue/catalogue.ts";
import type { Scenario } from "../../src/scenario/scenario.ts";
import { boot } from "../../src/session/index.ts";
import { Random } from "../oracle/random-numbers.ts";
import { randomProgram, sourceOf } from "../oracle/random-source.ts";
import { loopProgram } from "./loop-programs.ts";
import { Bench, expectSame } from "./region-bench.ts";
import { imageFrom } from "./region-programs.ts";

const STATES = 50_000;
const CHAIN = 700;
/** Before a search begins. */
const LEAD = 150;
const ROUNDS = 2;
/** Pages that may fault: as many as there are. */
const PAGES = 8;

function scenarioImage(changes: Partial<Scenario> & Pick<Scenario, "handler">): Image {
  const booted = boot({ workload: "kernel", body: "touch", options: {}, schedule: [], ...changes });
  if (!booted.ok) throw new Error("the program does not assemble");
  return booted.program.image;
}

/** All go the same way to somewhere, by complete steps, with NMIs now and then. */
function lead(benches: readonly Bench[], random: Random): void {
  const count = random.below(LEAD);
  for (let step = 0; step < count; step++) {
    const kind = random.below(12) === 0 ? EventCode.Nmi : EventCode.Interrupt;
    for (const bench of benches) bench.complete(kind);
  }
}

function begin(searched: Bench): void {
  const { core } = searched;
  core.searchBegin(BigInt.asIntN(64, layout.TOUCH), 0, CHAIN);
  core.searchClear(0b11, VisitMode.Hash, BigInt(STATES));
  core.searchChainOf(0, PAGES, 0, 0);
  core.searchStart();
}

/** A chain from here; its keys beside those of complete steps. Returns how many states it had. */
function compareKeys(searched: Bench, steps: Bench, where: string): number {
  begin(searched);
  const end: ChainEnd = searched.core.searchChain();
  const length = searched.core.searchLength();
  for (let state = 0; state < length; state++) {
    expect(searched.core.chainKey(state), `${where}, state ${state}`).toBe(steps.core.searchHashAnew(0));
    const isLast = state === length - 1 && end !== ChainEnd.Merged && end !== ChainEnd.Settled;
    if (!isLast) expect(steps.complete()).toBe(Stop.None);
  }
  searched.core.searchRoot();
  return length;
}

/** The same states again in runs of random length; the machine is the same at each end of one. */
function compareAdvance(searched: Bench, steps: Bench, length: number, random: Random, where: string): void {
  for (let at = 0; at < length - 1;) {
    const count = Math.min(length - 1 - at, 1 + random.below(random.pick([2, 9, 60])));
    expect(searched.core.searchAdvance(count)).toBe(count);
    for (let step = 0; step < count; step++) expect(steps.complete()).toBe(Stop.None);
    at += count;
    expectSame(searched, steps, `${where}, advanced to ${at}`);
    expect(searched.core.searchHash(0)).toBe(steps.core.searchHashAnew(0));
  }
}

async function compare(image: Image, seed: number): Promise<void> {
  for (let round = 0; round < ROUNDS; round++) {
    const searched = await Bench.of(image, searchBytes(STATES));
    const steps = await Bench.of(image);
    const again = await Bench.of(image);
    const where = `seed ${seed}, round ${round}`;
    lead([searched, steps, again], new Random(seed * 100 + round));
    const length = compareKeys(searched, steps, where);
    expectSame(searched, again, `${where}, back`);
    expect(searched.core.searchHash(0)).toBe(again.core.searchHashAnew(0));
    compareAdvance(searched, again, length, new Random(seed), where);
  }
}

const SEEDS = Array.from({ length: 8 }, (_, index) => index + 1);
const HANDLERS = ["naive", "desnoyers-2010", "desnoyers-2010-repaired", "mainline"];

describe("a search's quick loop", () => {
  it.each(SEEDS)("runs random workload %d as complete steps do", (seed) =>
    compare(imageFrom({ kernel: loopProgram(seed) }), seed),
  );

  it.each(SEEDS)("runs random handler %d as complete steps do", (seed) => {
    const { text } = sourceOf(randomProgram(seed));
    return compare(scenarioImage({ handler: { kind: "source", text } }), seed);
  });

  it.each(HANDLERS.flatMap((name) => (["kernel", "user", "page-fault"] as const).map((one) => [name, one] as const)))(
    "runs %s over %s as complete steps do",
    (name, workload) => {
      const entry = findEntry(name);
      if (entry === undefined) throw new Error("no such handler");
      return compare(scenarioImage({ ...scenarioOf(entry), workload, schedule: [] }), 7);
    },
  );
});
