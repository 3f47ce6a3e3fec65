// A run as a whole in words: how it ends, what became of its contexts and of each event
// of the schedule.

export const RUN_END_TEXTS = {
  idle: "The workload runs on; nothing is left to come.",
  loop: (period: number, blocked: boolean) =>
    `${period === 1 ? "This step repeats" : `These ${period} steps repeat`} for ever${blocked ? ", with NMIs blocked" : ""}.`,
  livelock: (from: number, period: number) =>
    `Livelock: from step ${from} on the same ${period} steps repeat, and the workload is never reached.`,
  unexpected: (event: string) => `Panic: nobody expects ${event}.`,
  gaveUp: (event: string) => `Panic: the handler of ${event} gives up.`,
  shutDown: "Triple fault: the CPU shuts down.",
  notModelled: (what: string) => `Stopped: ${what} is not modelled.`,
  notOver: (steps: number) => `Stopped after ${steps} steps; the run is not over.`,
} as const;

/** What became of a context. */
export const FATE_TEXTS = {
  unfinished: "not finished",
  cutOff: "not finished when the run stops",
  neverResumed: "never resumed",
  frameLost: "return frame lost",
  frameInCopy: "return frame in copy",
  neverReturnedTo: "never returned to",
} as const;

/** What lanes and trace mark at a step. */
export const MARK_TEXTS = {
  merged: (event: string) => `${event} merged`,
  returns: (to: string) => `returns to ${to}`,
  unblocks: "IRET ends NMI blocking",
  repeats: (period: number) => `${period} steps repeat from here`,
} as const;

/** What became of an event of the schedule. */
export const SCHEDULE_TEXTS = {
  off: "off",
  offWouldBe: (outcome: string) => `off; if on: ${outcome}`,
  endsBefore: "the run ends before this step",
  placeMissed: (nth: number) => (nth === 1 ? "place never reached" : `place not reached ${nth} times`),
  delivered: (at: number) => `delivered ${at}`,
  neverDelivered: (since: number) => `pending since ${since}, never delivered`,
  deliveredLater: (since: number, at: number) => `pending ${since}, delivered ${at}`,
  merged: (at: number, since: number | undefined) =>
    `${at}: merged into ${since === undefined ? "the pending NMI" : `the NMI pending since ${since}`}`,
  noSymbol: (symbol: string) => `no symbol "${symbol}" in this program`,
} as const;

/** What an event that is sent now would come to; a refused one has its reason. */
export const INJECT_TEXTS = {
  merges: "merges: one is pending",
  waitsForBoundary: "waits for the next boundary",
  waitsForUnblocking: (context: string) => `waits: blocked by ${context}`,
  pageFault: (place: string) => `at ${place}, CR2 = RIP`,
  machineCheck: "IST3",
  before: (mnemonic: string) => `before ${mnemonic}`,
  now: "now",
} as const;

export const VARIABLE_TEXTS = {
  neverWritten: "never written",
  notUsed: "not used",
} as const;
