// Compiled regions where guests fault, write their own code, change modes or meet
// events: the same as complete steps, on the way back too.
import { describe, expect, it } from "vitest";
import { EventCode, Stop } from "../../src/core/block.ts";
import type { Image } from "../../src/machine/index.ts";
import { findEntry, scenarioOf } from "../../src/scenario/catalogue/catalogue.ts";
import { WORKLOADS } from "../../src/scenario/scenario.ts";
import { boot } from "../../src/session/index.ts";
import { Random } from "../oracle/random-numbers.ts";
import { Bench, expectSame } from "./region-bench.ts";
import { CASES, imageFrom } from "./region-programs.ts";

const STEPS = 12_000;
const BACK = 1500;

/** Taken if IF is set, refused otherwise. */
const VECTOR = 31;
const BOTH = [EventCode.Nmi, EventCode.Interrupt];

/** Runs beside complete steps, NMIs and interrupts now and then if wanted, then back; returns steps taken in regions. */
async function compare(image: Image, events: readonly EventCode[], total = STEPS): Promise<number> {
  const regions = await Bench.of(image);
  const steps = await Bench.of(image);
  regions.core.setHeatWanted(3);
  steps.core.setHeatWanted(0);
  const random = new Random(7);
  for (let at = 0; at < total;) {
    if (events.length > 0 && random.chance(3)) {
      const event = random.pick(events);
      expect(regions.complete(event, VECTOR)).toBe(steps.complete(event, VECTOR));
      at++;
    }
    const count = random.pick([33, 150, 700, 1900]) + random.below(60);
    const done = regions.core.run(count, 0);
    expect(done, `boundary ${at}`).toBe(count);
    for (let step = 0; step < done; step++) expect(steps.complete()).toBe(Stop.None);
    at += done;
    expectSame(regions, steps, `boundary ${at}`);
    expect(regions.newest(), `boundary ${at}`).toEqual(steps.newest());
  }
  for (let step = 0; step < BACK; step++) {
    expect(regions.core.undo()).toBe(1);
    expect(steps.core.undo()).toBe(1);
    if (step % 300 === 0) expectSame(regions, steps, `${step} back`);
  }
  expectSame(regions, steps, "back");
  return Number(regions.core.regionStepsTaken());
}

describe("compiled regions", () => {
  it.each(Object.entries(CASES))("meet %s as complete steps do", async (_name, program) => {
    expect(await compare(imageFrom(program), [])).toBeGreaterThan(STEPS / 20);
    expect(await compare(imageFrom(program), BOTH)).toBeGreaterThan(0);
  });

  // the 2010 handler knows nothing of the user's GS base: with it this workload is never reached again
  it.each(WORKLOADS.map((name) => [name, name === "user-swapgs" ? "mainline" : "desnoyers-2010-repaired"] as const))(
    "run the workload %s under %s as complete steps do",
    async (workload, handler) => {
      const entry = findEntry(handler);
      if (entry === undefined) throw new Error("no such handler");
      const booted = boot({ ...scenarioOf(entry), workload });
      if (!booted.ok) throw new Error("the program does not assemble");
      expect(await compare(booted.program.image, [EventCode.Nmi], 60_000)).toBeGreaterThan(0);
    },
  );
});
