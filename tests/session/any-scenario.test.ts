// Whatever is run and wherever one looks: every moment can be shown, in words that
// make sense, and the views of one position never depend on the way there.
import { array, assert, asyncProperty, constantFrom, nat, record } from "fast-check";
import { describe, expect, it } from "vitest";
import { CATALOGUE } from "../../src/scenario/catalogue/catalogue.ts";
import { WORKLOADS } from "../../src/scenario/scenario.ts";
import { BODIES } from "../../src/scenario/bodies.ts";
import type { MomentView, RunView } from "../../src/session/views.ts";
import { Desk, scenario } from "./support.ts";

const NONSENSE = /undefined|NaN|\[object|\*\*|\[\d+\]|, \.|\.\.|  /;

function wordsOf(moment: MomentView): readonly string[] {
  const { sentence, stack, inject, registers } = moment;
  return [
    sentence.what.map(({ text }) => text).join(""),
    sentence.why.map(({ text }) => text).join(""),
    ...stack.frames.flatMap(({ title, text }) => [title, text]),
    ...stack.rows.flatMap((row) => (row.kind === "gap" ? [row.text] : [row.label, row.meaning])),
    ...inject.map(({ remark }) => remark),
    ...registers.map(({ meaning }) => meaning),
  ];
}

function wordsOfRun(run: RunView): readonly string[] {
  return [
    run.endText,
    ...run.contexts.flatMap(({ name, letter, fate }) => [name, letter, fate ?? ""]),
    ...run.schedule.map(({ outcome }) => outcome),
    ...run.violations.flatMap(({ summary, at, chain }) => [summary, at, ...chain.map(({ text }) => text)]),
  ];
}

function checkWords(words: readonly string[]): void {
  for (const text of words) expect(text).not.toMatch(NONSENSE);
}

const event = constantFrom("nmi", "nmi", "nmi", "pf", "pf(touch0)", "mc", "db", "bp", "gp", "irq(33)");
const when = constantFrom(
  "workload",
  "nmi",
  "nmi+0x1",
  "vec_14",
  "vec_18",
  "page_touched",
  "nmi_atomic",
  "workload#2",
  "nmi#2",
);
const items = array(record({ event, at: nat(120), when, byStep: constantFrom(true, false) }), { maxLength: 6 });

describe("any scenario", () => {
  it("every moment of every run can be shown", async () => {
    await assert(
      asyncProperty(
        constantFrom(...CATALOGUE.map(({ name }) => name)),
        constantFrom(...WORKLOADS),
        constantFrom(...BODIES.map(({ name }) => name)),
        items,
        async (name, workload, body, events) => {
          const schedule = events.map(({ event, at, when, byStep }) => `${event}@${byStep ? at : when}`).join("; ");
          const desk = await Desk.open(scenario(name, schedule, { workload, body }));
          const run = desk.view.run;
          if (run === undefined) throw new Error("no run");
          checkWords(wordsOfRun(run));
          for (let position = 0; position <= run.length; position += 1 + Math.floor(run.length / 60)) {
            const { moment } = desk.ask({ kind: "move", move: { kind: "seek", position } });
            if (moment === undefined) throw new Error("no moment");
            checkWords(wordsOf(moment));
            expect(moment.sentence.what.length).toBeGreaterThan(0);
            const context = run.contexts.find(({ id }) => id === moment.context);
            expect(context).toBeDefined();
            expect(moment.nmi.blocked).toBe(
              run.blocked.some(({ from, to }) => from < position && position < to) ||
                moment.nmi.blockedSince !== undefined,
            );
          }
        },
      ),
      { numRuns: 40 },
    );
  });

  it("a moment is the same however one came to it", async () => {
    await assert(
      asyncProperty(items, array(nat(), { minLength: 2, maxLength: 6 }), async (events, wishes) => {
        const schedule = events.map(({ event, at, when, byStep }) => `${event}@${byStep ? at : when}`).join("; ");
        const desk = await Desk.open(scenario("desnoyers-2010-repaired", schedule));
        const { length } = desk.view.run ?? { length: 0 };
        const wish = (wishes[0] ?? 0) % (length + 1);
        const seek = (position: number) => desk.ask({ kind: "move", move: { kind: "seek", position } }).moment;
        const first = seek(wish);
        for (const other of wishes) seek(other % (length + 1));
        expect(seek(wish)).toEqual(first);
      }),
      { numRuns: 30 },
    );
  });

  it("lanes cover every step once, in the order of time", async () => {
    await assert(
      asyncProperty(constantFrom("naive", "desnoyers-2010-repaired"), items, async (name, events) => {
        const schedule = events.map(({ event, at }) => `${event}@${at}`).join("; ");
        const { view } = await Desk.open(scenario(name, schedule));
        const { lanes, length, contexts } = view.run ?? { lanes: [], length: 0, contexts: [] };
        expect(lanes[0]?.from ?? 0).toBe(0);
        expect(lanes.at(-1)?.to ?? 0).toBe(length);
        for (const [n, lane] of lanes.entries()) {
          expect(lane.to).toBeGreaterThan(lane.from);
          if (n > 0) expect(lane.from).toBe(lanes[n - 1]?.to);
          expect(contexts.some(({ id }) => id === lane.context)).toBe(true);
        }
      }),
      { numRuns: 30 },
    );
  });
});
