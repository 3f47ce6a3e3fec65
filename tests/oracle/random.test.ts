// Random programs as handlers, on our machine and on QEMU in lockstep. The first that
// differs is shrunk. RANDOM_PROGRAMS: how many; RANDOM_SEED: the first one's seed.
import { afterAll, describe, expect, it } from "vitest";
import { findQemu } from "../../scripts/lib/tools.mjs";
import { compare } from "./compare-scenario.ts";
import type { LockstepResult } from "./lockstep.ts";
import { record } from "../support/report.ts";
import { shrink } from "./random-shrink.ts";
import { randomProgram, sourceOf, type RandomProgram } from "./random-source.ts";

const PROGRAMS = Number(process.env["RANDOM_PROGRAMS"] ?? 20);
const FIRST_SEED = Number(process.env["RANDOM_SEED"] ?? 1);
/** More than any of them takes: 14 moves, 40 items of at most 20 steps, page faults. */
const MAX_STEPS = 2000;
/** A difference is shrunk before it is reported. */
const MILLISECONDS = 600_000;

async function run(program: RandomProgram): Promise<LockstepResult> {
  const { text, undefinedAfter } = sourceOf(program);
  return compare({ text, workload: "kernel", schedule: "nmi@5", maxSteps: MAX_STEPS, undefinedAfter });
}

function isSame({ differences, endedBy, steps, unused }: LockstepResult): boolean {
  return differences.length === 0 && endedBy === undefined && !unused && steps < MAX_STEPS;
}

/** What differs, and the fewest items that do. */
async function report(program: RandomProgram): Promise<string> {
  const items = await shrink(program.items, async (some) => !isSame(await run({ ...program, items: some })));
  const { differences, endedBy, steps } = await run({ ...program, items });
  return [
    `seed ${program.seed}, ${items.length} of ${program.items.length} items, ${steps} steps:`,
    ...(endedBy === undefined ? differences : [endedBy]),
    ...items.flatMap(({ lines }) => lines.map(({ text }) => `    ${text}`)),
  ].join("\n");
}

const counts = { programs: 0, steps: 0, divergences: 0 };

describe.skipIf(findQemu() === undefined)("random programs on QEMU", () => {
  afterAll(() => {
    record("programs", { ...counts, seeds: `from ${FIRST_SEED}` });
  });

  it.each(Array.from({ length: PROGRAMS }, (_, index) => FIRST_SEED + index))(
    "seed %d",
    async (seed) => {
      const program = randomProgram(seed);
      const result = await run(program);
      counts.programs++;
      counts.steps += result.steps;
      if (!isSame(result)) counts.divergences++;
      expect(isSame(result) ? "the same" : await report(program)).toBe("the same");
    },
    MILLISECONDS,
  );
});

describe("random programs", () => {
  it("are the same for the same seed, and not for another", () => {
    expect(sourceOf(randomProgram(7))).toEqual(sourceOf(randomProgram(7)));
    expect(sourceOf(randomProgram(7)).text).not.toBe(sourceOf(randomProgram(8)).text);
  });
});

describe("shrinking", () => {
  it("leaves the items that matter", async () => {
    const item = (text: string): RandomProgram["setup"] => ({ lines: [{ text, undefined: 0n }] });
    const items = Array.from({ length: 40 }, (_, index) => item(`item ${index}`));
    const [a, b] = [items[3], items[31]];
    const kept = await shrink(
      items,
      async (some) => some.some((each) => each === a) && some.some((each) => each === b),
    );
    expect(kept).toEqual([a, b]);
  });
});
