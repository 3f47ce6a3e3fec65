// The texts of the graph of outcomes; loaded with it.

const many = (count: number, one: string): string =>
  `${count.toLocaleString("en-GB")} ${count === 1 ? one : `${one}s`}`;

export const GRAPH_TEXTS = {
  title: "What all runs come to",
  told: (bounds: string) =>
    `Runs within ${bounds}. Runs that come to the same are one box; an event more leads to the next. What follows a broken run is left out, and a run that comes to where another one was is not followed twice.`,
  other: (asked: string) =>
    `The explorer's verdict is about others: ${asked}. The graph and the marks beside the code are made anew after each change, within small bounds and on the workload that is open.`,
  limited: "A limit was reached: there may be more.",
  more: (count: number) => `${many(count, "kind")} more than are looked at here.`,
  none: "Nothing was explored of this program yet, or it was changed since.",
  picture: "Graph of outcomes; the table below says the same",
  table: "The graph as a table",
  columns: ["kind", "its runs", "runs", "come from kind", "schedule"],
  outcomes: {
    holds: "hold; nothing new breaks after them",
    fragile: "hold; an event more can break them",
    unknown: "are not followed to their end",
  },
  root: "no event",
  breaks: (properties: string) => `break ${properties}`,
  glyphs: { holds: "○", fragile: "◐", breaks: "✕", unknown: "…" },
  runs: (count: number) => many(count, "run"),
  size: (count: number, injections: number) =>
    injections === 0 ? many(count, "run") : `${many(count, "run")}, from ${many(injections, "event")} on`,
  events: { nmi: "NMI", pf: "#PF", mc: "#MC", db: "#DB", bp: "#BP" } as Readonly<Record<string, string>>,
  edge: (event: string, labels: readonly string[]) =>
    labels.length === 0 ? `${event} first` : `${event} at ${labels.join(", ")}`,
  label: (label: string, places: number) => (places === 1 ? label : `${label} (${places} places)`),
  from: (kind: number, event: string, labels: readonly string[], count: number) =>
    `${kind}, by ${event} ${labels.length === 0 ? "before all else" : `at ${labels.join(", ")}`}: ${many(count, "run")}`,
  open: "Open",
  openTitle: (kind: number, words: string, schedule: string) =>
    `Open the first run of kind ${kind}: ${words}; ${schedule}`,
  notShown: "An ordinary run does not show it.",
} as const;
