// The texts of notes pinned to moments of a run; loaded with the first of them.

export const NOTE_TEXTS = {
  region: "Notes of this run",
  field: (moment: string) => `Note at ${moment}`,
  placeholder: "What to look at here",
  hint: "Enter keeps it, Esc leaves it as it was. Plain text, carried in the link.",
  nth: (n: number, of: number) => `Note ${n} of ${of}`,
  none: (count: number) => (count === 1 ? "One note" : `${count} notes`),
  next: (moment: string) => `Next note: ${moment}`,
  previous: (moment: string) => `Previous note: ${moment}`,
  noNext: "No later note",
  noPrevious: "No earlier note",
  edit: "Edit",
  editAt: (moment: string) => `Edit the note at ${moment}`,
  remove: "Remove",
  removeAt: (moment: string) => `Remove the note at ${moment}`,
  pin: "Pin a note here",
  mark: (moment: string, text: string) => `Note at ${moment}: ${text}`,
  list: "Notes",
  goTo: (moment: string, text: string) => `Go to ${moment}: ${text}`,
  notReached: (last: string) => `not reached: this run ends at ${last}`,
  full: (most: number) => `There are ${most} notes already: remove one first.`,
} as const;
