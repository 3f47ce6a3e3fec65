// Which levels were won on this machine, with how few events, and which lessons were
// read. Kept locally; a file can carry it to another machine.

import type { Surroundings } from "./connection.ts";

const KEY = "nmi-stepper.progress";

/** Fewest events of a win by the level's id; a defender's win has 0, and so has a lesson that was read. */
export type Progress = Readonly<Record<string, number>>;

/** A lesson's name among the levels', none of which has a slash. */
export const lessonMark = (lesson: string): string => `lesson/${lesson}`;

export function readProgress(storage: Surroundings["storage"]): Progress {
  try {
    return parseProgress(storage?.getItem(KEY) ?? "") ?? {};
  } catch {
    return {};
  }
}

export function writeProgress(storage: Surroundings["storage"], progress: Progress): void {
  try {
    storage?.setItem(KEY, printProgress(progress));
  } catch {
    // A full disk or a private window: the page still shows it until it is closed.
  }
}

export function printProgress(won: Progress): string {
  return `${JSON.stringify({ progress: 1, won }, undefined, 2)}\n`;
}

/** Undefined if the text is no progress file. */
export function parseProgress(text: string): Progress | undefined {
  try {
    const read: unknown = JSON.parse(text);
    if (typeof read !== "object" || read === null || !("progress" in read) || !("won" in read)) return undefined;
    return read.progress === 1 && isWins(read.won) ? read.won : undefined;
  } catch {
    return undefined;
  }
}

function isWins(value: unknown): value is Progress {
  return (
    typeof value === "object" &&
    value !== null &&
    !Array.isArray(value) &&
    Object.entries(value).every(([id, events]) => id.length <= 64 && Number.isSafeInteger(events) && events >= 0)
  );
}

/** The better of both for each level. */
export function mergeProgress(mine: Progress, theirs: Progress): Progress {
  const merged: Record<string, number> = { ...mine };
  for (const [id, events] of Object.entries(theirs)) merged[id] = Math.min(events, merged[id] ?? Infinity);
  return merged;
}
