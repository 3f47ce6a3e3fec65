// Why a link or a scenario file cannot be opened or made. What a frozen shape says of its
// own fields stands with the shape.

export const LINK_TEXTS = {
  /** What is invalid: a field, or all of it; `what`: "must be text". */
  invalid: (field: string, what: string) => `${field === "" ? "What it holds" : `Its "${field}"`} ${what}.`,
  scenarioTooLarge: (characters: number, bytes: number) =>
    `This scenario is larger than links may be (${characters} characters, ${bytes} bytes inside). Save it as a file instead.`,
  linkTooLarge: (characters: number, bytes: number) =>
    `The link is larger than links may be (${characters} characters, ${bytes} bytes inside).`,
  notALink: (version: number) => `This is no link to a scenario: it has no part that begins with #v1. or #v${version}.`,
  damaged: "The link is damaged: some of its characters were changed on the way. Ask for it once more.",
  truncated: "The link is cut off: its end is missing. Copy the whole of it, or ask for it once more.",
  newer: (version: number, known: number) =>
    `This was made with a newer release (version ${version} of the format; this one knows up to ${known}). Reload the page or update.`,
  newerButReadable: (version: number, known: number) =>
    `${LINK_TEXTS.newer(version, known)} The text of its handler could be read, but not what it was run with.`,
} as const;

/** What is invalid of a scenario's content, behind the name of its field. */
export const CONTENT_TEXTS = {
  noSuchHandler: (name: string) => `names "${name}", and there is no such handler here`,
  noSuchWorkload: (name: string | undefined, known: readonly string[]) => `is "${name}"; there are ${known.join(", ")}`,
  noSuchBody: (name: string) => `is "${name}", and there is no such body here`,
  noItem: "is not of the form EVENT@WHEN",
} as const;

export const SCENARIO_FILE_TEXTS = {
  tooLarge: (characters: number) => `The file is larger than scenario files may be (${characters} characters).`,
  notJson: (why: string | undefined) => `The file is not JSON: ${why ?? "it cannot be read"}.`,
  noVersion: "is missing: a scenario file is an object with a version",
  badVersion: "must be a whole number from 1",
} as const;
