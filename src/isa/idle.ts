// Prefixes that change nothing in the instruction at hand, named as objdump
// prints them in front of it.

import type { Form } from "./form.ts";
import type { Operand } from "./instruction.ts";
import type { Prefixes } from "./decode.ts";
import { segmentName } from "./registers.ts";
import { OperandKind, Operation } from "./vocabulary.ts";

function usesMemory(operands: readonly Operand[]): boolean {
  return operands.some((operand) => operand.kind === OperandKind.Memory);
}

function rexIdle(form: Form, operands: readonly Operand[], prefixes: Prefixes): string | undefined {
  if (!prefixes.rexPresent) return undefined;
  const wUsed = form.sized || form.rexW !== undefined || operands.some((_, at) => form.operands[at]?.width === "y");
  const forced = form.defaultSize === 8 && !prefixes.operandSize;
  if (prefixes.rexW && (!wUsed || forced || form.force64)) return "rex.W";
  const needed = prefixes.rexW || prefixes.rexR || prefixes.rexX || prefixes.rexB;
  const newBytes = operands.some(
    (o) => o.kind === OperandKind.Register && o.width === 1 && o.register >= 4 && o.register < 8,
  );
  return needed || newBytes ? undefined : "rex";
}

const BRANCHES = new Set<Operation>([Operation.Jmp, Operation.Jcc, Operation.Call]);

export function idlePrefixes(form: Form, operands: readonly Operand[], prefixes: Prefixes): readonly string[] {
  const idle: string[] = [];
  const memory = usesMemory(operands);
  if (prefixes.segment !== 0 && !memory && !(form.operation === Operation.Jcc && prefixes.segment % 2 === 0))
    idle.push(segmentName(prefixes.segment - 1));
  const sizeUsed = form.mandatory === "66" || (form.sized && !form.force64 && !prefixes.rexW) || form.defaultSize === 8;
  if (prefixes.operandSize && (!sizeUsed || form.force64)) idle.push("data16");
  const counts = form.operation === Operation.Jrcxz || BRANCHES.has(form.operation);
  const loops = form.operation >= Operation.Loop && form.operation <= Operation.Loopne;
  if (prefixes.addressSize && !memory && !counts && !loops) idle.push("addr32");
  const repeatUsed = form.repeats !== undefined || form.mandatory === "f3" || form.mandatory === "f2";
  if (prefixes.repeat !== 0 && !repeatUsed) idle.push(prefixes.repeat === 0xf3 ? "repz" : "repnz");
  const rex = rexIdle(form, operands, prefixes);
  if (rex !== undefined) idle.push(rex);
  return idle;
}
