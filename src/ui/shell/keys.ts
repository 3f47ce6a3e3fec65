// Keys to commands. Single letters act outside text fields only, and can be
// switched off; the browser's own keys are left alone.

import type { Page } from "../../store/page.ts";
import { runCommand } from "../commands.ts";
import { keymapOf } from "./keymap.ts";

const PREFIX_WAIT_MS = 2000;

/** "s", "C" (shift is in the letter), "ArrowLeft", "Shift+F7", "Ctrl+k", "Ctrl+Shift+z". */
export function keyName(event: KeyboardEvent): string {
  const control = event.ctrlKey || event.metaKey;
  const named = event.key.length > 1;
  return `${control ? "Ctrl+" : ""}${event.altKey ? "Alt+" : ""}${(named || control) && event.shiftKey ? "Shift+" : ""}${
    control && !named ? event.key.toLowerCase() : event.key
  }`;
}

function isTextField(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.closest(".monaco-editor, .xterm") !== null) return true;
  if (target instanceof HTMLInputElement) return !["checkbox", "radio", "range", "button"].includes(target.type);
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement || target.isContentEditable;
}

/** Arrows belong to the pane that has the focus. */
function ownsArrows(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    target.closest("input, select, [role=separator], [role=tablist], [role=toolbar], [role=grid], [role=menu]") !== null
  );
}

/** What scrolls by pages keeps doing so; elsewhere these keys are a presenter's clicker. */
function ownsPages(target: EventTarget | null): boolean {
  return target instanceof Element && !target.matches("body, button, a, summary, #sentence");
}

/** They open a list, or leave it. */
const KEYS_OF_LISTS = new Set(["Tab", "Enter", " ", "Escape", "Shift", "Control", "Alt", "Meta"]);

/** What was typed while a dialog was on its way. */
let typedAhead = "";
export const lastTypedAhead = (): string => typedAhead;

/** Before an audience a clicker steps wherever the focus is, in the editor too. */
function click(page: Page, event: KeyboardEvent): void {
  const { presenting, ownKeys, dialog } = page.store.getState();
  if (!presenting || dialog !== undefined || !event.key.startsWith("Page")) return;
  const command = keymapOf(ownKeys).byKey.get(keyName(event));
  if (command === undefined) return;
  event.preventDefault();
  event.stopPropagation();
  if (!event.repeat || (command.repeats && !page.machine.isWaiting())) runCommand(page, command);
}

/** `only`: ids of the commands that keys may run; undefined: all. */
export function listenToKeys(page: Page, target: Window, only?: ReadonlySet<string>): () => void {
  let prefix: { readonly key: string; readonly at: number } | undefined;
  /** The list that the pointer has opened last: a choice made, it keeps the focus, but no key is meant for it. */
  let pointedList: EventTarget | null = null;

  function onPointerDown({ target: pointed }: PointerEvent): void {
    pointedList = pointed instanceof HTMLSelectElement ? pointed : null;
  }

  function onFocusIn(event: FocusEvent): void {
    if (event.target !== pointedList) pointedList = null;
  }

  function leavesList(event: KeyboardEvent): boolean {
    if (event.target !== pointedList || KEYS_OF_LISTS.has(event.key)) return false;
    if (event.target instanceof HTMLElement) event.target.blur();
    pointedList = null;
    return true;
  }

  const onClicker = (event: KeyboardEvent): void => click(page, event);

  function onKeyDown(event: KeyboardEvent): void {
    if (event.defaultPrevented || event.isComposing) return;
    if (document.querySelector("dialog[open]") !== null) return;
    const at = leavesList(event) ? document.body : event.target;
    // A dialog that is on its way: what is typed meanwhile is meant for it.
    const isLetter = event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey;
    if (page.store.getState().dialog !== undefined) {
      if (event.key === "Escape") page.view.closeDialog();
      if (isLetter) typedAhead += event.key;
      // The focus is still on something that Enter or Space would press.
      if (isLetter || event.key === "Enter") event.preventDefault();
      return;
    }
    typedAhead = "";
    const name = keyName(event);
    const started = prefix !== undefined && event.timeStamp - prefix.at < PREFIX_WAIT_MS ? prefix.key : undefined;
    if (!["Shift", "Control", "Alt", "Meta"].includes(event.key)) prefix = undefined;

    const { ownKeys, singleKeys } = page.store.getState();
    const { byKey, prefixes } = keymapOf(ownKeys);
    const found = byKey.get(started === undefined ? name : `${started} ${name}`) ?? byKey.get(name);
    const command = found === undefined || only === undefined || only.has(found.id) ? found : undefined;
    const inText = isTextField(at);
    if (isLetter && (inText || !singleKeys)) return;
    if (command === undefined) {
      if (isLetter && prefixes.has(name)) {
        prefix = { key: name, at: event.timeStamp };
        event.preventDefault();
      }
      return;
    }
    if (inText && !command.global && !/^(?:Shift\+)?F\d/.test(name) && event.key !== "Escape") return;
    if (event.key.startsWith("Arrow") && ownsArrows(at)) return;
    if (event.key.startsWith("Page") && ownsPages(at)) return;
    if (at instanceof HTMLElement && at.closest(".xterm") !== null && name === "Ctrl+k") return;
    if (event.key !== "Escape") event.preventDefault();
    if (event.repeat && (!command.repeats || page.machine.isWaiting())) return;
    runCommand(page, command);
  }

  target.addEventListener("keydown", onKeyDown);
  target.addEventListener("keydown", onClicker, true);
  target.addEventListener("pointerdown", onPointerDown, true);
  target.addEventListener("focusin", onFocusIn);
  return () => {
    target.removeEventListener("keydown", onKeyDown);
    target.removeEventListener("keydown", onClicker, true);
    target.removeEventListener("pointerdown", onPointerDown, true);
    target.removeEventListener("focusin", onFocusIn);
  };
}

const NAMES: Readonly<Record<string, string>> = { ArrowLeft: "←", ArrowRight: "→", Escape: "Esc" };

/** A key as it is printed on a button: capitals mean shift. */
export function keyLabel(key: string): string {
  return key
    .split("+")
    .map((part) => NAMES[part] ?? part)
    .join("+")
    .replace(/^(Ctrl\+(?:Shift\+)?)([a-z])$/, (_, held: string, letter: string) => held + letter.toUpperCase());
}
