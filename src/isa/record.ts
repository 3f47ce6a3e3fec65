// An instruction as the fixed-size record that the core executes.

import type { Instruction } from "./instruction.ts";
import { MemoryRegister, OperandField, OperandKind, RecordField } from "./vocabulary.ts";

const OPERAND_FIELDS = [RecordField.Operand0, RecordField.Operand1, RecordField.Operand2] as const;

/**
 * Fills RECORD_BYTES at `offset`. Implied memory operands of string operations
 * are not operands of the record: the core knows RSI and RDI.
 */
export function writeRecord(instruction: Instruction, view: DataView, offset: number): void {
  const memory = instruction.memory;
  const operands = instruction.operands.filter((operand) => operand.pointer === undefined);
  const strings = operands.length !== instruction.operands.length;
  const kept = strings ? [] : operands;
  view.setUint16(offset + RecordField.Operation, instruction.operation, true);
  view.setUint8(offset + RecordField.Length, instruction.length);
  view.setUint8(offset + RecordField.Width, instruction.width);
  view.setUint8(offset + RecordField.Prefixes, instruction.prefixes);
  view.setUint8(offset + RecordField.Condition, instruction.condition);
  view.setUint8(offset + RecordField.MemBase, memory?.base ?? MemoryRegister.None);
  view.setUint8(offset + RecordField.MemIndex, memory?.index ?? MemoryRegister.None);
  view.setUint8(offset + RecordField.MemScale, memory?.scale ?? 1);
  view.setUint8(offset + RecordField.MemSegment, instruction.segment);
  view.setUint8(offset + RecordField.AddressWidth, instruction.addressWidth);
  view.setUint8(offset + RecordField.OperandCount, Math.min(kept.length, OPERAND_FIELDS.length));
  OPERAND_FIELDS.forEach((field, at) => {
    const operand = kept[at];
    view.setUint8(offset + field + OperandField.Kind, operand?.kind ?? OperandKind.None);
    view.setUint8(offset + field + OperandField.Register, operand?.register ?? 0);
    view.setUint8(offset + field + OperandField.Width, operand?.width ?? 0);
    view.setUint8(offset + field + 3, 0);
  });
  view.setBigInt64(offset + RecordField.Displacement, BigInt.asIntN(64, memory?.displacement ?? 0n), true);
  view.setBigInt64(offset + RecordField.Immediate, BigInt.asIntN(64, instruction.immediate), true);
  view.setBigInt64(offset + RecordField.Immediate2, BigInt.asIntN(64, instruction.immediate2), true);
}
