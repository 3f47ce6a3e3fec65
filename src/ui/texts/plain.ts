// Texts of writing the source as plain text.

export const PLAIN_TEXTS = {
  edit: "Edit",
  done: "Done",
} as const;
