// What a lesson is: paragraphs, live figures, the facts with their sources, and
// the levels that go with it. Plain data; how it looks is in lesson-page.tsx.

import type { RestAt } from "../resting.ts";
import type { FigureSpec, FigureView } from "../../ui/figures/figure-spec.ts";

export interface LessonFigure {
  readonly kind: "figure";
  readonly title: string;
  /** A built-in handler, or a level's scenario. */
  readonly of: { readonly handler: string } | { readonly level: string };
  readonly workload?: "kernel" | "user" | "page-fault" | "user-swapgs" | "syscall";
  readonly schedule: string;
  readonly at: RestAt;
  readonly views: readonly FigureView[];
  readonly events?: FigureSpec["events"];
  /** Index in the schedule of the event that the reader drags. */
  readonly drags?: number;
  readonly quiz?: FigureSpec["quiz"];
  /** What to notice. */
  readonly caption: string;
}

export type LessonPart = string | { readonly kind: "heading"; readonly text: string } | LessonFigure;

export interface Lesson {
  /** The page's name, for ever. */
  readonly id: string;
  readonly title: string;
  /** One sentence: what is learned. */
  readonly point: string;
  readonly parts: readonly LessonPart[];
  /** In a lecture; a bonus room has none. */
  readonly lecture?: { readonly minutes: number; readonly say: string; readonly ask: string };
  /** Ids of levels, the first to be tried first. */
  readonly levels: readonly string[];
  /** Every taught fact with its source, in the order of the text. */
  readonly sources: readonly { readonly fact: string; readonly source: string }[];
}
