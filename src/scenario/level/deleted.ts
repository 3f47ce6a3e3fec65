// Which instruction of a handler was taken away, and nothing else changed.

/** 1-based line whose instruction alone was taken away, as a line or as a comment; else undefined. */
export function deletedLine(original: string, edited: string): number | undefined {
  const before = meaningful(original);
  const after = meaningful(edited);
  if (after.length !== before.length - 1) return undefined;
  const at = before.findIndex((line, index) => line.text !== after[index]?.text);
  const rest = before.slice(at + 1).map(({ text }) => text);
  const same = rest.every((text, index) => text === after[at + index]?.text);
  const gone = before[at];
  return same && gone?.text.startsWith("#@") !== true ? gone?.number : undefined;
}

/** Lines that say something to assembler or machine: without comments, spaces evened out. */
function meaningful(source: string): readonly { readonly number: number; readonly text: string }[] {
  return source
    .split("\n")
    .map((line, index) => ({ number: index + 1, text: withoutComment(line).trim().replace(/\s+/g, " ") }))
    .filter(({ text }) => text !== "");
}

/** A `#@` line says what is judged, and where: no mere comment. */
function withoutComment(line: string): string {
  return line.trim().startsWith("#@") ? line : line.replace(/#.*$/, "");
}
