// Sentences are written as text with marks, `[3]` for the name of context 3 and
// `**strong**`, and taken apart here into the parts that a page colours.

import type { ContextTable } from "../history/contexts.ts";
import type { ContextId } from "../../machine/types.ts";
import type { SentencePart } from "../views.ts";
import { workloadArticle } from "../texts/words.ts";

/** The mark of a context. */
export function named(context: ContextId): string {
  return `[${context}]`;
}

/** Events have names of their own; the workload has an article, capital where a sentence begins. */
function articleOf(context: ContextId, before: string): string {
  if (context !== 0) return "";
  return workloadArticle(/(^|[.!?] )(\*\*)?$/.test(before));
}

const MARK = /\[(\d+)\]|\*\*/g;

export function partsOf(marked: string, contexts: ContextTable): readonly SentencePart[] {
  const parts: SentencePart[] = [];
  let strong = false;
  let from = 0;
  const add = (text: string, context?: ContextId): void => {
    if (text === "") return;
    parts.push({ text, ...(context === undefined ? {} : { context }), ...(strong ? { strong: true as const } : {}) });
  };
  for (const match of marked.matchAll(MARK)) {
    add(marked.slice(from, match.index));
    from = match.index + match[0].length;
    const id = match[1];
    if (id === undefined) strong = !strong;
    else {
      add(articleOf(Number(id), marked.slice(0, match.index)));
      add(contexts.name(Number(id)), Number(id));
    }
  }
  add(marked.slice(from));
  return parts;
}

export function plainText(parts: readonly SentencePart[]): string {
  return parts.map(({ text }) => text).join("");
}

/** Marked text without its marks. */
export function unmark(marked: string, contexts: ContextTable): string {
  return plainText(partsOf(marked, contexts));
}
