// Which of many violations are reported: several different causes, not one of them
// many times. Knows no names.

import type { Counterexample } from "./question.ts";

/** Kinds of detail that are kept apart for one cause. */
const MAX_DETAILS = 4;

function compare(a: Counterexample, b: Counterexample): number {
  const { found: one } = a;
  const { found: other } = b;
  return one.injections - other.injections || one.steps - other.steps || (one.key < other.key ? -1 : 1);
}

/** Of each property and cause the first few, by injections and steps; of a run that goes round, its first round. */
export function distinctCauses(examples: readonly Counterexample[]): readonly Counterexample[] {
  const alike = new Map<bigint, number>();
  return examples.toSorted(compare).filter(({ found }) => {
    if (found.late) return false;
    const cause = found.key & 0xffffn;
    const count = (alike.get(cause) ?? 0) + 1;
    alike.set(cause, count);
    return count <= MAX_DETAILS;
  });
}
