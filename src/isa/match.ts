// Does a form take these operands at this operand size? Ranges of immediates
// are GNU as's: what fits sign-extended, and for narrow operands unsigned too.

import type { Form, OperandForm, OperandWidth } from "./form.ts";
import { isTarget, type SourceImmediate, type SourceMemory, type SourceOperand } from "./source-operand.ts";

export type Mismatch = "count" | "type" | "size" | "range";

/** The form's operands that were written, and which of `operands` each one is. */
export interface Match {
  readonly form: Form;
  readonly size: number;
  /** Per operand of the form: index into the source operands, or undefined. */
  readonly sources: readonly (number | undefined)[];
}

function concrete(width: OperandWidth, size: number): number {
  if (width === "v") return size;
  if (width === "y") return size === 8 ? 8 : 4;
  return width;
}

export function fitsSigned(value: bigint, sizeBytes: number): boolean {
  return BigInt.asIntN(sizeBytes * 8, value) === value;
}

/** -2^(n-1) .. 2^n-1 */
export function fitsEither(value: bigint, sizeBytes: number): boolean {
  return fitsSigned(value, sizeBytes) || BigInt.asUintN(sizeBytes * 8, value) === value;
}

/**
 * A constant as GNU as weighs it: 64 bits; where the operand size was told, an
 * unsigned one of that size counts as the negative number with the same bits.
 */
function weighed(value: bigint, toldSize: number | undefined): bigint {
  const whole = BigInt.asIntN(64, value);
  const sizes = toldSize === 2 ? [2, 4] : toldSize === 4 ? [4] : [];
  const unsigned = sizes.find((size) => BigInt.asUintN(size * 8, whole) === whole);
  return unsigned === undefined ? whole : BigInt.asIntN(unsigned * 8, whole);
}

function immediateFits(operand: OperandForm, source: SourceImmediate, size: number, told: boolean): boolean {
  const value = source.value;
  if (operand.place === "implied") return value === BigInt(operand.number);
  if (operand.code === "ibs") {
    return value !== undefined && fitsSigned(weighed(value, told ? size : undefined), 1);
  }
  if (value === undefined) return true;
  if (operand.code === "u8" || operand.code === "u8b")
    return size === 1 || fitsEither(weighed(value, told ? size : undefined), 1);
  if (operand.code === "u16" && size !== 2) return fitsEither(BigInt.asIntN(64, value), 2);
  if (operand.size === "z" && size === 8) return fitsSigned(BigInt.asIntN(64, value), 4);
  // narrower ones are cut to size; the caller warns
  return true;
}

function memoryFits(operand: OperandForm, source: SourceMemory): boolean {
  if (operand.place === "implied") {
    // whatever address is written, the instruction uses its own pointer; the caller warns
    return operand.pointer !== undefined && (operand.pointer !== 7 || (source.segment ?? 0) === 0);
  }
  // (%dx) names a port, no memory
  if (source.base?.width === 2) return false;
  if (operand.place === "offset") return source.base === undefined && source.index === undefined;
  return operand.memory;
}

/** ECX and RCX for the count in CL, EDX and RDX for the port in DX. */
function isWiderName(operand: OperandForm, written: number): boolean {
  return written >= 4 && ["count", "dx", "dx?"].includes(operand.code);
}

function fitsOperand(operand: OperandForm, source: SourceOperand, size: number, told: boolean): Mismatch | undefined {
  if (source.kind === "immediate") {
    if (operand.class !== "immediate" || operand.place === "relative") return "type";
    return immediateFits(operand, source, size, told) ? undefined : "range";
  }
  if (source.kind === "memory") {
    if (operand.place === "relative") return isTarget(source) ? undefined : "type";
    // (%dx): the port of IN and OUT
    if (operand.code === "dx" || operand.code === "dx?")
      return source.base?.name === "dx" &&
        source.index === undefined &&
        source.segment === undefined &&
        !source.hasDisplacement
        ? undefined
        : "type";
    return operand.memory && memoryFits(operand, source) ? undefined : "type";
  }
  if (!operand.register || operand.class !== source.register.class) return "type";
  const width = concrete(operand.width, size);
  if (width !== source.register.width && !isWiderName(operand, source.register.width)) return "size";
  if (operand.place === "implied" && source.register.number !== operand.number) return "type";
  if (operand.place === "implied" && source.register.highByte) return "type";
  return undefined;
}

/** JMP and CALL have forms with a relative operand; the far ones have none. */
function hasRelative(form: Form): boolean {
  return form.name === "jmp" || form.name === "call";
}

/** String operations have one address size for both pointers, and a register in one of them. */
function addressesClash(form: Form, operands: readonly SourceOperand[]): boolean {
  if (!form.operands.some((operand) => operand.pointer !== undefined)) return false;
  const memories = operands.filter((o) => o.kind === "memory" && o.base?.name !== "dx");
  if (memories.length > 0 && memories.every((o) => isTarget(o))) return true;
  const widths = operands.flatMap((o) =>
    o.kind === "memory" && o.base?.name !== "dx" ? [(o.base ?? o.index)?.width ?? 8] : [],
  );
  return widths.some((width) => width !== widths[0]);
}

/** LODS, STOS and SCAS may be written with their memory operand alone. */
function isAccumulating(form: Form): boolean {
  return form.operands.some((o) => o.code === "al?" || o.code === "av?") && form.operands.some((o) => o.pointer);
}

/** Pairs written operands with the form's, leaving silent ones out where there are too few. */
function pair(form: Form, operands: readonly SourceOperand[]): (number | undefined)[] | undefined {
  if (form.operands.length === operands.length) return form.operands.map((_, at) => at);
  const spoken = form.operands.filter((operand) => !operand.silent).length;
  if (operands.length === 1 && operands[0]?.kind === "memory" && spoken === 0 && isAccumulating(form))
    return form.operands.map((operand) => (operand.pointer === undefined ? undefined : 0));
  if (spoken !== operands.length) return undefined;
  let next = 0;
  return form.operands.map((operand) => (operand.silent ? undefined : next++));
}

/** The sizes to try, the likeliest first. */
function sizesToTry(form: Form, asked: number | undefined): readonly number[] {
  if (asked !== undefined && (form.sizes.length === 0 || form.sizes.includes(asked))) return [asked];
  if (asked !== undefined && form.sizes.length === 1) return form.sizes;
  return form.sizes.length > 0 ? form.sizes : [4];
}

/** Size by the registers that were written, if they say one. */
function registerSize(
  form: Form,
  operands: readonly SourceOperand[],
  sources: readonly (number | undefined)[],
): number | undefined {
  for (let at = 0; at < form.operands.length; at++) {
    const operand = form.operands[at];
    const index = sources[at];
    const source = index === undefined ? undefined : operands[index];
    if (operand === undefined || source?.kind !== "register" || source.register.class !== operand.class) continue;
    if (operand.width === "v" || operand.width === "y") return source.register.width;
  }
  return undefined;
}

/**
 * Matches one form. `asked` is the size of the suffix, `assumed` what to take
 * if neither suffix nor registers tell.
 */
export function matchForm(
  form: Form,
  operands: readonly SourceOperand[],
  asked: number | undefined,
  assumed: number,
): Match | Mismatch {
  const sources = pair(form, operands);
  if (sources === undefined) return "count";
  if (form.operation !== 0 && form.indirect !== operands.some((o) => o.kind !== "immediate" && o.indirect)) {
    // a missing star before a register or memory is forgiven, with a warning
    if (!form.indirect || (hasRelative(form) && operands.some((o) => isTarget(o)))) return "type";
  }
  if (addressesClash(form, operands)) return "type";
  const byRegister = registerSize(form, operands, sources);
  let sizes = sizesToTry(form, asked);
  if (asked === undefined && byRegister !== undefined) sizes = form.sizes.includes(byRegister) ? [byRegister] : [];
  else if (asked === undefined && sizes.length > 1) sizes = [form.defaultSize === 8 ? 8 : assumed];
  const told = asked !== undefined || byRegister !== undefined || form.defaultSize === 8 || assumed === 2;
  let why: Mismatch = byRegister !== undefined && sizes.length === 0 ? "size" : "type";
  for (const size of sizes) {
    let mismatch: Mismatch | undefined;
    for (let at = 0; at < form.operands.length && mismatch === undefined; at++) {
      const operand = form.operands[at];
      const index = sources[at];
      const source = index === undefined ? undefined : operands[index];
      if (operand !== undefined && source !== undefined) mismatch = fitsOperand(operand, source, size, told);
    }
    if (mismatch === undefined) return { form, size, sources };
    why = mismatch;
  }
  return why;
}
