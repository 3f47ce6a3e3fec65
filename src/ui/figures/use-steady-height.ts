// Keeps an element as tall as it has ever been at its width: what stands below it, the
// figure's buttons, stays under the reader's hand while the stack above grows and shrinks.

import { useLayoutEffect, useRef, type RefObject } from "react";

/** `live`: false for a drawing that never changes. */
export function useSteadyHeight(live: boolean): RefObject<HTMLDivElement | null> {
  const element = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const held = element.current;
    if (!live || held === null) return;
    let width = 0;
    const observer = new ResizeObserver(() => {
      if (held.offsetWidth !== width) held.style.minHeight = "";
      width = held.offsetWidth;
      // Not rounded: the page would move by what is left.
      held.style.minHeight = getComputedStyle(held).height;
    });
    observer.observe(held);
    return () => observer.disconnect();
  }, [live]);
  return element;
}
