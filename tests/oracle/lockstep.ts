// Our machine and QEMU, step by step on one schedule: everything that a program
// could see must be the same after every step. Reports the first difference.
import type { Machine } from "../../src/machine/index.ts";
import * as layout from "../../src/machine/layout.ts";
import { GENERAL_REGISTERS, type Event, type RegisterName, type Step } from "../../src/machine/types.ts";
import { ScheduleDriver } from "../../src/session/schedule-driver.ts";
import type { ResolvedItem } from "../../src/session/schedule-items.ts";
import { NotComparable, type CorrectedQemu, type QemuStep } from "./corrected.ts";

/** Our name and QEMU's. */
const REGISTERS: readonly (readonly [RegisterName, string])[] = [
  ...GENERAL_REGISTERS.map((name) => [name, name] as const),
  ["rip", "rip"],
  ["rflags", "eflags"],
  ["cs", "cs"],
  ["ss", "ss"],
  ["ds", "ds"],
  ["es", "es"],
  ["fs", "fs"],
  ["gs", "gs"],
  ["fsBase", "fs_base"],
  ["gsBase", "gs_base"],
  ["kernelGsBase", "k_gs_base"],
  ["cr0", "cr0"],
  ["cr2", "cr2"],
  ["cr3", "cr3"],
  ["cr4", "cr4"],
  ["efer", "efer"],
];

/** Steps of the workload after the last event, before a run counts as over. */
const TAIL_STEPS = 24;
/** The image's start code is QEMU's alone. */
const START_CODE: ReadonlySet<bigint> = new Set([layout.BOOT, layout.BOOT_HIGH]);

export interface LockstepResult {
  readonly steps: number;
  /** Vectors delivered, in order. */
  readonly delivered: readonly number[];
  /** How often each deviation of QEMU's was corrected. */
  readonly corrections: ReadonlyMap<string, number>;
  /** Why the comparison ended before the run did. */
  readonly endedBy: string | undefined;
  /** Empty if there was no difference. */
  readonly differences: readonly string[];
  /** Items of the schedule whose boundary never came. */
  readonly unused: boolean;
}

export interface LockstepInput {
  readonly machine: Machine;
  readonly qemu: CorrectedQemu;
  readonly items: readonly ResolvedItem[];
  readonly workload: { readonly from: bigint; readonly to: bigint };
  readonly maxSteps: number;
  /** After an instruction at `rip`, before the comparison: may put right in QEMU what no manual defines. */
  readonly reconcile?: (rip: bigint, step: Step) => Promise<void>;
}

const hex = (value: bigint | undefined): string => (value === undefined ? "none" : `0x${value.toString(16)}`);

function registerDifferences(machine: Machine, qemu: CorrectedQemu): string[] {
  const ours = machine.registers();
  return REGISTERS.filter(([name, theirs]) => ours[name] !== qemu.register(theirs)).map(
    ([name, theirs]) => `${name}: ours ${hex(ours[name])}, QEMU ${hex(qemu.register(theirs))}`,
  );
}

/** RAM as it is now: as loaded, with the pages that are not. */
function memoryOf(machine: Machine): Buffer {
  const memory = Buffer.from(machine.physicalMemory());
  for (const { page, bytes } of machine.snapshot().pages) memory.set(bytes, page * layout.PAGE_BYTES);
  return memory;
}

/** Every page of the map, and the page tables. */
function memoryDifferences(machine: Machine, qemu: CorrectedQemu): string[] {
  const ours = memoryOf(machine);
  const theirs = qemu.qemu.readPhysical(layout.RAM_BASE, layout.RAM_BYTES);
  const found: string[] = [];
  const compare = (name: string, physical: number, sizeBytes: number): void => {
    const from = physical - layout.RAM_BASE;
    if (ours.subarray(from, from + sizeBytes).equals(theirs.subarray(from, from + sizeBytes))) return;
    for (let at = from; at < from + sizeBytes; at += 8) {
      const [a, b] = [ours.readBigUInt64LE(at), theirs.readBigUInt64LE(at)];
      if (a !== b) found.push(`${name}+0x${(at - from).toString(16)}: ours ${hex(a)}, QEMU ${hex(b)}`);
    }
  };
  for (const { name, address, physical, pages } of layout.AREAS) {
    if (!START_CODE.has(address)) compare(name, physical, pages * layout.PAGE_BYTES);
  }
  compare("page tables", layout.CR3, layout.PAGE_TABLES_END - layout.CR3);
  return found;
}

function stepDifferences(ours: Step, theirs: QemuStep, qemu: CorrectedQemu): string[] {
  const found: string[] = [];
  const vector = theirs.delivered?.vector;
  if (ours.vector !== vector) found.push(`vector: ours ${String(ours.vector)}, QEMU ${String(vector)}`);
  else if (vector !== undefined && (ours.errorCode ?? 0n) !== theirs.delivered?.errorCode) {
    found.push(`error code: ours ${hex(ours.errorCode)}, QEMU ${hex(theirs.delivered?.errorCode)}`);
  }
  if (ours.nmi.blocked !== qemu.nmiBlocked)
    found.push(`NMIs blocked: ours ${ours.nmi.blocked}, QEMU ${qemu.nmiBlocked}`);
  if (ours.nmi.pending !== qemu.nmiPending)
    found.push(`NMI pending: ours ${ours.nmi.pending}, QEMU ${qemu.nmiPending}`);
  return found;
}

async function bothStep(machine: Machine, qemu: CorrectedQemu, events: readonly Event[]): Promise<[Step, QemuStep]> {
  for (const event of events) {
    if (event.kind === "nmi") await qemu.sendNmi();
    else if (event.kind !== "pf" || event.address !== undefined) {
      throw new NotComparable(`QEMU cannot be made to have the event ${event.kind}`);
    }
  }
  const theirs = await qemu.step(events.some(({ kind }) => kind === "pf"));
  const result = machine.step(events);
  if (result.kind !== "step") throw new Error(`our machine stopped: ${result.why}`);
  return [result.step, theirs];
}

/** Runs both until the workload has gone on undisturbed for a while, or `maxSteps`. */
export async function lockstep(input: LockstepInput): Promise<LockstepResult> {
  const { machine, qemu, items, workload, maxSteps, reconcile } = input;
  const driver = new ScheduleDriver(items);
  const delivered: number[] = [];
  const corrections = new Map<string, number>();
  let differences = [...registerDifferences(machine, qemu), ...memoryDifferences(machine, qemu)];
  let endedBy: string | undefined;
  let steps = 0;
  let quiet = 0;
  while (differences.length === 0 && steps < maxSteps && (quiet < TAIL_STEPS || !driver.exhausted(steps))) {
    const rip = machine.registers().rip;
    const events = driver.due(steps, rip).map(({ event }) => event);
    try {
      const [ours, theirs] = await bothStep(machine, qemu, events);
      await reconcile?.(rip, ours);
      differences = [
        ...stepDifferences(ours, theirs, qemu),
        ...registerDifferences(machine, qemu),
        ...memoryDifferences(machine, qemu),
      ].map((text) => `step ${steps} at ${layout.describe(rip)}: ${text}`);
      if (theirs.delivered !== undefined) delivered.push(theirs.delivered.vector);
      for (const name of theirs.corrections) corrections.set(name, (corrections.get(name) ?? 0) + 1);
    } catch (error) {
      if (!(error instanceof NotComparable)) throw error;
      endedBy = error.message;
      break;
    }
    steps++;
    quiet = rip >= workload.from && rip < workload.to ? quiet + 1 : 0;
  }
  return { steps, delivered, corrections, endedBy, differences, unused: !driver.exhausted(steps) };
}
