// Why a level's link or file cannot be opened or made. What its frozen shape says of its
// own fields stands with the shape.

export const LEVEL_LINK_TEXTS = {
  levelTooLarge: (characters: number) =>
    `This level is larger than links may be (${characters} characters). Save it as a file instead.`,
  linkTooLarge: (characters: number) => `The link is larger than links may be (${characters} characters).`,
  notALink: "This is no link to a level: it has no part that begins with #level1.",
  damaged: "The link to the level is damaged or cut off. Copy the whole of it, or ask for it once more.",
} as const;

export const LEVEL_FILE_TEXTS = {
  tooLarge: (characters: number) => `The file is larger than levels may be (${characters} characters).`,
  newer: (version: number, known: number) =>
    `This level was made with a newer release (version ${version} of the format; this one knows up to ${known}). Reload the page or update.`,
  badWin: 'must be "holds" for a defender, and anything else for the others',
  inScenario: (message: string) => `In its scenario: ${message}`,
  badSeal: "cannot be read: it belongs to another level, or it is damaged",
} as const;
