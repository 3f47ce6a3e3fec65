// What exports say beside the run's own words: heads, verdicts, remarks. Loaded with them.

import { YOUR_HANDLER } from "./programs.ts";

const NOTHING_INJECTED = "nothing is injected";

export const EXPORT_TEXTS = {
  nothing: "There is nothing to export: the source does not assemble.",
  tooLong: (steps: number, most: number) =>
    `The run has ${steps} steps; at most ${most} are told. The command line tells all of them.`,
  yourHandler: YOUR_HANDLER,
  project: (title: string) => `NMI Stepper: ${title}`,
  handler: (handler: string, workload: string, body: string) =>
    `Handler: ${handler}, workload ${workload}, body ${body}`,
  schedule: (events: string) => `Schedule: ${events || NOTHING_INJECTED}`,
  note: (text: string) => `Note: ${text}`,
  end: (end: string) => `End: ${end}`,
  nothingBroken: "No property is broken on this run; no other schedule was tried.",
} as const;

/** One moment, as a kernel's oops. */
export const MOMENT_TEXTS = {
  start: (steps: number) => `Start, nothing has run; ${steps} steps follow.`,
  step: (step: number, last: number, what: string) => `Step ${step} of ${last}: ${what}`,
  noteHere: (text: string) => `Note here: ${text}`,
  notBlocked: "not blocked",
  blocked: (since: number | undefined, by: string | undefined) =>
    `blocked${since === undefined ? "" : ` since boundary ${since}`}${by === undefined ? "" : ` by ${by}`}`,
  nmi: (blocked: string, pending: boolean, merged: number | bigint) =>
    `NMI: ${blocked}, ${pending ? "one pending" : "none pending"}, ${merged} merged`,
  stack: (title: string) => `Stack: ${title}, highest word first`,
  nothingWritten: "nothing was written",
  wordsBelow: (count: number) => `... and ${count} words below`,
  copy: "Copy:",
  stale: "stale",
  shouldBe: (value: string, meaning: string) => `!! should be ${value} ${meaning}`,
  callTrace: "Call Trace:",
  sinceStep: (step: number) => `since step ${step}`,
  end: (end: string, steps: number) => `End of this run: ${end} (${steps} steps)`,
  broken: (property: string, step: number, at: string, summary: string) =>
    `BROKEN: ${property} at step ${step} (${at}): ${summary}`,
  cause: (step: number, text: string) => `step ${step}: ${text}`,
} as const;

/** A whole run, as a table. */
export const TABLE_TEXTS = {
  refused: (event: string, reason: string) => `${event} refused: ${reason}`,
  brokenHere: (property: string) => `!!! ${property} is broken here`,
  noteNotReached: (moment: string, text: string) => `--- not reached, ${moment}: ${text}`,
  head: "| step | who | at | what | changes |",
  introduction: (handler: string, workload: string, events: string) =>
    `Handler ${handler}, workload ${workload}, schedule \`${events}\`.`,
  nothingInjected: NOTHING_INJECTED,
  note: (text: string) => `**Note:** ${text}`,
  noteAtStart: (text: string) => `**Note at the start:** ${text}`,
  noteOutside: (moment: string, text: string) => `**Note at ${moment}, not reached:** ${text}`,
  end: (end: string, steps: number) => `End: ${end} (${steps} steps).`,
  violation: (property: string, step: number, summary: string) => `**${property}** at step ${step}: ${summary}`,
  deliver: (event: string) => `deliver ${event}`,
  broken: (property: string) => `broken: ${property}`,
} as const;

/** The picture. */
export const SVG_TEXTS = {
  start: "start",
  step: (step: number, last: number) => `step ${step} of ${last}`,
  title: (title: string, step: string) => `${title}: ${step}`,
  nothingWritten: "nothing was written",
  axis: "step",
} as const;

/** The shell script: comments, and what it prints. */
export const SCRIPT_TEXTS = {
  expected: (handler: string, status: number) =>
    `# ${handler}: run ends with status ${status} (0 holds, 1 broken, 3 incomplete).`,
  violation: (property: string, step: number) => `#   ${property} at step ${step}`,
  command: "# NMI_STEPPER names the command, such as: node scripts/cli.mjs",
  otherStatus: (status: string, expected: number) => `status ${status}, expected ${expected}`,
} as const;

/** The script for gdb: comments, help, and what it prints. */
export const GDB_TEXTS = {
  replays: (events: readonly string[]) => `# Replays ${events.length === 0 ? "the run" : events.join("; ")}`,
  onQemu: (position: number, image: string) =>
    `# on QEMU, up to step ${position}. Save ${image} beside this file (export image), then:`,
  differences: "# QEMU differs from the processor in a few rules: docs/conformance.md names them.",
  /** As printf takes it: the step, then RIP there and here. */
  ripDiffers: "step %d: rip is 0x%lx on QEMU, 0x%lx in NMI Stepper",
  expectRip: "expect_rip ADDRESS STEP: says so if QEMU is elsewhere.",
  cannotDeliver: (event: string, step: number) =>
    `${event}: gdb cannot deliver this on QEMU; the replay ends before step ${step}`,
  written: "# QEMU has no command for it: gdb writes what the processor's delivery writes.",
} as const;
