// Laws of the machine as a value: runs repeat, undo is exact, snapshots are
// copies, the hash knows every bit that matters.
import fc from "fast-check";
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { Block, STATE_BYTES } from "../../src/core/block.ts";
import { type CoreExports, startCore } from "../../src/machine/core.ts";
import { type Event, type Machine, layout } from "../../src/machine/index.ts";
import { BUSY } from "./support/busy.ts";
import { NMI, start, step, steps } from "./support/program.ts";

const EVENTS: readonly Event[] = [
  NMI,
  { kind: "pf", address: layout.TOUCH },
  { kind: "db" },
  { kind: "bp" },
  { kind: "mc" },
  { kind: "irq", vector: 20 },
];

/** Per boundary: an index into EVENTS, or none. */
const schedules = fc.array(fc.option(fc.nat(EVENTS.length - 1), { freq: 6, nil: undefined }), {
  minLength: 1,
  maxLength: 120,
});

function runSchedule(machine: Machine, schedule: readonly (number | undefined)[]): bigint[] {
  return schedule.map((choice) => {
    const event = choice === undefined ? undefined : EVENTS[choice];
    if (event === undefined) step(machine);
    else step(machine, event);
    return machine.stateHash();
  });
}

/** All that a machine is, seen from outside. */
function picture(machine: Machine): unknown {
  return { registers: machine.registers(), nmi: machine.nmi(), shadow: machine.shadow(), hash: machine.stateHash() };
}

describe("determinism", () => {
  test("the same schedule gives the same states, on one machine and on two", async () => {
    const one = await start(BUSY);
    const other = await start(BUSY);
    const first = one.snapshot();
    fc.assert(
      fc.property(schedules, (schedule) => {
        one.restore(first);
        other.restore(first);
        expect(runSchedule(one, schedule)).toEqual(runSchedule(other, schedule));
      }),
      { numRuns: 30 },
    );
  });
});

describe("undo", () => {
  test("n steps and n undos end in the first state, through every state between", async () => {
    const machine = await start(BUSY);
    fc.assert(
      fc.property(schedules, (schedule) => {
        const first = picture(machine);
        const states: unknown[] = [first];
        for (const choice of schedule) {
          runSchedule(machine, [choice]);
          states.push(picture(machine));
        }
        for (const state of states.toReversed().slice(1)) {
          expect(machine.undo()).toBe(true);
          expect(picture(machine)).toEqual(state);
        }
        // go on from somewhere else the next time
        runSchedule(machine, schedule.slice(0, 7));
      }),
      { numRuns: 30 },
    );
  });

  test("a long way back, as far as the window reaches, bit for bit", async () => {
    const machine = await start(BUSY);
    const from = new Map<number, bigint>([[0, machine.stateHash()]]);
    for (let done = 0; done < 100_000; done += 1000) {
      machine.skip(1000);
      from.set(machine.steps(), machine.stateHash());
    }
    const window = machine.undoable();
    expect(window).toBeGreaterThan(5_000);
    for (let back = 0; back < window; back++) {
      expect(machine.undo()).toBe(true);
      const known = from.get(machine.steps());
      if (known !== undefined) expect(machine.stateHash()).toBe(known);
    }
    expect(machine.undo()).toBe(false);
    expect(machine.steps()).toBe(100_000 - window);
  });

  test("a step that was taken back can be taken again", async () => {
    const machine = await start(BUSY);
    steps(machine, 50);
    const there = machine.stateHash();
    for (let i = 0; i < 30; i++) machine.undo();
    steps(machine, 30);
    expect(machine.stateHash()).toBe(there);
  });
});

describe("skip", () => {
  test("equals steps, with and without the journal", async () => {
    const slow = await start(BUSY);
    const fast = await start(BUSY);
    const plain = await start(BUSY);
    steps(slow, 500);
    expect(fast.skip(500)).toEqual({ steps: 500, reason: "count" });
    plain.skip(500, { journal: false });
    expect(picture(fast)).toEqual(picture(slow));
    expect(picture(plain)).toEqual(picture(slow));
    expect(plain.undo()).toBe(false);
    expect(fast.undo()).toBe(true);
  });

  test("stops at an address and at what cannot go on", async () => {
    const machine = await start(BUSY);
    steps(machine, 3);
    const at = machine.registers().rip;
    expect(machine.skip(1000, { until: [at] })).toMatchObject({ reason: "address" });
    expect(machine.registers().rip).toBe(at);
    const fxsave = await start({ kernel: "nop; fxsave (%rsp)" });
    expect(fxsave.skip(1000)).toEqual({ steps: 1, reason: "stopped" });
    expect(fxsave.step()).toEqual({ kind: "stopped", why: "not-modelled", name: "fxsave" });
  });
});

describe("snapshots", () => {
  test("are values: restoring gives the state at which they were taken", async () => {
    const machine = await start(BUSY);
    fc.assert(
      fc.property(schedules, schedules, (before, after) => {
        runSchedule(machine, before);
        const kept = machine.snapshot();
        const state = picture(machine);
        const future = runSchedule(machine, after);
        machine.restore(kept);
        expect(picture(machine)).toEqual(state);
        expect(runSchedule(machine, after)).toEqual(future);
        machine.restore(kept);
        expect(picture(machine)).toEqual(state);
      }),
      { numRuns: 30 },
    );
  });

  test("hold only pages that differ from the image", async () => {
    const machine = await start(BUSY);
    expect(machine.snapshot().pages).toEqual([]);
    steps(machine, 3);
    expect(machine.snapshot().pages.map(({ page }) => page)).toEqual([(0x13b000 - layout.RAM_BASE) / 0x1000]);
  });
});

describe("state hash", () => {
  async function core(): Promise<{ core: CoreExports; bytes: Uint8Array }> {
    const exports = await startCore(readFileSync(new URL("../../build/core.wasm", import.meta.url)), () => false);
    exports.begin();
    return { core: exports, bytes: new Uint8Array(exports.memory.buffer) };
  }

  test("changes with every byte of the CPU block but the counters", async () => {
    const { core: exports, bytes } = await core();
    const first = exports.stateHash(0, 0);
    const unused = new Set<number>();
    for (let offset = 0; offset < STATE_BYTES; offset++) {
      const at = exports.CPU.value + offset;
      bytes[at] = (bytes[at] ?? 0) ^ 0x41;
      const counts =
        (offset >= Block.NmiMerged && offset < Block.NmiMerged + 4) ||
        (offset >= Block.Steps && offset < Block.Steps + 8);
      if (exports.stateHash(0, 0) === first) unused.add(offset);
      expect(unused.has(offset), `offset ${offset}`).toBe(counts);
      bytes[at] = (bytes[at] ?? 0) ^ 0x41;
    }
    expect(exports.stateHash(0, 0)).toBe(first);
  });

  test("holds the step count once RDTSC was used", async () => {
    const machine = await start({ kernel: "1: rdtsc; xorl %eax, %eax; jmp 1b" });
    steps(machine, 3);
    const once = machine.stateHash();
    steps(machine, 3);
    expect(machine.stateHash()).not.toBe(once);
  });

  test("changes with every word of RAM, and is kept as it is computed", async () => {
    const machine = await start(BUSY);
    steps(machine, 300);
    const kept = machine.snapshot();
    const hash = machine.stateHash();
    // a machine that computes its hash from nothing
    const other = await start(BUSY);
    other.restore(kept);
    expect(other.stateHash()).toBe(hash);
    const page = kept.pages[0];
    if (page === undefined) throw new Error("nothing was written");
    for (let at = 0; at < 4096; at += 97) {
      const bytes = page.bytes.slice();
      bytes[at] = (bytes[at] ?? 0) ^ 0x80;
      other.restore({ ...kept, pages: [{ page: page.page, bytes }, ...kept.pages.slice(1)] });
      expect(other.stateHash()).not.toBe(hash);
    }
  });

  test("can leave a range out", async () => {
    const machine = await start({ kernel: "1: incq %gs:8; jmp 1b" });
    const counter = machine.physicalOf(layout.PER_CPU + 8n) ?? 0;
    const without = [{ from: counter, to: counter + 8 }];
    const seen = [machine.stateHash(without)];
    for (let turn = 0; turn < 3; turn++) {
      steps(machine, 2);
      seen.push(machine.stateHash(without));
    }
    // RFLAGS differ only before the first turn
    expect(new Set(seen.slice(1)).size).toBeLessThanOrEqual(2);
    expect(machine.stateHash()).not.toBe(machine.stateHash(without));
  });
});
