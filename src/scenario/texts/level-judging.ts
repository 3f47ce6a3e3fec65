// What is not allowed in a level, or does not count as winning it.

export const FOUL_TEXTS = {
  neverServed: "No NMI is ever served by this handler.",
  neverFaults: "No page fault ever comes inside an NMI: this handler has avoided what it is about.",
  foreignEvent: (event: string) => `"${event}" is not yours to send in this level.`,
  tooManyEvents: (most: number, sent: number) => `At most ${most} events: ${sent} are sent.`,
  notOneDeleted: "Delete exactly one instruction of the handler, and change nothing else.",
  handlerIsFixed: "The handler is not yours to change in this level.",
  lineIsLocked: (line: number) => `Line ${line} of the handler is locked in this level: put it back.`,
  foreignGate: (gate: string) => `"${gate}" is not the handler's in this level: leave that vector as it is.`,
  serviceMoved: (label: string) =>
    `What counts as the work of an NMI belongs to this level: it begins at ${label}, as "#@ service" says at the start.`,
  codeChanged: (label: string) =>
    `The instructions from ${label} on belong to this level: they must stand there one after another, as at the start.`,
} as const;

/** What belongs to a level below its handler. */
export const SURROUNDINGS_TEXTS = {
  workload: (workload: string) => `The workload of this level is "${workload}".`,
  body: (body: string) => `The regular NMI code of this level is "${body}".`,
  option: (option: string) => `The CPU option "${option}" belongs to this level: reset it.`,
} as const;
