// The line below the stack: who wrote the selected word, with a jump there.
// Its place is always kept, so that selecting moves no row.

import type { StackView, WordView } from "../../../session/views.ts";
import { codeTabOf } from "../../../store/selectors.ts";
import { hex } from "../../format.ts";
import { useInFigure, usePage, usePageState } from "../../page-context.tsx";
import { TEXTS } from "../../texts.ts";
import { Tag } from "../../widgets/tag.tsx";

function findWord(stack: StackView | undefined, address: bigint | undefined): WordView | undefined {
  if (stack === undefined || address === undefined) return undefined;
  const copies = [...(stack.copy === undefined ? [] : [stack.copy]), ...stack.kept].flatMap(({ rows }) => rows);
  const rows = [...stack.rows, ...copies.map(({ word }) => word), ...stack.others.flatMap(({ words }) => words)];
  return rows.find((row): row is WordView => row.kind === "word" && row.address === address);
}

export function WordDetail() {
  const address = usePageState((state) => state.selectedWord);
  const stack = usePageState((state) => state.moment?.stack);
  const word = findWord(stack, address);
  const page = usePage();
  const inFigure = useInFigure();
  const asTable = usePageState((state) => state.stackAsTable);
  return (
    <footer className="word-detail" aria-live="off">
      {word === undefined ? <span>{TEXTS.stack.hint}</span> : <Writers word={word} />}
      <span className="spring" />
      {word === undefined || inFigure ? null : <CodeLink value={word.value} />}
      {word === undefined || inFigure ? null : (
        <button
          type="button"
          className="link-button"
          onClick={() => page.view.look({ kind: "history", of: { kind: "word", address: word.address } })}
        >
          {TEXTS.stack.origins}
        </button>
      )}
      <button type="button" className="link-button" aria-pressed={asTable} onClick={page.view.toggleStackTable}>
        {TEXTS.stack.asTable}
      </button>
    </footer>
  );
}

/** To the code that the word points to. */
function CodeLink({ value }: { value: bigint }) {
  const page = usePage();
  const isCode = usePageState((state) => codeTabOf(state.program, value) !== undefined);
  if (!isCode) return null;
  return (
    <button type="button" className="link-button" onClick={() => page.view.showCodeAt(value)}>
      {TEXTS.stack.code}
    </button>
  );
}

function Writers({ word }: { word: WordView }) {
  const { writer, was } = word;
  return (
    <>
      <code>
        {word.offset} {word.label} {hex(word.value)}
      </code>
      {writer === undefined ? (
        <span>{TEXTS.stack.neverBefore}</span>
      ) : (
        <>
          <span>
            {TEXTS.stack.writtenBy} <Tag context={writer.context} />
          </span>
          <Jump step={writer.step} />
        </>
      )}
      {was?.writer === undefined ? null : (
        <>
          <span>
            {TEXTS.stack.before} <Tag context={was.writer.context} />
          </span>
          <Jump step={was.writer.step} />
        </>
      )}
    </>
  );
}

function Jump({ step }: { step: number }) {
  const page = usePage();
  return (
    <button
      type="button"
      className="link-button"
      aria-label={TEXTS.stack.go(step)}
      onClick={() => void page.machine.seek(step + 1)}
    >
      {TEXTS.stack.goShort(step)}
    </button>
  );
}
