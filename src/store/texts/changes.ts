// Names of changes, for undo and the list of what-ifs: what was done from one scenario to the next.

export const CHANGE_TEXTS = {
  /** Several changes at once, as one name; `changes` may be empty. */
  together: (changes: readonly string[]) => capitalised(changes.join(", ") || "changed"),
  openedHandler: (title: string) => `opened ${title}`,
  ownHandler: "Own handler",
  editedSource: "edited the source",
  editedLines: (from: number, to: number) => (from === to ? `edited line ${from}` : `edited lines ${from} to ${to}`),
  setWorkload: (workload: string) => `set workload ${workload}`,
  setBody: (body: string) => `set body ${body}`,
  setOption: (option: string, value: boolean | undefined) =>
    `set ${option} ${value === undefined ? "as usual" : value ? "on" : "off"}`,
  setTitleOrNote: "set title or note",

  /** An event as one types it, marked if it is switched off. */
  event: (item: string, isOff: boolean) => (isOff ? `${item} off` : item),
  reorderedEvents: "reordered the events",
  switchedEvent: (item: string, isOff: boolean) => `switched ${isOff ? "off" : "on"} ${item}`,
  replacedEvent: (before: string, after: string) => `replaced ${before} by ${after}`,
  addedEvent: (event: string) => `added ${event}`,
  removedEvent: (event: string) => `removed ${event}`,
  removedAllEvents: "removed all events",
  setEvents: (events: readonly string[]) => `set events ${events.join("; ")}`,

  changedNote: (moment: string) => `changed the note at ${moment}`,
  pinnedNote: (moment: string) => `pinned a note to ${moment}`,
  removedNote: (moment: string) => `removed the note at ${moment}`,
} as const;

function capitalised(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
