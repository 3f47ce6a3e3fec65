// The recorded counterexamples run and break what they are recorded for, and say
// what the entries declare. RECORD=update makes the record anew with the explorer;
// RECORD=missing searches only what it does not have.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { CATALOGUE } from "../../src/scenario/catalogue/catalogue.ts";
import { WORKLOADS, type WorkloadName } from "../../src/scenario/scenario.ts";
import { printSchedule } from "../../src/scenario/schedule.ts";
import { MOST_RECORDED_STATES, createExploring } from "../../src/site/exploring.ts";
import {
  CHECKED,
  USUAL,
  declaredRows,
  recordKey,
  rowWithin,
  scenarioWithin,
  type DeclaredBounds,
  type Recorded,
} from "../../src/site/matrix/verdicts.ts";
import { createResting } from "../../src/site/resting.ts";

const PLACE = join(import.meta.dirname, "../../src/site/matrix/recorded.json");
const core = readFileSync(join(import.meta.dirname, "../../build/core.wasm"));

/** Lessons about something else, on handlers that are searched with machine checks by themselves. */
const UNCHECKED = /^(?:jump-back|breakpoint-|irq-before-ret|guest-cr2|pushing-macro|entry-called|cr3-|run-for-nothing)/;

const readRecord = (): Recorded => JSON.parse(readFileSync(PLACE, "utf8")) as Recorded;

async function record(known: Recorded): Promise<void> {
  const exploring = createExploring(core, MOST_RECORDED_STATES);
  const made: Record<string, Record<string, Record<string, string>>> = {};
  for (const entry of CATALOGUE) {
    const usual = WORKLOADS.map((workload) => ({ workload, bounds: USUAL }));
    const declared = declaredRows(entry).filter(({ breaks }) => breaks.length > 0);
    const rows: Record<string, Record<string, string>> = {};
    const checked = UNCHECKED.test(entry.name) ? [] : [{ workload: "kernel", bounds: CHECKED } as const];
    for (const { workload, bounds } of [...usual, ...checked, ...declared]) {
      const key = recordKey(workload, bounds);
      rows[key] ??= known[entry.name]?.[key] ?? (await found(entry.name, workload, bounds));
    }
    made[entry.name] = rows;
    // At once: a search that fails later loses nothing of this.
    write({ ...known, ...made });
  }
  write(made);

  function write(all: Recorded): void {
    writeFileSync(PLACE, `${JSON.stringify(all, undefined, 1)}\n`);
  }

  async function found(name: string, workload: WorkloadName, bounds: DeclaredBounds): Promise<Record<string, string>> {
    const rows: Record<string, string> = {};
    for (const { property, schedule } of await exploring.violations(name, workload, bounds)) {
      rows[property] ??= printSchedule(schedule);
    }
    return rows;
  }
}

const asked = process.env["RECORD"];
const updates = asked === "update" || asked === "missing";
if (updates) await record(asked === "missing" ? readRecord() : {});

describe.skipIf(updates)("the record", () => {
  const rows = CATALOGUE.flatMap((entry) => {
    const usual = WORKLOADS.flatMap((workload) => rowWithin(entry, workload, USUAL) ?? []);
    return [...declaredRows(entry), ...usual, ...[rowWithin(entry, "kernel", CHECKED) ?? []].flat()];
  });

  it("has a schedule for what entries declare, where it knows the handler", () => {
    const recorded = readRecord();
    for (const { entry, workload, bounds, breaks } of rows) {
      const known = recorded[entry.name];
      if (known === undefined || breaks.length === 0) continue;
      const within = recordKey(workload, bounds);
      expect([entry.name, within, Object.keys(known[within] ?? {}).toSorted()]).toEqual([
        entry.name,
        within,
        breaks.map(({ property }) => property).toSorted(),
      ]);
    }
  });

  it("is of runs that break it", { timeout: 120_000 }, async () => {
    const resting = await createResting(core);
    let shown = 0;
    for (const { entry, workload, breaks } of rows) {
      for (const { property, schedule } of breaks) {
        if (schedule === undefined) continue;
        const run = await resting.run(scenarioWithin(entry, workload, schedule));
        const broken = run.violations.map((violation) => violation.property);
        expect([entry.name, workload, schedule, broken]).toEqual([
          entry.name,
          workload,
          schedule,
          expect.arrayContaining([property]),
        ]);
        shown++;
      }
    }
    expect(shown).toBeGreaterThan(150);
  });
});
