// The button of a schedule row that opens its menu; what stands in it is loaded with the first one.

import { lazy, Suspense, useEffect, useRef, useState } from "react";

import type { ScheduleRow } from "../../../session/views.ts";
import { TEXTS } from "../../texts.ts";

const RowMenuItems = lazy(() => import("./row-menu-items.tsx"));

export function RowMenu({ row, count }: { row: ScheduleRow; count: number }) {
  const [open, setOpen] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);

  useEffect(() => {
    if (!open) return;
    function onPointer(event: PointerEvent): void {
      if (event.target instanceof Node && root.current?.contains(event.target) !== true) setOpen(false);
    }
    document.addEventListener("pointerdown", onPointer);
    return () => document.removeEventListener("pointerdown", onPointer);
  }, [open]);

  return (
    <div className="row-menu" ref={root}>
      <button
        type="button"
        ref={button}
        aria-label={TEXTS.schedule.menu(row.text)}
        aria-haspopup="menu"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        ⋮
      </button>
      {open ? (
        <Suspense fallback={null}>
          <RowMenuItems
            row={row}
            count={count}
            onClose={() => {
              setOpen(false);
              button.current?.focus();
            }}
          />
        </Suspense>
      ) : null}
    </div>
  );
}
