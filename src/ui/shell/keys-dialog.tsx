// Keys chosen anew: a key is added by pressing it, another command's key only after
// that is said, and all of it can be taken back.

import { useEffect, useRef, useState } from "react";

import { COMMANDS, type Command } from "../commands.ts";
import { usePage, usePageState } from "../page-context.tsx";
import { DIALOG_TEXTS } from "../texts/dialogs.ts";
import { Dialog } from "../widgets/dialog.tsx";
import { canBeChosen, holdersOf, withDefaults, withKey, withoutKey } from "./choose-keys.ts";
import { keysOf } from "./keymap.ts";
import { keyLabel, keyName } from "./keys.ts";
import "./help-sheet.css";
import "./keys-dialog.css";

const TEXTS = DIALOG_TEXTS.keys;
/** Escape closes and stops: it stays. */
const CHOOSABLE = COMMANDS.filter(({ id }) => id !== "cancel");

export function KeysDialog() {
  const page = usePage();
  const own = usePageState((state) => state.ownKeys);
  const singleKeys = usePageState((state) => state.singleKeys);
  const [query, setQuery] = useState("");
  const [said, setSaid] = useState("");
  const words = query.toLowerCase().split(/\s+/);
  const found = CHOOSABLE.filter(({ title }) => words.every((word) => title.toLowerCase().includes(word)));
  return (
    <Dialog title={TEXTS.title} onClose={page.view.closeDialog}>
      <div className="help-body keys-body" role="region" aria-label={TEXTS.title} tabIndex={0}>
        <label className="help-option">
          <input
            type="checkbox"
            checked={singleKeys}
            onChange={(event) => page.view.setSingleKeys(event.target.checked)}
          />
          {DIALOG_TEXTS.help.singleKeys}
        </label>
        <div className="keys-head">
          <input
            aria-label={DIALOG_TEXTS.palette.search}
            placeholder={DIALOG_TEXTS.palette.search}
            value={query}
            spellCheck={false}
            onChange={(event) => setQuery(event.target.value)}
          />
          <button
            type="button"
            className="small-button"
            disabled={Object.keys(own).length === 0}
            onClick={() => {
              page.view.setKeys({});
              setSaid(TEXTS.allReset);
            }}
          >
            {TEXTS.resetAll}
          </button>
        </div>
        <p role="status" className="keys-said">
          {said}
        </p>
        <ul className="keys-list">
          {found.map((command) => (
            <KeysRow key={command.id} command={command} say={setSaid} />
          ))}
        </ul>
        {found.length === 0 ? <p className="dim">{DIALOG_TEXTS.palette.none}</p> : null}
      </div>
    </Dialog>
  );
}

function KeysRow({ command, say }: { command: Command; say(words: string): void }) {
  const page = usePage();
  const own = usePageState((state) => state.ownKeys);
  const [wanted, setWanted] = useState<"press" | { readonly key: string }>();
  const keys = keysOf(own, command);

  function take(key: string): void {
    page.view.setKeys(withKey(own, command, key));
    setWanted(undefined);
    say(TEXTS.added(keyLabel(key), command.title));
  }
  function pressed(key: string): void {
    const holders = holdersOf(own, key);
    if (!canBeChosen(key)) say(TEXTS.refused(keyLabel(key)));
    else if (holders.some(({ id }) => id === command.id)) setWanted(undefined);
    else if (holders.length === 0) take(key);
    else setWanted({ key });
  }

  return (
    <li data-command={command.id}>
      <span>{command.title}</span>
      <span className="keys-of">
        {keys.map((key) => (
          <button
            key={key}
            type="button"
            className="key-chip"
            aria-label={TEXTS.remove(keyLabel(key), command.title)}
            title={TEXTS.remove(keyLabel(key), command.title)}
            onClick={() => page.view.setKeys(withoutKey(own, command, key))}
          >
            <kbd>{keyLabel(key)}</kbd>
            <span aria-hidden="true">×</span>
          </button>
        ))}
        {wanted === "press" ? <Catcher onKey={pressed} onLeave={() => setWanted(undefined)} /> : null}
        {wanted === undefined ? (
          <button
            type="button"
            className="small-button"
            aria-label={TEXTS.add(command.title)}
            onClick={() => setWanted("press")}
          >
            {TEXTS.addShort}
          </button>
        ) : null}
        {own[command.id] === undefined ? null : (
          <button
            type="button"
            className="small-button"
            aria-label={TEXTS.reset(command.title)}
            onClick={() => page.view.setKeys(withDefaults(own, command))}
          >
            {TEXTS.resetShort}
          </button>
        )}
      </span>
      {typeof wanted === "object" ? (
        <Conflict wanted={wanted.key} onTake={() => take(wanted.key)} onLeave={() => setWanted(undefined)} />
      ) : null}
    </li>
  );
}

/** Waits for one key; Escape, Tab and a click elsewhere leave it. */
function Catcher({ onKey, onLeave }: { onKey(key: string): void; onLeave(): void }) {
  const field = useRef<HTMLButtonElement>(null);
  useEffect(() => field.current?.focus(), []);
  return (
    <button
      ref={field}
      type="button"
      className="small-button key-catcher"
      onBlur={onLeave}
      onKeyDown={(event) => {
        if (event.key === "Tab") return;
        event.preventDefault();
        event.stopPropagation();
        if (event.key === "Escape") return onLeave();
        if (!["Shift", "Control", "Alt", "Meta"].includes(event.key)) onKey(keyName(event.nativeEvent));
      }}
    >
      {TEXTS.press}
    </button>
  );
}

function Conflict({ wanted, onTake, onLeave }: { wanted: string; onTake(): void; onLeave(): void }) {
  const own = usePageState((state) => state.ownKeys);
  const holders = holdersOf(own, wanted).map(({ title }) => title);
  return (
    <p role="alert" className="key-conflict">
      {TEXTS.taken(keyLabel(wanted), holders)}{" "}
      <button type="button" className="small-button" ref={(element) => element?.focus()} onClick={onTake}>
        {TEXTS.take}
      </button>{" "}
      <button type="button" className="small-button" onClick={onLeave}>
        {TEXTS.leave}
      </button>
    </p>
  );
}
