// Tells the ghost state what the image asserts: each expression as the numbers of
// the core's stack machine. Knows no text.

import { Block } from "../core/block.ts";
import { Code } from "../core/properties/expression-codes.ts";
import { type Assertion, type AssertionCode, type AssertedState, GENERAL_REGISTERS } from "./types.ts";

export { MAX_ASSERTIONS, MAX_CODE as MAX_ASSERTION_CODE } from "../core/properties/expression-codes.ts";

/** The core's exports that this file calls (core/properties/assertions.ts). */
export interface AssertionConfiguration {
  ghostForgetAssertions(): void;
  ghostAssertion(address: bigint): number;
  ghostAssertionCode(code: number, operand: bigint): number;
}

const SELECTORS = ["es", "cs", "ss", "ds", "fs", "gs"];

/** Places in the CPU block: offset and bytes. */
const FIELDS: { readonly [name: string]: readonly [offset: number, bytes: number] } = {
  ...Object.fromEntries(GENERAL_REGISTERS.map((name, index) => [name, [Block.General + index * 8, 8] as const])),
  ...Object.fromEntries(SELECTORS.map((name, index) => [name, [Block.Selectors + index * 2, 2] as const])),
  rip: [Block.Rip, 8],
  rflags: [Block.Rflags, 8],
  fsBase: [Block.FsBase, 8],
  gsBase: [Block.GsBase, 8],
  kernelGsBase: [Block.KernelGsBase, 8],
  cr0: [Block.Cr0, 8],
  cr2: [Block.Cr2, 8],
  cr3: [Block.Cr3, 8],
  cr4: [Block.Cr4, 8],
  cr8: [Block.Cr8, 8],
  efer: [Block.Efer, 8],
  dr0: [Block.Dr0, 8],
  dr1: [Block.Dr1, 8],
  dr2: [Block.Dr2, 8],
  dr3: [Block.Dr3, 8],
  dr6: [Block.Dr6, 8],
  dr7: [Block.Dr7, 8],
  cpl: [Block.Cpl, 1],
  nmiBlocked: [Block.NmiBlocked, 1],
  nmiPending: [Block.NmiPending, 1],
};

const UNARY = { "-": Code.Negate, "~": Code.Invert, "!": Code.Not, truth: Code.Truth } as const;

const BINARY = {
  "+": Code.Add,
  "-": Code.Subtract,
  "*": Code.Multiply,
  "/": Code.Divide,
  "%": Code.Modulo,
  "&": Code.And,
  "|": Code.Or,
  "^": Code.Xor,
  "<<": Code.ShiftLeft,
  ">>": Code.ShiftRight,
  "==": Code.Equal,
  "!=": Code.Unequal,
  "<": Code.Below,
  "<=": Code.BelowOrEqual,
  ">": Code.Above,
  ">=": Code.AboveOrEqual,
} as const;

function fieldOf(name: AssertedState): bigint {
  const field = FIELDS[name];
  if (field === undefined) throw new Error(`no place in the CPU block is known for ${name}`);
  return BigInt(field[0] | (field[1] << 16));
}

function encode(code: AssertionCode): readonly [code: Code, operand: bigint] {
  switch (code.kind) {
    case "constant":
      return [Code.Constant, BigInt.asIntN(64, code.value)];
    case "state":
      return [Code.Field, fieldOf(code.name)];
    case "read":
      return [Code.Read, BigInt(code.sizeBytes)];
    case "unary":
      return [UNARY[code.operator], 0n];
    case "binary":
      return [BINARY[code.operator], 0n];
    case "skip":
      return [code.when ? Code.SkipIfTrue : Code.SkipIfFalse, BigInt(code.count)];
  }
}

export function configureAssertions(core: AssertionConfiguration, assertions: readonly Assertion[]): void {
  core.ghostForgetAssertions();
  for (const { address, code } of assertions) {
    if (!core.ghostAssertion(BigInt.asIntN(64, address)))
      throw new Error("the ghost state has no room for so many assertions");
    for (const one of code)
      if (!core.ghostAssertionCode(...encode(one))) throw new Error("an asserted expression is too long for the core");
  }
}
