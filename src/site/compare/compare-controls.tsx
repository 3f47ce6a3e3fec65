// Moves both machines together: by buttons, and by arrow keys wherever they are not
// somebody else's.

import { useEffect } from "react";

import { COMPARE_TEXTS as T } from "../../ui/texts/compare.ts";
import { firstDivergence, type Aligned } from "./alignment.ts";
import { AT_START, backBoth, nextEvent, positionsAt, previousEvent, stepBoth, type Place } from "./stepping.ts";

const MOVES = { previousEvent, back: backBoth, step: stepBoth, nextEvent } as const;
type MoveName = keyof typeof MOVES;
const NAMES = ["previousEvent", "back", "step", "nextEvent"] as const;

const GLYPHS: Readonly<Record<MoveName, string>> = { previousEvent: "⇧←", back: "←", step: "→", nextEvent: "⇧→" };

/** Text fields, and what scrolls sideways, keep their arrows. */
function keepsArrows(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement && target.closest("input, select, textarea, [role=toolbar], [role=region]") !== null
  );
}

interface ControlsProps {
  readonly rows: readonly Aligned[];
  readonly place: Place;
  readonly onGo: (place: Place) => void;
}

export function CompareControls({ rows, place, onGo }: ControlsProps) {
  const divergence = firstDivergence(rows);
  const { left, right } = positionsAt(rows, place);
  useEffect(() => {
    function onKey(event: KeyboardEvent): void {
      const { ctrlKey, metaKey, altKey, target, defaultPrevented } = event;
      if (defaultPrevented || ctrlKey || metaKey || altKey || keepsArrows(target)) return;
      const key = `${event.shiftKey ? "Shift+" : ""}${event.key}`;
      const name = NAMES.find((candidate) => T.keys[candidate] === key);
      if (name === undefined) return;
      event.preventDefault();
      onGo(MOVES[name](rows, place));
    }
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, [rows, place, onGo]);
  const isFirst = place.row === 0 && place.steps === 0;
  const isLast = place.row === rows.length - 1;
  return (
    <div className="compare-controls" role="group" aria-label={T.controls}>
      <button type="button" aria-disabled={isFirst} onClick={() => onGo(AT_START)}>
        {T.start}
      </button>
      {NAMES.map((name) => {
        const isOff = name === "step" || name === "nextEvent" ? isLast : isFirst;
        return (
          <button
            key={name}
            type="button"
            className={name === "step" ? "primary" : undefined}
            aria-disabled={isOff}
            aria-keyshortcuts={T.keys[name]}
            onClick={() => onGo(MOVES[name](rows, place))}
          >
            {T[name]} <kbd aria-hidden="true">{GLYPHS[name]}</kbd>
          </button>
        );
      })}
      <button
        type="button"
        aria-disabled={divergence === undefined}
        onClick={() => (divergence === undefined ? undefined : onGo({ row: divergence, steps: 0 }))}
      >
        {T.divergence}
      </button>
      <p role="status">{T.at(place.row, rows.length - 1, T.stands(left), T.stands(right))}</p>
    </div>
  );
}
