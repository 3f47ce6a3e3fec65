// The editor's colours, read from the page's own custom properties.

import { editor } from "monaco-editor/editor/editor.api";

export const THEME = "nmi-stepper";

/** Defines and sets the theme from the tokens as they are now. */
export function applyTheme(): void {
  const style = getComputedStyle(document.documentElement);
  const token = (name: string): string => style.getPropertyValue(name).trim();
  const dark = style.colorScheme.includes("dark");
  editor.defineTheme(THEME, {
    base: dark ? "vs-dark" : "vs",
    inherit: false,
    rules: [
      { token: "", foreground: ink(token("--fg")) },
      { token: "comment", foreground: ink(token("--dim")) },
      { token: "label", foreground: ink(token("--lbl")), fontStyle: "bold" },
      { token: "mnemonic", foreground: ink(token("--op")) },
      { token: "directive", foreground: ink(token("--dim")) },
      { token: "string", foreground: ink(token("--ok")) },
    ],
    colors: {
      "editor.background": full(token("--pane")),
      "editor.foreground": full(token("--fg")),
      "editorLineNumber.foreground": full(token("--dim")),
      "editorLineNumber.dimmedForeground": full(token("--dim")),
      "editorLineNumber.activeForeground": full(token("--fg")),
      "editorCursor.foreground": full(token("--fg")),
      "editor.selectionBackground": full(token("--tint1")),
      "editor.findMatchBackground": full(token("--cur")),
      "editor.findMatchHighlightBackground": full(token("--cur")),
      "editorWidget.background": full(token("--pane")),
      "editorWidget.border": full(token("--line2")),
      "input.background": full(token("--pane")),
      "input.foreground": full(token("--fg")),
      "input.border": full(token("--line2")),
      focusBorder: full(token("--focus")),
      "scrollbarSlider.background": `${full(token("--line2"))}55`,
      "editorBracketMatch.border": full(token("--line2")),
    },
  });
  editor.setTheme(THEME);
}

/** "#fff" to "ffffff". */
function ink(color: string): string {
  return full(color).slice(1);
}

function full(color: string): string {
  return /^#[\da-f]{3}$/i.test(color) ? `#${Array.from(color.slice(1), (digit) => digit + digit).join("")}` : color;
}
