// The goldens as text: one case a line, or a block of lines between "---" and
// "=>". Read and written here; what a case means is the lists' business.

export interface GoldenCase {
  readonly source: string;
  /** A block's title; a case of one line has none. */
  readonly title?: string;
  /** Why ours refuses what GNU as takes: written down here, never silent. */
  readonly refusedHere?: string;
}

export interface Golden extends GoldenCase {
  /** Hexadecimal bytes of .text at 0x1000; undefined: GNU as refuses. */
  readonly bytes: string | undefined;
}

const COLUMN = 46;
const WIDTH = 96;

function verdict(golden: Golden): string {
  const bytes = golden.bytes === undefined ? "refused" : golden.bytes === "" ? "nothing" : golden.bytes;
  return golden.refusedHere === undefined ? bytes : `${bytes} (refused here: ${golden.refusedHere})`;
}

function wrapped(text: string): string {
  const parts = /^[0-9a-f]+$/.test(text) ? (text.match(new RegExp(`.{1,${WIDTH}}`, "g")) ?? []) : [text];
  return parts.map((part) => `=> ${part}`).join("\n");
}

export function writeGoldens(about: string, goldens: readonly Golden[]): string {
  const lines = [`# ${about}`, "# GNU assembler 2.40, .text at 0x1000, extern at 0x5000. Recorded by npm run golden:update.", ""];
  for (const golden of goldens) {
    if (golden.title === undefined) lines.push(`${golden.source.padEnd(COLUMN)} => ${verdict(golden)}`);
    else lines.push(`--- ${golden.title}`, golden.source, wrapped(verdict(golden)));
  }
  return `${lines.join("\n")}\n`;
}

const LINE = /^(.*?)\s+=> (.*)$/;

function read(text: string): Pick<Golden, "bytes" | "refusedHere"> {
  const match = /^(\S*)(?: \(refused here: (.*)\))?$/.exec(text);
  const bytes = match?.[1] ?? text;
  return {
    bytes: bytes === "refused" ? undefined : bytes === "nothing" ? "" : bytes,
    ...(match?.[2] === undefined ? {} : { refusedHere: match[2] }),
  };
}

export function readGoldens(text: string): Golden[] {
  const goldens: Golden[] = [];
  const lines = text.split("\n");
  for (let at = 3; at < lines.length; at++) {
    const line = lines[at] ?? "";
    if (!line.startsWith("--- ")) {
      const match = LINE.exec(line);
      if (match !== null) goldens.push({ source: match[1] ?? "", ...read(match[2] ?? "") });
      continue;
    }
    const source: string[] = [];
    while (at + 1 < lines.length && !(lines[at + 1] ?? "").startsWith("=> ")) source.push(lines[++at] ?? "");
    let bytes = "";
    while ((lines[at + 1] ?? "").startsWith("=> ")) bytes += (lines[++at] ?? "").slice(3);
    goldens.push({ title: line.slice(4), source: source.join("\n"), ...read(bytes) });
  }
  return goldens;
}
