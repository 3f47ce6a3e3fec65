// Reading a statement from left to right: characters, names, white space.

const NAME_START = /[A-Za-z_.$]/;
const NAME = /[A-Za-z0-9_.$]/;

export function isNameStart(c: string): boolean {
  return NAME_START.test(c) || c > "\u007f";
}

export function isNamePart(c: string): boolean {
  return c !== "" && (NAME.test(c) || c > "\u007f");
}

export class Cursor {
  constructor(
    readonly text: string,
    public at = 0,
  ) {}

  /** The next character; "" at the end. */
  get peek(): string {
    return this.text.charAt(this.at);
  }

  get atEnd(): boolean {
    return this.at >= this.text.length;
  }

  skipSpace(): void {
    for (;;) {
      const c = this.text.charCodeAt(this.at);
      if (c !== 32 && c !== 9 && c !== 13 && c !== 12) return;
      this.at++;
    }
  }

  /** Takes `word` if it comes next. */
  take(word: string): boolean {
    if (!this.text.startsWith(word, this.at)) return false;
    this.at += word.length;
    return true;
  }

  /** Takes `word` after white space. */
  takeNext(word: string): boolean {
    const before = this.at;
    this.skipSpace();
    if (this.take(word)) return true;
    this.at = before;
    return false;
  }

  /** A name, or a quoted one; undefined if none comes next. */
  name(): string | undefined {
    if (this.peek === '"') return this.quoted();
    if (!isNameStart(this.peek)) return undefined;
    const start = this.at;
    while (isNamePart(this.peek)) this.at++;
    return this.text.slice(start, this.at);
  }

  private quoted(): string | undefined {
    const end = this.text.indexOf('"', this.at + 1);
    if (end < 0) return undefined;
    const name = this.text.slice(this.at + 1, end);
    this.at = end + 1;
    return name;
  }

  rest(): string {
    return this.text.slice(this.at);
  }
}
