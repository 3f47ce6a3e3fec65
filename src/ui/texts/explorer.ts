// The texts of the explorer's panel, loaded with it.

export const EXPLORER_TEXTS = {
  form: "Bounds",
  nmis: "NMIs",
  faults: "Faults",
  machineChecks: "#MC",
  machineChecksTitle: "Machine checks, at every boundary",
  faultPoints: "Fault points",
  points: {
    lazy: "faults: lazy pages",
    region: "faults: may-fault ranges too",
    anywhere: "faults: anywhere",
  },
  scope: "Workloads",
  scopeThis: (workload: string) => `workload ${workload}`,
  scopeAll: "all workloads",
  follow: "again after every edit, up to 2 NMIs and 1 fault",
  run: "Explore",
  stop: "Stop",
  hold: "Hold",
  goOn: "Go on",
  held: "held",
  intro:
    "Tries every schedule of NMIs and faults within these bounds, at every instruction boundary, on the machine code itself.",
  starting: "starting",
  progress: (states: string, perSecond: string) => `${states} · ${perSecond}/s`,
  depth: (depth: number, of: number, workload: string) => `runs with ${depth} of ${of} injections · ${workload}`,
  elapsed: (seconds: string) => `${seconds} s`,
  stale: "The program was changed since: this answer is of the old one.",
  failed: (reason: string) => `The explorer stopped: ${reason}.`,
  failedHint: "Stepping, your text and your schedule are not touched. Explore starts it again.",
  bad: "✕",
  good: "○",
  open: "◐",
  glyphs: { holds: "holds", violated: "violated", incomplete: "incomplete" },
  ours: (count: number) =>
    count === 1
      ? "1 counterexample is not what an ordinary run shows"
      : `${count} counterexamples are not what an ordinary run shows`,
  larger: (bounds: string) => `Explore ${bounds}`,
  time: (seconds: string) => `in ${seconds} s`,
  fewest: "Fewest injections there are, then the fewest steps seen. Opening one keeps your schedule.",
  list: "Violations",
  openOne: "Open",
  openTitle: (number: number, property: string) => `Open violation ${number}: ${property}, one step before the damage`,
  isOpen: "is the schedule now",
  at: "at",
} as const;
