// The history's view of a decoded instruction.

import type { Instruction, Memory, Operand } from "../../isa/instruction.ts";
import { MemoryRegister, Operation, OperandKind, SegmentOverride } from "../../isa/vocabulary.ts";
import { OTHER, type MemoryShape, type Shape } from "../history/shape.ts";

const WORD_BYTES = 8;
const RSP = 4;

type WordRegister = Operand & { readonly kind: OperandKind.Register };

export function shapeOf(instruction: Instruction | undefined): Shape {
  if (instruction === undefined) return OTHER;
  const [first, second] = instruction.operands;
  switch (instruction.operation) {
    case Operation.Push:
      return first === undefined ? OTHER : pushShape(instruction, first);
    case Operation.Pushf:
      return { kind: "push-named", role: "saved rflags" };
    case Operation.IdealisedPushControl:
      return { kind: "push-named", role: first === undefined ? "" : controlName(first) };
    case Operation.Call:
      return { kind: "push-named", role: "return to" };
    case Operation.Pop:
      return isWordRegister(first) ? { kind: "pop-register", register: first.register } : { kind: "unwind" };
    case Operation.Popf:
    case Operation.Ret:
    case Operation.Leave:
      return { kind: "unwind" };
    case Operation.Add:
    case Operation.Lea:
      return first?.kind === OperandKind.Register && first.register === RSP ? { kind: "unwind" } : OTHER;
    case Operation.Iret:
      return { kind: "iret", sizeBytes: instruction.width };
    case Operation.Mov:
      return first === undefined || second === undefined ? OTHER : moveShape(instruction, first, second);
    case Operation.MovFromControl:
      return isWordRegister(first) && second !== undefined
        ? { kind: "load-named", register: first.register, role: controlName(second) }
        : OTHER;
    default:
      return OTHER;
  }
}

function pushShape(instruction: Instruction, operand: Operand): Shape {
  if (isWordRegister(operand)) return { kind: "push-register", register: operand.register };
  const memory = memoryShape(instruction);
  return operand.kind === OperandKind.Memory && memory !== undefined ? { kind: "push-memory", memory } : OTHER;
}

function moveShape(instruction: Instruction, to: Operand, from: Operand): Shape {
  const memory = memoryShape(instruction);
  if (isWordRegister(to) && isWordRegister(from)) return { kind: "move", register: to.register, from: from.register };
  if (memory === undefined || instruction.width !== WORD_BYTES) return OTHER;
  if (isWordRegister(to) && from.kind === OperandKind.Memory) return { kind: "load", register: to.register, memory };
  if (isWordRegister(from) && to.kind === OperandKind.Memory) return { kind: "store", register: from.register, memory };
  return OTHER;
}

function isWordRegister(operand: Operand | undefined): operand is WordRegister {
  return operand?.kind === OperandKind.Register && operand.width === WORD_BYTES;
}

function controlName(operand: Operand): string {
  return operand.kind === OperandKind.Control && operand.register === 2 ? "CR2" : `CR${operand.register}`;
}

export function memoryShape({ memory, segment, length }: Instruction): MemoryShape | undefined {
  if (memory === undefined) return undefined;
  return {
    base: memory.base === MemoryRegister.None || memory.base === MemoryRegister.Rip ? ripOrNone(memory) : memory.base,
    index: memory.index === MemoryRegister.None ? undefined : memory.index,
    scale: memory.scale,
    displacement: memory.displacement + (memory.base === MemoryRegister.Rip ? BigInt(length) : 0n),
    segment: segment === SegmentOverride.Gs ? "gs" : segment === SegmentOverride.Fs ? "fs" : undefined,
  };
}

function ripOrNone(memory: Memory): "rip" | undefined {
  return memory.base === MemoryRegister.Rip ? "rip" : undefined;
}
