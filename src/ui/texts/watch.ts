// Texts of the menu on words, registers and variables. Loaded with it.

export const WATCH_TEXTS = {
  menu: (target: string) => `Watch ${target}`,
  write: "Stop when it changes",
  read: "Stop when it is read",
  access: "Stop at reads and writes",
  origins: "Origins: who wrote it",
  memory: "Show in memory",
  stops: "All stops",
  key: "Shift-click",
} as const;
