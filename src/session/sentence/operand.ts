// Operands of an executed instruction: where they are and what they held. Reads
// registers from before the step and memory as the write log remembers it.

import { GENERAL_REGISTERS, type RegisterName, type Registers, type Step } from "../../machine/types.ts";
import type { Instruction, Operand } from "../../isa/instruction.ts";
import { generalName, highByteName, segmentName } from "../../isa/registers.ts";
import { OperandKind } from "../../isa/vocabulary.ts";
import { effectiveAddress } from "../history/dataflow.ts";
import type { Run } from "../run.ts";
import { memoryShape } from "../program/shape-of.ts";
import { OPERAND_TEXTS } from "../texts/instructions.ts";
import { PLACE_TEXTS } from "../texts/places.ts";

/** One executed instruction and all that tells of it. */
export interface Executed {
  readonly run: Run;
  readonly step: Step;
  readonly index: number;
  readonly instruction: Instruction;
  /** As its author wrote it. */
  readonly text: string;
  readonly before: Registers;
}

export function addressOf({ instruction, before, step }: Executed): bigint | undefined {
  const shape = memoryShape(instruction);
  return shape === undefined ? undefined : effectiveAddress(shape, before, step);
}

/** What memory held before the step. */
export function memoryBefore({ run, step }: Executed, address: bigint, sizeBytes: number): bigint | undefined {
  const bytes = run.timeline.machine.read(address, sizeBytes);
  if (bytes === undefined) return undefined;
  let value = 0n;
  for (const byte of bytes.toReversed()) value = (value << 8n) | BigInt(byte);
  for (const write of step.writes.toReversed())
    if (write.address === address && write.sizeBytes === sizeBytes) value = write.old;
  return value;
}

/** Value of an operand before the step; undefined where that makes no sense. */
export function operandValue(executed: Executed, operand: Operand): bigint | undefined {
  const { instruction, before } = executed;
  switch (operand.kind) {
    case OperandKind.Register: {
      const name = GENERAL_REGISTERS[operand.register];
      return name === undefined ? undefined : BigInt.asUintN(operand.width * 8, before[name]);
    }
    case OperandKind.HighByte: {
      const name = GENERAL_REGISTERS[operand.register];
      return name === undefined ? undefined : (before[name] >> 8n) & 0xffn;
    }
    case OperandKind.Immediate:
      return BigInt.asUintN((operand.width || 8) * 8, instruction.immediate);
    case OperandKind.Memory: {
      const address = addressOf(executed);
      return address === undefined ? undefined : memoryBefore(executed, address, operand.width || instruction.width);
    }
    case OperandKind.Segment:
      return before[segmentName(operand.register) as RegisterName];
    case OperandKind.Control:
      return operand.register === 2 ? before.cr2 : undefined;
    default:
      return undefined;
  }
}

/** "rax", "the word at T-40", "nmi_stack_nesting", "nmi_atomic". */
export function operandWords(executed: Executed, operand: Operand): string {
  const { run, instruction } = executed;
  if (operand.kind === OperandKind.Memory) {
    const address = addressOf(executed);
    if (address === undefined) return OPERAND_TEXTS.memory;
    const variable = run.meaning.variable(address);
    const place = run.meaning.place(address);
    if (variable === undefined && place.startsWith(PLACE_TEXTS.pteOf(""))) return place;
    return variable ?? OPERAND_TEXTS.sizedAt(operand.width || instruction.width, place);
  }
  if (operand.kind === OperandKind.Immediate) {
    const value = operandValue(executed, operand) ?? 0n;
    const meaning = value > 0xffffn ? run.meaning.pointer(value) : "";
    return meaning === "" ? `0x${value.toString(16)}` : meaning;
  }
  if (operand.kind === OperandKind.Register) return generalName(operand.register, operand.width || 8);
  if (operand.kind === OperandKind.HighByte) return highByteName(operand.register);
  if (operand.kind === OperandKind.Control) return `CR${operand.register}`;
  if (operand.kind === OperandKind.Segment) return segmentName(operand.register);
  return OPERAND_TEXTS.register;
}
