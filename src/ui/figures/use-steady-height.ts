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
      const box = held.getBoundingClientRect();
      if (box.width !== width) held.style.minHeight = "";
      width = box.width;
      held.style.minHeight = `${held.offsetHeight}px`;
    });
    observer.observe(held);
    return () => observer.disconnect();
  }, [live]);
  return element;
}
