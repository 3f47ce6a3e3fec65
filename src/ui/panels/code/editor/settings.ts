// How the editor behaves: a plain text field with a gutter, help
// with names that is asked for or taken with Tab.

import { editor } from "monaco-editor/editor/editor.api";

export const SETTINGS: editor.IStandaloneEditorConstructionOptions = {
  automaticLayout: true,
  minimap: { enabled: false },
  folding: true,
  foldingHighlight: false,
  showFoldingControls: "mouseover",
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
  // Room for the horizontal scrollbar is kept: one that came and went would move the text beside its line numbers.
  scrollbar: {
    verticalScrollbarSize: 8,
    horizontalScrollbarSize: 8,
    useShadows: false,
    ignoreHorizontalScrollbarInContentHeight: true,
  },
  stickyScroll: { enabled: false },
  links: false,
  quickSuggestions: { other: true, comments: false, strings: false },
  wordBasedSuggestions: "off",
  suggest: { showStatusBar: false, preview: false },
  acceptSuggestionOnEnter: "off",
  lightbulb: { enabled: editor.ShowLightbulbIconMode.OnCode },
  hover: { delay: 400 },
  dragAndDrop: false,
  padding: { top: 1, bottom: 8 },
};
