// A handler's text, a workload and a schedule: assembled, loaded, exported, booted
// on QEMU, and run on both in lockstep.
import { readFileSync } from "node:fs";
import { expect } from "vitest";
import { exportElf } from "../../src/machine/elf-image.ts";
import { Machine } from "../../src/machine/index.ts";
import type { Step } from "../../src/machine/types.ts";
import type { OptionChoices, WorkloadName } from "../../src/scenario/scenario.ts";
import { parseSchedule } from "../../src/scenario/schedule.ts";
import { boot, type Program } from "../../src/session/index.ts";
import { resolveItem } from "../../src/session/schedule-items.ts";
import { CorrectedQemu } from "./corrected.ts";
import { lockstep, type LockstepResult } from "./lockstep.ts";
import { Qemu } from "./qemu.ts";

export const MAX_STEPS = 300;

export interface Compared {
  readonly text: string;
  readonly workload: WorkloadName;
  readonly schedule: string;
  readonly options?: OptionChoices;
  readonly maxSteps?: number;
  /** Flags that the manual leaves undefined after the instruction of a line of `text`. */
  readonly undefinedAfter?: ReadonlyMap<number, bigint>;
}

function programOf({ text, workload, schedule, options = {} }: Compared): Program {
  const { items, problems } = parseSchedule(schedule);
  expect(problems).toEqual([]);
  const result = boot({ handler: { kind: "source", text }, workload, body: "touch", options, schedule: items });
  if (!result.ok) {
    throw new Error(result.source.diagnostics.map(({ line, message }) => `${line}: ${message}`).join("\n"));
  }
  return result.program;
}

function undefinedAt(program: Program, byLine: Compared["undefinedAfter"]): ReadonlyMap<bigint, bigint> {
  const { places } = program.source.assembly;
  return new Map(places.map(({ address, line }) => [address, byLine?.get(line) ?? 0n]));
}

/** Gives QEMU our values of the flags that are undefined after an instruction, so that both go on with the same. */
function undefinedFlags(
  machine: Machine,
  corrected: CorrectedQemu,
  undefinedBits: ReadonlyMap<bigint, bigint>,
): (rip: bigint, step: Step) => Promise<void> {
  return async (rip, step) => {
    const mask = step.vector === undefined ? (undefinedBits.get(rip) ?? 0n) : 0n;
    const differs = (machine.registers().rflags ^ corrected.register("eflags")) & mask;
    if (differs !== 0n) await corrected.set("eflags", corrected.register("eflags") ^ differs);
  };
}

export interface Both {
  readonly program: Program;
  readonly machine: Machine;
  readonly qemu: Qemu;
}

/** Both machines at the start of the scenario; who asks for them ends QEMU. */
export async function bootBoth(given: Compared): Promise<Both> {
  const program = programOf(given);
  const { image, naming } = program;
  const machine = await Machine.create(new Uint8Array(readFileSync("build/core.wasm")));
  machine.load(image);
  const file = exportElf({
    memory: machine.physicalMemory(),
    registers: machine.initialRegisters,
    symbols: naming.symbols,
    hasIdealised: image.idealised.size > 0,
    fred: image.options.fred,
  });
  if (file.kind !== "elf") throw new Error(file.reason);
  return { program, machine, qemu: await Qemu.boot(file.bytes, image.start) };
}

/** Both machines on the scenario; QEMU is ended in any case. */
export async function compare(given: Compared): Promise<LockstepResult> {
  const both = await bootBoth(given);
  try {
    return await goOn(both, await CorrectedQemu.at(both.qemu), given);
  } finally {
    await both.qemu.close();
  }
}

/** Goes on from where both machines are; steps of the schedule count from there. */
export async function goOn(
  { machine, program }: Both,
  qemu: CorrectedQemu,
  given: Pick<Compared, "schedule" | "maxSteps" | "undefinedAfter">,
): Promise<LockstepResult> {
  const { image, naming } = program;
  return lockstep({
    machine,
    qemu,
    items: parseSchedule(given.schedule).items.map((item) => resolveItem(item, (name) => naming.symbols.get(name))),
    workload: image.workloadRange,
    maxSteps: given.maxSteps ?? MAX_STEPS,
    reconcile: undefinedFlags(machine, qemu, undefinedAt(program, given.undefinedAfter)),
  });
}

/** As `compare`, and nothing differs, nothing is left out and nothing of the schedule is unused. */
export async function expectSame(given: Compared): Promise<LockstepResult> {
  const result = await compare(given);
  expect(result.differences).toEqual([]);
  expect(result.endedBy).toBeUndefined();
  expect(result.unused).toBe(false);
  return result;
}
