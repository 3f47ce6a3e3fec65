// Follows words: which stored word is a copy of which frame word, which saves a
// register, and which have been used up. One shape and one step at a time.

import { GENERAL_REGISTERS, type ContextId, type RegisterName, type Step } from "../../machine/types.ts";
import type { FrameTable } from "./frames.ts";
import type { MemoryShape, Shape } from "./shape.ts";
import { NO_WRITE, type WriteIndex, type WriteLog } from "./write-log.ts";

const MASK = (1n << 64n) - 1n;
const WORD = 8n;
/** An unwinding farther than this is a switch of stacks. */
const MAX_UNWIND_BYTES = 0x1000n;
const FRAME_WORDS_OF_IRET = 5;

/** What a register holds: a copy of a stored word, or something with a name. */
interface Held {
  readonly write: WriteIndex;
  readonly role: string;
}

const NUMBERS: ReadonlyMap<RegisterName, number> = new Map(
  GENERAL_REGISTERS.map((name, number): [RegisterName, number] => [name, number]),
);

const NOTHING: Held = { write: NO_WRITE, role: "" };

export type RegisterFile = { [name in RegisterName]: bigint };

export class Dataflow {
  readonly #writes: WriteLog;
  readonly #frames: FrameTable;
  #held: Held[] = GENERAL_REGISTERS.map(() => NOTHING);
  readonly #suspended = new Map<ContextId, Held[]>();

  constructor(writes: WriteLog, frames: FrameTable) {
    this.#writes = writes;
    this.#frames = frames;
  }

  /** Registers are as before the step; its writes are in the log, from `firstWrite` on. */
  take(step: Step, index: number, shape: Shape, before: RegisterFile, firstWrite: WriteIndex): void {
    switch (shape.kind) {
      case "push-register":
        this.#store(firstWrite, index, shape.register);
        break;
      case "push-memory":
        this.#copyWord(firstWrite, index, this.#find(shape.memory, before, step, index));
        break;
      case "push-named":
        if (this.#wrote(firstWrite, index)) this.#writes.setRole(firstWrite, shape.role);
        break;
      case "store":
        this.#store(firstWrite, index, shape.register);
        break;
      case "pop-register":
      case "load":
      case "load-named":
      case "move":
      case "unwind":
      case "iret":
      case "other":
        break;
    }
    this.#useUp(step, index, shape, before);
    this.#updateRegisters(step, index, shape, before);
  }

  /** `interrupted` stops; what its registers hold is kept for its return. */
  suspend(interrupted: ContextId): void {
    this.#suspended.set(interrupted, this.#held);
    this.#held = GENERAL_REGISTERS.map(() => NOTHING);
  }

  resume(context: ContextId): void {
    this.#held = this.#suspended.get(context) ?? GENERAL_REGISTERS.map(() => NOTHING);
  }

  /** All that `context` stored since step `since` has served: it is gone. */
  retire(context: ContextId, since: number, index: number): void {
    for (let write = this.#writes.firstOf(since); write < this.#writes.length; write++)
      if (this.#writes.context(write) === context) this.#writes.markUsed(write, index);
  }

  #wrote(write: WriteIndex, index: number): boolean {
    return write < this.#writes.length && this.#writes.step(write) === index;
  }

  #store(write: WriteIndex, index: number, register: number): void {
    if (!this.#wrote(write, index)) return;
    const held = this.#held[register] ?? NOTHING;
    if (held.write !== NO_WRITE) this.#copyWord(write, index, held.write);
    else this.#writes.setRole(write, held.role === "" ? `saved ${GENERAL_REGISTERS[register]}` : held.role);
  }

  /** `write` stored the word that `source` had stored. */
  #copyWord(write: WriteIndex, index: number, source: WriteIndex): void {
    if (source === NO_WRITE || !this.#wrote(write, index)) return;
    const earlier = this.#writes.source(source);
    const original = earlier === NO_WRITE ? source : earlier;
    if (this.#writes.value(write) !== this.#writes.value(original)) return;
    this.#writes.setRole(write, this.#writes.role(original));
    this.#writes.setSource(write, original);
    if (this.#frames.at(original) !== undefined) this.#frames.addCopy(original, write);
  }

  /** The write that the memory operand held before this step. */
  #find(memory: MemoryShape, before: RegisterFile, step: Step, index: number): WriteIndex {
    const address = effectiveAddress(memory, before, step);
    return (address & 7n) === 0n ? this.#writes.lastBefore(address, index) : NO_WRITE;
  }

  #useUp(step: Step, index: number, shape: Shape, before: RegisterFile): void {
    if (step.kind !== "instruction") return;
    const from = before.rsp;
    if (shape.kind === "iret") {
      const words = Math.ceil((FRAME_WORDS_OF_IRET * shape.sizeBytes) / 8);
      this.#useRange(from & ~7n, (from & ~7n) + BigInt(words) * WORD, index);
    } else if (shape.kind === "pop-register" || shape.kind === "unwind") {
      const to = step.changes.find(({ name }) => name === "rsp")?.value ?? from;
      if (shape.kind === "pop-register") this.#useSource(from, shape.register, index);
      if (to > from && to - from <= MAX_UNWIND_BYTES) this.#useRange(from, to, index);
    } else if (shape.kind === "load") {
      const write = this.#find(shape.memory, before, step, index);
      const restores = write !== NO_WRITE && this.#writes.role(write) === `saved ${GENERAL_REGISTERS[shape.register]}`;
      if (restores) this.#writes.markUsed(write, index);
    }
  }

  /** A saved register that comes back from a copy has come back: its first place is free too. */
  #useSource(address: bigint, register: number, index: number): void {
    const copy = this.#writes.lastBefore(address, index);
    const original = copy === NO_WRITE ? NO_WRITE : this.#writes.source(copy);
    if (original !== NO_WRITE && this.#writes.role(original) === `saved ${GENERAL_REGISTERS[register]}`)
      this.#writes.markUsed(original, index);
  }

  #useRange(from: bigint, to: bigint, index: number): void {
    for (let address = from; address < to; address += WORD) {
      const write = this.#writes.lastBefore(address, index);
      if (write !== NO_WRITE) this.#writes.markUsed(write, index);
    }
  }

  #updateRegisters(step: Step, index: number, shape: Shape, before: RegisterFile): void {
    const next = this.#heldAfter(step, index, shape, before);
    for (const { name } of step.changes) {
      const register = NUMBERS.get(name);
      if (register !== undefined) this.#held[register] = NOTHING;
    }
    if (next !== undefined) this.#held[next.register] = next.held;
  }

  #heldAfter(
    step: Step,
    index: number,
    shape: Shape,
    before: RegisterFile,
  ): { readonly register: number; readonly held: Held } | undefined {
    if (step.kind !== "instruction") return undefined;
    switch (shape.kind) {
      case "load":
        return { register: shape.register, held: this.#worthHolding(this.#find(shape.memory, before, step, index)) };
      case "pop-register":
        return { register: shape.register, held: this.#worthHolding(this.#writes.lastBefore(before.rsp, index)) };
      case "load-named":
        return { register: shape.register, held: { write: NO_WRITE, role: shape.role } };
      case "move":
        return { register: shape.register, held: this.#held[shape.from] ?? NOTHING };
      case "push-register":
      case "push-memory":
      case "push-named":
      case "store":
      case "unwind":
      case "iret":
      case "other":
        return undefined;
    }
  }

  /** Words of frames and CR2 are followed through registers; others are not. */
  #worthHolding(write: WriteIndex): Held {
    if (write === NO_WRITE) return NOTHING;
    const source = this.#writes.source(write);
    const original = source === NO_WRITE ? write : source;
    if (this.#frames.at(original) !== undefined) return { write: original, role: this.#writes.role(original) };
    return this.#writes.role(write) === "CR2" ? { write: NO_WRITE, role: "CR2" } : NOTHING;
  }
}

/** Linear address of a memory operand; `before` holds the registers before the step. */
export function effectiveAddress(memory: MemoryShape, before: RegisterFile, step: Pick<Step, "ripBefore">): bigint {
  const register = (number: number | "rip" | undefined): bigint => {
    if (number === undefined) return 0n;
    if (number === "rip") return step.ripBefore;
    const name = GENERAL_REGISTERS[number];
    return name === undefined ? 0n : before[name];
  };
  const segment = memory.segment === "gs" ? before.gsBase : memory.segment === "fs" ? before.fsBase : 0n;
  const offset = register(memory.base) + register(memory.index) * BigInt(memory.scale) + memory.displacement;
  return (segment + offset) & MASK;
}
