// Which key runs which command: the defaults, and what the user chose instead.

import type { OwnKeys } from "../../store/state.ts";
import { COMMANDS, type Command } from "../commands.ts";
import { usePageState } from "../page-context.tsx";

export function keysOf(own: OwnKeys, command: Pick<Command, "id" | "keys">): readonly string[] {
  return own[command.id] ?? command.keys;
}

/** The first is shown on buttons. */
export function useFirstKey(command: Command): string | undefined {
  return usePageState((state) => keysOf(state.ownKeys, command)[0]);
}

export interface Keymap {
  readonly byKey: ReadonlyMap<string, Command>;
  /** Keys that begin a sequence of two. */
  readonly prefixes: ReadonlySet<string>;
}

let last: { readonly own: OwnKeys; readonly map: Keymap } | undefined;

export function keymapOf(own: OwnKeys): Keymap {
  if (last?.own === own) return last.map;
  const byKey = new Map(COMMANDS.flatMap((command) => keysOf(own, command).map((key) => [key, command] as const)));
  const map = { byKey, prefixes: new Set([...byKey.keys()].flatMap((key) => prefixOf(key) ?? [])) };
  last = { own, map };
  return map;
}

export function prefixOf(key: string): string | undefined {
  return key.includes(" ") ? key.slice(0, key.indexOf(" ")) : undefined;
}
