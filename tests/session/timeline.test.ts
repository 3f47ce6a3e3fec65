// Time travel: seeking to n equals running n steps, whatever was sought before.
import { array, assert, asyncProperty, constantFrom, integer, nat, record } from "fast-check";
import { describe, expect, it } from "vitest";
import type { Machine } from "../../src/machine/index.ts";
import { DEFAULT_RUN_STEPS, MAX_RUN_STEPS, stepsAhead } from "../../src/session/limits.ts";
import { openRun, type Run } from "../../src/session/run.ts";
import { finish } from "../../src/session/slices.ts";
import { newMachine, programOf, scenario } from "./support.ts";

const HANDLERS = ["naive", "desnoyers-2010", "desnoyers-2010-repaired"] as const;

/** Everything that tells one boundary from another. */
function picture(run: Run, machine: Machine) {
  const { timeline } = run;
  return {
    position: timeline.position,
    registers: machine.registers(),
    nmi: machine.nmi(),
    shadow: machine.shadow(),
    hash: machine.stateHash(),
    lastStep: timeline.lastStep,
  };
}

async function pictures(
  handler: string,
  schedule: string,
): Promise<{ run: Run; machine: Machine; seen: readonly unknown[] }> {
  const machine = await newMachine();
  const chosen = scenario(handler, schedule);
  const run = openRun(machine, programOf(chosen), chosen.schedule);
  const seen: unknown[] = [picture(run, machine)];
  while (run.timeline.advance() !== undefined) seen.push(picture(run, machine));
  return { run, machine, seen };
}

const event = constantFrom("nmi", "nmi", "nmi", "pf", "mc", "db");
const schedules = array(record({ event, at: nat(90) }), { maxLength: 5 });
const text = (items: readonly { event: string; at: number }[]): string =>
  items.map(({ event, at }) => `${event}@${at}`).join("; ");

describe("how far a run is computed", () => {
  it("is beyond the last step that its schedule names, and never more than is kept", () => {
    expect(stepsAhead(-1)).toBe(DEFAULT_RUN_STEPS);
    expect(stepsAhead(99)).toBe(100 + DEFAULT_RUN_STEPS);
    expect(stepsAhead(9_999_999)).toBe(MAX_RUN_STEPS);
  });
});

describe("Timeline", () => {
  it("seek(n) equals running n, in any order", async () => {
    await assert(
      asyncProperty(
        constantFrom(...HANDLERS),
        schedules,
        array(nat(), { minLength: 1, maxLength: 12 }),
        async (handler, items, wishes) => {
          const { run, machine, seen } = await pictures(handler, text(items));
          for (const wish of wishes) {
            const position = wish % seen.length;
            run.timeline.seek(position);
            expect(picture(run, machine)).toEqual(seen[position]);
          }
        },
      ),
      {
        numRuns: 40,
        examples: [
          // A panic reached without a delivery of its own: nothing of an earlier delivery may show in it.
          [
            "desnoyers-2010",
            [
              { event: "nmi", at: 16 },
              { event: "nmi", at: 15 },
            ],
            [0, 82_105_038, 0],
          ],
        ],
      },
    );
  });

  it("goes back across snapshots of a long run and on again", async () => {
    const machine = await newMachine();
    const chosen = scenario("naive", "nmi@workload; nmi@5000; nmi@page_touched#2");
    const run = openRun(machine, programOf(chosen), chosen.schedule);
    const { timeline } = run;
    const marks = new Map<number, unknown>();
    finish(timeline.complete());
    const wanted = [0, 1, 4095, 4096, 4097, 4999, 5000, 5001, 8192, 12_345, 20_000];
    for (const length of wanted) {
      if (length > timeline.length) finish(timeline.extendTo(length));
      timeline.seek(Math.min(length, timeline.length));
      marks.set(timeline.position, picture(run, machine));
    }
    for (const position of [...marks.keys()].toReversed()) {
      timeline.seek(position);
      expect(picture(run, machine)).toEqual(marks.get(position));
    }
  });

  it("extending in pieces or at once gives the same history", async () => {
    const chosen = scenario("naive", "nmi@3");
    const make = async (): Promise<Run> => openRun(await newMachine(), programOf(chosen), chosen.schedule);
    const [once, pieces] = [await make(), await make()];
    finish(once.timeline.complete());
    finish(once.timeline.extendTo(1500));
    finish(pieces.timeline.complete());
    for (let length = 100; length <= 1500; length += 100) {
      finish(pieces.timeline.extendTo(length));
      pieces.timeline.seek(length - 77);
    }
    expect(pieces.timeline.length).toBe(once.timeline.length);
    for (let step = 0; step < 1500; step++)
      expect(pieces.timeline.tracker.steps.row(step)).toEqual(once.timeline.tracker.steps.row(step));
    expect(pieces.timeline.tracker.writes.length).toBe(once.timeline.tracker.writes.length);
  });

  it("stops early when asked between slices, and can go on", async () => {
    const chosen = scenario("naive", "nmi@9000");
    const run = openRun(await newMachine(), programOf(chosen), chosen.schedule);
    const work = run.timeline.complete();
    expect(work.next().done).toBe(false);
    expect(work.next(true).done).toBe(true);
    expect(run.timeline.end).toBeUndefined();
    expect(run.timeline.length).toBeLessThan(9000);
    finish(run.timeline.complete());
    expect(run.timeline.end).toEqual({ kind: "idle" });
    expect(run.timeline.length).toBeGreaterThan(9000);
  });

  it("the write log agrees with memory everywhere it speaks of", async () => {
    await assert(
      asyncProperty(
        constantFrom(...HANDLERS),
        schedules,
        integer({ min: 0, max: 400 }),
        async (handler, items, wish) => {
          const { run, machine } = await pictures(handler, text(items));
          const { timeline } = run;
          const position = wish % (timeline.length + 1);
          timeline.seek(position);
          const { writes } = timeline.tracker;
          for (let write = 0; write < writes.length; write++) {
            const address = writes.address(write);
            const value = machine.readValue(address, 8);
            // A lazy page that is absent still cannot be read.
            if (value !== undefined) expect(value).toBe(writes.valueAt(address, position));
          }
        },
      ),
      { numRuns: 30 },
    );
  });
});

describe("a long run", () => {
  it("keeps a bounded history, and any position of it", async () => {
    const machine = await newMachine();
    const chosen = scenario("desnoyers-2010-repaired", "nmi@workload; nmi@120000", { workload: "page-fault" });
    const run = openRun(machine, programOf(chosen), chosen.schedule);
    const { timeline } = run;
    finish(timeline.extendTo(150_000));
    expect(timeline.length).toBe(150_000);
    expect(timeline.tracker.sizeBytes / timeline.length).toBeLessThan(150);
    const seen = new Map<number, unknown>();
    for (let n = 1; n <= 40; n++) {
      const position = (n * 7919 * 13) % 150_000;
      timeline.seek(position);
      expect(machine.steps()).toBe(position);
      const known = seen.get(position);
      if (known !== undefined) expect(machine.stateHash()).toBe(known);
      seen.set(position, machine.stateHash());
    }
    for (const [position, hash] of seen) {
      timeline.seek(position);
      expect(machine.stateHash()).toBe(hash);
    }
  });
});
