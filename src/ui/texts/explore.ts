// The explorer's texts outside its panel: chip, buttons, the kept schedule.

export const EXPLORE_TEXTS = {
  button: "Explore",
  stop: "Stop",
  notRunning: "nothing is being explored",
  noneKept: "no schedule was replaced by a counterexample",
  kept: (items: number) => (items === 0 ? "Your own run had no injections." : `Your own schedule is kept (${items}).`),
  back: "Back to mine",
  minimise: {
    button: "Make it smaller",
    title: "The fewest and earliest events that still break the same; your schedule is kept",
    running: (runs: number) => `Trying smaller schedules: ${runs} runs. Esc stops it.`,
  },
  loading: "The explorer is loading.",
  chip: {
    explored: (verdict: string) => `Explored: ${verdict}`,
    stale: "Explored before the change",
    running: (states: string) => `Exploring: ${states}`,
    shortRunning: "exploring",
    shortStale: "changed since",
    open: "Show the explorer",
  },
} as const;
