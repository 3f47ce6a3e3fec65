// `#@ without LINE K`: the K-th instruction that a line makes is left out, also one of a
// macro's or a body's. Whoever asks what needs an instruction assembles the rest so.

const WITHOUT = /^[ \t]*#@[ \t]+without[ \t]+(\d{1,7})[ \t]+(\d{1,7})[ \t]*\r?$/gm;

/** Of each line, which of its instructions are left out, counted from 1. */
export class Omissions {
  readonly #omitted = new Map<number, Set<number>>();
  readonly #seen = new Map<number, number>();

  constructor(source: string) {
    for (const [, line, which] of source.matchAll(WITHOUT)) {
      const known = this.#omitted.get(Number(line));
      if (known === undefined) this.#omitted.set(Number(line), new Set([Number(which)]));
      else known.add(Number(which));
    }
  }

  /** The next instruction of the line is left out. */
  leavesOut(line: number): boolean {
    const omitted = this.#omitted.get(line);
    if (omitted === undefined) return false;
    const count = (this.#seen.get(line) ?? 0) + 1;
    this.#seen.set(line, count);
    return omitted.has(count);
  }

  /** The number of what is now, with these left out, the line's `count`-th instruction. */
  numberOf(line: number, count: number): number {
    const omitted = this.#omitted.get(line) ?? new Set();
    let number = 0;
    for (let left = count; left > 0;) {
      number++;
      if (!omitted.has(number)) left--;
    }
    return number;
  }
}

/** The text, with one instruction of a line left out besides those that are. */
export function without(source: string, line: number, count: number): string {
  const number = new Omissions(source).numberOf(line, count);
  return `${source}${source.endsWith("\n") ? "" : "\n"}#@ without ${line} ${number}\n`;
}
