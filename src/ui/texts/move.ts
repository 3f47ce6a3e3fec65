// Texts of what moves events along the run. Loaded with it.

export const MOVE_TEXTS = {
  group: "Injections on the timeline",
  handle: (item: string) => `Injection ${item}`,
  at: (step: number, outcome: string) => `before step ${step}: ${outcome}`,
  title: (item: string) => `${item}: drag, or focus and use the arrows; Enter keeps, Escape takes back, Delete removes`,
  step: (step: number) => `step ${step}`,
  earlier: "One step earlier",
  later: "One step later",
  running: "running …",
  allHold: "all properties hold",
  broken: (step: number, properties: string) => `step ${step} breaks ${properties}`,
} as const;
