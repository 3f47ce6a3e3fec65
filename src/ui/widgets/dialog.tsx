// A dialog over the page, on the browser's own <dialog>: focus stays inside,
// Escape closes, focus returns to where it was.

import { useLayoutEffect, useRef, type ReactNode } from "react";
import { TEXTS } from "../texts.ts";
import "./dialog.css";

export function Dialog({ title, onClose, children }: { title: string; onClose(): void; children: ReactNode }) {
  const element = useRef<HTMLDialogElement>(null);
  // Before the next key comes.
  useLayoutEffect(() => {
    const dialog = element.current;
    if (dialog === null || dialog.open) return;
    dialog.showModal();
    dialog.querySelector<HTMLElement>("[data-first-focus]")?.focus();
  }, []);
  const isTold = useRef(false);
  /** Told at once: the browser tells of it later, and the next key may come before that. */
  function close(): void {
    element.current?.close();
    if (!isTold.current) onClose();
    isTold.current = true;
  }
  return (
    <dialog
      ref={element}
      className="dialog"
      aria-label={title}
      onCancel={(event) => {
        event.preventDefault();
        close();
      }}
      onClose={close}
      onClick={(event) => {
        if (event.target === element.current) close();
      }}
    >
      <div className="dialog-body">
        <header>
          <h2>{title}</h2>
          <button type="button" className="small-button" onClick={close}>
            {TEXTS.close}
            <kbd>Esc</kbd>
          </button>
        </header>
        {children}
      </div>
    </dialog>
  );
}
