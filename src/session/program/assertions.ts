// What a handler's file asserts, as the machine's code: trees made into the
// instructions of its stack machine.

import type { AssertedExpression, Assembly, AssertionLine } from "../../asm/assembly.ts";
import { PER_CPU } from "../../machine/layout.ts";
import type { Assertion, AssertionCode } from "../../machine/types.ts";
import type { Program } from "../program.ts";

export function assertionsOf({ annotations }: Assembly): readonly Assertion[] {
  return annotations.assertions.map(({ address, expression }) => ({ address, code: codeOf(expression) }));
}

function codeOf(expression: AssertedExpression): readonly AssertionCode[] {
  switch (expression.kind) {
    case "number":
      return [{ kind: "constant", value: expression.value }];
    case "per-cpu":
      return [{ kind: "constant", value: PER_CPU + expression.offset }];
    case "register":
      return [{ kind: "state", name: expression.name }];
    case "read":
      return [...codeOf(expression.address), { kind: "read", sizeBytes: expression.sizeBytes }];
    case "unary":
      return [...codeOf(expression.operand), { kind: "unary", operator: expression.operator }];
    case "binary":
      return binaryCode(expression);
  }
}

function binaryCode({
  operator,
  left,
  right,
}: Extract<AssertedExpression, { kind: "binary" }>): readonly AssertionCode[] {
  const [first, second] = [codeOf(left), codeOf(right)];
  if (operator !== "&&" && operator !== "||") return [...first, ...second, { kind: "binary", operator }];
  const rest: readonly AssertionCode[] = [...second, { kind: "unary", operator: "truth" }];
  return [...first, { kind: "skip", when: operator === "||", count: rest.length }, ...rest];
}

/** The line whose violations have this cause. */
export function assertionOf({ source }: Program, cause: string): AssertionLine | undefined {
  const number = /^assertion-(\d+)$/.exec(cause)?.[1];
  return number === undefined ? undefined : source.assembly.annotations.assertions[Number(number) - 1];
}

/** The outcome is that of a comparison: its two sides say why it is false. */
export function isComparison(expression: AssertedExpression): boolean {
  return expression.kind === "binary" && ["==", "!=", "<", "<=", ">", ">="].includes(expression.operator);
}
