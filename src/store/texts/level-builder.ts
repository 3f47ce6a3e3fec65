// What the level builder answers: what is missing of a draft, whether its solution wins,
// what par is. Loaded with it.

export const LEVEL_BUILDER_TEXTS = {
  noDraft: "There is no draft.",

  nothingToRecord: "There is nothing to record.",
  recorded: (solution: string) => `Recorded: ${solution}`,
  unmended: "The handler is as the learner finds it: mend it first.",
  noEventSent: "No event is sent: play the level first.",
  attackerChangedHandler: "The handler was changed: an attacker only sends events.",
  notOneDeleted: "Delete exactly one instruction first.",
  /** A solution that is a text of so many lines. */
  handlerOf: (lines: number) => `a handler of ${lines} lines`,
  /** A solution that is a schedule; `deleted`: the line that goes with it. */
  schedule: (events: string, deleted: number | undefined) =>
    `${deleted === undefined ? "" : `line ${deleted} deleted, `}${events || "no events"}`,

  noSolution: "It has no solution yet.",
  notAllowed: (reason: string) => `The solution is not allowed: ${reason}`,
  doesNotWin: "The solution does not win.",
  wonByNothing: "It is won by doing nothing.",
  wins: "The solution wins, and doing nothing does not.",
  /** Reasons for which a solution is not allowed. */
  handlerNotAssembling: "the handler does not assemble.",
  beginningNotAssembling: "what it begins with does not assemble.",

  noSchedule: "No schedule is recorded.",
  winNotFound: "The explorer does not find this win: par stays open.",
  shorterWay: (events: string) => `There is a shorter way: ${events || "no events"}. Record it, or forbid it.`,
  notAllTried: "The explorer could not try everything: par stays open.",
  par: (events: number) => `Par is ${events}: every schedule with fewer events was tried.`,
  defenderHasNoPar: "A defender sends no events: there is no par.",
  breakerHasNoPar: "Par over every deletion is not proven here: leave it open.",
  mergedNotSearched: "The explorer does not look for merged NMIs: leave par open.",
  eventNotSent: (event: string) =>
    `The explorer does not send ${event}: take it off the allowed events, or leave par open.`,
} as const;
