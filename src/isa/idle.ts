// Prefixes that change nothing in the instruction at hand, named as objdump
// prints them in front of it.

import type { Form } from "./form.ts";
import type { Memory, Operand } from "./instruction.ts";
import type { Prefixes } from "./bytes.ts";
import { segmentName } from "./registers.ts";
import { MemoryRegister, OperandKind, Operation, SegmentOverride } from "./vocabulary.ts";

function usesMemory(operands: readonly Operand[]): boolean {
  return operands.some((operand) => operand.kind === OperandKind.Memory);
}

/** Is REX.W of use: does it widen the operands or choose the form? */
function usesW(form: Form, prefixes: Prefixes): boolean {
  if (form.rexW !== undefined) return true;
  if (form.force64 || form.max32) return false;
  if (form.defaultSize === 8) return prefixes.operandSize;
  return form.sized || form.operands.some((operand) => operand.width === "y");
}

/** REX with bits that nothing uses, as objdump prints it: with all its bits. */
function rexIdle(
  form: Form,
  operands: readonly Operand[],
  memory: Memory | undefined,
  prefixes: Prefixes,
): string | undefined {
  if (!prefixes.rexPresent) return undefined;
  const places = form.operands.map((operand) => operand.place);
  const isRegister = operands.some((o, at) => places[at] === "rm" && o.kind !== OperandKind.Memory);
  const wide = (at: number): boolean => !["segment", "mmx", "x87"].includes(form.operands[at]?.class ?? "");
  const usesR = places.some((place, at) => place === "reg" && wide(at));
  const usesX = memory !== undefined && memory.index !== MemoryRegister.None;
  const usesB = isRegister || places.includes("opcode") || (memory !== undefined && memory.base < MemoryRegister.Rip);
  const unused =
    (prefixes.rexW !== 0 && !usesW(form, prefixes)) ||
    (prefixes.rexR !== 0 && !usesR) ||
    (prefixes.rexX !== 0 && !usesX) ||
    (prefixes.rexB !== 0 && !usesB);
  const bits = [
    prefixes.rexW ? "W" : "",
    prefixes.rexR ? "R" : "",
    prefixes.rexX ? "X" : "",
    prefixes.rexB ? "B" : "",
  ].join("");
  if (unused) return `rex.${bits}`;
  const bytes = operands.some((o) => o.class === "general" && o.width === 1);
  return bits === "" && !bytes ? "rex" : undefined;
}

export function idlePrefixes(
  form: Form,
  operands: readonly Operand[],
  address: Memory | undefined,
  prefixes: Prefixes,
): readonly string[] {
  const idle: string[] = [];
  const memory = usesMemory(operands);
  // the destination of string operations stays in ES
  const overridable = operands.some((operand) => operand.kind === OperandKind.Memory && operand.pointer !== 7);
  const hint = prefixes.segment === SegmentOverride.Cs || prefixes.segment === SegmentOverride.Ds;
  if (prefixes.segment !== 0 && !overridable && !(form.operation === Operation.Jcc && hint))
    idle.push(segmentName(prefixes.segment - 1));
  const sizeUsed = form.mandatory === "66" || (form.sized && !form.force64 && !prefixes.rexW) || form.defaultSize === 8;
  if (prefixes.operandSize && (!sizeUsed || form.force64)) idle.push("data16");
  const counts = form.operation === Operation.Jrcxz;
  const loops = form.operation >= Operation.Loop && form.operation <= Operation.Loopne;
  if (prefixes.addressSize && !memory && !counts && !loops) idle.push("addr32");
  const repeatUsed = form.repeats !== undefined || form.mandatory === "f3" || form.mandatory === "f2";
  if (prefixes.repeat !== 0 && !repeatUsed) idle.push(prefixes.repeat === 0xf3 ? "repz" : "repnz");
  const rex = rexIdle(form, operands, address, prefixes);
  if (rex !== undefined) idle.push(rex);
  return idle;
}
