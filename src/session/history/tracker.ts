// Takes every step of a run, in order, and keeps what panels ask later: who ran
// when, who wrote which word, frames, copies, NMI blocking, marks, violations.
// Answers for any position; never goes back itself.

import {
  GENERAL_REGISTERS,
  type ContextId,
  type GhostNote,
  type Registers,
  type RegisterName,
  type Step,
} from "../../machine/types.ts";
import { ContextTable, vectorName } from "./contexts.ts";
import { Dataflow, type RegisterFile } from "./dataflow.ts";
import { FrameTable } from "./frames.ts";
import { NmiTrack } from "./nmi-track.ts";
import { OTHER, type Shape } from "./shape.ts";
import { StepLog } from "./step-log.ts";
import { WriteLog } from "./write-log.ts";
import type { RunMark } from "../views.ts";
import { MARK_TEXTS } from "../texts/run.ts";

export type ViolatedNote = Extract<GhostNote, { kind: "violated" }>;

export interface FoundViolation {
  readonly step: number;
  readonly note: ViolatedNote;
}

/** What the tracker asks of the world. */
export interface TrackerSources {
  /** A quadword of memory as it is now, after the step. */
  readonly readWord: (address: bigint) => bigint | undefined;
  readonly shapeAt: (address: bigint) => Shape;
}

export class Tracker {
  readonly steps = new StepLog();
  readonly writes = new WriteLog();
  readonly contexts = new ContextTable();
  readonly frames = new FrameTable(this.writes);
  readonly nmi = new NmiTrack();
  readonly marks: RunMark[] = [];
  readonly violations: FoundViolation[] = [];
  /** Steps at which a run of the regular NMI code began, and by whom. */
  readonly serviceStarts: { readonly step: number; readonly context: ContextId }[] = [];
  /** Steps that delivered an NMI. */
  readonly acceptedNmis: { readonly step: number; readonly context: ContextId }[] = [];
  readonly #dataflow = new Dataflow(this.writes, this.frames);
  readonly #registers: RegisterFile;
  readonly #sources: TrackerSources;

  constructor(initial: Registers, sources: TrackerSources) {
    this.#registers = { ...initial };
    this.#sources = sources;
  }

  /** Registers at the boundary reached so far. */
  get registers(): Readonly<RegisterFile> {
    return this.#registers;
  }

  take(step: Step): void {
    const index = this.steps.length;
    const interrupted = this.contexts.current;
    const shape = step.kind === "instruction" ? this.#sources.shapeAt(step.ripBefore) : OTHER;
    const entered = step.notes.filter((note) => note.kind === "entered");
    for (const note of entered) this.contexts.note(index, note);
    const actor = this.contexts.current;
    const firstWrite = this.#logWrites(step, index, actor);
    this.#dataflow.take(step, index, shape, this.#registers, firstWrite);
    if (entered.length > 0) this.#dataflow.suspend(interrupted);
    const frame = this.frames.deliver(step, index, actor);
    this.nmi.take(step, index, actor);
    this.#mark(step, index, actor);
    this.#takeNotes(step, index, actor);
    if (frame !== undefined && step.vector === 2) this.acceptedNmis.push({ step: index, context: actor });
    let changed = 0;
    for (const { name, value } of step.changes) {
      this.#registers[name] = value;
      const number = REGISTER_NUMBERS.get(name);
      if (number !== undefined) changed |= 1 << number;
    }
    this.steps.push({
      rip: step.ripBefore,
      context: actor,
      delivery: step.kind === "delivery",
      vector: step.vector,
      after: this.contexts.current,
      changed,
    });
  }

  #takeNotes(step: Step, index: number, actor: ContextId): void {
    for (const note of step.notes) {
      if (note.kind === "entered") continue;
      for (const ended of this.contexts.note(index, note)) this.#dataflow.retire(ended.id, ended.enteredAt ?? 0, index);
      if (note.kind === "resumed") this.#dataflow.resume(note.context);
      if (note.kind === "run-started") this.serviceStarts.push({ step: index, context: actor });
      if (note.kind === "violated") {
        this.violations.push({ step: index, note });
        this.marks.push({ step: index, kind: "violation", text: note.property, context: note.context });
      }
    }
  }

  /** The step's writes as whole quadwords; returns the index of the first. */
  #logWrites(step: Step, index: number, actor: ContextId): number {
    const first = this.writes.length;
    for (const { address, sizeBytes, old, value } of step.writes) {
      const end = address + BigInt(sizeBytes);
      for (let word = address & ~7n; word < end; word += 8n) {
        const whole = word === address && sizeBytes === 8;
        const now = whole ? value : (this.#sources.readWord(word) ?? 0n);
        const bytes = byteMask(word, address, sizeBytes);
        this.writes.push({ step: index, context: actor, address: word, value: now, bytes }, () =>
          whole ? old : replaceBytes(now, word, address, sizeBytes, old),
        );
      }
    }
    return first;
  }

  #mark(step: Step, index: number, actor: ContextId): void {
    const add = (kind: RunMark["kind"], text: string, context: ContextId | undefined): void => {
      this.marks.push({ step: index, kind, text, context });
    };
    for (const { event, outcome } of step.events) {
      const name = event.kind === "irq" ? `IRQ ${event.vector}` : vectorName(VECTOR_OF_EVENT[event.kind]);
      if (outcome.kind === "merged") add("merged", MARK_TEXTS.merged(name), undefined);
      else add("injection", name, outcome.kind === "delivered" ? actor : undefined);
    }
    if (step.frame !== undefined) add("delivery", this.contexts.name(actor), actor);
    const resumed = step.notes.find((note) => note.kind === "resumed");
    if (resumed !== undefined) add("return", MARK_TEXTS.returns(this.contexts.name(resumed.context)), actor);
    if (step.unblockedNmi) add("unblock", MARK_TEXTS.unblocks, actor);
  }

  /** Memory that the history occupies. */
  get sizeBytes(): number {
    return this.steps.sizeBytes + this.writes.sizeBytes;
  }
}

/** Registers whose changes the step log marks, by bit: the general ones in Intel's numbers first. */
export const REGISTER_NUMBERS: ReadonlyMap<RegisterName, number> = new Map(
  [
    ...GENERAL_REGISTERS,
    ...(["rflags", "cs", "ss", "ds", "es", "fs", "gs", "fsBase", "gsBase", "kernelGsBase"] as const),
    ...(["cr2", "cr3", "cr0", "cr4", "dr6", "dr7"] as const),
  ].map((name, number): [RegisterName, number] => [name, number]),
);

const VECTOR_OF_EVENT = { nmi: 2, pf: 14, db: 1, bp: 3, mc: 18, gp: 13 } as const;

/** Bit per byte of the quadword at `word` that the write covers. */
function byteMask(word: bigint, address: bigint, sizeBytes: number): number {
  let mask = 0;
  const from = Number(address - word);
  for (let at = Math.max(0, from); at < Math.min(8, from + sizeBytes); at++) mask |= 1 << at;
  return mask;
}

/** The quadword at `word` before the bytes at `address` were replaced; `old` is what they held. */
function replaceBytes(now: bigint, word: bigint, address: bigint, sizeBytes: number, old: bigint): bigint {
  let before = now;
  for (let n = 0n; n < BigInt(sizeBytes); n++) {
    const at = address + n - word;
    if (at < 0n || at >= 8n) continue;
    const byte = (old >> (n * 8n)) & 0xffn;
    before = (before & ~(0xffn << (at * 8n))) | (byte << (at * 8n));
  }
  return before;
}
