// The lines of a level's handler that are not the learner's to change: which they
// are in an edited text, which one is gone, and the text with them put back.

import type { Level } from "./level.ts";

type Editable = Level["editable"];

/** 1-based lines of the edited text that are locked, in order. Without `editable` there are none. */
export function lockedLines(editable: Editable, original: string, edited: string): readonly number[] {
  return matched(editable, original, edited).found;
}

/** First locked line (1-based, of the original) that the edited source does not keep, in order. */
export function lockedLineChanged(editable: Editable, original: string, edited: string): number | undefined {
  return matched(editable, original, edited).missing;
}

function matched(editable: Editable, original: string, edited: string) {
  const found: number[] = [];
  if (editable === undefined) return { found, missing: undefined };
  const lines = edited.split("\n").map((line) => line.trim());
  let at = 0;
  for (const [index, line] of original.split("\n").entries()) {
    if (!isLocked(editable, index, line)) continue;
    const here = lines.indexOf(line.trim(), at);
    if (here < 0) return { found, missing: index + 1 };
    found.push(here + 1);
    at = here + 1;
  }
  return { found, missing: undefined };
}

/** Empty lines are nobody's. */
function isLocked(editable: NonNullable<Editable>, index: number, line: string): boolean {
  return line.trim() !== "" && !editable.some(([from, to]) => index + 1 >= from && index + 1 <= to);
}

/** The edited text with every locked line as it was; the learner's own lines all stay. */
export function putBack(editable: Editable, original: string, edited: string): string {
  if (editable === undefined) return edited;
  const before = original.split("\n");
  const after = edited.split("\n");
  const text: string[] = [];
  for (const { from, to, lines } of differences(before, after)) {
    const theirs = before.slice(from, to);
    const locked = theirs.map((line, index) => isLocked(editable, from + index, line));
    if (theirs.length === lines.length)
      text.push(...lines.map((line, index) => (locked[index] ? (theirs[index] ?? line) : line)));
    else text.push(...theirs.filter((_, index) => locked[index]), ...lines);
    const same = before[to];
    if (same !== undefined) text.push(same);
  }
  return text.join("\n");
}

interface Difference {
  /** Lines of the original, from 0, that have other lines in their place; `to` itself is kept. */
  readonly from: number;
  readonly to: number;
  readonly lines: readonly string[];
}

/** One for every kept line and for the end: what stands before it. */
function differences(before: readonly string[], after: readonly string[]): readonly Difference[] {
  const found: Difference[] = [];
  let [from, place] = [0, 0];
  for (const [kept, at] of commonLines(before, after)) {
    found.push({ from, to: kept, lines: after.slice(place, at) });
    [from, place] = [kept + 1, at + 1];
  }
  return [...found, { from, to: before.length, lines: after.slice(place) }];
}

/** The longest sequence of lines that both have, as pairs of indices. */
function commonLines(before: readonly string[], after: readonly string[]): readonly (readonly [number, number])[] {
  const width = after.length + 1;
  const longest = new Uint32Array((before.length + 1) * width);
  const at = (i: number, j: number): number => longest[i * width + j] ?? 0;
  for (let i = before.length - 1; i >= 0; i--) {
    for (let j = after.length - 1; j >= 0; j--) {
      const isSame = before[i] === after[j];
      longest[i * width + j] = isSame ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const pairs: (readonly [number, number])[] = [];
  for (let [i, j] = [0, 0]; i < before.length && j < after.length;) {
    if (before[i] === after[j]) pairs.push([i++, j++]);
    else if (at(i + 1, j) >= at(i, j + 1)) i++;
    else j++;
  }
  return pairs;
}
