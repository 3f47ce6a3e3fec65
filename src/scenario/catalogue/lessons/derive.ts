// A handler that differs from another in a few lines: so that the lesson is those
// lines. Knows no handler.

import { assert } from "../../../base/assert.ts";

export interface Derived {
  /** Comment lines in place of the base's, down to its "#@ service" line; "#@ title" and "#@ source" among them. */
  readonly head: string;
  /** Text in the base, and what stands there instead; each must occur once. */
  readonly edits: readonly (readonly [from: string, to: string])[];
  /** Text at the end. */
  readonly tail?: string;
}

export function derive(base: string, { head, edits, tail = "" }: Derived): string {
  const at = base.indexOf("#@ service ");
  assert(at > 0, "a handler that begins with comments and declares its service");
  let text = base.slice(at);
  for (const [from, to] of edits) {
    assert(text.split(from).length === 2, `once in the base: ${from}`);
    text = text.replace(from, () => to);
  }
  return `${head.trim()}\n${text}${tail}`;
}
