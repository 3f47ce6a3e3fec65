// Compiled regions take every step as the complete step does: the same registers, the
// same memory, the same entries in the journal, the same way back.
import { describe, expect, it } from "vitest";
import { assemble } from "../../src/asm/assemble.ts";
import { Report, Stop } from "../../src/core/block.ts";
import { type Image, layout } from "../../src/machine/index.ts";
import { Random } from "../oracle/random-numbers.ts";
import { imageOf } from "../machine/support/program.ts";
import { flagProgram } from "./flag-programs.ts";
import { loopProgram } from "./loop-programs.ts";
import { Bench, expectSame } from "./region-bench.ts";

const STEPS = 4000;

/** The image of a text, and where its instructions lie. */
function imageFrom(text: string): { readonly image: Image; readonly addresses: readonly bigint[] } {
  const bases = new Map([[".text", layout.KERNEL_WORKLOAD]]);
  const assembly = assemble(text, { bases });
  expect(assembly.diagnostics).toEqual([]);
  const code = assembly.sections.find(({ name }) => name === ".text")?.bytes;
  if (code === undefined) throw new Error("no text");
  return { image: imageOf({ code }), addresses: assembly.places.map(({ address }) => address) };
}

/** Runs of random length beside complete steps; with a journal also back, and what its newest entry says. */
async function compare(program: string, seed: number, journal: boolean): Promise<bigint> {
  const { image, addresses } = imageFrom(program);
  const regions = await Bench.of(image);
  const steps = await Bench.of(image);
  regions.core.setHeatWanted(3);
  if (!journal) regions.core.setJournal(0);
  const random = new Random(seed + 1000);
  // in every other program a region ends in the midst of it: there a run stops
  const stops = seed & 1;
  regions.view.setBigUint64(regions.core.STOPS.value, random.pick(addresses), true);
  for (let at = 0; at < STEPS;) {
    const count = random.pick([1, 7, 33, 64, 150, 400]) + random.below(40);
    const done = regions.core.run(count, stops);
    for (let step = 0; step < done; step++) expect(steps.complete()).toBe(Stop.None);
    at += done;
    const where = `seed ${seed}, boundary ${at}`;
    expectSame(regions, steps, where);
    const hasStopped = regions.view.getUint32(regions.core.REPORT.value + Report.Stopped, true) === Stop.Address;
    expect(done === count || hasStopped, where).toBe(true);
    if (!journal) continue;
    if (random.chance(2)) expect(regions.newest(), where).toEqual(steps.newest());
    if (!random.chance(3)) continue;
    const back = Math.min(random.below(300), done);
    for (let step = 0; step < back; step++) {
      expect(regions.core.undo(), where).toBe(1);
      expect(steps.core.undo()).toBe(1);
    }
    at -= back;
    expectSame(regions, steps, `${where}, ${back} back`);
  }
  return regions.core.regionStepsTaken();
}

const SEEDS = Array.from({ length: Number(process.env["REGION_SEEDS"] ?? 24) }, (_, index) => index + 1);

describe("compiled regions", () => {
  it.each([false, true])("take steps as the complete step does (journal: %s)", async (journal) => {
    let taken = 0n;
    for (const seed of SEEDS) taken += await compare(loopProgram(seed), seed, journal);
    // most of what was run was run in them
    expect(Number(taken)).toBeGreaterThan((SEEDS.length * STEPS) / 4);
  });

  it.each([false, true])("make flags as the complete step does, whoever reads them (journal: %s)", async (journal) => {
    let taken = 0n;
    for (const seed of SEEDS) taken += await compare(flagProgram(seed), seed, journal);
    expect(Number(taken)).toBeGreaterThan((SEEDS.length * STEPS) / 8);
  });
});
