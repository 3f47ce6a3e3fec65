// A text from outside (a repair, another handler) into the editor's model as
// one small edit, so that undo and the cursor survive.

import { Range, type editor } from "monaco-editor/editor/editor.api";

export function replaceText(model: editor.ITextModel, text: string): void {
  const present = model.getValue();
  if (present === text) return;
  let start = 0;
  const shorter = Math.min(present.length, text.length);
  while (start < shorter && present[start] === text[start]) start += 1;
  let tail = 0;
  while (tail < shorter - start && present[present.length - 1 - tail] === text[text.length - 1 - tail]) tail += 1;
  const from = model.getPositionAt(start);
  const to = model.getPositionAt(present.length - tail);
  model.pushEditOperations(
    [],
    [{ range: Range.fromPositions(from, to), text: text.slice(start, text.length - tail) }],
    () => [],
  );
}
