// Which of a mnemonic's forms GNU as would take for given operands.

import type { Form, OperandForm } from "./form.ts";
import { fitsEither, fitsSigned, matchForm, type Match, type Mismatch } from "./match.ts";
import { addressWidthOf, type EncodeHints, type SourceMemory, type SourceOperand } from "./source-operand.ts";
import { FORMS_BY_SPELLING, type Spelling } from "./table.ts";
import { Operation } from "./vocabulary.ts";

export type EncodeFailure =
  | { readonly why: "unknown" }
  /** The mnemonic exists, but not with this suffix. */
  | { readonly why: "suffix"; readonly name: string }
  | { readonly why: "count" | "type" | "size" | "range"; readonly name: string }
  | { readonly why: "not-64-bit"; readonly name: string }
  /** A prefix was written that the encoding needs anyway, or that contradicts the operands. */
  | { readonly why: "prefix"; readonly name: string }
  | { readonly why: "high-byte-with-rex"; readonly name: string; readonly register: string }
  | { readonly why: "displacement"; readonly name: string; readonly value: bigint };

const NOT_64_BIT = new Set(
  "aaa aas aad aam daa das bound into pusha pushaw pushal popa popaw popal les lds arpl salc".split(" "),
);

/** Is this word an instruction's name, with or without size suffix? */
export function isMnemonic(word: string): boolean {
  return FORMS_BY_SPELLING.has(word) || NOT_64_BIT.has(word);
}

/** Do both words spell a form in common? Then one is the other with a size suffix. */
export function sharesForm(word: string, other: string): boolean {
  const forms = FORMS_BY_SPELLING.get(other) ?? [];
  return (FORMS_BY_SPELLING.get(word) ?? []).some(({ form }) => forms.some((each) => each.form === form));
}

/** How many operands the forms of a mnemonic are written with, the least first. */
export function operandCounts(word: string): readonly number[] {
  const counts = (FORMS_BY_SPELLING.get(word) ?? []).map(
    ({ form }) => form.operands.filter((each) => !each.silent).length,
  );
  return [...new Set(counts)].sort((a, b) => a - b);
}

/** All spellings, for suggestions. */
export function mnemonics(): Iterable<string> {
  return FORMS_BY_SPELLING.keys();
}

function failureForUnknown(word: string): EncodeFailure {
  if (NOT_64_BIT.has(word)) return { why: "not-64-bit", name: word };
  const stem = word.slice(0, -1);
  if (/[bwlq]$/.test(word) && FORMS_BY_SPELLING.has(stem)) return { why: "suffix", name: stem };
  return { why: "unknown" };
}

/** GNU as writes the accumulator's long forms where addresses are cut to 32 bits or {disp32} asks for all of them. */
function prefersOffset(hints: EncodeHints): boolean {
  return hints.displacement === 32 || hints.prefixes.includes(0x67);
}

const hasOffset = (form: Form): boolean => form.operands.some((operand) => operand.place === "offset");

/** Forms that a {load}, {store} or .s prefers come first. */
function inDirection(spellings: readonly Spelling[], hints: EncodeHints): readonly Spelling[] {
  if (hints.direction === undefined && prefersOffset(hints) && spellings.some(({ form }) => hasOffset(form)))
    return [...spellings.filter(({ form }) => hasOffset(form)), ...spellings.filter(({ form }) => !hasOffset(form))];
  if (hints.direction === undefined) return spellings;
  const loads = (s: Spelling): boolean => s.form.operands[0]?.place === "reg" && s.form.operands[1]?.place === "rm";
  const short = (s: Spelling): boolean => s.form.name === "xchg" && s.form.opcode === 0x90;
  const wanted = hints.direction === "store" ? (s: Spelling) => !loads(s) : (s: Spelling) => loads(s) || short(s);
  return [...spellings.filter(wanted), ...spellings.filter((s) => !wanted(s))];
}

function usable(form: Form, hints: EncodeHints): boolean {
  if (form.idealised && !hints.idealised) return false;
  const relative = form.operands.find((operand) => operand.place === "relative");
  return relative === undefined || hints.relative === 0 || relative.size === hints.relative;
}

const RANK: Readonly<Record<Mismatch, number>> = { count: 0, type: 1, size: 2, range: 3 };

/** EAX EAX as exchange would zero the upper half if it were 90, the NOP. */
function clashes(match: Match, operands: readonly SourceOperand[]): boolean {
  if (match.form.operation !== Operation.Xchg || match.form.opcode !== 0x90 || match.size !== 4) return false;
  return operands.every((o) => o.kind === "register" && o.register.number === 0);
}

/** A known displacement that its 32 bits, sign-extended where addresses have 64, cannot hold. */
function isTooFar(memory: SourceMemory, hints: EncodeHints): boolean {
  if (memory.displacement === undefined) return false;
  const value = BigInt.asIntN(64, memory.displacement);
  return addressWidthOf(memory, hints.prefixes) === 4 ? !fitsEither(value, 4) : !fitsSigned(value, 4);
}

function needsLongOffset(match: Match, operands: readonly SourceOperand[], hints: EncodeHints): boolean {
  return operands.some(
    (o) =>
      o.kind === "memory" &&
      isTooFar(o, hints) &&
      match.form.operands.some((form) => form.place === "rm" && form.memory),
  );
}

/**
 * MOV between the accumulator and an address: with 64-bit addresses the long form
 * only where the short one cannot or where {disp32} was written.
 */
function wantsOffsetForm(match: Match, operands: readonly SourceOperand[], hints: EncodeHints): boolean {
  if (match.form.name === "movabs" || !hasOffset(match.form)) return true;
  return prefersOffset(hints) || operands.some((o) => o.kind === "memory" && isTooFar(o, hints));
}

/**
 * A byte form where neither suffix nor register says "byte", while the mnemonic
 * has wider forms: GNU as takes 32 bits then, never 8.
 */
function byteUnasked(
  form: Form,
  asked: number | undefined,
  operands: readonly SourceOperand[],
  spellings: readonly Spelling[],
): boolean {
  if (asked !== undefined || form.sizes.length !== 1 || form.sizes[0] !== 1) return false;
  if (!spellings.some((other) => other.form.sizes.length > 1 && other.form.operation === form.operation)) return false;
  const isData = (operand: OperandForm | undefined): boolean =>
    operand !== undefined && (operand.place !== "implied" || operand.number === 0);
  const written = operands.length === form.operands.length ? form.operands : form.operands.filter((o) => !o.silent);
  return !operands.some((o, at) => o.kind === "register" && o.register.class === "general" && isData(written[at]));
}

/** Without a suffix or register a constant must fit the 32 bits that are assumed. */
function tooWideForAssumed(match: Match, asked: number | undefined, operands: readonly SourceOperand[]): boolean {
  if (
    asked !== undefined ||
    match.form.sizes.length < 2 ||
    match.form.defaultSize === 8 ||
    operands.some((o) => o.kind === "register")
  )
    return false;
  return operands.some(
    (o) => o.kind === "immediate" && o.value !== undefined && !fitsEither(BigInt.asIntN(64, o.value), 4),
  );
}

/**
 * Between vector registers the two directions of a VEX move mean the same: GNU as
 * takes the one whose extended register needs two bytes of VEX only.
 */
function shorterVex(
  match: Match,
  spellings: readonly Spelling[],
  operands: readonly SourceOperand[],
  hints: EncodeHints,
): Match | undefined {
  const [to, from] = operands;
  if (match.form.map !== "vex0f" || operands.length !== 2 || to?.kind !== "register" || from?.kind !== "register")
    return undefined;
  const extended = to.register.number < 8 && from.register.number >= 8;
  if (!extended || hints.direction !== undefined || hints.vex3 || match.form.operands[0]?.place !== "reg")
    return undefined;
  if (to.register.class !== "vector" || from.register.class !== "vector") return undefined;
  for (const { form, size } of spellings) {
    if (form.operands[0]?.place !== "rm") continue;
    const other = matchForm(form, operands, size, 4);
    if (typeof other !== "string") return other;
  }
  return undefined;
}

/** Chooses the first form of the spelling that takes the operands. */
export function choose(word: string, operands: readonly SourceOperand[], hints: EncodeHints): Match | EncodeFailure {
  const spellings = FORMS_BY_SPELLING.get(word);
  if (spellings === undefined) return failureForUnknown(word);
  const dataSize = hints.prefixes.includes(0x66) ? 2 : 4;
  let worst: Mismatch = "count";
  let tooFar: bigint | undefined;
  for (const { form, size } of inDirection(spellings, hints)) {
    if (!usable(form, hints) || byteUnasked(form, size, operands, spellings)) continue;
    const match = matchForm(form, operands, size, dataSize);
    if (typeof match === "string") {
      if (RANK[match] > RANK[worst]) worst = match;
      continue;
    }
    if (clashes(match, operands) || tooWideForAssumed(match, size, operands)) continue;
    if (!wantsOffsetForm(match, operands, hints)) continue;
    if (needsLongOffset(match, operands, hints)) {
      const memory = operands.find((o) => o.kind === "memory");
      tooFar = memory?.kind === "memory" ? memory.displacement : undefined;
      continue;
    }
    return shorterVex(match, spellings, operands, hints) ?? match;
  }
  const name = spellings[0]?.form.name ?? word;
  if (tooFar !== undefined) return { why: "displacement", name, value: tooFar };
  return { why: worst, name };
}
