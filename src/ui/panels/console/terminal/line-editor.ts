// The line that is being typed in the console: text, cursor, history. Pure
// state; drawing it is the terminal's work.

export interface Line {
  readonly text: string;
  readonly cursor: number;
}

export const EMPTY: Line = { text: "", cursor: 0 };
const HISTORY = 500;

export function insert(line: Line, typed: string): Line {
  return {
    text: line.text.slice(0, line.cursor) + typed + line.text.slice(line.cursor),
    cursor: line.cursor + typed.length,
  };
}

export function backspace({ text, cursor }: Line): Line {
  return cursor === 0 ? { text, cursor } : { text: text.slice(0, cursor - 1) + text.slice(cursor), cursor: cursor - 1 };
}

export function remove({ text, cursor }: Line): Line {
  return { text: text.slice(0, cursor) + text.slice(cursor + 1), cursor };
}

export function moveTo(line: Line, cursor: number): Line {
  return { text: line.text, cursor: Math.max(0, Math.min(line.text.length, cursor)) };
}

/** Commands given before; up and down walk through them, the line in work is kept. */
export class History {
  private readonly lines: string[] = [];
  private at = 0;
  private inWork = "";

  add(text: string): void {
    if (text !== "" && this.lines.at(-1) !== text) this.lines.push(text);
    if (this.lines.length > HISTORY) this.lines.shift();
    this.at = this.lines.length;
  }

  /** What Enter on an empty line repeats. */
  get last(): string | undefined {
    return this.lines.at(-1);
  }

  walk(by: -1 | 1, present: string): string | undefined {
    const next = this.at + by;
    if (next < 0 || next > this.lines.length) return undefined;
    if (this.at === this.lines.length) this.inWork = present;
    this.at = next;
    return this.lines[next] ?? this.inWork;
  }
}

/** What the words have in common from their start. */
export function commonStart(words: readonly string[]): string {
  const [first = "", ...others] = words;
  let length = first.length;
  for (const word of others) {
    while (length > 0 && !word.startsWith(first.slice(0, length))) length -= 1;
  }
  return first.slice(0, length);
}
