// A program with its instructions in the syntax in which they are to be shown. What the
// author wrote stays in the source.

import type { Program } from "../program.ts";
import type { Flavor } from "../views.ts";

/** `program`: as it was made, in AT&T's syntax. */
export function spelled(program: Program, flavor: Flavor): Program {
  if (flavor === "att") return program;
  const lines = new Map([...program.lines].map(([address, line]) => [address, { ...line, text: line.intel }]));
  return { ...program, flavor, lines, textAt: (address) => lines.get(address)?.text ?? program.textAt(address) };
}
