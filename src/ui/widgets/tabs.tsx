// A tab list: one stop of the Tab key, arrows inside (ARIA's tabs pattern).

import { useRef, type KeyboardEvent, type ReactNode } from "react";
import "./tabs.css";

export interface TabItem<Name extends string> {
  readonly name: Name;
  readonly title: ReactNode;
}

interface Props<Name extends string> {
  label: string;
  /** Ids: `${id}-tab-${name}` and `${id}-panel`. */
  id: string;
  tabs: readonly TabItem<Name>[];
  selected: Name;
  onSelect(name: Name): void;
}

export function Tabs<Name extends string>({ label, id, tabs, selected, onSelect }: Props<Name>) {
  const list = useRef<HTMLDivElement>(null);

  function onKeyDown(event: KeyboardEvent): void {
    const at = tabs.findIndex((tab) => tab.name === selected);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: tabs.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    const index = (to + tabs.length) % tabs.length;
    const next = tabs[index];
    if (next === undefined) return;
    onSelect(next.name);
    list.current?.querySelectorAll<HTMLElement>("[role=tab]")[index]?.focus();
  }

  return (
    <div className="tabs" role="tablist" aria-label={label} ref={list} onKeyDown={onKeyDown}>
      {tabs.map(({ name, title }) => (
        <button
          key={name}
          type="button"
          role="tab"
          id={`${id}-tab-${name}`}
          aria-selected={name === selected}
          aria-controls={`${id}-panel`}
          tabIndex={name === selected ? 0 : -1}
          onClick={() => onSelect(name)}
        >
          {title}
        </button>
      ))}
    </div>
  );
}
