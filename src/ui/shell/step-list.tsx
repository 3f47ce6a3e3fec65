// The lanes as a list: each step with who ran it and what it was. The text
// alternative of the drawing, and a way to go to a step by keyboard.

import { useEffect } from "react";

import { contextOf } from "../../store/selectors.ts";
import { usePage, usePageState } from "../page-context.tsx";
import { DIALOG_TEXTS } from "../texts/dialogs.ts";
import { Dialog } from "../widgets/dialog.tsx";
import "./step-list.css";
import { Tag } from "../widgets/tag.tsx";
import { moveFocus } from "../widgets/roving.ts";

/** Steps listed before and after the position: a longer list helps nobody. */
const AROUND = 250;

export function StepList() {
  const page = usePage();
  const run = usePageState((state) => state.run);
  const cells = usePageState((state) => state.cells);
  const position = usePageState((state) => state.moment?.position ?? 0);
  const notes = usePageState((state) => state.scenario?.notes);
  const length = run?.length ?? 0;
  const from = Math.max(0, position - AROUND);
  const to = Math.min(length, position + AROUND);
  useEffect(() => void page.machine.loadCells(from, to), [page, from, to]);
  const steps = Array.from({ length: to - from }, (_, index) => from + index);
  return (
    <Dialog title={DIALOG_TEXTS.steps.title} onClose={page.view.closeDialog}>
      <p className="step-list-range">{DIALOG_TEXTS.steps.range(from, to - 1, length)}</p>
      <ol className="step-list" onKeyDown={(event) => moveFocus(event, "button", "vertical")}>
        {steps.map((step) => {
          const cell = cells.get(step);
          const note = notes?.find(({ at }) => at === step + 1)?.text;
          const isHere = step === position - 1;
          return (
            <li key={step}>
              <button
                type="button"
                aria-current={isHere ? "step" : undefined}
                tabIndex={isHere || (position === 0 && step === from) ? 0 : -1}
                {...(isHere ? { "data-first-focus": true } : {})}
                onClick={() => {
                  page.view.closeDialog();
                  void page.machine.seek(step + 1);
                }}
              >
                <b>{step}</b>
                {cell === undefined ? null : (
                  <>
                    <Tag context={cell.context} />
                    <span>{contextOf(run, cell.context)?.name}</span>
                    <code>{cell.delivery ? DIALOG_TEXTS.steps.delivery(cell.text) : cell.text}</code>
                  </>
                )}
                {note === undefined ? null : <em>{DIALOG_TEXTS.steps.note(note)}</em>}
              </button>
            </li>
          );
        })}
      </ol>
    </Dialog>
  );
}
