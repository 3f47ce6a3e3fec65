// One stop of the Tab key for a group, arrows inside it: toolbars and grids.

import type { KeyboardEvent } from "react";

import { scrollNear } from "./scroll.ts";

type Direction = "horizontal" | "vertical";

/** Moves the focus among `selector` inside the group; call from its onKeyDown. */
export function moveFocus(event: KeyboardEvent<HTMLElement>, selector: string, direction: Direction): void {
  const [before, after] = direction === "horizontal" ? ["ArrowLeft", "ArrowRight"] : ["ArrowUp", "ArrowDown"];
  if (![before, after, "Home", "End"].includes(event.key)) return;
  const members = [...event.currentTarget.querySelectorAll<HTMLElement>(selector)];
  const at = members.findIndex(
    (member) => member === document.activeElement || member.contains(document.activeElement),
  );
  const to =
    event.key === before ? at - 1 : event.key === after ? at + 1 : event.key === "Home" ? 0 : members.length - 1;
  const next = members[Math.max(0, Math.min(members.length - 1, to))];
  if (next === undefined) return;
  event.preventDefault();
  event.stopPropagation();
  for (const member of members) member.tabIndex = member === next ? 0 : -1;
  next.focus({ preventScroll: true });
  scrollNear(next);
}
