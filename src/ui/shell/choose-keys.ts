// Keys chosen anew, added and given back. Two commands never have one key. Loaded with
// the dialog for it.

import type { OwnKeys } from "../../store/state.ts";
import { COMMANDS, type Command } from "../commands.ts";
import { keysOf, prefixOf } from "./keymap.ts";

/** Commands that would lose a key: the one that has it, or those whose sequences begin with it. */
export function holdersOf(own: OwnKeys, key: string): readonly Command[] {
  return COMMANDS.filter((command) => keysOf(own, command).some((held) => held === key || prefixOf(held) === key));
}

/** `key` runs this command and no other one. */
export function withKey(own: OwnKeys, command: Command, key: string): OwnKeys {
  const freed = holdersOf(own, key).map((holder): [string, readonly string[]] => [
    holder.id,
    keysOf(own, holder).filter((held) => held !== key && prefixOf(held) !== key),
  ]);
  const others = { ...own, ...Object.fromEntries(freed) };
  return { ...others, [command.id]: [...keysOf(others, command), key] };
}

export function withoutKey(own: OwnKeys, command: Command, key: string): OwnKeys {
  return { ...own, [command.id]: keysOf(own, command).filter((held) => held !== key) };
}

/** As it was delivered; keys that others have taken since stay theirs. */
export function withDefaults(own: OwnKeys, command: Command): OwnKeys {
  const { [command.id]: _chosen, ...rest } = own;
  const free = command.keys.filter((key) => holdersOf(rest, key).every(({ id }) => id === command.id));
  return free.length === command.keys.length ? rest : { ...rest, [command.id]: free };
}

/** What the browser does with them cannot be taken from it, or must not. */
const BROWSERS = /^(?:Ctrl\+(?:Shift\+)?[wtnrlpq0+-]|Ctrl\+(?:Shift\+)?Tab|F5|F12|Alt\+.*|Alt|Control|Shift|Meta)$/;
/** They move the focus, press what has it, and close what is open. */
const PAGES = new Set(["Tab", "Shift+Tab", "Enter", " ", "Escape", "Dead", "Unidentified", "Process"]);

export function canBeChosen(key: string): boolean {
  return !BROWSERS.test(key) && !PAGES.has(key);
}
