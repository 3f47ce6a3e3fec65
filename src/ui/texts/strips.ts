// The texts of the rarer strips, loaded with the first of them.

export const STRIP_TEXTS = {
  link: {
    bad: "This link could not be opened.",
    salvaged: "The program in it could be read:",
    openSalvaged: "Open that program",
    beside: "You are looking at what was opened last. Your own draft is kept, here and in the history.",
    keepMine: "Keep mine",
    takeTheirs: "Take theirs",
    told: "With this link",
  },
  newVersion: { told: "A new version is here. Your work is kept.", reload: "Reload" },
} as const;
