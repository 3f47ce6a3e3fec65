// What keeping needs from the browser: storage that outlives the page, storage of
// this tab alone, a clock, and who else is there. Handed in, so that tests own it.

import type { Shelf } from "./shelf.ts";

export interface KeepSurroundings {
  /** Rejects where nothing may be stored. */
  openShelf(): Promise<Shelf>;
  /** This tab's own, copied when the tab is duplicated. */
  readonly tabStorage: Pick<Storage, "getItem" | "setItem"> | undefined;
  /** Written at once, for what the shelf has not got yet. */
  readonly quickStorage: QuickStorage | undefined;
  readonly tabs: Tabs;
  /** Milliseconds since 1970. */
  date(): number;
  newId(): string;
  /** The page is about to go, or to be put away: what was typed last is written at once. */
  onLeave(action: () => void): void;
}

export type QuickStorage = Pick<Storage, "getItem" | "setItem" | "removeItem" | "key" | "length">;

/** Tabs that are open, by id. */
export interface Tabs {
  /** False: another open tab has this id. Held until the page goes. A new id is nobody else's. */
  hold(id: string, how: "new" | "again"): Promise<boolean>;
  open(): Promise<ReadonlySet<string>>;
}
