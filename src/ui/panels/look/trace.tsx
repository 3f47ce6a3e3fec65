// The trace as a list of which only the visible rows exist, and only those near
// them are asked for: a million steps cost no more than a hundred.

import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useEffectEvent, useRef, useState, type KeyboardEvent } from "react";

import type { TraceFilter } from "../../../session/views/look.ts";
import { usePage, usePageState } from "../../page-context.tsx";
import { LOOK_TEXTS } from "../../texts/look.ts";
import { unit, useThemeChange } from "../../use-theme-change.ts";
import { useTrace, type TraceData } from "./trace-data.ts";
import { NO_FILTER, TraceFilterBar } from "./trace-filter.tsx";
import { TraceLine } from "./trace-line.tsx";

const TEXTS = LOOK_TEXTS.trace;
/** Rows in one scrolled part: browsers limit how tall an element may be. */
const SEGMENT = 200_000;
/** What a row takes at least, and most take. */
const ROW_REM = 3.8;

export function TracePanel() {
  const [filter, setFilter] = useState<TraceFilter>(NO_FILTER);
  const data = useTrace(filter);
  const position = usePageState((state) => state.moment?.position ?? 0);
  // A part that was chosen stands until the position moves.
  const [chosen, setChosen] = useState<{ readonly position: number; readonly segment: number }>();
  const parts = Math.max(1, Math.ceil(data.total / SEGMENT));
  const inView = Math.floor(Math.max(0, Math.min(data.here, data.total - 1)) / SEGMENT);
  const segment = Math.min(chosen?.position === position ? chosen.segment : inView, parts - 1);
  return (
    <>
      <TraceFilterBar filter={filter} onChange={setFilter}>
        <span className="dim" role="status">
          {data.isReady ? TEXTS.count(data.total, data.length) : LOOK_TEXTS.asking}
        </span>
        {parts === 1 ? null : (
          <select
            aria-label={TEXTS.segment}
            value={segment}
            onChange={(event) => setChosen({ position, segment: Number(event.target.value) })}
          >
            {Array.from({ length: parts }, (_, at) => (
              <option key={at} value={at}>
                {TEXTS.segmentOf(at * SEGMENT, Math.min(data.total, (at + 1) * SEGMENT) - 1)}
              </option>
            ))}
          </select>
        )}
      </TraceFilterBar>
      {data.why === undefined ? null : <p className="look-note">{data.why}</p>}
      {data.isReady && data.total === 0 && data.why === undefined ? (
        <p className="look-note dim">{TEXTS.none}</p>
      ) : null}
      <TraceRows data={data} filter={filter} base={segment * SEGMENT} position={position} />
    </>
  );
}

interface RowsProps {
  data: TraceData;
  filter: TraceFilter;
  /** The first row of the part that is shown. */
  base: number;
  position: number;
}

function TraceRows({ data, filter, base, position }: RowsProps) {
  const list = useRef<HTMLDivElement>(null);
  const [height, setHeight] = useState(() => ROW_REM * 10 * unit());
  useThemeChange(() => setHeight(ROW_REM * 10 * unit()));
  // oxlint-disable-next-line react/incompatible-library -- its functions go to no memoised child
  const virtual = useVirtualizer({
    count: Math.max(0, Math.min(SEGMENT, data.total - base)),
    getScrollElement: () => list.current,
    estimateSize: () => height,
    overscan: 8,
  });
  const items = virtual.getVirtualItems();
  const { need, here, isReady, rows } = data;
  const first = base + (items[0]?.index ?? 0);
  const last = base + (items.at(-1)?.index ?? -1);
  useEffect(() => need(first, last + 1), [need, first, last]);
  // The step just done stays in sight.
  const scrollTo = useEffectEvent((index: number) => virtual.scrollToIndex(index, { align: "auto" }));
  useEffect(() => {
    if (isReady && here >= base && here < base + SEGMENT) scrollTo(here - base);
  }, [here, isReady, base]);
  const goTo = useGoTo(data, filter);
  const page = usePage();
  // Keys come faster than answers: the next one goes on from where the last one leads.
  const aim = useRef<number>(undefined);

  function onKeyDown(event: KeyboardEvent): void {
    if (data.isHereKnown && !page.machine.isWaiting()) aim.current = undefined;
    const isOn = aim.current !== undefined || rows.get(here)?.step === position - 1;
    const to = targetOf(event, aim.current ?? here, isOn, Math.max(1, items.length - 10), data.total);
    if (to === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    aim.current = Math.max(0, Math.min(to, data.total - 1));
    void goTo(aim.current);
  }

  return (
    <div
      className="look-scroll trace"
      ref={list}
      role="listbox"
      tabIndex={0}
      aria-label={TEXTS.list}
      aria-activedescendant={items.some(({ index }) => base + index === here) ? `trace-${here}` : undefined}
      onKeyDown={onKeyDown}
    >
      <div className="trace-rows" role="presentation" style={{ height: virtual.getTotalSize() }}>
        {items.map(({ index, start }) => {
          const row = rows.get(base + index);
          return (
            <TraceLine
              key={index}
              measure={virtual.measureElement}
              index={index}
              row={row}
              top={start}
              count={data.total}
              at={base + index}
              isHere={row !== undefined && row.step === position - 1}
              onChoose={(chosen) => void goTo(chosen)}
            />
          );
        })}
      </div>
    </div>
  );
}

/** Seeks to the step of a row, known or not. */
function useGoTo({ rows, total }: TraceData, filter: TraceFilter): (index: number) => Promise<void> {
  const page = usePage();
  return async (index) => {
    const at = Math.max(0, Math.min(index, total - 1));
    const known = rows.get(at)?.step;
    if (known !== undefined) return page.machine.seek(known + 1);
    const answer = await page.machine.look({ kind: "trace", filter, from: at, to: at + 1 });
    const step = answer?.kind === "trace" ? answer.rows[0]?.step : undefined;
    if (step !== undefined) await page.machine.seek(step + 1);
  };
}

/** The row that a key leads to; `isOn`: the step just done is itself a row. */
function targetOf(
  event: KeyboardEvent,
  here: number,
  isOn: boolean,
  visible: number,
  total: number,
): number | undefined {
  if (event.ctrlKey || event.metaKey || event.altKey) return undefined;
  const next = isOn ? here + 1 : here;
  const targets: Readonly<Record<string, number>> = {
    j: next,
    ArrowDown: next,
    k: here - 1,
    ArrowUp: here - 1,
    PageDown: here + visible,
    PageUp: here - visible,
    Home: 0,
    End: total - 1,
  };
  return targets[event.key];
}
