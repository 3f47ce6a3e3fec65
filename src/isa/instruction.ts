// A decoded instruction as plain data: the record of vocabulary.ts with its
// form, so that it can be printed and encoded again.

import type { Form } from "./form.ts";
import type { Operation, OperandKind } from "./vocabulary.ts";
import type { RegisterClass } from "./registers.ts";

export interface Operand {
  readonly kind: OperandKind;
  /** Intel's number; meaningless for memory and immediates. */
  readonly register: number;
  /** Bytes; 0 where a width makes no sense (LEA's memory, a branch target). */
  readonly width: number;
  /** Of a register; vector and x87 registers have kind None: the core runs none of them. */
  readonly class: RegisterClass | "memory" | "immediate";
  /** AT&T leaves it out when written by hand: a shift's 1. */
  readonly silent: boolean;
  /** RSI, RDI or RBX of a string operation's implied memory operand. */
  readonly pointer: number | undefined;
}

export interface Memory {
  /** 0-15, MemoryRegister.Rip or MemoryRegister.None. */
  readonly base: number;
  readonly index: number;
  readonly scale: number;
  readonly displacement: bigint;
}

export interface Instruction {
  readonly form: Form;
  readonly operation: Operation;
  /** AT&T mnemonic without size suffix; a class name ("sse") if only the length is known. */
  readonly mnemonic: string;
  /** Bytes. */
  readonly length: number;
  /** Operand size in bytes: 1 2 4 8 16. */
  readonly width: number;
  /** Bits of Prefix. */
  readonly prefixes: number;
  readonly condition: number;
  /** Intel's order, destination first; those of string operations are not listed here. */
  readonly operands: readonly Operand[];
  readonly memory: Memory | undefined;
  /** SegmentOverride. */
  readonly segment: number;
  /** 4 or 8. */
  readonly addressWidth: number;
  readonly immediate: bigint;
  readonly immediate2: bigint;
  /** Prefixes that change nothing here, as objdump names them ("data16", "cs", "rex.W"). */
  readonly idle: readonly string[];
}

/** What bytes decode to. */
export type Decoded =
  | { readonly kind: "instruction"; readonly instruction: Instruction }
  /** #UD in 64-bit mode, or longer than 15 bytes. */
  | { readonly kind: "invalid" }
  /** The bytes end before the instruction does. */
  | { readonly kind: "truncated" };
