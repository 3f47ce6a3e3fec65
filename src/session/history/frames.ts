// The frames that deliveries pushed, and what became of each by any position:
// live, overwritten but copied, consumed, or lost. Judged from the write log alone.

import type { ContextId, Step } from "../../machine/types.ts";
import type { Context } from "./contexts.ts";
import { NO_WRITE, type WriteIndex, type WriteLog } from "./write-log.ts";

export interface FrameWord {
  readonly role: string;
  readonly address: bigint;
  readonly write: WriteIndex;
}

export interface Frame {
  readonly context: ContextId;
  readonly step: number;
  /** The RIP word. */
  readonly address: bigint;
  readonly ist: number;
  readonly gapBytes: number;
  /** From SS downwards; an error code comes last. */
  readonly words: readonly FrameWord[];
}

export interface WordFate {
  readonly word: FrameWord;
  /** The first write of a different value over it. */
  readonly overwrittenBy: WriteIndex;
  /** Where its value still stands. */
  readonly copies: readonly WriteIndex[];
  /** Every copy ever made, dead ones too. */
  readonly copiesEver: readonly WriteIndex[];
}

export interface FrameFacts {
  readonly state: "live" | "safe in copy" | "used" | "lost";
  /** Of its five words; without the error code, which no return reads. */
  readonly words: readonly WordFate[];
  readonly overwritten: readonly WordFate[];
  readonly usedAt: number | undefined;
}

const ROLES = ["SS", "RSP", "RFLAGS", "CS", "RIP"] as const;
const RETURN_WORDS = ROLES.length;

export class FrameTable {
  readonly #frames: Frame[] = [];
  readonly #byContext = new Map<ContextId, Frame>();
  readonly #copies = new Map<WriteIndex, WriteIndex[]>();
  /** Words that deliveries skipped, and the first step that did. */
  readonly #skipped = new Map<bigint, number>();
  readonly #writes: WriteLog;

  constructor(writes: WriteLog) {
    this.#writes = writes;
  }

  get all(): readonly Frame[] {
    return this.#frames;
  }

  /** How many were delivered before boundary `position`. */
  countBefore(position: number): number {
    let low = 0;
    let high = this.#frames.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#frames[middle]?.step ?? 0) < position) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** A word that some delivery before boundary `position` skipped to align RSP. */
  isSkipped(address: bigint, position: number): boolean {
    return (this.#skipped.get(address) ?? Infinity) < position;
  }

  of(context: ContextId): Frame | undefined {
    return this.#byContext.get(context);
  }

  /** The frame that a write belongs to. */
  at(write: WriteIndex): Frame | undefined {
    const step = this.#writes.step(write);
    const frame = this.#frames[this.countBefore(step)];
    return frame?.step === step && frame.words.some((word) => word.write === write) ? frame : undefined;
  }

  /** Takes the frame of step `index`, whose writes are in the log already. */
  deliver(step: Step, index: number, context: ContextId): Frame | undefined {
    if (step.frame === undefined) return undefined;
    const { address, ist, gapBytes } = step.frame;
    const words: FrameWord[] = [];
    const add = (role: string, at: bigint): void => {
      const write = this.#writes.latest(at);
      if (write === NO_WRITE || this.#writes.step(write) !== index) return;
      this.#writes.setRole(write, role);
      words.push({ role, address: at, write });
    };
    for (const [n, role] of ROLES.entries()) add(role, address + BigInt(8 * (RETURN_WORDS - 1 - n)));
    if (step.errorCode !== undefined) add("err code", address - 8n);
    const frame = { context, step: index, address, ist, gapBytes, words };
    this.#frames.push(frame);
    const above = address + BigInt(8 * RETURN_WORDS);
    if (gapBytes > 0 && !this.#skipped.has(above)) this.#skipped.set(above, index);
    this.#byContext.set(context, frame);
    return frame;
  }

  /** `copy` stored the value of the frame word `original`. */
  addCopy(original: WriteIndex, copy: WriteIndex): void {
    const list = this.#copies.get(original);
    if (list === undefined) this.#copies.set(original, [copy]);
    else list.push(copy);
  }

  /** Copies of a word's value, made and still standing at `position`. */
  copies(original: WriteIndex, position: number): readonly WriteIndex[] {
    return this.#copiesMade(original, position).filter((copy) => this.#stands(copy, position));
  }

  /** The last copy of a word's value that was made at `address`. */
  copyAt(original: WriteIndex, address: bigint): WriteIndex {
    return this.#copies.get(original)?.findLast((copy) => this.#writes.address(copy) === address) ?? NO_WRITE;
  }

  facts(frame: Frame, context: Context | undefined, position: number): FrameFacts {
    const words = frame.words
      .filter(({ role }) => role !== "err code")
      .map((word): WordFate => {
        const copiesEver = this.#copiesMade(word.write, position);
        return {
          word,
          overwrittenBy: this.#overwrite(word.write, position),
          copies: copiesEver.filter((copy) => this.#stands(copy, position)),
          copiesEver,
        };
      });
    const overwritten = words.filter(({ overwrittenBy }) => overwrittenBy !== NO_WRITE);
    const usedAt = this.#usedAt(context, position);
    if (usedAt !== undefined) return { state: "used", words, overwritten, usedAt };
    const state =
      overwritten.length === 0
        ? "live"
        : overwritten.every(({ copies }) => copies.length > 0)
          ? "safe in copy"
          : "lost";
    return { state, words, overwritten, usedAt };
  }

  #usedAt(context: Context | undefined, position: number): number | undefined {
    const left = context?.leftAt;
    return left !== undefined && left < position ? left : undefined;
  }

  #copiesMade(original: WriteIndex, position: number): readonly WriteIndex[] {
    return (this.#copies.get(original) ?? []).filter((copy) => this.#writes.step(copy) < position);
  }

  #stands(write: WriteIndex, position: number): boolean {
    return this.#overwrite(write, position) === NO_WRITE;
  }

  /** First later write that changed the word, before `position`. */
  #overwrite(write: WriteIndex, position: number): WriteIndex {
    const value = this.#writes.value(write);
    let next = this.#writes.nextBefore(write, position);
    while (next !== NO_WRITE && this.#writes.value(next) === value) next = this.#writes.nextBefore(next, position);
    return next;
  }
}
