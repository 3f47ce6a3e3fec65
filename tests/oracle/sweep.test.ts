// The catalogue's handlers on all workloads with NMIs at boundary after boundary, our
// machine and QEMU in lockstep. SWEEP=all: a first NMI at each of 60 boundaries, a
// second at each of 80 after four first ones. SWEEP=wide: a tenth of that. Otherwise a
// sample. SWEEP_HANDLERS: only those whose names match; the counts of such parts are
// added up by npm run conformance.
import { afterAll, describe, expect, it } from "vitest";
import { findQemu } from "../../scripts/lib/tools.mjs";
import { bootBoth, goOn, type Both } from "./compare-scenario.ts";
import { CorrectedQemu } from "./corrected.ts";
import type { LockstepResult } from "./lockstep.ts";
import { WORKLOADS } from "../../src/scenario/scenario.ts";
import { record } from "../support/report.ts";
import { schedules, sweeps, type Sweep, type SweepSize } from "./sweep.ts";

const ALL: SweepSize = { single: 60, firsts: [3, 4, 6, 9], second: 80, stride: 1 };
const WIDE: SweepSize = { single: 20, firsts: [4, 9], second: 64, stride: 8 };
const SAMPLE: SweepSize = { single: 9, firsts: [5], second: 40, stride: 16 };
/** A sample takes one workload of each handler, in turn. */
const SAMPLE_STRIDE = WORKLOADS.length + 1;
const wanted = process.env["SWEEP"] === "all" || process.env["SWEEP"] === "wide" ? process.env["SWEEP"] : "sample";
const size = wanted === "all" ? ALL : wanted === "wide" ? WIDE : SAMPLE;
const only = new RegExp(process.env["SWEEP_HANDLERS"] ?? "");
const MAX_STEPS = size === ALL ? 500 : 200;
const MILLISECONDS = 1_800_000;

/**
 * Where the comparison ends. IRET to a stack segment that is not present: #SS (2A, IRET), but #NP in QEMU. IRET
 * with a bad CS whose frame goes on in an absent page: #PF, as all words are read first, but #GP in QEMU.
 */
const ENDS = [
  { name: "absent-ss", handler: /./, text: /vector: ours 12, QEMU 11$/ },
  { name: "iret-frame", handler: /^jump-back$/, text: /vector: ours 14, QEMU 13$/ },
] as const;

const counts = { handlers: new Set<string>(), schedules: 0, steps: 0, endedEarly: 0, endless: 0, divergences: 0 };
const corrections = new Map<string, number>();
const workloads = new Set<string>();

function count({ handler, workload }: Sweep, result: LockstepResult): void {
  counts.handlers.add(handler);
  workloads.add(workload);
  counts.schedules++;
  counts.steps += result.steps;
  if (result.endedBy !== undefined) counts.endedEarly++;
  if (result.steps >= MAX_STEPS) counts.endless++;
  for (const [name, times] of result.corrections) corrections.set(name, (corrections.get(name) ?? 0) + times);
}

/** Goes on with the same machines while the workload is reached again. */
async function sweep(given: Sweep): Promise<void> {
  let started: { readonly both: Both; readonly qemu: CorrectedQemu } | undefined;
  try {
    for (const schedule of schedules(size)) {
      if (started === undefined) {
        const both = await bootBoth({ ...given, schedule });
        started = { both, qemu: await CorrectedQemu.at(both.qemu) };
      }
      const result = await goOn(started.both, started.qemu, { schedule, maxSteps: MAX_STEPS });
      const known = ENDS.find(
        ({ handler, text }) => handler.test(given.handler) && result.differences.some((one) => text.test(one)),
      );
      const isKnown = known !== undefined;
      if (isKnown) corrections.set(known.name, (corrections.get(known.name) ?? 0) + 1);
      else if (result.differences.length > 0) counts.divergences++;
      if (!isKnown) expect({ schedule, differences: result.differences }).toEqual({ schedule, differences: [] });
      count(given, result);
      if (result.steps < MAX_STEPS && result.endedBy === undefined && !isKnown) continue;
      await started.both.qemu.close();
      started = undefined;
    }
  } finally {
    await started?.both.qemu.close();
  }
}

describe.skipIf(findQemu() === undefined)("sweeps on QEMU", () => {
  afterAll(() => {
    const { handlers, ...numbers } = counts;
    if (handlers.size === 0) return;
    const report = { size: wanted, handlers: [...handlers], workloads: [...workloads], ...numbers };
    const part = only.source === "(?:)" ? "" : `-${only.source.replaceAll(/[^\w.-]/g, "")}`;
    record(`sweeps-${wanted}${part}`, { ...report, deviations: Object.fromEntries(corrections) });
    console.log(report, Object.fromEntries(corrections));
  });

  it.each(
    sweeps().filter(({ handler }, index) => only.test(handler) && (size !== SAMPLE || index % SAMPLE_STRIDE === 0)),
  )("$handler, $workload", sweep, MILLISECONDS);
});
