// Random instructions of every row of the table, with random states, on our machine
// and on QEMU. RANDOM_INSTRUCTIONS: how many steps at least; RANDOM_SEED: where to
// begin.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findQemu } from "../../../scripts/lib/tools.mjs";
import { FORMS } from "../../../src/isa/table.ts";
import { Operation } from "../../../src/isa/vocabulary.ts";
import { Random } from "../random-numbers.ts";
import { record } from "../../support/report.ts";
import { Pair, type Judgement } from "./compare.ts";
import { batchOf } from "./batch.ts";
import { KEPT_AWAY, LOG_DEVIATIONS } from "./deviations.ts";
import { formatRow, formatTrial } from "./row-name.ts";
import { ROWS, uncoveredRows, whyUncovered } from "./rows.ts";
import { shrink } from "./shrink.ts";
import { TRAP_FLAG, type Trial } from "./trial.ts";

const INSTRUCTIONS = Number(process.env["RANDOM_INSTRUCTIONS"] ?? 20_000);
/** Trials of each row at least. */
const TURNS = 8;
const FIRST_SEED = Number(process.env["RANDOM_SEED"] ?? 1);
/** A difference is shrunk before it is reported. */
const MILLISECONDS = 3_600_000;

let pair: Pair;

/** Rows that the machine runs; the others it refuses by name. */
const MODELLED = FORMS.filter(({ operation, idealised }) => operation !== Operation.NotModelled && !idealised).length;

const counts = { deviations: new Map<string, number>(), covered: new Set<number>() };

function recordCounts(steps: number, trials: number, divergences: number): void {
  record("random", {
    divergences,
    instructions: steps,
    trials,
    rowsCovered: counts.covered.size,
    rows: FORMS.length,
    modelled: MODELLED,
    seeds: `from ${FIRST_SEED}`,
    deviations: LOG_DEVIATIONS.map(({ name, qemu, manual }) => ({
      name,
      qemu,
      manual,
      times: counts.deviations.get(name) ?? 0,
    })),
    keptAway: KEPT_AWAY,
    uncovered: Object.fromEntries([...uncoveredRows()].map(([why, rows]) => [why, rows.length])),
  });
}

/** A trial alone, in its own slot, on machines that have run nothing else. */
async function alone(trial: Trial): Promise<Judgement> {
  const idle: Trial = {
    ...trial,
    user: false,
    code: [[0x90]],
    flags: TRAP_FLAG | 2n,
    ss: 0x18,
    steps: 1,
    poke: undefined,
    dirty: false,
  };
  const trials = Array.from({ length: trial.slot + 1 }, (_, slot) => (slot === trial.slot ? trial : { ...idle, slot }));
  await pair.restart();
  return pair.judge(trials);
}

/** What differs, made small if it does so alone. */
async function report(seed: number, trials: readonly Trial[], found: Judgement): Promise<string> {
  if (found.kind === "same") return "the same";
  const trial = trials[found.trial];
  const head = `seed ${seed}:\n${found.differences.slice(0, 12).join("\n")}`;
  if (trial === undefined) return head;
  const differs = async (each: Trial): Promise<boolean> => (await alone(each)).kind === "differs";
  if (!(await differs(trial))) return `${head}\nonly behind the trials before it:\n${formatTrial(trial)}`;
  const small = await shrink(trial, differs);
  const result = await alone(small);
  const differences = result.kind === "differs" ? result.differences.join("\n") : "";
  return `${head}\nthe smallest that differs:\n${formatTrial(small)}\n${differences}`;
}

describe.skipIf(findQemu() === undefined)("random instructions on QEMU", () => {
  beforeAll(async () => {
    pair = await Pair.start();
  });
  afterAll(() => pair.close());

  it(
    "all rows of the table",
    async () => {
      const { deviations, covered } = counts;
      let steps = 0;
      let trialCount = 0;
      for (let seed = FIRST_SEED; steps < INSTRUCTIONS || trialCount < TURNS * ROWS.length; seed++) {
        const batch = batchOf(new Random(seed), trialCount);
        const result = await pair.judge(batch.trials);
        if (result.kind !== "same") {
          recordCounts(steps, trialCount, 1);
          expect.fail(await report(seed, batch.trials, result));
        }
        steps += result.steps;
        trialCount += batch.trials.length;
        for (const row of batch.rows) covered.add(row);
        for (const [name, count] of result.deviations) deviations.set(name, (deviations.get(name) ?? 0) + count);
      }
      recordCounts(steps, trialCount, 0);
      const missing = FORMS.filter((form) => !covered.has(form.index) && whyUncovered(form) === undefined);
      expect(missing.map(formatRow)).toEqual([]);
      const share = ((100 * covered.size) / MODELLED).toFixed(1);
      console.log(`${steps} instructions compared, ${covered.size} of ${MODELLED} modelled rows covered (${share}%)`);
      for (const [why, rows] of uncoveredRows()) console.log(`  ${rows.length} rows: ${why}`);
      for (const [name, count] of deviations) console.log(`  deviation ${name}: ${count} times`);
    },
    MILLISECONDS,
  );
});

describe("trials", () => {
  it("are the same for the same seed, and not for another", () => {
    expect(batchOf(new Random(7), 0)).toEqual(batchOf(new Random(7), 0));
    expect(batchOf(new Random(7), 0)).not.toEqual(batchOf(new Random(8), 0));
  });

  it("shrinking leaves the instruction and the register that matter", async () => {
    const [first] = batchOf(new Random(3), 0).trials.filter(({ code }) => code.length > 2);
    if (first === undefined) throw new Error("no trial of three instructions");
    const trial = { ...first, registers: first.registers.with(5, 0x1234n) };
    const small = await shrink(trial, async ({ registers }) => registers[5] === 0x1234n);
    expect(small.code).toHaveLength(1);
    expect(small.registers.filter((value) => value !== 0n)).toEqual([0x1234n]);
  });
});
