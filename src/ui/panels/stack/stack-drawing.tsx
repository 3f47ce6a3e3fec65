// The drawn stack: guard bands, the frame block with the copy beside it, then
// the rest of the words with the ledger at their right. RSP in the gutter.

import { Fragment, useEffect, useRef, type RefObject } from "react";

import type { CopyRow, StackRow, StackView, WordGap } from "../../../session/views.ts";
import { contextOf } from "../../../store/selectors.ts";
import { hex, tailHex } from "../../format.ts";
import { useInFigure, usePageState } from "../../page-context.tsx";
import { TEXTS } from "../../texts.ts";
import { moveFocus } from "../../widgets/roving.ts";
import { scrollInBox } from "../../widgets/scroll.ts";
import { Ledger, Legend } from "./ledger.tsx";
import { KeptFrames, OtherStacks } from "./more-stacks.tsx";
import { NoCopy } from "./no-copy.tsx";
import { bandsOf, layoutStack, rspPath, type Pair } from "./stack-rows.ts";
import { RspTag } from "./rsp-tag.tsx";
import { Word } from "./word.tsx";

/** After each drawing RSP comes into sight, and what the step wrote; the top again when RSP has left for elsewhere. */
function useFollowing(): RefObject<HTMLDivElement | null> {
  const root = useRef<HTMLDivElement>(null);
  const wasHere = useRef(false);
  useEffect(() => {
    // With the picture that is drawn anyway: no layout between two others.
    const frame = requestAnimationFrame(() => {
      const rsp = root.current?.querySelector(".rsp-now");
      if (rsp) scrollInBox(rsp);
      else if (wasHere.current) root.current?.querySelector(".stack-lower-left")?.scrollTo(0, 0);
      wasHere.current = Boolean(rsp);
      scrollInBox(root.current?.querySelector(".word.fresh"));
    });
    return () => cancelAnimationFrame(frame);
  });
  return root;
}

/** Of what scrolls and has no word that takes the focus. */
const KEY_STOP = { role: "group", "aria-label": TEXTS.stack.words, tabIndex: 0 } as const;

export function StackDrawing({ stack }: { stack: StackView }) {
  const root = useFollowing();
  const layout = layoutStack(stack);
  const path = rspPath(stack.rows);
  const viaIst = usePageState(
    (state) => state.moment?.kind === "delivery" && contextOf(state.run, state.moment.context)?.kind === "nmi",
  );
  const isOnPath = (row: StackRow): boolean => path !== undefined && row.address >= path.from && row.address < path.to;
  const bands = bandsOf(stack);
  const inFigure = useInFigure();
  const hasWords = stack.others.length > 0 || layout.below.some(({ kind }) => kind === "word");
  const firstWord = stack.rows.find((row) => row.kind === "word")?.address;
  return (
    <div
      className="stack"
      ref={root}
      role="group"
      aria-label={TEXTS.stack.words}
      onKeyDown={(event) => {
        if (event.target instanceof HTMLButtonElement) moveFocus(event, "button.word", "vertical");
      }}
    >
      <div className="stack-pair">
        <Guard text={TEXTS.stack.guard} middle={TEXTS.stack.original} place={TEXTS.stack.top(tailHex(stack.to))} />
        <div className="copy-half copy-above">
          {layout.above.map((copy) => (
            <Word key={hex(copy.word.address)} word={copy.word} shape="copy" />
          ))}
        </div>
      </div>
      {layout.pairs.map((pair, index) => (
        <FramePair
          key={hex(pair.row.address)}
          pair={pair}
          isFirst={index === 0}
          hasCopy={stack.copy !== undefined}
          arc={isOnPath(pair.row)}
          ist={viaIst}
        />
      ))}
      {stack.copy === undefined && !inFigure ? <NoCopy stack={stack} /> : null}
      <div className="stack-lower">
        <div className="stack-lower-left" {...(inFigure || hasWords ? {} : KEY_STOP)}>
          {layout.below.map((row) => (
            <Fragment key={hex(row.address)}>
              <Band title={row.kind === "word" ? bands.get(row.address) : undefined} arc={isOnPath(row)} />
              <LowRow
                row={row}
                isFirst={row.address === firstWord && layout.pairs.length === 0}
                arc={isOnPath(row)}
                ist={viaIst}
              />
            </Fragment>
          ))}
          <Guard text={TEXTS.stack.guard} place={TEXTS.stack.bottom(tailHex(stack.from))} />
          <OtherStacks stacks={stack.others} />
        </div>
        <Beside rest={layout.rest} stack={stack} />
      </div>
    </div>
  );
}

/** What is kept, and what became of each frame. It scrolls by itself, by keys too. */
function Beside({ rest, stack }: { rest: readonly CopyRow[]; stack: StackView }) {
  const inFigure = useInFigure();
  return (
    <div className="stack-lower-right" role="group" aria-label={TEXTS.stack.ledger} tabIndex={inFigure ? undefined : 0}>
      <RestOfCopy rows={rest} />
      <KeptFrames kept={stack.kept} />
      <Ledger frames={stack.frames} />
      <Legend />
    </div>
  );
}

function Guard({ text, middle, place }: { text: string; middle?: string; place: string }) {
  return (
    <div className="guard">
      <span>{text}</span>
      {middle === undefined ? null : <span>{middle}</span>}
      <span className="mono">{place}</span>
    </div>
  );
}

/** Where a region begins that the handler keeps, its name. */
function Band({ title, arc }: { title: string | undefined; arc: boolean }) {
  if (title === undefined) return null;
  return (
    <div className={arc ? "low-row region-band arc" : "low-row region-band"}>
      <span>{title}</span>
    </div>
  );
}

function FramePair({
  pair,
  isFirst,
  hasCopy,
  arc,
  ist,
}: {
  pair: Pair;
  isFirst: boolean;
  hasCopy: boolean;
  arc: boolean;
  ist: boolean;
}) {
  const { row, copy } = pair;
  if (row.kind !== "word") return null;
  return (
    <div className="stack-pair">
      <div className={arc ? "frame-half arc" : "frame-half"}>
        <RspTag word={row} ist={ist} />
        <Word word={row} shape="frame" copy={copy} isFirst={isFirst} />
      </div>
      <div className="copy-half">
        {copy === undefined || !hasCopy ? null : (
          <>
            <Link copy={copy} />
            <Word word={copy.word} shape="copy" />
          </>
        )}
      </div>
    </div>
  );
}

function Link({ copy }: { copy: CopyRow }) {
  if (copy.equal === undefined) return null;
  return (
    <span
      className={copy.equal ? "copy-link" : "copy-link differs"}
      title={copy.equal ? TEXTS.stack.same : TEXTS.stack.differs}
    >
      {copy.equal ? "=" : "≠"}
    </span>
  );
}

function LowRow({ row, isFirst, arc, ist }: { row: StackRow; isFirst: boolean; arc: boolean; ist: boolean }) {
  return (
    <div className={arc ? "low-row arc" : "low-row"}>
      {row.kind === "gap" ? (
        <Gap gap={row} />
      ) : (
        <>
          <RspTag word={row} ist={ist} />
          <Word word={row} shape="line" isFirst={isFirst} />
        </>
      )}
    </div>
  );
}

function Gap({ gap }: { gap: WordGap }) {
  const skipped = gap.words === 1 && gap.band === undefined && gap.text.startsWith("skipped");
  return (
    <div className={`gap ${skipped ? "skipped" : ""} ${gap.band === undefined ? "" : "band"}`} title={hex(gap.address)}>
      <span className="word-place">{gap.offset}</span>
      <span className="gap-text">{gap.text}</span>
    </div>
  );
}

function RestOfCopy({ rows }: { rows: readonly CopyRow[] }) {
  if (rows.length === 0) return null;
  return (
    <div className="copy-rest">
      {rows.map((row) => (
        <Word key={hex(row.word.address)} word={row.word} shape="kept" />
      ))}
    </div>
  );
}
