// The name and the note of one what-if; kept when the field is left, or at Enter.

import { useEffect, useId, useRef, type KeyboardEvent } from "react";

import type { WhatIf } from "../../../store/keep/what-ifs.ts";
import { usePage } from "../../page-context.tsx";
import { WHAT_IF_TEXTS as TEXTS } from "../../texts/keep.ts";

export function LabelForm({ node, onDone }: { node: WhatIf; onDone(): void }) {
  const page = usePage();
  const id = useId();
  const first = useRef<HTMLInputElement>(null);
  useEffect(() => first.current?.focus(), []);

  const keep = (label: "name" | "note", text: string): void =>
    void page.keep.keeper().then((keeper) => keeper?.label(node.id, label, text));

  function onKeyDown(event: KeyboardEvent<HTMLElement>): void {
    const isDone = event.key === "Escape" || (event.key === "Enter" && event.target instanceof HTMLInputElement);
    if (!isDone || !(event.target instanceof HTMLElement)) return;
    event.preventDefault();
    event.stopPropagation();
    const row = event.target.closest("li");
    event.target.blur();
    row?.querySelector<HTMLElement>(".what-if-edit")?.focus();
    onDone();
  }

  return (
    <div className="what-if-form" onKeyDown={onKeyDown}>
      <label htmlFor={`${id}-name`}>{TEXTS.name}</label>
      <input
        id={`${id}-name`}
        ref={first}
        defaultValue={node.name ?? ""}
        maxLength={80}
        onBlur={(event) => keep("name", event.target.value)}
      />
      <label htmlFor={`${id}-note`}>{TEXTS.note}</label>
      <textarea
        id={`${id}-note`}
        rows={2}
        defaultValue={node.note ?? ""}
        maxLength={2000}
        onBlur={(event) => keep("note", event.target.value)}
      />
      <button type="button" className="small-button" onClick={onDone}>
        {TEXTS.done}
      </button>
    </div>
  );
}
