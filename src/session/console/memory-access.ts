// Which bytes an instruction reads, from its operands and the registers before it:
// what a read watchpoint asks. Knows operands, not values.

import type { Instruction } from "../../isa/instruction.ts";
import { Operation, OperandKind } from "../../isa/vocabulary.ts";
import { GENERAL_REGISTERS, type Registers } from "../../machine/types.ts";
import { memoryShape } from "../program/shape-of.ts";

export interface ReadBytes {
  readonly address: bigint;
  readonly sizeBytes: number;
}

/** They name memory, or write it, without reading it. */
const NEVER_READ: ReadonlySet<Operation> = new Set([Operation.Lea, Operation.Nop, Operation.Invlpg]);
const STORES: ReadonlySet<Operation> = new Set([Operation.Mov, Operation.Movnti, Operation.Setcc, Operation.Pop]);

/** Words that these take from the stack. */
const POPS: { readonly [operation: number]: number } = {
  [Operation.Pop]: 1,
  [Operation.Popf]: 1,
  [Operation.Ret]: 1,
  [Operation.Iret]: 5,
};

export function mayRead(instruction: Instruction): boolean {
  return instruction.memory !== undefined || instruction.operation in POPS || instruction.operation === Operation.Leave;
}

export function readsOf(instruction: Instruction, before: Registers): readonly ReadBytes[] {
  const found: ReadBytes[] = [];
  const { operation, width } = instruction;
  const words = POPS[operation];
  if (words !== undefined) found.push({ address: before.rsp, sizeBytes: words * (width === 2 ? 2 : 8) });
  if (operation === Operation.Leave) found.push({ address: before.rbp, sizeBytes: 8 });
  const operand = instruction.operands.find(({ kind }) => kind === OperandKind.Memory);
  if (instruction.memory === undefined || operand === undefined || NEVER_READ.has(operation)) return found;
  if (STORES.has(operation) && instruction.operands[0] === operand) return found;
  const address = addressOf(instruction, before);
  if (address !== undefined) found.push({ address, sizeBytes: operand.width || 8 });
  return found;
}

function addressOf(instruction: Instruction, before: Registers): bigint | undefined {
  const shape = memoryShape(instruction);
  if (shape === undefined) return undefined;
  const general = (number: number): bigint => {
    const name = GENERAL_REGISTERS[number];
    return name === undefined ? 0n : before[name];
  };
  const base = shape.base === undefined ? 0n : shape.base === "rip" ? before.rip : general(shape.base);
  const index = shape.index === undefined ? 0n : general(shape.index) * BigInt(shape.scale);
  const segment = shape.segment === "gs" ? before.gsBase : shape.segment === "fs" ? before.fsBase : 0n;
  const offset = base + index + shape.displacement;
  return BigInt.asUintN(64, segment + BigInt.asUintN(instruction.addressWidth * 8, offset));
}
