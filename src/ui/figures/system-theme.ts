// The reader's theme on the document of an article: the one chosen in the tool,
// else that of the system, followed as it changes.

import { readPreferences } from "../../store/preferences.ts";
import { browserSurroundings } from "../../store/surroundings.ts";

export function followSystemTheme(): void {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const chosen = readPreferences(browserSurroundings().storage).theme;
  const apply = (): void => {
    document.documentElement.dataset["theme"] = chosen ?? (dark.matches ? "dark" : "light");
  };
  apply();
  dark.addEventListener("change", apply);
}
