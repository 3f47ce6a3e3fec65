// The mark of what a watchpoint watches.

import type { BreakPlace } from "../../protocol/messages.ts";
import { TEXTS } from "../texts.ts";

export function isWatched(stops: readonly BreakPlace[], target: string): boolean {
  return stops.some((place) => place.kind === "watch" && place.target === target);
}

export function wordTarget(address: bigint): string {
  return `*0x${address.toString(16)}`;
}

export function WatchMark() {
  return (
    <span className="watch-mark" title={TEXTS.watch.watched} aria-hidden="true">
      ◉
    </span>
  );
}
