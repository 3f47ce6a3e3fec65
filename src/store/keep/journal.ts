// What was typed last, written at once: one entry a tab, for the moment between a
// keystroke and the shelf. After a crash it is put back into the work it is of.

import type { SharedMoment } from "../../scenario/scenario.ts";
import { momentRecord, readMoment } from "./records.ts";
import type { QuickStorage } from "./surroundings.ts";

const PREFIX = "nmi-stepper.journal.";

export interface JournalEntry {
  readonly tab: string;
  readonly work: string;
  readonly at: number;
  readonly moment: SharedMoment;
}

/** As it was read. */
export interface JournalRead extends JournalEntry {
  readonly written: string;
}

/** False: it could not be written. */
export function writeJournal(storage: QuickStorage | undefined, { tab, work, at, moment }: JournalEntry): boolean {
  try {
    storage?.setItem(PREFIX + tab, JSON.stringify({ work, at, ...momentRecord(moment) }));
    return storage !== undefined;
  } catch {
    return false;
  }
}

/** One that was put back, unless its tab has written another since. */
export function dropRead(storage: QuickStorage | undefined, { tab, written }: JournalRead): void {
  if (storage?.getItem(PREFIX + tab) === written) dropJournal(storage, tab);
}

export function dropJournal(storage: QuickStorage | undefined, tab: string): void {
  try {
    storage?.removeItem(PREFIX + tab);
  } catch {
    // It is read again, and found to say nothing new.
  }
}

/** Entries of these tabs and of tabs that are gone; what cannot be read is dropped. */
export function readJournals(
  storage: QuickStorage | undefined,
  isOthers: (tab: string) => boolean,
): readonly JournalRead[] {
  const entries: JournalRead[] = [];
  for (const key of keysOf(storage)) {
    const tab = key.slice(PREFIX.length);
    if (isOthers(tab)) continue;
    const entry = readEntry(storage, key, tab);
    if (entry === undefined) dropJournal(storage, tab);
    else entries.push(entry);
  }
  return entries;
}

function keysOf(storage: QuickStorage | undefined): readonly string[] {
  try {
    const count = storage?.length ?? 0;
    return Array.from({ length: count }, (_, at) => storage?.key(at) ?? "").filter((key) => key.startsWith(PREFIX));
  } catch {
    return [];
  }
}

function readEntry(storage: QuickStorage | undefined, key: string, tab: string): JournalRead | undefined {
  try {
    const written = storage?.getItem(key) ?? "";
    const value: unknown = JSON.parse(written);
    if (!isEntry(value)) return undefined;
    const moment = readMoment(value);
    return moment === undefined ? undefined : { tab, work: value.work, at: value.at, moment, written };
  } catch {
    return undefined;
  }
}

function isEntry(value: unknown): value is { work: string; at: number; version: number; content: string } {
  return (
    typeof value === "object" &&
    value !== null &&
    "work" in value &&
    typeof value.work === "string" &&
    "at" in value &&
    typeof value.at === "number" &&
    "version" in value &&
    typeof value.version === "number" &&
    "content" in value &&
    typeof value.content === "string"
  );
}
