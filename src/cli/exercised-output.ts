// What a search exercised, as text and as JSON. The names of the JSON are an
// interface: others read it.

import { printSchedule } from "../scenario/schedule.ts";
import type { Exercised, ExplorationReport, Note } from "../session/index.ts";

export function exercisedJson(exercised: Exercised) {
  const { deliveries, nestedNmis, latchedNmis, repeats, depth, nmiDepth, labels, instructions, witnesses } = exercised;
  return {
    deliveries: deliveries.map(({ vector, name, count }) => ({ vector, name, count })),
    nestedNmis,
    latchedNmis,
    repeats,
    depth,
    nmiDepth,
    labels: labels.map(({ name, reached }) => ({ name, reached })),
    instructions: {
      total: instructions.length,
      executed: instructions.filter(({ executed }) => executed).length,
      never: instructions
        .filter(({ executed }) => !executed)
        .map(({ place, line, text }) => ({ at: place, line, text })),
    },
    witnesses: witnesses.map(({ name, schedule, injections, steps, at }) => ({
      name,
      schedule: printSchedule(schedule),
      injections,
      steps,
      at,
    })),
  };
}

const SAYS = {
  nesting: "an NMI inside an unfinished NMI",
  latched: "an NMI that had to wait is delivered",
  repeat: "the regular code runs again for the same NMI",
  "fault-inside": "a page fault inside an NMI",
  endless: "a run that has not come to its end after 20,000 steps",
} as const;

/** What to do about it here. */
const HINTS: { readonly [kind in Note["kind"]]?: string } = {
  "not-tried": " (--nmis 3)",
  "in-part": " (--nmis 3 --max-states N)",
  "not-at-stake": "; matrix goes through all",
};

export function noteText({ kind, text }: Note): string {
  return `${text}${HINTS[kind] ?? ""}`;
}

export function exercisedText({ exercised, notes }: ExplorationReport): string {
  const { deliveries, nestedNmis, nmiDepth, repeats, labels, instructions, witnesses } = exercised;
  const number = (count: number) => count.toLocaleString("en");
  const counts = deliveries.map(({ name, count }) => `${name} ${number(count)}`).join(", ");
  const never = instructions.filter(({ executed }) => !executed);
  const unreached = labels.filter(({ reached }) => !reached).map(({ name }) => name);
  const seen = witnesses.map(({ name, schedule }) => `  can happen: ${SAYS[name]}: ${printSchedule(schedule)}\n`);
  return [
    `exercised: deliveries: ${counts || "none"}\n`,
    `  NMIs inside NMIs: ${number(nestedNmis)}, at most ${nmiDepth} unfinished at once; regular code again: ${number(repeats)}\n`,
    `  instructions executed: ${instructions.length - never.length} of ${instructions.length}`,
    never.length === 0 ? "\n" : `; never: ${never.map(({ place }) => place).join(", ")}\n`,
    unreached.length === 0 ? "" : `  labels never reached: ${unreached.join(", ")}\n`,
    ...seen,
    ...notes.map((note) => `  note: ${noteText(note)}\n`),
  ].join("");
}
