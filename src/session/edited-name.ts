// What an edited text is called: by its own title, after the handler of the catalogue
// that it was while most of that is still there, else by neither. A name that somebody
// gave stays.

import { CATALOGUE, findEntry } from "../scenario/catalogue/catalogue.ts";
import type { HandlerChoice } from "../scenario/scenario.ts";
import { edited, YOUR_HANDLER } from "./texts/programs.ts";

type Entry = (typeof CATALOGUE)[number];

export function nameOfEdited(text: string, before: HandlerChoice): string | undefined {
  if (before.kind === "catalogue") return madeName(text, findEntry(before.name));
  const { name } = before;
  const entry = CATALOGUE.find(({ title }) => name === edited(title));
  const isMade = entry !== undefined || name === YOUR_HANDLER || (name !== undefined && name === titleOf(before.text));
  return isMade ? madeName(text, entry) : name;
}

const titleOf = (text: string): string | undefined => /^\s*#@\s*title\s+(\S.*?)\s*$/m.exec(text)?.[1];

function madeName(text: string, entry: Entry | undefined): string {
  const title = titleOf(text);
  if (title !== undefined && (entry === undefined || title !== titleOf(entry.text))) return title;
  return entry !== undefined && holdsMost(entry.text, text) ? edited(entry.title) : YOUR_HANDLER;
}

/** At least half of the lines stand in the other text, too. */
function holdsMost(other: string, text: string): boolean {
  const known = new Set(linesOf(other));
  const lines = linesOf(text);
  return lines.filter((line) => known.has(line)).length * 2 >= lines.length;
}

const linesOf = (text: string): readonly string[] =>
  text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
