// Text that survives a mailing list: plain ASCII, at most 80 columns.

export const COLUMNS = 80;

const PLAIN: Readonly<Record<string, string>> = {
  "≠": "!=",
  "→": "->",
  "←": "<-",
  "≈": "~",
  "…": "...",
  "“": '"',
  "”": '"',
  "‘": "'",
  "’": "'",
  "–": "-",
  "—": "-",
  "·": "-",
  "×": "x",
  "\t": " ",
};

export function ascii(text: string): string {
  return text.replace(/[^\x20-\x7e\n]/gu, (sign) => PLAIN[sign] ?? "?");
}

/** Lines of at most 80 columns, the later ones indented; words that are longer are broken. */
export function wrapped(text: string, indent = ""): string {
  const lines: string[] = [];
  let line = "";
  for (const word of ascii(text).split(/(?<=\S)\s+/)) {
    const joined = line === "" ? (lines.length === 0 ? word : indent + word) : `${line} ${word}`;
    if (joined.length <= COLUMNS) {
      line = joined;
      continue;
    }
    if (line !== "") lines.push(line);
    line = lines.length === 0 ? word : indent + word;
    while (line.length > COLUMNS) {
      lines.push(line.slice(0, COLUMNS));
      line = indent + line.slice(COLUMNS);
    }
  }
  return [...lines, line].map((one) => `${one.trimEnd()}\n`).join("");
}
