// The signature figure: an NMI that the reader drags along the instructions, and
// at once sees what it leads to there. At rest each place has its outcome beside it.

import { useRef, type KeyboardEvent, type PointerEvent } from "react";

import type { ListingLine } from "../../session/views.ts";
import { violationsInOrder } from "../../store/selectors.ts";
import type { Page } from "../../store/page.ts";
import { hex } from "../format.ts";
import { usePage, usePageState } from "../page-context.tsx";
import { Highlighted } from "../panels/code/highlight.tsx";
import "../panels/code/code.css";
import { TEXTS } from "../texts.ts";
import type { DragOutcome, FigureSpec } from "./figure-spec.ts";

const GLYPHS: Readonly<Record<DragOutcome["state"], string>> = { safe: "○", harmful: "✕", unreached: "–" };

export function FigureDrag({ drag, live }: { drag: NonNullable<FigureSpec["drag"]>; live: boolean }) {
  const page = usePage();
  const lines = usePageState((state) => state.program?.handler);
  const when = usePageState((state) => state.scenario?.schedule[drag.item]?.when ?? "");
  const rip = usePageState((state) => state.moment?.rip);
  const list = useRef<HTMLDivElement>(null);
  if (lines === undefined) return null;
  const at = lines.findIndex((line) => standsFor(line, when));
  const outcomeAt = (index: number): DragOutcome | undefined =>
    drag.outcomes.find(({ place }) => place === lines[index]?.place);
  const here = outcomeAt(at);

  function dropAt(index: number): void {
    const line = lines?.[Math.max(0, Math.min(lines.length - 1, index))];
    if (line !== undefined && !standsFor(line, when)) void show(page, drag.item, line.place);
  }

  function onPointer(event: PointerEvent<HTMLDivElement>): void {
    if (!live || (event.buttons & 1) === 0) return;
    const rows = [...(list.current?.querySelectorAll<HTMLElement>("[data-row]") ?? [])];
    const index = rows.findIndex((row) => event.clientY <= row.getBoundingClientRect().bottom);
    dropAt(index < 0 ? rows.length - 1 : index);
  }

  function onKey(event: KeyboardEvent): void {
    const last = drag.outcomes.length;
    const by = { ArrowUp: -1, ArrowDown: 1, PageUp: -5, PageDown: 5, Home: -last, End: last }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    dropAt(at + by);
  }

  return (
    <>
      <p className="figure-hint dim">{TEXTS.figure.drag}</p>
      <div
        className="code drag"
        ref={list}
        {...(live
          ? {
              role: "slider",
              tabIndex: 0,
              "aria-label": TEXTS.figure.dragHandle,
              "aria-orientation": "vertical" as const,
              "aria-valuemin": 0,
              "aria-valuemax": lines.length - 1,
              "aria-valuenow": Math.max(0, at),
              "aria-valuetext": TEXTS.figure.dragAt(when, outcomeText(here)),
              onPointerDown: onPointer,
              onPointerMove: onPointer,
              onKeyDown: onKey,
            }
          : {})}
      >
        {lines.map((line, index) => (
          <DragRow
            key={hex(line.address)}
            line={line}
            isHere={index === at}
            isNext={line.address === rip}
            outcome={outcomeAt(index)}
          />
        ))}
      </div>
    </>
  );
}

function DragRow({
  line,
  isHere,
  isNext,
  outcome,
}: {
  line: ListingLine;
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
          <Highlighted text={`  ${line.text}`} />
        </code>
      </div>
    </>
  );
}

const outcomeText = (outcome: DragOutcome | undefined): string =>
  outcome === undefined ? TEXTS.figure.outcome.unreached : outcome.text;

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
