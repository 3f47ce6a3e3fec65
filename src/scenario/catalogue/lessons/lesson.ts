// What a lesson says about itself, with what all lessons have in common filled in.

import type { ListedEntry, Demonstration } from "../entry.ts";

type Shown = Omit<Demonstration, "body" | "end"> & Partial<Pick<Demonstration, "end">>;

interface Lesson {
  readonly name: string;
  readonly title: string;
  readonly year: number;
  readonly source: string;
  readonly claim: string;
  readonly shown: readonly Shown[];
  readonly group?: string;
}

export function lesson({ name, title, year, source, claim, shown, group = "Lessons" }: Lesson): ListedEntry {
  return {
    name,
    title,
    group,
    author: "this project",
    date: String(year),
    year,
    source,
    claim,
    verdict: shown.some(({ breaks }) => breaks.length > 0) ? "violated" : "holds",
    notation: "gnu-as",
    body: "touch",
    demonstrations: shown.map((one) => ({ end: "idle", ...one, body: "touch" })),
  };
}
