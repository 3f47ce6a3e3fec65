// For what takes its colours and sizes from the document's tokens but cannot
// read them by CSS: the editor and the terminal.

import { useEffect, useEffectEvent } from "react";

/** CSS pixels of a tenth of the root's text size: what the design calls one pixel. */
export function unit(): number {
  return Number.parseFloat(getComputedStyle(document.documentElement).fontSize) / 10;
}

export function useThemeChange(onChange: () => void): void {
  const changed = useEffectEvent(onChange);
  useEffect(() => {
    const observer = new MutationObserver(() => changed());
    observer.observe(document.documentElement, { attributeFilter: ["data-theme", "data-presenting"] });
    let size = unit();
    const resized = (): void => {
      if (size === unit()) return;
      size = unit();
      changed();
    };
    addEventListener("resize", resized);
    return () => {
      observer.disconnect();
      removeEventListener("resize", resized);
    };
  }, []);
}
