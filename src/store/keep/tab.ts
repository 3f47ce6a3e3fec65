// Which tab this is: an id that a reload keeps, and a duplicated tab does not share.

import type { KeepSurroundings } from "./surroundings.ts";

const KEY = "nmi-stepper.tab";

export interface Tab {
  readonly id: string;
  /** The work that was open in it before a reload, or in the tab that it is a copy of. */
  readonly work: string | undefined;
  readonly isCopy: boolean;
}

export async function claimTab({ tabStorage, tabs, newId }: KeepSurroundings): Promise<Tab> {
  const before = readTab(tabStorage);
  if (before !== undefined && (await tabs.hold(before.id, "again"))) return { ...before, isCopy: false };
  const id = newId();
  await tabs.hold(id, "new");
  return { id, work: before?.work, isCopy: before !== undefined };
}

export function rememberWork(storage: KeepSurroundings["tabStorage"], id: string, work: string): void {
  try {
    storage?.setItem(KEY, JSON.stringify({ id, work }));
  } catch {
    // The next load is a new tab, which finds the work in the history.
  }
}

function readTab(storage: KeepSurroundings["tabStorage"]): { id: string; work: string | undefined } | undefined {
  try {
    const value: unknown = JSON.parse(storage?.getItem(KEY) ?? "");
    if (typeof value !== "object" || value === null || !("id" in value) || typeof value.id !== "string")
      return undefined;
    return { id: value.id, work: "work" in value && typeof value.work === "string" ? value.work : undefined };
  } catch {
    return undefined;
  }
}
