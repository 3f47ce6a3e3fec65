// Sweeps: all handlers of the catalogue on all workloads, an NMI at every boundary of
// one round, and a second one at every boundary after chosen first ones. One QEMU for
// a handler and a workload: each schedule begins from a snapshot of it.
import { CATALOGUE } from "../../src/scenario/catalogue/catalogue.ts";
import { WORKLOADS, type WorkloadName } from "../../src/scenario/scenario.ts";

/** How much of it: boundaries of a first NMI, and of a second for each of `firsts`. */
export interface SweepSize {
  readonly single: number;
  readonly firsts: readonly number[];
  readonly second: number;
  /** Only each so many boundaries. */
  readonly stride: number;
}

export interface Sweep {
  readonly handler: string;
  readonly text: string;
  readonly workload: WorkloadName;
}

/** CR2's idealised notation of the mail: no x86-64 has it, so QEMU runs the same text without. */
export function encodable(text: string): string {
  return text.replace(/^pushq %cr2$/m, "pushq $0").replace(/^movq .*,\s*%cr2$/m, "");
}

/** A breakpoint that is armed while QEMU's gdbstub steps is reported as #DB at the next instruction. */
const armsBreakpoint = (text: string): boolean => /, %dr0$/m.test(text);

/** All of the catalogue but what needs a processor with FRED, which QEMU 7.2 has not (unit tests check that one). */
export function sweeps(): readonly Sweep[] {
  const compared = CATALOGUE.filter(({ options, text }) => options?.fred !== true && !armsBreakpoint(text));
  return compared.flatMap((entry) =>
    WORKLOADS.map((workload) => ({ handler: entry.name, text: encodable(entry.text), workload })),
  );
}

/** Schedules of NMIs, in the schedule's own words. */
export function schedules({ single, firsts, second, stride }: SweepSize): readonly string[] {
  const one: string[] = [];
  for (let at = 1; at <= single; at += stride) one.push(`nmi@${at}`);
  const two: string[] = [];
  for (const first of firsts) {
    for (let after = 1; after <= second; after += stride) two.push(`nmi@${first}; nmi@${first + after}`);
  }
  return [...one, ...two];
}
