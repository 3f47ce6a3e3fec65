// Where we are, in gdb's words: what every move shows.

import { plainText, sentenceOf } from "../sentence/sentence.ts";
import type { Run } from "../run.ts";
import type { Flavor } from "../views.ts";
import { codeLine } from "./format.ts";

/** Where we are now, as after every move. */
export function locationLines(run: Run, flavor: Flavor): readonly string[] {
  const { lastStep, position, machine, stopped } = run.timeline;
  const lines: string[] = [];
  if (lastStep?.kind === "delivery") lines.push(plainText(sentenceOf(run, position - 1, lastStep).what));
  const { rip } = machine.registers();
  lines.push(codeLine(run, rip, flavor));
  if (stopped && position === run.timeline.length) lines.push(run.view().endText);
  return lines;
}
