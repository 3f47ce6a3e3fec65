// Timers, downloads and storage of the browser, for the store.

import type { Surroundings } from "./connection.ts";

/** "no-storage": in a frame, where nothing of the reader is touched. */
export function browserSurroundings(storage: "storage" | "no-storage" = "storage"): Surroundings {
  return {
    after(milliseconds, action) {
      const timer = setTimeout(action, milliseconds);
      return () => clearTimeout(timer);
    },
    now: () => performance.now(),
    nextFrame,
    saveFile,
    storage: storage === "storage" ? localStorageIfAny() : undefined,
    keeping: storage === "storage" ? async () => (await import("./keep/browser.ts")).browserKeeping() : undefined,
  };
}

/** A hidden page draws no picture. */
const NO_FRAME_MS = 100;

function nextFrame(): Promise<void> {
  return new Promise((done) => {
    const timer = setTimeout(finish, NO_FRAME_MS);
    const frame = requestAnimationFrame(finish);
    function finish(): void {
      clearTimeout(timer);
      cancelAnimationFrame(frame);
      done();
    }
  });
}

/** Long enough for any browser to have begun reading it. */
const KEEP_URL_MS = 60_000;

function saveFile(name: string, bytes: Uint8Array): void {
  const url = URL.createObjectURL(new Blob([new Uint8Array(bytes)], { type: "application/octet-stream" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), KEEP_URL_MS);
}

function localStorageIfAny(): Storage | undefined {
  try {
    return globalThis.localStorage;
  } catch {
    return undefined;
  }
}
