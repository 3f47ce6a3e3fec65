// The ledger: one line a frame with its fate, the text beside the drawn stack.

import type { Frame, FrameFacts } from "../history/frames.ts";
import { unmark } from "../sentence/markup.ts";
import { named } from "../sentence/markup.ts";
import { LEDGER_TEXTS } from "../texts/stack.ts";
import { valueWords } from "../texts/words.ts";
import type { FrameFate } from "../views.ts";
import type { Run } from "../run.ts";
import type { At } from "./word-view.ts";
import { PLACE_TEXTS } from "../texts/places.ts";

const MOST_FRAMES = 8;

/** Frames of the present nest of contexts, or of the last one if the workload runs. */
export function frameFates({ run, position }: At): readonly FrameFate[] {
  const { frames, contexts } = run.timeline.tracker;
  const end = frames.countBefore(position);
  const isOutermost = (index: number): boolean => {
    const frame = frames.all[index];
    return frame !== undefined && contexts.find(frame.context)?.interrupted === 0;
  };
  let first = Math.max(0, end - 1);
  while (first > 0 && end - first < MOST_FRAMES && !isOutermost(first)) first--;
  return frames.all.slice(first, end).map((frame) => fateOf(run, frame, position));
}

function fateOf(run: Run, frame: Frame, position: number): FrameFate {
  const { frames, contexts } = run.timeline.tracker;
  const facts = frames.facts(frame, contexts.find(frame.context), position);
  return {
    context: frame.context,
    title: LEDGER_TEXTS.title(contexts.name(frame.context)),
    state: facts.state,
    text: unmark(fateText(run, frame, facts, position), contexts),
  };
}

function fateText(run: Run, frame: Frame, facts: FrameFacts, position: number): string {
  switch (facts.state) {
    case "live":
      return liveText(run, frame);
    case "used":
      return usedText(run, frame, facts.usedAt ?? position);
    case "safe in copy":
      return LEDGER_TEXTS.safe(overwrittenText(run, frame, facts), copiesText(run, facts));
    case "lost":
      return LEDGER_TEXTS.lost(overwrittenText(run, frame, facts), lostWords(run, facts));
  }
}

function liveText(run: Run, frame: Frame): string {
  const { writes, contexts } = run.timeline.tracker;
  const value = (role: string): bigint => {
    const word = frame.words.find((candidate) => candidate.role === role);
    return word === undefined ? 0n : writes.value(word.write);
  };
  const interrupted = contexts.find(frame.context)?.interrupted;
  const into = interrupted === undefined || interrupted === 0 ? undefined : named(interrupted);
  const rsp = rspWords(run, value("RSP"));
  return LEDGER_TEXTS.returns(into, run.program.naming.place(value("RIP")), rsp);
}

function rspWords(run: Run, value: bigint): string {
  const meaning = run.meaning.pointer(value);
  if (meaning === "") return `0x${value.toString(16)}`;
  const onNmiStack = PLACE_TEXTS.onNmiStack("");
  return meaning.startsWith(onNmiStack) ? meaning.slice(onNmiStack.length) : LEDGER_TEXTS.rspOn(meaning);
}

function usedText(run: Run, frame: Frame, usedAt: number): string {
  const { steps, nmi } = run.timeline.tracker;
  const mnemonic = run.program.lines.get(steps.rip(usedAt))?.text.split(" ")[0] ?? LEDGER_TEXTS.aReturn;
  const unblocked = nmi.all.some(({ to }) => to === usedAt + 1);
  return LEDGER_TEXTS.consumed(mnemonic, usedAt, unblocked, frame.words.length);
}

function overwrittenText(run: Run, frame: Frame, facts: FrameFacts): string {
  const { writes, frames } = run.timeline.tracker;
  const first = facts.overwritten[0]?.overwrittenBy;
  if (first === undefined) return "";
  const writer = named(writes.context(first));
  const by = frames.at(first) === undefined ? LEDGER_TEXTS.codeOf(writer) : writer;
  const low = run.meaning.offset(frame.address);
  const high = run.meaning.offset(frame.address + 32n);
  return LEDGER_TEXTS.overwritten(low, high, by, writes.step(first));
}

function copiesText(run: Run, facts: FrameFacts): string {
  const { writes } = run.timeline.tracker;
  const copies = facts.words.flatMap(({ copies }) => copies.slice(-1));
  const all = copies.length === facts.words.length;
  const held = all ? facts.words : facts.overwritten;
  const chosen = held.flatMap(({ copies }) => copies.slice(-1));
  const steps = chosen.map((copy) => writes.step(copy)).toSorted((a, b) => a - b);
  const places = chosen.map((copy) => writes.address(copy)).toSorted((a, b) => (a < b ? -1 : 1));
  const from = places[0];
  const to = places.at(-1);
  if (from === undefined || to === undefined) return LEDGER_TEXTS.copied;
  return LEDGER_TEXTS.copiedTo(
    all ? facts.words.length : undefined,
    [steps[0], steps.at(-1)],
    [run.meaning.place(from), run.meaning.place(to)],
  );
}

function lostWords(run: Run, facts: FrameFacts): readonly string[] {
  const { writes } = run.timeline.tracker;
  const lost = facts.overwritten.filter(({ copies }) => copies.length === 0);
  return lost.map(({ word }) => {
    const value = writes.value(word.write);
    return `${word.role} ${valueWords(value, run.meaning.word(word.role, value, word.address))}`;
  });
}
