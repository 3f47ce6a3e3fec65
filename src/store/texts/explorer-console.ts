// What the console's commands for the explorer and for levels print. Loaded with them.

export const EXPLORER_CONSOLE_TEXTS = {
  exploring: (bounds: string) => `Exploring ${bounds}.`,
  replaced: "Another question took its place.",
  nothingExplored: "No schedules were explored: explore nmis=2 faults=1 tries all of them.",
  changedSince: "The program was changed since this was explored:",
  explored: (verdict: string) => `Explored: ${verdict}.`,
  violation: (number: number, property: string, effort: string, at: string, explanation: string) =>
    `${number}  ${property}: ${effort}, at ${at}: ${explanation}`,
  howToOpen: "goto violation N opens one, one step before the damage.",
  noLevel: "No level is played: level lists them.",
  noHints: "This level has no hints.",
} as const;
