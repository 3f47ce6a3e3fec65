// The command palette: every command by name, with its key; and the schedules
// worth seeing. A combobox over a list box.

import { useId, useMemo, useState, type KeyboardEvent } from "react";

import { CATALOGUE_ITEMS } from "../../store/catalogue.ts";
import type { Page } from "../../store/page.ts";
import type { OwnKeys } from "../../store/state.ts";
import { COMMANDS, runCommand, type Command } from "../commands.ts";
import { usePage, usePageState } from "../page-context.tsx";
import { DIALOG_TEXTS } from "../texts/dialogs.ts";
import { TEXTS } from "../texts.ts";
import { Dialog } from "../widgets/dialog.tsx";
import { useMedia } from "../widgets/use-media.ts";
import { keysOf } from "./keymap.ts";
import { keyLabel, lastTypedAhead } from "./keys.ts";
import "./palette.css";

interface Entry {
  readonly id: string;
  readonly title: string;
  readonly note: string;
  /** Found by these words too. */
  readonly also?: string | undefined;
  readonly key: string;
  readonly blocked: string | undefined;
  run(page: Page): void;
}

export function Palette() {
  const page = usePage();
  const state = usePageState((whole) => whole);
  const [query, setQuery] = useState(lastTypedAhead);
  const [active, setActive] = useState(0);
  const listId = useId();
  // The field would bring up a keyboard over half of the list; and what has a button under the thumb comes last.
  const isTouched = useMedia("(hover: none) and (pointer: coarse)");
  const entries = useMemo(() => allEntries(state.ownKeys, isTouched), [state.ownKeys, isTouched]);
  const found = entries.filter((entry) => matches(entry, query));
  const at = Math.min(active, found.length - 1);

  function run(entry: Entry | undefined): void {
    if (entry === undefined) return;
    page.view.closeDialog();
    // After the dialog has given the focus back.
    window.setTimeout(() => entry.run(page));
  }

  function onKeyDown(event: KeyboardEvent): void {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (by !== undefined) {
      event.preventDefault();
      setActive((at + by + found.length) % Math.max(1, found.length));
    } else if (event.key === "Enter") {
      event.preventDefault();
      run(found[at]);
    }
  }

  return (
    <Dialog title={DIALOG_TEXTS.palette.title} onClose={page.view.closeDialog}>
      <input
        className="palette-search"
        role="combobox"
        aria-expanded="true"
        aria-controls={listId}
        aria-activedescendant={found.length === 0 ? undefined : `${listId}-${at}`}
        aria-label={DIALOG_TEXTS.palette.search}
        placeholder={DIALOG_TEXTS.palette.search}
        {...(isTouched ? {} : { "data-first-focus": true })}
        spellCheck={false}
        value={query}
        onChange={(event) => {
          setQuery(event.target.value);
          setActive(0);
        }}
        onKeyDown={onKeyDown}
      />
      <ul className="palette-list" id={listId} role="listbox" aria-label={DIALOG_TEXTS.palette.title}>
        {found.map((entry, index) => {
          const blocked = COMMANDS.find((command) => command.id === entry.id)?.blocked?.(state);
          return (
            <li
              key={entry.id}
              id={`${listId}-${index}`}
              role="option"
              aria-selected={index === at}
              aria-disabled={blocked !== undefined}
              ref={index === at ? (element) => element?.scrollIntoView({ block: "nearest" }) : undefined}
              onClick={() => run(entry)}
            >
              <span>
                {entry.title}
                {blocked === undefined && entry.note === "" ? null : <small>{blocked ?? entry.note}</small>}
              </span>
              <kbd>{entry.key}</kbd>
            </li>
          );
        })}
      </ul>
      {found.length === 0 ? <p className="palette-none">{DIALOG_TEXTS.palette.none}</p> : null}
    </Dialog>
  );
}

/** Learning first, then what a phone has no other way to. */
const TOUCHED_GROUPS: readonly Command["group"][] = ["Page", "Explore", "Look", "Code", "Inject", "Time"];

function forThumbs(commands: readonly Command[]): readonly Command[] {
  const rank = ({ id, group }: Command): number => (id === "levels" ? -1 : TOUCHED_GROUPS.indexOf(group));
  return commands.toSorted((one, other) => rank(one) - rank(other));
}

function allEntries(ownKeys: OwnKeys, isTouched: boolean): readonly Entry[] {
  const lessons: Entry = {
    id: "lessons",
    title: TEXTS.top.learnTitle,
    note: "",
    key: "",
    blocked: undefined,
    run: () => location.assign("./lessons/index.html"),
  };
  const commands = (isTouched ? forThumbs(COMMANDS) : COMMANDS).map((command): Entry => ({
    id: command.id,
    title: command.title,
    note: "",
    also: DIALOG_TEXTS.palette.also[command.id],
    key: keysOf(ownKeys, command).map(keyLabel).join("  "),
    blocked: undefined,
    run: (page) => runCommand(page, command),
  }));
  const handlers = CATALOGUE_ITEMS.map((item): Entry => ({
    id: `open ${item.name}`,
    title: DIALOG_TEXTS.palette.open(item.title),
    note: item.claim,
    key: "",
    blocked: undefined,
    run: (page) => void page.openHandler(item.name),
  }));
  const shown = CATALOGUE_ITEMS.flatMap((item) =>
    item.demonstrations.map((one, index): Entry => ({
      id: `show ${item.name} ${index}`,
      title: DIALOG_TEXTS.palette.show(item.title, one.schedule),
      note: one.shows,
      key: "",
      blocked: undefined,
      run: (page) => void page.machine.open({ scenario: one.scenario, position: 0 }),
    })),
  );
  const all = isTouched ? [lessons, ...commands] : [...commands, lessons];
  return [...all, ...handlers, ...shown];
}

function matches(entry: Entry, query: string): boolean {
  const text = `${entry.title} ${entry.note} ${entry.also ?? ""}`.toLowerCase();
  return query
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}
