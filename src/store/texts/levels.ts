// What is said while levels are played. Loaded with the first one.

export const LEVEL_TEXTS = {
  noSuchLevel: (id: string) => `There is no level "${id}" here.`,
  attemptIsBack: "What you tried last is here again. Reset begins anew.",
  noProgressFile: "This is no progress file: it must be the JSON that this page saved.",
} as const;
