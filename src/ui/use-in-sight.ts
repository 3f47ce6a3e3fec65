// Is the page in sight? What goes on by itself stands still in a tab that nobody sees.

import { useSyncExternalStore } from "react";

function listen(changed: () => void): () => void {
  document.addEventListener("visibilitychange", changed);
  return () => document.removeEventListener("visibilitychange", changed);
}

export function useInSight(): boolean {
  return useSyncExternalStore(
    listen,
    () => document.visibilityState === "visible",
    () => true,
  );
}
