// What was typed and sent in levels that are not won yet, kept in this browser: a
// reload, or another visit, goes on with it.

import type { ScheduleItem } from "../scenario/scenario.ts";
import type { Surroundings } from "./connection.ts";

const KEY = "nmi-stepper.level-attempts";
const MOST = 20;

export interface Attempt {
  readonly id: string;
  /** The text that it began with: a level of this name with another one is another level. */
  readonly original: string;
  readonly text: string;
  readonly schedule: readonly ScheduleItem[];
}

type Storage = Surroundings["storage"];

export function findAttempt(storage: Storage, id: string, original: string): Attempt | undefined {
  return readAll(storage).find((attempt) => attempt.id === id && attempt.original === original);
}

/** The newest are kept. */
export function keepAttempt(storage: Storage, attempt: Attempt): void {
  const others = readAll(storage).filter(({ id }) => id !== attempt.id);
  writeAll(storage, [attempt, ...others].slice(0, MOST));
}

export function dropAttempt(storage: Storage, id: string): void {
  const all = readAll(storage);
  const others = all.filter((attempt) => attempt.id !== id);
  if (others.length < all.length) writeAll(storage, others);
}

function readAll(storage: Storage): readonly Attempt[] {
  try {
    const read: unknown = JSON.parse(storage?.getItem(KEY) ?? "[]");
    return Array.isArray(read) ? read.filter(isAttempt) : [];
  } catch {
    return [];
  }
}

function writeAll(storage: Storage, attempts: readonly Attempt[]): void {
  try {
    storage?.setItem(KEY, JSON.stringify(attempts));
  } catch {
    // A full disk or a private window: it lasts as long as the page does.
  }
}

function isAttempt(value: unknown): value is Attempt {
  if (typeof value !== "object" || value === null) return false;
  const { id, original, text, schedule } = value as Record<string, unknown>;
  const isText = [id, original, text].every((field) => typeof field === "string");
  return isText && Array.isArray(schedule) && schedule.every(isItem);
}

function isItem(value: unknown): value is ScheduleItem {
  if (typeof value !== "object" || value === null) return false;
  const { event, when, off } = value as Record<string, unknown>;
  return typeof event === "string" && typeof when === "string" && (off === undefined || off === true);
}
