// The texts of what is kept: the tree of what-ifs, and the history of drafts.

import type { WorkRecord } from "../../store/keep/shelf.ts";

const many = (count: number, one: string, more: string): string => `${count} ${count === 1 ? one : more}`;

export const WHAT_IF_TEXTS = {
  told: "Each change of schedule, handler or settings is kept here. Going back loses none of them.",
  list: "What-ifs, each below what it was changed from",
  none: "What you change is listed here, as a tree in which no branch is lost.",
  undo: "Undo",
  redo: "Redo",
  history: "History…",
  branch: "branch",
  here: "here",
  fails: (failed: number) => (failed === 0 ? "all hold" : `✕ ${failed} fail`),
  goTo: (title: string) => `Go to: ${title}`,
  edit: (title: string) => `Name and note of: ${title}`,
  name: "Name",
  note: "Note",
  done: "Done",
  more: (count: number) => `${many(count, "change", "changes")} not shown: show all`,
  count: (branches: number) => (branches < 2 ? "" : String(branches)),
} as const;

export const HISTORY_TEXTS = {
  title: "History",
  told: "Drafts and opened handlers, kept in this browser only. Nothing here is sent anywhere.",
  loading: "Looking for what was kept.",
  off: "Nothing is kept in this browser: its storage is closed to this page. Save your work as a file, or copy a link.",
  drafts: "Drafts",
  opened: "Opened",
  noDrafts: "No drafts yet: they are kept as soon as you change something.",
  noOpened: "No handlers were opened yet.",
  open: "Open",
  openWhich: (title: string, when: string) => `Open ${title}, ${when}`,
  save: "Save",
  saveWhich: (title: string, when: string) => `Save ${title}, ${when}, as a file`,
  remove: "Delete",
  removeWhich: (title: string, when: string) => `Delete ${title}, ${when}`,
  removed: (title: string) => `Deleted: ${title}.`,
  putBack: "Put it back",
  here: "open here",
  otherTab: "open in another tab: opens as a copy",
  notOpened: "It cannot be read any more.",
  notRemoved: "It is open in a tab: close that first.",
  changes: ({ changes, branches }: WorkRecord) =>
    branches < 2
      ? many(changes, "change", "changes")
      : `${many(changes, "change", "changes")}, ${many(branches, "branch", "branches")}`,
  limits: "The newest 60 drafts are kept, and 20 million characters at most.",
} as const;

/** "today 14:03", "yesterday 09:10", "3 Feb 2026, 14:03" */
export function whenWords(at: number, now: number): string {
  const time = new Intl.DateTimeFormat("en", { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(at);
  const days = Math.round((new Date(now).setHours(0, 0, 0, 0) - new Date(at).setHours(0, 0, 0, 0)) / 86_400_000);
  if (days === 0) return `today ${time}`;
  if (days === 1) return `yesterday ${time}`;
  return `${new Intl.DateTimeFormat("en-GB", { dateStyle: "medium" }).format(at)}, ${time}`;
}
