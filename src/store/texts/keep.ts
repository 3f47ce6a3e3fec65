// What is said of the user's work as it is kept: undo, redo, what-ifs. Loaded with the keeper.

export const KEEP_TEXTS = {
  notKept:
    "Your work is not kept in this browser: its storage is closed or full. Save it as a file, or copy a link, before you leave.",
  /** The first of the what-ifs. */
  opened: "Opened",
  levelOpened: "Level opened",
  nothingTo: (kind: "undo" | "redo") => `Nothing to ${kind}.`,
  redone: (change: string) => `Redone: ${change}.`,
  undone: (change: string) => `Undone: ${change}.`,
  now: (title: string) => `Now: ${title}.`,
  machineStopped: "The machine stopped: restart it first.",
  machineRefused: "The machine did not open it.",
} as const;
