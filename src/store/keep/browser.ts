// The browser's storage, clock and locks, for keeping. Loaded after the first view.

import { openIdbShelf } from "./idb-shelf.ts";
import type { KeepSurroundings, Tabs } from "./surroundings.ts";

const LOCK = "nmi-stepper.tab.";
/** Long enough for the page before a reload to be gone. */
const HOLD_MS = 400;

export function browserKeeping(): KeepSurroundings {
  return {
    openShelf: () => openIdbShelf(),
    tabStorage: guarded(() => globalThis.sessionStorage),
    quickStorage: guarded(() => globalThis.localStorage),
    tabs: locksOfTabs(guarded(() => globalThis.navigator.locks)),
    date: () => Date.now(),
    newId: () =>
      Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, "0")).join(""),
    onLeave(action) {
      addEventListener("pagehide", action);
      document.addEventListener("visibilitychange", () => {
        if (document.visibilityState === "hidden") action();
      });
    },
  };
}

function guarded<T>(read: () => T | undefined): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

/** Without locks (a page that is not served securely) every tab is taken for the only one. */
export function locksOfTabs(locks: LockManager | undefined): Tabs {
  if (locks === undefined) return { hold: () => Promise.resolve(true), open: () => Promise.resolve(new Set()) };
  return {
    hold: (id, how) =>
      new Promise((resolve) => {
        // Nobody else asks for a new one: it is held, however late a busy browser gives it.
        const patience = how === "new" ? {} : { signal: AbortSignal.timeout(HOLD_MS) };
        if (how === "new") resolve(true);
        const held = locks.request(LOCK + id, patience, () => {
          resolve(true);
          return new Promise((release) => addEventListener("pagehide", release, { once: true }));
        });
        held.catch(() => resolve(false));
      }),
    async open() {
      const { held = [] } = await locks.query();
      return new Set(held.flatMap(({ name }) => (name?.startsWith(LOCK) === true ? [name.slice(LOCK.length)] : [])));
    },
  };
}
