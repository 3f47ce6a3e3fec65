// The keys that move an event along the run, wherever it has the focus.

import type { EventMover } from "../../../store/event-mover.ts";

export type Pressed = Pick<KeyboardEvent, "key" | "shiftKey" | "altKey" | "ctrlKey" | "metaKey">;

const STEPS: Readonly<Record<string, number>> = {
  ArrowLeft: -1,
  ArrowRight: 1,
  PageUp: -10,
  PageDown: 10,
  Home: -Infinity,
  End: Infinity,
};
const OTHERS = new Set(["Delete", "Backspace", "Escape", "Enter"]);

export function isMoveKey(event: Pressed): boolean {
  if (event.altKey || event.ctrlKey || event.metaKey) return false;
  return STEPS[event.key] !== undefined || OTHERS.has(event.key);
}

/** Arrows and Home, End move; Enter keeps, Escape takes back, Delete removes. */
export async function onMoveKey(loading: Promise<EventMover>, index: number, event: Pressed): Promise<void> {
  if (!isMoveKey(event)) return;
  const { key, shiftKey } = event;
  const mover = await loading;
  if (key === "Escape") return mover.cancel();
  if (key === "Enter") return mover.drop();
  if (!mover.take(index)) return;
  if (key === "Delete" || key === "Backspace") return mover.remove();
  mover.by((STEPS[key] ?? 0) * (shiftKey && key.startsWith("Arrow") ? 10 : 1));
}
