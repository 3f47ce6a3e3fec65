// The injections of the lanes as things to take hold of: dragged by mouse or finger,
// moved by keys, with what becomes of the run said beside them. A chunk of its own.

import { useRef, type PointerEvent } from "react";

import type { RunView, ScheduleRow } from "../../../session/views.ts";
import { violationsInOrder } from "../../../store/selectors.ts";
import type { Dragged } from "../../../store/state.ts";
import { usePage, usePageState } from "../../page-context.tsx";
import { MOVE_TEXTS } from "../../texts/move.ts";
import type { LaneLayout } from "./lane-layout.ts";
import { isMoveKey, onMoveKey } from "./move-keys.ts";
import "./injection-handles.css";

/** So many pixels make a drag of a click. */
const SLACK = 3;
/** Beyond so many in the window, the schedule's list is the way to move them. */
const MOST_HANDLES = 60;

interface Props {
  run: RunView;
  layout: LaneLayout;
}

export default function InjectionHandles({ run, layout }: Props) {
  const dragged = usePageState((state) => state.dragged);
  const rows = run.schedule.filter((row) => row.index === dragged?.index || isInside(row, layout));
  return (
    <div className="handles" role="group" aria-label={MOVE_TEXTS.group}>
      {rows.slice(0, MOST_HANDLES).map((row) => (
        <Handle
          key={row.index}
          row={row}
          run={run}
          layout={layout}
          dragged={row.index === dragged?.index ? dragged : undefined}
        />
      ))}
    </div>
  );
}

function isInside({ at, off }: ScheduleRow, { window: { from, to } }: LaneLayout): boolean {
  return at !== undefined && !off && at >= from && at <= to;
}

interface HandleProps extends Props {
  row: ScheduleRow;
  dragged: Dragged | undefined;
}

function Handle({ row, run, layout, dragged }: HandleProps) {
  const page = usePage();
  const { pressed, ...pointer } = usePointer(row, layout);
  const step = dragged?.step ?? row.at ?? 0;
  const { from, to } = layout.window;
  const left = (at: number): string => `${(layout.x(at) / layout.x(to)) * 100}%`;
  const outcome = outcomeWords(run, row, dragged);
  return (
    <>
      {dragged?.from === undefined || dragged.from === step ? null : (
        <i className="handle-origin" style={{ left: left(dragged.from) }} aria-hidden="true" />
      )}
      <div
        className={dragged === undefined ? "handle" : "handle held"}
        style={{ left: left(Math.max(from, Math.min(to, step))) }}
        role="slider"
        tabIndex={0}
        aria-label={MOVE_TEXTS.handle(row.text)}
        aria-orientation="horizontal"
        aria-valuemin={0}
        aria-valuemax={Math.max(run.length, step)}
        aria-valuenow={step}
        aria-valuetext={MOVE_TEXTS.at(step, outcome.text)}
        title={MOVE_TEXTS.title(row.text)}
        {...pointer}
        onKeyDown={(event) => {
          if (isMoveKey(event)) event.preventDefault();
          void onMoveKey(page.mover(), row.index, event);
        }}
        onBlur={() => {
          if (dragged !== undefined && pressed.current === undefined) void page.mover().then((mover) => mover.drop());
        }}
      >
        <svg viewBox="0 0 24 24" aria-hidden="true">
          <path d="M7 8h10l-5 9z" />
        </svg>
      </div>
      {dragged === undefined ? null : (
        <Outcome step={step} left={left(step)} toLeft={layout.x(step) * 2 > layout.x(to)} {...outcome} />
      )}
    </>
  );
}

interface OutcomeProps {
  step: number;
  left: string;
  toLeft: boolean;
  text: string;
  isBad: boolean;
}

/** Seen only: the handle's value says the same. */
function Outcome({ step, left, toLeft, text, isBad }: OutcomeProps) {
  const side = toLeft ? "to-left" : "";
  return (
    <span aria-hidden="true" className={`handle-outcome ${isBad ? "bad" : ""} ${side}`} style={{ left }}>
      <b>{MOVE_TEXTS.step(step)}</b> {text}
    </span>
  );
}

interface Press {
  readonly x: number;
  moved: boolean;
}

/** A press that moves drags; one that does not goes to the step. */
function usePointer(row: ScheduleRow, layout: LaneLayout) {
  const page = usePage();
  const pressed = useRef<Press | undefined>(undefined);

  function onPointerDown(event: PointerEvent<HTMLElement>): void {
    if (event.button !== 0) return;
    event.stopPropagation();
    event.currentTarget.setPointerCapture(event.pointerId);
    pressed.current = { x: event.clientX, moved: false };
  }

  function onPointerMove(event: PointerEvent<HTMLElement>): void {
    const press = pressed.current;
    if (press === undefined) return;
    event.stopPropagation();
    if (!press.moved && Math.abs(event.clientX - press.x) < SLACK) return;
    press.moved = true;
    const box = event.currentTarget.parentElement?.getBoundingClientRect();
    if (box === undefined || box.width === 0) return;
    const { window, fold } = layout;
    const at = Math.round(layout.stepAt(((event.clientX - box.left) / box.width) * layout.x(window.to)));
    const wanted = Math.max(window.from, Math.min(window.to, at));
    void page.mover().then((mover) => {
      if (mover.take(row.index, { window, fold })) mover.to(wanted);
    });
  }

  function onPointerEnd(event: PointerEvent<HTMLElement>): void {
    const press = pressed.current;
    pressed.current = undefined;
    if (press === undefined) return;
    event.stopPropagation();
    if (press.moved) void page.mover().then((mover) => (event.type === "pointerup" ? mover.drop() : mover.cancel()));
    else if (row.at !== undefined) void page.machine.seek(row.at);
  }

  return { pressed, onPointerDown, onPointerMove, onPointerUp: onPointerEnd, onPointerCancel: onPointerEnd };
}

function outcomeWords(run: RunView, row: ScheduleRow, dragged: Dragged | undefined): { text: string; isBad: boolean } {
  if (dragged !== undefined && dragged.shown !== dragged.step) return { text: MOVE_TEXTS.running, isBad: false };
  const [first, ...others] = violationsInOrder(run);
  if (first === undefined) return { text: `${row.outcome}; ${MOVE_TEXTS.allHold}`, isBad: false };
  const names = [first, ...others.filter(({ step }) => step === first.step)].map(({ property }) => property);
  return { text: `${row.outcome}; ${MOVE_TEXTS.broken(first.step, [...new Set(names)].join(", "))}`, isBad: true };
}
