// The editor's text with its undo and its cursor, kept while the editor is away: the
// reader's own, and that of the level in play, apart from each other.

import { editor } from "monaco-editor/editor/editor.api";

import type { Level } from "../../../../scenario/level/level.ts";
import type { Page } from "../../../../store/page.ts";
import type { PageState } from "../../../../store/state.ts";
import { LANGUAGE } from "./language.ts";
import { replaceText } from "./replace-text.ts";

export interface KeptText {
  readonly model: editor.ITextModel;
  /** Cursor and scrolling, as they were left. */
  view: editor.ICodeEditorViewState | undefined;
}

interface Kept {
  own?: KeptText;
  played?: { readonly level: Level; readonly text: KeptText };
  /** What ran when a level was opened or left: as long as it is there, so is its text. */
  outgoing?: PageState["program"];
}

const KEPT = new WeakMap<Page, Kept>();

/** Undefined level: the reader's own text. */
export function keptText(page: Page, level: Level | undefined): KeptText {
  const kept = KEPT.get(page) ?? begin(page);
  if (level === undefined) return (kept.own ??= newText(page));
  if (kept.played?.level !== level) {
    kept.played?.text.model.dispose();
    kept.played = { level, text: newText(page) };
  }
  return kept.played.text;
}

/** The store's text in the model, now and with each change, until it is called off. */
export function followText(page: Page, model: editor.ITextModel): () => void {
  const kept = KEPT.get(page);
  const isOutgoing = (state: PageState): boolean => state.program !== undefined && state.program === kept?.outgoing;
  const now = page.store.getState();
  if (!isOutgoing(now)) replaceText(model, now.sourceText);
  return page.store.subscribe((state, before) => {
    if (state.sourceText === before.sourceText) return;
    // The first text of a level: there is nothing before it to come back to.
    if (isOutgoing(before) && model === kept?.played?.text.model) model.setValue(state.sourceText);
    else replaceText(model, state.sourceText);
  });
}

function begin(page: Page): Kept {
  const kept: Kept = {};
  KEPT.set(page, kept);
  page.store.subscribe((state, before) => {
    if (state.level?.level !== before.level?.level) kept.outgoing = state.program;
  });
  return kept;
}

function newText(page: Page): KeptText {
  const model = editor.createModel(page.store.getState().sourceText, LANGUAGE);
  model.setEOL(editor.EndOfLineSequence.LF);
  return { model, view: undefined };
}
