// What the trace shows: kinds of steps, one context, a text. Typing waits for a
// pause before it is asked.

import { useEffect, useState, type ReactNode } from "react";

import type { TraceFilter, TraceKind } from "../../../session/views/look.ts";
import { usePageState } from "../../page-context.tsx";
import { LOOK_TEXTS } from "../../texts/look.ts";

const TEXTS = LOOK_TEXTS.trace;
const KINDS: readonly TraceKind[] = ["instruction", "delivery", "return", "injection", "violation"];
const TYPING_PAUSE_MS = 150;
export const NO_FILTER: TraceFilter = { kinds: [] };

interface Props {
  filter: TraceFilter;
  onChange(filter: TraceFilter): void;
  children: ReactNode;
}

export function TraceFilterBar({ filter, onChange, children }: Props) {
  const contexts = usePageState((state) => state.run?.contexts);
  const [text, setText] = useState("");
  useEffect(() => {
    if (text === (filter.text ?? "")) return undefined;
    const timer = setTimeout(() => onChange({ ...filter, text }), TYPING_PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text, filter, onChange]);

  function chooseContext(value: string): void {
    const { context: _, ...rest } = filter;
    onChange(value === "" ? rest : { ...rest, context: Number(value) });
  }

  return (
    <div className="look-bar">
      <span role="group" aria-label={TEXTS.filter}>
        {KINDS.map((kind) => {
          const isOn = filter.kinds.includes(kind);
          const kinds = isOn ? filter.kinds.filter((other) => other !== kind) : [...filter.kinds, kind];
          return (
            <button
              key={kind}
              type="button"
              className="look-choice"
              aria-pressed={isOn}
              onClick={() => onChange({ ...filter, kinds })}
            >
              {TEXTS.kinds[kind]}
            </button>
          );
        })}
      </span>
      <select
        aria-label={TEXTS.context}
        value={filter.context ?? ""}
        onChange={(event) => chooseContext(event.target.value)}
      >
        <option value="">{TEXTS.anyone}</option>
        {contexts?.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </select>
      <input
        type="search"
        aria-label={TEXTS.search}
        placeholder={TEXTS.search}
        value={text}
        spellCheck={false}
        onChange={(event) => setText(event.target.value)}
      />
      {children}
    </div>
  );
}
