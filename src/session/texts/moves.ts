// Why a move ended where it did, and what came of a change: notices of page and console.

export const NO_RUN = "There is no run: the source does not assemble.";

export const MOVE_TEXTS = {
  noHistory: "No more reverse-execution history.",
  noNextViolation: "No violation follows on this run.",
  noPreviousViolation: "No violation lies before.",
  limitAt: (position: number) => `Steps end at ${position}: that is the limit.`,
  limit: "Steps end here: that is the limit.",
  panicked: "The machine has panicked: there is no next step. Step back, or change the schedule.",
  shutDown: "The CPU has shut down: there is no next step.",
  noNextStep: "There is no next step.",
  neverComesBack: (context: string) => `Control does not come back to ${context} on this run.`,
  outermost: "The workload is the outermost level: it returns nowhere.",
  dropped: (context: string) => `${context} is dropped here without having returned.`,
  neverReturns: (context: string) => `${context} does not return on this run.`,
  noPlace: (place: string) => `There is no place "${place}" in this program.`,
  notReachedAgain: (place: string) => `${place} is not reached again on this run.`,
  violation: (properties: readonly string[]) => `Violation: ${properties.join(", ")}.`,
  breakpoint: (place: string) => `Breakpoint at ${place}.`,
} as const;

export const CHANGE_TEXTS = {
  noScenario: "No scenario is open.",
  outOfStep: "The source does not assemble: this is still the run of the last version that did.",
  nowhereToInject: "There is no run to inject into.",
  noInjection: "There is no injection to undo.",
  noSuchStep: (steps: number, wanted: number) => `This run has ${steps} steps: step ${wanted} does not exist.`,
  movedOnAnotherRun: (position: number, wanted: number) =>
    `The run is another one from step ${position} on: moved there from ${wanted}.`,
} as const;

interface Ended {
  readonly end: string;
  readonly steps: number;
}

const ended = ({ end, steps }: Ended): string => `${end} after ${steps} steps`;

/** A run that is not what the link's maker saw. */
export function endsOtherwise(then: Ended, now: Ended): string {
  const how = ended(then) === ended(now) ? "in another state" : `${ended(now)}, then: ${ended(then)}`;
  return `this run ends otherwise than when the link was made (${how}): the emulator has changed since`;
}
