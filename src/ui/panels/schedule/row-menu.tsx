// The menu of a schedule row: move up, move down, delete.

import { useEffect, useRef, useState } from "react";

import { TEXTS } from "../../texts.ts";
import { moveFocus } from "../../widgets/roving.ts";

interface Props {
  text: string;
  isFirst: boolean;
  isLast: boolean;
  onMove(by: -1 | 1): void;
  onDelete(): void;
}

export function RowMenu({ text, isFirst, isLast, onMove, onDelete }: Props) {
  const [open, setOpen] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);

  useEffect(() => {
    if (!open) return;
    root.current?.querySelector<HTMLElement>("[role=menuitem]")?.focus();
    function onPointer(event: PointerEvent): void {
      if (event.target instanceof Node && root.current?.contains(event.target) !== true) setOpen(false);
    }
    document.addEventListener("pointerdown", onPointer);
    return () => document.removeEventListener("pointerdown", onPointer);
  }, [open]);

  function choose(action: () => void): void {
    setOpen(false);
    button.current?.focus();
    action();
  }

  return (
    <div className="row-menu" ref={root}>
      <button
        type="button"
        ref={button}
        aria-label={TEXTS.schedule.menu(text)}
        aria-haspopup="menu"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        ⋮
      </button>
      {open ? (
        <div
          role="menu"
          tabIndex={-1}
          aria-label={TEXTS.schedule.menu(text)}
          onKeyDown={(event) => {
            if (event.key === "Escape" || event.key === "Tab") {
              event.preventDefault();
              setOpen(false);
              button.current?.focus();
            }
            moveFocus(event, "[role=menuitem]", "vertical");
          }}
        >
          <button type="button" role="menuitem" disabled={isFirst} onClick={() => choose(() => onMove(-1))}>
            {TEXTS.schedule.up}
          </button>
          <button type="button" role="menuitem" disabled={isLast} onClick={() => choose(() => onMove(1))}>
            {TEXTS.schedule.down}
          </button>
          <button type="button" role="menuitem" onClick={() => choose(onDelete)}>
            {TEXTS.schedule.remove}
          </button>
        </div>
      ) : null}
    </div>
  );
}
