// What a level that is being made still lacks.

export const DRAFT_TEXTS = {
  noTitle: "It needs a title.",
  noLetter: "The title needs a letter or a digit.",
  noGoal: "It needs a goal, one sentence.",
  noProperty: "Choose a property that the run shall break.",
  noEvent: "Choose an event that the learner may send.",
  badLines: 'Lines that may be edited look like this: "3-7, 10".',
  noSolution: "It has no solution yet: play it, then record.",
  otherRole: "The solution is of another role: record it again.",
} as const;
