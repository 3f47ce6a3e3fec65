// A batch of trials on both machines and what they disagree about: the log step by
// step, then all of memory.
import { decode } from "../../../src/isa/index.ts";
import * as layout from "../../../src/machine/layout.ts";
import { Operation } from "../../../src/isa/vocabulary.ts";
import { corrected } from "./deviations.ts";
import { KERNEL_WINDOW, STATE, STATE_WORDS, USER_WINDOW, WINDOW_BYTES } from "./harness.ts";
import { logOf, OurSide, physicalOf, QemuSide, type LogEntry, type Outcome } from "./machines.ts";
import type { Trial } from "./trial.ts";

const ALL = 0xffffffff;

export interface Agreement {
  readonly kind: "same";
  readonly steps: number;
  /** How often each deviation of QEMU's was put right. */
  readonly deviations: ReadonlyMap<string, number>;
}

export type Judgement =
  Agreement | { readonly kind: "differs"; readonly trial: number; readonly differences: readonly string[] };

const hex = (value: bigint | number): string => `0x${value.toString(16)}`;

export function operationOf(bytes: readonly number[]): Operation {
  const decoded = decode(Uint8Array.from(bytes), 0, { idealised: false });
  return decoded.kind === "instruction" ? decoded.instruction.operation : Operation.Invalid;
}

function entryDifferences(ours: LogEntry | undefined, theirs: LogEntry | undefined): string[] {
  if (ours === undefined || theirs === undefined) return ["one of them goes on, and the other does not"];
  const found: string[] = [];
  for (const name of ["trial", "vector", "errorCode", "resumeFlag"] as const) {
    if (ours[name] !== theirs[name]) found.push(`${name}: ours ${String(ours[name])}, QEMU ${String(theirs[name])}`);
  }
  if (ours.digest !== theirs.digest) found.push("registers or memory");
  return found;
}

/** What the harness's own page of state and the windows show after the last step. */
function stateDifferences(ours: Outcome, theirs: Outcome): string[] {
  const places = [
    ...STATE_WORDS.map((name, index) => [name, physicalOf(STATE) + 8 * index] as const),
    ...[KERNEL_WINDOW, USER_WINDOW].flatMap((window) =>
      Array.from({ length: WINDOW_BYTES / 8 }, (_, index) => {
        const address = window + BigInt(8 * index);
        return [hex(address), physicalOf(address)] as const;
      }),
    ),
  ];
  return places.flatMap(([name, at]) => {
    const [a, b] = [ours.memory.readBigUInt64LE(at), theirs.memory.readBigUInt64LE(at)];
    return a === b ? [] : [`${name}: ours ${hex(a)}, QEMU ${hex(b)}`];
  });
}

/** Frames there have QEMU's RF; the log is compared entry by entry; the start code is QEMU's alone. */
const NOT_COMPARED: ReadonlySet<string> = new Set(["NMI stack", "handler data", "boot page", "boot code"]);

function memoryDifferences(ours: Outcome, theirs: Outcome): string[] {
  const found: string[] = [];
  const compare = (name: string, from: number, bytes: number): void => {
    if (ours.memory.subarray(from, from + bytes).equals(theirs.memory.subarray(from, from + bytes))) return;
    for (let at = from; at < from + bytes; at += 8) {
      const [a, b] = [ours.memory.readBigUInt64LE(at), theirs.memory.readBigUInt64LE(at)];
      if (a !== b) found.push(`${name}+${hex(at - from)}: ours ${hex(a)}, QEMU ${hex(b)}`);
    }
  };
  for (const { name, physical, pages } of layout.AREAS) {
    if (!NOT_COMPARED.has(name)) compare(name, physical - layout.RAM_BASE, pages * layout.PAGE_BYTES);
  }
  compare("page tables", layout.CR3 - layout.RAM_BASE, layout.PAGE_TABLES_END - layout.CR3);
  return found;
}

/** Both machines, started anew when one of them is lost. */
export class Pair {
  private ours: OurSide;
  private qemu: QemuSide;

  private constructor(ours: OurSide, qemu: QemuSide) {
    this.ours = ours;
    this.qemu = qemu;
  }

  static async start(): Promise<Pair> {
    const ours = await OurSide.create();
    return new Pair(ours, await QemuSide.boot(ours));
  }

  async close(): Promise<void> {
    await this.qemu.close();
  }

  /** From the beginning: nothing of earlier batches is left. */
  async restart(): Promise<void> {
    await this.qemu.close();
    this.ours = await OurSide.create();
    this.qemu = await QemuSide.boot(this.ours);
  }

  private async outcomes(trials: readonly Trial[], stopAfter: number): Promise<[Outcome, Outcome] | Judgement> {
    const ours = this.ours.run(trials, stopAfter);
    if (ours.kind === "stopped") return { kind: "differs", trial: ours.trial, differences: [`ours: ${ours.why}`] };
    try {
      return [ours, await this.qemu.run(trials, stopAfter)];
    } catch (error) {
      return { kind: "differs", trial: -1, differences: [`QEMU: ${String(error)}`] };
    }
  }

  async judge(trials: readonly Trial[]): Promise<Judgement> {
    const result = await this.outcomes(trials, ALL);
    if (!Array.isArray(result)) return result;
    const [ours, theirs] = result;
    const [log, other] = [logOf(ours), logOf(theirs)];
    const deviations = new Map<string, number>();
    for (let step = 0; step < Math.max(log.length, other.length); step++) {
      const mine = log[step];
      const yours = other[step];
      const first = trials[mine?.trial ?? 0]?.code[0] ?? [];
      const right = mine && yours ? corrected(mine, yours, operationOf(first)) : undefined;
      const differences = entryDifferences(mine, right?.entry);
      if (differences.length > 0) return this.explain(trials, step, mine?.trial ?? -1, differences);
      for (const name of right?.names ?? []) deviations.set(name, (deviations.get(name) ?? 0) + 1);
    }
    const differences = memoryDifferences(ours, theirs);
    if (differences.length > 0) return { kind: "differs", trial: -1, differences };
    return { kind: "same", steps: log.length, deviations };
  }

  /** The same again up to the step that differs, to look at all of its state. */
  private async explain(
    trials: readonly Trial[],
    step: number,
    trial: number,
    differences: readonly string[],
  ): Promise<Judgement> {
    await this.restart();
    const again = await this.outcomes(trials, step + 1);
    const more = Array.isArray(again) ? stateDifferences(...again) : again.kind === "differs" ? again.differences : [];
    return { kind: "differs", trial, differences: [...differences, ...more] };
  }
}
