// What the machine at hand remembers for its user: theme, sizes, keys. Never
// part of a link. Storage may be missing or full; then nothing is remembered.

import type { Surroundings } from "./connection.ts";
import type { PageState } from "./state.ts";

const KEY = "nmi-stepper.preferences";

type Preferences = Pick<PageState, "theme" | "singleKeys" | "columns" | "consoleOpen" | "stackAsTable">;

export function readPreferences(storage: Surroundings["storage"]): Partial<Preferences> {
  const text = guarded(() => storage?.getItem(KEY) ?? undefined);
  if (text === undefined) return {};
  const value: unknown = guarded(() => JSON.parse(text) as unknown);
  if (typeof value !== "object" || value === null) return {};
  const found = value as Record<string, unknown>;
  return {
    ...(found["theme"] === "dark" || found["theme"] === "light" ? { theme: found["theme"] } : {}),
    ...(typeof found["singleKeys"] === "boolean" ? { singleKeys: found["singleKeys"] } : {}),
    ...(typeof found["consoleOpen"] === "boolean" ? { consoleOpen: found["consoleOpen"] } : {}),
    ...(typeof found["stackAsTable"] === "boolean" ? { stackAsTable: found["stackAsTable"] } : {}),
    ...(isSizes(found["columns"]) ? { columns: found["columns"] } : {}),
  };
}

export function writePreferences(storage: Surroundings["storage"], state: PageState): void {
  const { theme, singleKeys, columns, consoleOpen, stackAsTable } = state;
  guarded(() => storage?.setItem(KEY, JSON.stringify({ theme, singleKeys, columns, consoleOpen, stackAsTable })));
}

function isSizes(value: unknown): value is Record<string, number> {
  return typeof value === "object" && value !== null && Object.values(value).every((size) => typeof size === "number");
}

function guarded<T>(action: () => T): T | undefined {
  try {
    return action();
  } catch {
    return undefined;
  }
}
