// For what takes its colours and sizes from the document's tokens but cannot
// read them by CSS: the editor and the terminal.

import { useEffect, useEffectEvent } from "react";

export function useThemeChange(onChange: () => void): void {
  const changed = useEffectEvent(onChange);
  useEffect(() => {
    const observer = new MutationObserver(() => changed());
    observer.observe(document.documentElement, { attributeFilter: ["data-theme", "data-presenting"] });
    return () => observer.disconnect();
  }, []);
}
