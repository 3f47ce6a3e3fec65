// One drawn stack word: place, label, value and meaning, what it held, and who
// wrote it. The look says fresh, live, overwritten, copied, stale.

import { memo } from "react";

import type { CopyRow, WordView } from "../../../session/views.ts";
import { contextOf } from "../../../store/selectors.ts";
import type { PhaseDrawing } from "../../../store/state.ts";
import { hex, tailHex, wordHex } from "../../format.ts";
import { usePage, usePageState } from "../../page-context.tsx";
import { TEXTS } from "../../texts.ts";
import { toneClass } from "../../tones.ts";
import { useContextView } from "../../use-views.ts";
import { Tag } from "../../widgets/tag.tsx";
import { isWatched, WatchMark, wordTarget } from "../../widgets/watch-mark.tsx";
import { spokenWord, stateText } from "./word-text.ts";

/** frame: up to three lines; line: one; copy: in the right column; kept: there, one line. */
export type WordShape = "frame" | "line" | "copy" | "kept";

interface Props {
  word: WordView;
  shape: WordShape;
  copy?: CopyRow | undefined;
  isFirst?: boolean;
}

const INLINE_MEANING = new Set(["SS", "CS", "RFLAGS"]);

export const Word = memo(function Word({ word, shape, copy, isFirst = false }: Props) {
  const page = usePage();
  const run = usePageState((state) => state.run);
  const selected = usePageState((state) => state.selectedWord === word.address);
  const watched = usePageState((state) => isWatched(state.breakpoints, wordTarget(word.address)));
  const phase = usePageState((state) => phaseOf(state.phase, word.address));
  const writer = useContextView(word.writer?.context);
  const state = word.writer === undefined ? "never" : word.state;
  const tall = shape === "frame" && !INLINE_MEANING.has(word.label) ? "tall" : "";
  return (
    <button
      type="button"
      className={`word bar-tone ${writer === undefined ? "untoned" : toneClass(writer.tone)} ${shape} ${state} ${tall} ${phase}`}
      data-address={hex(word.address)}
      aria-pressed={selected}
      tabIndex={isFirst ? 0 : -1}
      title={`${hex(word.address)}: ${hex(word.value)} ${word.meaning}`}
      onClick={() => page.view.selectWord(selected ? undefined : word.address)}
    >
      <span className="hidden-text">
        {watched ? `${TEXTS.watch.watched}: ` : ""}
        {spokenWord(word, (id) => contextOf(run, id), copy)}
      </span>
      <span className="word-place" aria-hidden="true">
        {watched ? <WatchMark /> : null}
        {word.offset}
      </span>
      <span className="word-label" aria-hidden="true">
        {word.label}
      </span>
      <span className="word-value" aria-hidden="true">
        <Value word={word} isShort={shape === "kept"} />
        <Was word={word} />
        <Wanted word={word} />
        {copy?.equal === undefined ? null : (
          <span className="word-was word-copy-line">
            {TEXTS.stack.copyLine(copy.equal, copy.word.offset)}{" "}
            {copy.word.writer === undefined ? null : (
              <>
                {TEXTS.stack.kept} <Tag context={copy.word.writer.context} step={copy.word.writer.step} />
              </>
            )}
          </span>
        )}
      </span>
      <span className="word-writer" aria-hidden="true">
        {word.writer === undefined ? null : <Tag context={word.writer.context} step={word.writer.step} />}
        {shape === "frame" || shape === "kept" || state === "never" || state === "fresh" ? null : (
          <em>{shape === "copy" ? copyState(word) : stateText(word)}</em>
        )}
      </span>
    </button>
  );
});

/** While a phase is shown: touched by it, or written only later. */
function phaseOf(phase: PhaseDrawing | undefined, address: bigint): string {
  if (phase === undefined) return "";
  return phase.touches.includes(address) ? "phase-now" : phase.later.includes(address) ? "phase-later" : "";
}

function copyState(word: WordView): string {
  return word.state === "live" ? TEXTS.stack.kept : word.state === "fresh" ? "" : stateText(word);
}

function Value({ word, isShort }: { word: WordView; isShort: boolean }) {
  if (word.writer === undefined) return <span className="word-now word-never">{TEXTS.stack.never}</span>;
  const inline = INLINE_MEANING.has(word.label);
  return (
    <>
      <span className="word-now">
        {isShort && !inline ? tailHex(word.value) : wordHex(word.value, word.label)}
        {inline && !isShort && word.meaning !== "" ? <span className="dim"> {word.meaning}</span> : null}
      </span>
      {inline ? null : <span className="word-meaning">{word.meaning}</span>}
    </>
  );
}

function Was({ word }: { word: WordView }) {
  const { was } = word;
  if (was === undefined) return null;
  const tag = was.writer === undefined ? null : <Tag context={was.writer.context} step={was.writer.step} />;
  if (was.same) {
    return (
      <span className="word-was">
        {TEXTS.stack.wasSame} {tag}
      </span>
    );
  }
  const inline = INLINE_MEANING.has(word.label) || was.meaning === "";
  return (
    <span className="word-was" title={hex(was.value)}>
      {TEXTS.stack.was}{" "}
      <s>
        {inline ? wordHex(was.value, word.label) : tailHex(was.value)}
        {was.meaning === "" ? "" : ` ${was.meaning}`}
      </s>{" "}
      {tag}
    </span>
  );
}

function Wanted({ word }: { word: WordView }) {
  const { wanted } = word;
  if (wanted === undefined) return null;
  const value = wanted.meaning === "" ? wordHex(wanted.value, word.label) : wanted.meaning;
  return (
    <span className="word-wanted" title={hex(wanted.value)}>
      ✕ {TEXTS.stack.should(value)}
    </span>
  );
}
