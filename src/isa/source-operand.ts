// Operands as a program text gives them, before an encoding is chosen.

import type { RegisterName } from "./registers.ts";

export interface SourceRegister {
  readonly kind: "register";
  readonly register: RegisterName;
  /** Written with `*`. */
  readonly indirect: boolean;
}

/** `value` undefined: not known yet, it depends on where things will lie. */
export interface SourceImmediate {
  readonly kind: "immediate";
  readonly value: bigint | undefined;
}

export interface SourceMemory {
  readonly kind: "memory";
  /** Intel's number of an override. */
  readonly segment: number | undefined;
  readonly base: RegisterName | undefined;
  readonly index: RegisterName | undefined;
  readonly scale: number;
  /** A displacement was written; its value if it is known already. */
  readonly hasDisplacement: boolean;
  readonly displacement: bigint | undefined;
  readonly indirect: boolean;
}

/** AT&T order is the caller's business: these lists are in Intel's order. */
export type SourceOperand = SourceRegister | SourceImmediate | SourceMemory;

/** Where a branch may go by a relative operand: an expression without `*`, whatever segment is named. */
export function isTarget(operand: SourceOperand): operand is SourceMemory {
  return operand.kind === "memory" && operand.base === undefined && operand.index === undefined && !operand.indirect;
}

/** 4 if a register or the prefix says that addresses are 32 bits wide, else 8. */
export function addressWidthOf(memory: SourceMemory, prefixes: readonly number[]): number {
  return (memory.base ?? memory.index)?.width ?? (prefixes.includes(0x67) ? 4 : 8);
}

/** Prefixes and wishes that stood before the mnemonic. */
export interface EncodeHints {
  /** Bytes of prefixes in the order written: 66 67 F0 F2 F3 2E ... */
  readonly prefixes: readonly number[];
  /** rex, rex.w, ...: low four bits; undefined if none was written. */
  readonly rex: number | undefined;
  /** {rex}: a REX prefix where the operands allow one. */
  readonly wantsRex: boolean;
  readonly displacement: 8 | 32 | undefined;
  /** {load}, {store} or the suffix `.s`: the other one of two equal encodings. */
  readonly direction: "load" | "store" | "swap" | undefined;
  readonly vex3: boolean;
  /** Bytes of a relative operand wanted; 0: the table's first that fits. */
  readonly relative: 0 | 1 | 4;
  readonly idealised: boolean;
}

export const NO_HINTS: EncodeHints = {
  prefixes: [],
  rex: undefined,
  wantsRex: false,
  displacement: undefined,
  direction: undefined,
  vex3: false,
  relative: 0,
  idealised: false,
};

/** A hole in the bytes for a value that was not known. */
export interface Fixup {
  /** Index into the operands as given. */
  readonly operand: number;
  /** From the instruction's first byte. */
  readonly offset: number;
  readonly size: number;
  /** Minus the address of the instruction's end. */
  readonly relative: boolean;
  /** "signed": must fit as a sign-extended number; "either": as signed or unsigned. */
  readonly range: "signed" | "either";
}
