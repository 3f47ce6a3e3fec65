// The theme on the document: the user's choice, else what the system prefers.

import { useLayoutEffect } from "react";

import { usePageState } from "../page-context.tsx";

export function useTheme(): void {
  const theme = usePageState((state) => state.theme);
  const presenting = usePageState((state) => state.presenting);
  useLayoutEffect(() => {
    const query = matchMedia("(prefers-color-scheme: dark)");
    const apply = (): void => {
      document.documentElement.dataset["theme"] = theme ?? (query.matches ? "dark" : "light");
    };
    apply();
    query.addEventListener("change", apply);
    return () => query.removeEventListener("change", apply);
  }, [theme]);
  useLayoutEffect(() => {
    document.documentElement.toggleAttribute("data-presenting", presenting);
  }, [presenting]);
}
