// What is said of counterexamples that are opened. Loaded with them.

export const COUNTEREXAMPLE_TEXTS = {
  noSuchViolation: (number: number) => `There is no explored violation ${number}.`,
  brokenNoMore: (property: string, step: number) =>
    `The program was changed since it was explored: this run does not break ${property} at step ${step} any more.`,
  neverBroken: (property: string, step: number) =>
    `A defect of the explorer, please report it: this run does not break ${property} at step ${step}.`,
} as const;
