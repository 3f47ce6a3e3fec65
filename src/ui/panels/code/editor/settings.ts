// How the editor behaves: a plain text field with a gutter, nothing that
// guesses.

import type { editor } from "monaco-editor/editor/editor.api";

export const SETTINGS: editor.IStandaloneEditorConstructionOptions = {
  automaticLayout: true,
  minimap: { enabled: false },
  folding: false,
  glyphMargin: true,
  lineNumbersMinChars: 9,
  lineDecorationsWidth: 6,
  overviewRulerLanes: 0,
  overviewRulerBorder: false,
  hideCursorInOverviewRuler: true,
  scrollBeyondLastLine: false,
  renderLineHighlight: "none",
  renderWhitespace: "none",
  guides: { indentation: false },
  bracketPairColorization: { enabled: false },
  contextmenu: false,
  wordWrap: "off",
  occurrencesHighlight: "off",
  selectionHighlight: false,
  unicodeHighlight: { ambiguousCharacters: false },
  fixedOverflowWidgets: true,
  scrollbar: { verticalScrollbarSize: 8, horizontalScrollbarSize: 8, useShadows: false },
  stickyScroll: { enabled: false },
  links: false,
  quickSuggestions: false,
  dragAndDrop: false,
  padding: { top: 1 },
};
