// A stack word in words: what a screen reader hears and the table shows, and
// the colours never say alone.

import type { ContextView, CopyRow, WordView, Writer } from "../../../session/views.ts";
import { hex, wordHex } from "../../format.ts";
import { TEXTS } from "../../texts.ts";

export type NameOf = (context: number) => ContextView | undefined;

export function writerText(writer: Writer | undefined, nameOf: NameOf): string {
  if (writer === undefined) return TEXTS.stack.never;
  return `${nameOf(writer.context)?.name ?? ""} ${TEXTS.stack.atStep(writer.step)}`;
}

export function wasText(word: WordView, nameOf: NameOf): string {
  const { was } = word;
  if (was === undefined) return "";
  if (was.same) return `${TEXTS.stack.sameValue}, ${writerText(was.writer, nameOf)}`;
  return `${wordHex(was.value, word.label)} ${was.meaning}, ${writerText(was.writer, nameOf)}`;
}

export function stateText(word: WordView): string {
  return word.writer === undefined ? TEXTS.stack.never : TEXTS.stack.states[word.state];
}

export function spokenWord(word: WordView, nameOf: NameOf, copy?: CopyRow): string {
  const parts = [`${word.offset} ${word.label}`];
  if (word.writer === undefined) parts.push(TEXTS.stack.never);
  else {
    parts.push(`${wordHex(word.value, word.label)} ${word.meaning}`.trim());
    parts.push(`${TEXTS.stack.writtenBy} ${writerText(word.writer, nameOf)}`);
    parts.push(stateText(word));
  }
  if (word.was !== undefined) parts.push(`${TEXTS.stack.was} ${wasText(word, nameOf)}`);
  if (word.wanted !== undefined) parts.push(TEXTS.stack.should(`${hex(word.wanted.value)} ${word.wanted.meaning}`));
  if (copy?.equal !== undefined) parts.push(copy.equal ? TEXTS.stack.same : TEXTS.stack.differs);
  if (word.rsp === "now") parts.push(TEXTS.stack.rspNow);
  if (word.rsp === "was") parts.push(TEXTS.stack.rspWas);
  return parts.join("; ");
}
