// What the console says of moves: where we are, remembered positions, who wrote last.

export const RUNNING_TEXTS = {
  workloadNotDelivered: "The workload was not delivered by anything: start goes to its first instruction.",
  takesPosition: "seek takes a position: seek 17, seek start, seek end; goto violation 2, if explored.",
  nowAt: (position: number) => `Now at ${position}.`,
  takesPlace: "advance takes a place: advance nmi_atomic, advance 21, advance *0x....",
  takesViolation: "violation next, violation previous, or a number of info violations.",
  when: (position: number, length: number, context: string, place: string) =>
    `Position ${position} of ${length}: ${context} at ${place}.`,
} as const;

export const TRAVELLING_TEXTS = {
  noEarlier: "There is no earlier place.",
  noLater: "There is no later place.",
  position: (position: number, place: string) => `position ${position}, ${place}.`,
  beyondEnd: (position: number) => `position ${position}, beyond the end of this run.`,
  checkpointAt: (number: string, place: string) => `Checkpoint ${number} at ${place}`,
  bookmarkAt: (name: string, place: string) => `Bookmark ${name} at ${place}`,
  noCheckpoints: "No checkpoints.",
  noSuch: (what: "checkpoint" | "bookmark", name: string, known: readonly string[]) =>
    `No ${what} "${name}".  ${
      known.length === 0 ? "There is none: checkpoint keeps this position." : `There are ${known.join(", ")}.`
    }`,
  takesCheckpoint: "restart takes the number of a checkpoint; start goes to the beginning.",
  takesName: "ubookmark takes a name that begins with a letter: ubookmark before-iret.",
  whenEnd: (steps: number, end: string) => `The run has ${steps} steps: ${end}`,
} as const;

export const LAST_WRITE_TEXTS = {
  notInProgram: (text: string) => `"${text}" is not in this program.`,
  neverWritten: (text: string, value: string) => `${text} has not been written since the start: it holds ${value}.`,
  values: (text: string, value: string, was: string) => `${text} = ${value}, was ${was}`,
  delivery: (context: string) => `the delivery of ${context}`,
  writtenAt: (step: number, by: string, context: string) =>
    `written at step ${step} by ${by}, in ${context}; seek ${step} is before it`,
} as const;
