// Watchpoints by hand: Shift-click and the context menu on whatever shows a word, a
// register or a variable. One listener for all of them; they say what they are by
// their data attributes.

import type { Page } from "../../store/page.ts";
import { wordTarget } from "../widgets/watch-mark.tsx";

const WATCHABLE = "[data-address],[data-register],[data-variable]";

/** As a watchpoint names it. */
export function watchTarget(element: Element | null): string | undefined {
  const found = element?.closest<HTMLElement>(WATCHABLE);
  const { address, register, variable } = found?.dataset ?? {};
  if (variable !== undefined) return variable;
  if (register !== undefined) return `$${register}`;
  return address === undefined ? undefined : wordTarget(BigInt(`0x${address}`));
}

export function toggleWatch(page: Page, target: string): void {
  void page.machine.toggleBreakpoint({ kind: "watch", access: "write", target });
}

export function listenToWatching(page: Page, root: HTMLElement | Document): () => void {
  function onClick(event: Event): void {
    if (!(event instanceof MouseEvent) || !event.shiftKey || !(event.target instanceof Element)) return;
    const target = watchTarget(event.target);
    if (target === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    toggleWatch(page, target);
  }

  function onMenu(event: Event): void {
    if (!(event instanceof MouseEvent) || !(event.target instanceof Element)) return;
    const target = watchTarget(event.target);
    if (target === undefined) return;
    event.preventDefault();
    const box = event.target.getBoundingClientRect();
    // The key has no place of its own.
    const isKey = event.clientX === 0 && event.clientY === 0;
    page.view.openWatchMenu({ target, x: isKey ? box.left : event.clientX, y: isKey ? box.bottom : event.clientY });
  }

  root.addEventListener("click", onClick, { capture: true });
  root.addEventListener("contextmenu", onMenu);
  return () => {
    root.removeEventListener("click", onClick, { capture: true });
    root.removeEventListener("contextmenu", onMenu);
  };
}
