// The tree of what-ifs as a list: each change below the one it was made from,
// branches set in; go to one, name it, write a note. Loaded when first shown.

import { useEffect, useRef, useState, type KeyboardEvent } from "react";

import { present, rowsOf, type WhatIf, type WhatIfRow } from "../../../store/keep/what-ifs.ts";
import { usePage, usePageState } from "../../page-context.tsx";
import { WHAT_IF_TEXTS as TEXTS } from "../../texts/keep.ts";
import { CommandButton } from "../../widgets/command-button.tsx";
import { moveFocus } from "../../widgets/roving.ts";
import { scrollInBox } from "../../widgets/scroll.ts";
import { LabelForm } from "./label-form.tsx";
import { shownRows } from "./shown-rows.ts";
import "./what-ifs.css";

export default function WhatIfsPanel() {
  const tree = usePageState((state) => state.whatIfs);
  const [all, setAll] = useState(false);
  const list = useRef<HTMLOListElement>(null);
  const at = tree === undefined ? undefined : present(tree).id;
  useEffect(() => {
    scrollInBox(list.current?.querySelector(`[data-id="${at}"]`));
  }, [at]);
  if (tree === undefined) return <p className="dim">{TEXTS.none}</p>;
  const here = present(tree).id;
  const shown = shownRows(rowsOf(tree), here, all);
  return (
    <>
      <div className="what-if-buttons">
        <CommandButton id="undo" label={TEXTS.undo} isOff={tree.index === 0} />
        <CommandButton id="redo" label={TEXTS.redo} isOff={tree.index === tree.trail.length - 1} />
        <span className="spring" />
        <CommandButton id="history" label={TEXTS.history} />
      </div>
      {tree.nodes.size === 1 ? <p className="dim what-if-told">{TEXTS.told}</p> : null}
      <ol ref={list} className="what-ifs" aria-label={TEXTS.list} onKeyDown={onKeyDown}>
        {shown.map((part) =>
          part.kind === "gap" ? (
            <li key={`gap ${part.after}`}>
              <button type="button" className="small-button" onClick={() => setAll(true)}>
                {TEXTS.more(part.count)}
              </button>
            </li>
          ) : (
            <Row key={part.row.node.id} row={part.row} isHere={part.row.node.id === here} />
          ),
        )}
      </ol>
    </>
  );
}

/** Up and down: from row to row; right: the row's name and note, left: back; F2 writes them. */
function onKeyDown(event: KeyboardEvent<HTMLElement>): void {
  const row = event.target instanceof HTMLButtonElement ? event.target.closest("li") : null;
  if (row === null) return;
  const edit = row.querySelector<HTMLElement>(".what-if-edit");
  if (event.key === "F2") edit?.click();
  else if (event.key === "ArrowRight") edit?.focus();
  else if (event.key === "ArrowLeft") row.querySelector<HTMLElement>(".what-if-go")?.focus();
  else {
    if (event.target === edit) row.querySelector<HTMLElement>(".what-if-go")?.focus();
    return moveFocus(event, ".what-if-go", "vertical");
  }
  event.preventDefault();
  event.stopPropagation();
}

function Row({ row, isHere }: { row: WhatIfRow; isHere: boolean }) {
  const page = usePage();
  const [edits, setEdits] = useState(false);
  const { node, depth, forks } = row;
  const title = titleOf(node);
  return (
    <li style={{ marginInlineStart: `${Math.min(depth, 8)}rem` }} data-id={node.id}>
      <div className={`what-if ${isHere ? "here" : ""}`}>
        <button
          type="button"
          className="what-if-go"
          aria-current={isHere ? "true" : undefined}
          tabIndex={isHere ? 0 : -1}
          title={TEXTS.goTo(title)}
          onClick={() => void page.keep.keeper().then((keeper) => keeper?.goTo(node.id))}
        >
          <span className="what-if-mark" aria-hidden="true">
            {isHere ? "▶" : forks ? "⑂" : "·"}
          </span>
          <span className="what-if-title">
            {forks ? <span className="hidden-text">{TEXTS.branch}: </span> : null}
            {node.name === undefined ? title : <b>{node.name}</b>}
            {node.name === undefined ? null : <span className="dim"> {node.change}</span>}
          </span>
          {node.failed === undefined ? null : <span className="what-if-verdict">{TEXTS.fails(node.failed)}</span>}
        </button>
        <button
          type="button"
          className="what-if-edit"
          aria-label={TEXTS.edit(title)}
          aria-expanded={edits}
          tabIndex={isHere ? 0 : -1}
          onClick={() => setEdits(!edits)}
        >
          ✎
        </button>
      </div>
      {edits ? (
        <LabelForm node={node} onDone={() => setEdits(false)} />
      ) : node.note === undefined ? null : (
        <p className="what-if-note">{node.note}</p>
      )}
    </li>
  );
}

function titleOf({ name, change }: WhatIf): string {
  return name ?? change;
}
