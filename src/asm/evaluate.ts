// What expressions are worth: early, while the text is read, only what cannot
// change any more; at the end, everything, with GNU as's rules for what may be
// combined with what.

import { applyBinary, applyUnary, type Expression } from "./expression.ts";
import { fixedDistance, type LabelPlace, type Section } from "./section.ts";
import { LIMITS, LimitReached, spokenName, type Program } from "./program.ts";

/** A number, or a place plus a number, or a name not defined here plus a number. */
export interface Value {
  readonly place: LabelPlace | undefined;
  readonly external: string | undefined;
  readonly addend: bigint;
}

const wrap = (value: bigint): bigint => BigInt.asIntN(64, value);
const number = (addend: bigint): Value => ({ place: undefined, external: undefined, addend });

function isNumber(value: Value): boolean {
  return value.place === undefined && value.external === undefined;
}

/** Values of different kinds, sections or names: GNU as has them unequal, whatever they come to be. */
function areApart(a: Value, b: Value): boolean {
  return a.external !== b.external || a.place?.piece.section.name !== b.place?.piece.section.name;
}

/** Why an expression has no value. */
export interface NoValue {
  readonly code: string;
  readonly message: string;
  /** A symbol that is defined nowhere. */
  readonly undefinedSymbol?: string;
}

export type Evaluated =
  { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly failure: NoValue };

/** The value if it is a number already, whatever comes later in the file. */
export function constantNow(program: Program, expression: Expression): bigint | undefined {
  if (expression.kind === "number") return expression.value;
  const value = new Evaluator(program, false).value(expression);
  return value.ok && isNumber(value.value) ? value.value.addend : undefined;
}

/** The value by places, before or after layout; `settled`: addresses are final. */
export function evaluate(program: Program, expression: Expression, settled: boolean): Evaluated {
  if (expression.kind === "number") return { ok: true, value: number(expression.value) };
  return new Evaluator(program, settled).value(expression);
}

/** For messages, as GNU as names sections. */
function sectionWord(value: Value): string {
  if (value.external !== undefined) return "*UND*";
  return value.place === undefined ? "*ABS*" : value.place.piece.section.name;
}

export function placeAddress(place: LabelPlace): bigint {
  return BigInt.asUintN(64, place.piece.section.base + BigInt(place.piece.address + place.offset));
}

/** Levels of the tree, through the values of symbols. */
const MAX_DEPTH = 1500;

class Evaluator {
  private steps = 0;
  private depth = 0;
  private readonly active = new Set<string>();
  private readonly known = new Map<Expression, Evaluated>();
  constructor(
    private readonly program: Program,
    private readonly settled: boolean,
  ) {}

  value(expression: Expression): Evaluated {
    if (expression.kind === "number") return { ok: true, value: number(expression.value) };
    const known = this.known.get(expression);
    if (known !== undefined) return known;
    if (++this.steps > LIMITS.expressionSteps) throw new LimitReached("an expression takes too long to compute");
    if (this.depth >= MAX_DEPTH)
      return { ok: false, failure: { code: "expression-too-deep", message: "the expression is nested too deeply" } };
    this.depth++;
    const result = this.compute(expression);
    this.depth--;
    if (expression.kind === "binary") this.known.set(expression, result);
    return result;
  }

  private compute(expression: Expression): Evaluated {
    switch (expression.kind) {
      case "number":
        return { ok: true, value: number(expression.value) };
      case "place":
        return { ok: true, value: { place: expression.place, external: undefined, addend: 0n } };
      case "symbol":
        return this.symbol(expression.name);
      case "unary": {
        const operand = this.value(expression.operand);
        if (!operand.ok) return operand;
        if (!isNumber(operand.value)) return this.invalid(operand.value, number(0n), expression.operator);
        return { ok: true, value: number(applyUnary(expression.operator, operand.value.addend)) };
      }
      case "binary": {
        const left = this.value(expression.left);
        if (!left.ok) return left;
        const right = this.value(expression.right);
        if (!right.ok) return right;
        return this.binary(expression.operator, left.value, right.value);
      }
    }
  }

  private symbol(name: string): Evaluated {
    const symbol = this.program.symbols.get(name);
    if (symbol?.place !== undefined)
      return { ok: true, value: { place: symbol.place, external: undefined, addend: 0n } };
    // a use before the first definition means that one, whatever follows
    const definition = symbol?.firstValue ?? symbol?.value;
    if (definition === undefined) return { ok: true, value: { place: undefined, external: name, addend: 0n } };
    if (this.active.has(name) || this.active.size > 200)
      return {
        ok: false,
        failure: { code: "symbol-loop", message: `the definition of "${name}" leads back to itself` },
      };
    this.active.add(name);
    const value = this.value(definition);
    this.active.delete(name);
    return value;
  }

  private binary(operator: Extract<Expression, { kind: "binary" }>["operator"], a: Value, b: Value): Evaluated {
    if (isNumber(a) && isNumber(b)) {
      const result = applyBinary(operator, a.addend, b.addend);
      if (result === undefined)
        return { ok: false, failure: { code: "division-by-zero", message: "division by zero" } };
      return { ok: true, value: number(result) };
    }
    if (operator === "+" && isNumber(b)) return { ok: true, value: { ...a, addend: wrap(a.addend + b.addend) } };
    if (operator === "+" && isNumber(a)) return { ok: true, value: { ...b, addend: wrap(a.addend + b.addend) } };
    if (operator === "-" && isNumber(b)) return { ok: true, value: { ...a, addend: wrap(a.addend - b.addend) } };
    const distance = this.distance(a, b);
    if (distance === undefined) {
      if ((operator === "==" || operator === "!=") && areApart(a, b))
        return { ok: true, value: number(operator === "==" ? 0n : -1n) };
      return this.invalid(a, b, operator);
    }
    if (operator === "-") return { ok: true, value: number(distance) };
    if (["==", "!=", "<", "<=", ">", ">="].includes(operator)) {
      const result = applyBinary(operator, distance, 0n);
      if (result !== undefined) return { ok: true, value: number(result) };
    }
    return this.invalid(a, b, operator);
  }

  /** a - b, if both are places whose distance is (or, after layout, came to be) fixed. */
  private distance(a: Value, b: Value): bigint | undefined {
    if (a.external !== undefined && a.external === b.external) return a.addend - b.addend;
    if (a.place === undefined || b.place === undefined) return undefined;
    const addends = a.addend - b.addend;
    if (!this.settled) {
      const fixed = fixedDistance(b.place, a.place);
      return fixed === undefined ? undefined : BigInt(fixed) + addends;
    }
    if (a.place.piece.section.name !== b.place.piece.section.name) return undefined;
    return BigInt.asIntN(64, placeAddress(a.place) - placeAddress(b.place)) + addends;
  }

  private invalid(a: Value, b: Value, operator: string): Evaluated {
    for (const value of [a, b]) {
      if (value.external !== undefined)
        return {
          ok: false,
          failure: {
            code: "undefined-symbol",
            message: `undefined symbol ${spokenName(value.external)} in an expression that must be computed here`,
            undefinedSymbol: value.external,
          },
        };
    }
    return {
      ok: false,
      failure: {
        code: "invalid-operands",
        message: `invalid operands (${sectionWord(a)} and ${sectionWord(b)} sections) for "${operator}"`,
      },
    };
  }
}

/** A final value as a 64-bit number: places become addresses, names are looked up. */
export type Lookup = (name: string) => bigint | undefined;

export function finalNumber(
  program: Program,
  expression: Expression,
  lookup: Lookup,
  inSection: Section | undefined,
): { readonly ok: true; readonly value: bigint } | { readonly ok: false; readonly failure: NoValue } {
  const direct = evaluate(program, expression, true);
  if (direct.ok) return resolve(direct.value, lookup);
  if (expression.kind !== "binary") return direct;
  if (expression.operator === "+") {
    const [a, b] = [expression.left, expression.right].map((side) => evaluate(program, side, true));
    const [term, rest] = b?.ok && isNumber(b.value) ? [b.value, expression.left] : [a?.ok && a.value, expression.right];
    if (!term || !isNumber(term)) return direct;
    const sum = finalNumber(program, rest, lookup, inSection);
    return sum.ok ? { ok: true, value: wrap(sum.value + term.addend) } : sum;
  }
  if (expression.operator !== "-") return direct;
  // a difference with a place of this very section: GNU as makes it PC-relative
  const subtracted = evaluate(program, expression.right, true);
  if (!subtracted.ok) return direct;
  const isHere = subtracted.value.place?.piece.section.name === inSection?.name && subtracted.value.place !== undefined;
  if (!isHere && !isNumber(subtracted.value)) return direct;
  const right = resolve(subtracted.value, lookup);
  const left = finalNumber(program, expression.left, lookup, inSection);
  if (left.ok && right.ok) return { ok: true, value: wrap(left.value - right.value) };
  if (!left.ok && left.failure.undefinedSymbol !== undefined) return left;
  return direct;
}

function resolve(
  value: Value,
  lookup: Lookup,
): { readonly ok: true; readonly value: bigint } | { readonly ok: false; readonly failure: NoValue } {
  if (value.external !== undefined) {
    const found = lookup(value.external);
    if (found === undefined) {
      const name = spokenName(value.external);
      const numeric = name !== value.external;
      return {
        ok: false,
        failure: numeric
          ? { code: "unknown-local-label", message: `there is no label "${name}:" after this line` }
          : { code: "undefined-symbol", message: `undefined symbol ${name}`, undefinedSymbol: name },
      };
    }
    return { ok: true, value: wrap(found + value.addend) };
  }
  if (value.place === undefined) return { ok: true, value: value.addend };
  return { ok: true, value: wrap(placeAddress(value.place) + value.addend) };
}
