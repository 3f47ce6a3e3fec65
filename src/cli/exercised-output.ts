// What a search exercised, as text and as JSON. The names of the JSON are an
// interface: others read it.

import type { Bounds } from "../explore/index.ts";
import { printSchedule } from "../scenario/schedule.ts";
import type { Exercised, ExplorationReport } from "../session/index.ts";

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

/** What is at stake over few workloads. */
const STAKES = [
  { what: "CR2, read late by a #PF handler", workloads: ["page-fault"] },
  { what: "DF, set where the NMI comes", workloads: ["kernel-df"] },
  { what: "a GS base of the user's", workloads: ["user-swapgs", "syscall"] },
  { what: "an RSP of the user's at CPL 0", workloads: ["syscall"] },
] as const;

function notAtStake(workload: string): string {
  const others = STAKES.filter(({ workloads }) => !workloads.some((one) => one === workload));
  const list = others.map(({ what, workloads }) => `${what} (${workloads.join(", ")})`);
  return `not at stake over ${workload}: ${list.join("; ")}; matrix goes through all`;
}

/** What the verdict says nothing about, as it was not judged or did not happen. `workload`: undefined if all are tried. */
export function exercisedNotes(
  { verdict, exercised }: ExplorationReport,
  { nmis, faults }: Bounds,
  workload: string | undefined,
): readonly string[] {
  const { served, isWholeHandler, isReentryJudged, nestedNmis, witnesses } = exercised;
  if (nmis === 0) return ["no NMI was tried"];
  const hasFaulted = witnesses.some(({ name }) => name === "fault-inside");
  return [
    ...(isWholeHandler
      ? [
          'the file does not say where its regular NMI code is ("#@ service LABEL END"): no-reentry is not judged, and every-nmi-served holds by itself',
        ]
      : []),
    ...(isWholeHandler || isReentryJudged
      ? []
      : [
          'the file does not say where its regular NMI code is ("#@ service LABEL END"): it is taken to start where nmi_run_count is counted or a page is touched that may be absent, and no-reentry is not judged',
        ]),
    ...(served ? [] : ["the regular NMI code was never begun"]),
    ...(nmis > 1 && nestedNmis === 0 ? ["no NMI came inside another: nothing unblocked them in the handler"] : []),
    ...(faults > 0 && !hasFaulted ? ["no page fault came inside an NMI"] : []),
    ...(verdict === "holds" && nmis === 2 && nestedNmis > 0
      ? ["no third NMI was tried, and some defects show only with three (--nmis 3)"]
      : []),
    ...(verdict === "holds" && workload !== undefined ? [notAtStake(workload)] : []),
  ];
}

export function exercisedText({ exercised }: ExplorationReport, notes: readonly string[]): string {
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
    ...notes.map((note) => `  note: ${note}\n`),
  ].join("");
}
