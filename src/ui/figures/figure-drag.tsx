// The signature figure: an NMI that the reader drags along the instructions, and
// at once sees what it leads to there. At rest each place has its outcome beside it.

import { useEffect, useRef, type KeyboardEvent, type MouseEvent, type PointerEvent } from "react";

import type { ListingLine } from "../../session/views.ts";
import { violationsInOrder } from "../../store/selectors.ts";
import type { Page } from "../../store/page.ts";
import { hex } from "../format.ts";
import { usePage, usePageState } from "../page-context.tsx";
import { Highlighted } from "../panels/code/highlight.tsx";
import "../panels/code/code.css";
import { LEARN_TEXTS } from "../texts/learn.ts";
import { scaleOf } from "../widgets/scroll.ts";
import { asWritten } from "./as-written.ts";
import type { DragOutcome, FigureSpec } from "./figure-spec.ts";

const GLYPHS: Readonly<Record<DragOutcome["state"], string>> = { safe: "○", harmful: "✕", unreached: "–" };

export function FigureDrag({ drag, live }: { drag: NonNullable<FigureSpec["drag"]>; live: boolean }) {
  const page = usePage();
  const lines = usePageState((state) => state.program?.handler);
  const when = usePageState((state) => state.scenario?.schedule[drag.item]?.when ?? "");
  const rip = usePageState((state) => state.moment?.rip);
  const source = usePageState((state) => state.program?.source ?? "");
  const list = useRef<HTMLDivElement>(null);
  const at = lines?.findIndex((line) => standsFor(line, when)) ?? -1;
  useEffect(() => {
    const held = list.current;
    if (!live || at < 0 || held === null) return;
    // At once, and when a presentation makes the list lower.
    const observer = new ResizeObserver(() => keepInSight(held));
    observer.observe(held);
    return () => observer.disconnect();
  }, [live, at]);
  if (lines === undefined) return null;
  const written = source.split("\n");
  const outcomeAt = (index: number): DragOutcome | undefined =>
    drag.outcomes.find(({ place }) => place === lines[index]?.place);
  const here = outcomeAt(at);

  function dropAt(index: number): void {
    const line = lines?.[Math.max(0, Math.min(lines.length - 1, index))];
    if (line !== undefined && !standsFor(line, when)) void show(page, drag.item, line.place);
  }

  /** A finger scrolls the list, unless it takes hold of the NMI; a mouse drags from anywhere. */
  function onDown(event: PointerEvent<HTMLDivElement>): void {
    const isOnNmi = event.target instanceof Element && event.target.closest(".here") !== null;
    if (event.pointerType === "touch" && !isOnNmi) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    dropAt(rowAt(event.currentTarget, event.clientY));
  }

  function onMove(event: PointerEvent<HTMLDivElement>): void {
    if (event.currentTarget.hasPointerCapture(event.pointerId)) dropAt(rowAt(event.currentTarget, event.clientY));
  }

  function onTap(event: MouseEvent<HTMLDivElement>): void {
    dropAt(rowAt(event.currentTarget, event.clientY));
  }

  function onKey(event: KeyboardEvent): void {
    const last = drag.outcomes.length;
    const by = { ArrowUp: -1, ArrowDown: 1, PageUp: -5, PageDown: 5, Home: -last, End: last }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    dropAt(at + by);
  }

  const handlers = { onPointerDown: onDown, onPointerMove: onMove, onClick: onTap, onKeyDown: onKey };
  return (
    <>
      <p className="figure-hint dim">{LEARN_TEXTS.figure.drag}</p>
      <div
        className="code drag"
        ref={list}
        {...(live
          ? { ...sliderOf(lines.length, at, LEARN_TEXTS.figure.dragAt(when, outcomeText(here))), ...handlers }
          : { role: "group", tabIndex: 0, "aria-label": LEARN_TEXTS.figure.dragHandle })}
      >
        {lines.map((line, index) => (
          <DragRow
            key={hex(line.address)}
            line={line}
            text={asWritten(line, written)}
            isHere={index === at}
            isNext={line.address === rip}
            outcome={outcomeAt(index)}
          />
        ))}
      </div>
    </>
  );
}

const sliderOf = (length: number, at: number, text: string) =>
  ({
    role: "slider",
    tabIndex: 0,
    "aria-label": LEARN_TEXTS.figure.dragHandle,
    "aria-orientation": "vertical",
    "aria-valuemin": 0,
    "aria-valuemax": length - 1,
    "aria-valuenow": Math.max(0, at),
    "aria-valuetext": text,
  }) as const;

function DragRow({
  line,
  text,
  isHere,
  isNext,
  outcome,
}: {
  line: ListingLine;
  text: string;
  isHere: boolean;
  isNext: boolean;
  outcome: DragOutcome | undefined;
}) {
  const state = outcome?.state ?? "unreached";
  return (
    <>
      {line.labels.map((label) => (
        <div key={label} className="drag-row drag-label">
          <span />
          <span />
          <code>{label}:</code>
        </div>
      ))}
      <div
        className={`drag-row ${state} ${isHere ? "here" : ""} ${isNext ? "next" : ""}`}
        data-row=""
        title={outcomeText(outcome)}
      >
        <span className="drag-mark">{isHere ? "▶ NMI" : ""}</span>
        <span className="drag-outcome">
          <span aria-hidden="true">{GLYPHS[state]}</span>
          <span className="hidden-text">{outcomeText(outcome)}</span>
        </span>
        <code>
          <Highlighted text={`  ${text}`} />
        </code>
      </div>
    </>
  );
}

const outcomeText = (outcome: DragOutcome | undefined): string =>
  outcome === undefined ? LEARN_TEXTS.figure.outcome.unreached : outcome.text;

/** The row at a height of the window, of those in sight. */
function rowAt(list: HTMLElement, clientY: number): number {
  const { top, bottom } = list.getBoundingClientRect();
  const y = Math.max(top + 1, Math.min(bottom - 1, clientY));
  const rows = [...list.querySelectorAll<HTMLElement>("[data-row]")];
  const index = rows.findIndex((row) => y <= row.getBoundingClientRect().bottom);
  return index < 0 ? rows.length - 1 : index;
}

/** Scrolls the list, and nothing around it, so that some rows beside the NMI are seen too. */
function keepInSight(list: HTMLElement): void {
  const row = list.querySelector(".here");
  if (row === null) return;
  const [outer, inner] = [list.getBoundingClientRect(), row.getBoundingClientRect()];
  const margin = 3 * inner.height;
  const scale = scaleOf(list);
  if (inner.top < outer.top + margin) list.scrollTop -= (outer.top + margin - inner.top) / scale;
  else if (inner.bottom > outer.bottom - margin) list.scrollTop += (inner.bottom - outer.bottom + margin) / scale;
}

function standsFor(line: ListingLine, when: string): boolean {
  return line.place === when || line.labels.includes(when);
}

/** Where it breaks, or where the event was taken. */
async function show(page: Page, item: number, when: string): Promise<void> {
  await page.schedule.place(item, when);
  const { run } = page.store.getState();
  const [violation] = run === undefined ? [] : violationsInOrder(run);
  const taken = run?.schedule[item]?.at;
  await page.machine.seek(violation === undefined ? (taken ?? 0) + 1 : violation.step + 1);
}
