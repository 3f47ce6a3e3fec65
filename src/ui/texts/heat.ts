// The texts of the heat map: what one NMI at an instruction leads to.

const after = (events: number): string =>
  events === 0 ? "" : ` after ${events} other ${events === 1 ? "event" : "events"}`;

export const HEAT_TEXTS = {
  legend: "NMI",
  legendTitle: (bounds: string) =>
    `What an NMI exactly here, and no event after it, leads to, ${bounds}. ? untried, – not reached within them`,
  limited: "A limit was reached: what is not harmful here may be so beyond.",
  glyphs: { harmful: "▲", safe: "○", blocked: "▪", untried: "?", unreachable: "–" },
  words: { harmful: "harm", safe: "safe", blocked: "blocked", untried: "untried", unreachable: "unreached" },
  harmful: (properties: string, events: number) =>
    `An NMI here breaks ${properties}${after(events)}. Click: its schedule.`,
  safe: (events: number) =>
    `An NMI here breaks nothing by itself${events === 0 ? "" : `; NMIs are open here${after(events)}`}.`,
  blocked: "NMIs are always blocked here: one waits for the IRET that ends it, and does what an NMI there does.",
  untried: (events: number) => `NMIs are open here only${after(events)}: as many as the bounds allow.`,
  unreachable: "No schedule within the bounds comes here.",
  table: "NMI at each instruction, as a table",
  columns: ["place", "instruction", "an NMI here", "needs", ""],
  needs: (events: number) => (events === 1 ? "1 injection" : `${events} injections`),
  pieces: { handler: "handler", vectors: "vectors", workload: "workload" },
  openTitle: (place: string) => `Open the schedule with an NMI at ${place}`,
} as const;
