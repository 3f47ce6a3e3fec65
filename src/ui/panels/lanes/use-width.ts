// The width of an element in the drawing's units (CSS pixels at the usual text
// size), kept as the element changes. On paper it is that of a sheet.

import { useLayoutEffect, useState, type RefObject } from "react";
import { flushSync } from "react-dom";

import { unit } from "../../use-theme-change.ts";

/** On a sheet of A4 or letter: the lanes of a figure, and those of the page, which lies across. */
const PAPER_WIDTH = { figure: 600, page: 1260 };

export function useWidth(element: RefObject<HTMLElement | null>): number {
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    const target = element.current;
    if (target === null) return;
    const measure = (): void => {
      const pixels = unit();
      setWidth(target.clientWidth / (pixels > 0 ? pixels : 1));
    };
    measure();
    // The sheet is laid out without asking observers.
    const print = (): void =>
      flushSync(() => setWidth(target.closest(".app") === null ? PAPER_WIDTH.figure : PAPER_WIDTH.page));
    const observer = new ResizeObserver(measure);
    observer.observe(target);
    addEventListener("beforeprint", print);
    addEventListener("afterprint", measure);
    return () => {
      observer.disconnect();
      removeEventListener("beforeprint", print);
      removeEventListener("afterprint", measure);
    };
  }, [element]);
  return width;
}
