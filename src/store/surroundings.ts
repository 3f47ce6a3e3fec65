// Timers and storage of the browser, for the store.

import type { Surroundings } from "./connection.ts";

export function browserSurroundings(): Surroundings {
  return {
    after(milliseconds, action) {
      const timer = setTimeout(action, milliseconds);
      return () => clearTimeout(timer);
    },
    now: () => performance.now(),
    storage: localStorageIfAny(),
  };
}

function localStorageIfAny(): Storage | undefined {
  try {
    return globalThis.localStorage;
  } catch {
    return undefined;
  }
}
