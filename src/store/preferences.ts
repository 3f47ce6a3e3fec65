// What the machine at hand remembers for its user: theme, sizes, keys. Never
// part of a link. Storage may be missing or full; then nothing is remembered.

import type { Surroundings } from "./connection.ts";
import type { OwnKeys, PageState } from "./state.ts";

const KEY = "nmi-stepper.preferences";

const SWITCHES = ["singleKeys", "isWelcome", "registersFolded", "consoleOpen", "stackAsTable"] as const;
const NAMES = ["theme", "columns", "ownKeys", "flavor", ...SWITCHES] as const;

type Preferences = Pick<PageState, (typeof NAMES)[number]>;

/** One of them changed. */
export function differInPreferences(state: PageState, before: PageState): boolean {
  return NAMES.some((name) => state[name] !== before[name]);
}

export function readPreferences(storage: Surroundings["storage"]): Partial<Preferences> {
  const text = guarded(() => storage?.getItem(KEY) ?? undefined);
  if (text === undefined) return {};
  const value: unknown = guarded(() => JSON.parse(text) as unknown);
  if (typeof value !== "object" || value === null) return {};
  const found = value as Record<string, unknown>;
  return {
    ...(found["theme"] === "dark" || found["theme"] === "light" ? { theme: found["theme"] } : {}),
    ...Object.fromEntries(
      SWITCHES.filter((name) => typeof found[name] === "boolean").map((name) => [name, found[name]]),
    ),
    ...(isKeys(found["ownKeys"]) ? { ownKeys: found["ownKeys"] } : {}),
    ...(found["flavor"] === "intel" ? { flavor: found["flavor"] } : {}),
    ...(isSizes(found["columns"]) ? { columns: found["columns"] } : {}),
  };
}

export function writePreferences(storage: Surroundings["storage"], state: PageState): void {
  const kept = Object.fromEntries(NAMES.map((name) => [name, state[name]]));
  guarded(() => storage?.setItem(KEY, JSON.stringify(kept)));
}

function isSizes(value: unknown): value is Record<string, number> {
  return typeof value === "object" && value !== null && Object.values(value).every((size) => typeof size === "number");
}

function isKeys(value: unknown): value is OwnKeys {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  return Object.values(value).every((keys) => Array.isArray(keys) && keys.every((key) => typeof key === "string"));
}

function guarded<T>(action: () => T): T | undefined {
  try {
    return action();
  } catch {
    return undefined;
  }
}
