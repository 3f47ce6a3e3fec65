// All lessons, in the order of the course.

import type { Lesson } from "./lesson.ts";
import { BONUS_LESSONS } from "./lessons-bonus.ts";
import { DESIGN_LESSONS } from "./lessons-designs.ts";
import { HARDWARE_LESSONS } from "./lessons-hardware.ts";
import { HOSTILE_LESSONS } from "./lessons-hostile.ts";

export interface Part {
  readonly title: string;
  /** One sentence: what these lessons have in common. */
  readonly promise: string;
  readonly lessons: readonly Lesson[];
}

export const COURSE: readonly Part[] = [
  {
    title: "What the CPU does",
    promise: "Three rules of the hardware, and why they are not safe together.",
    lessons: HARDWARE_LESSONS,
  },
  {
    title: "What software does about it",
    promise: "A flag, two copies, two tests: each idea of 2010 and 2011, and the window that it leaves.",
    lessons: DESIGN_LESSONS,
  },
  {
    title: "Who else is there",
    promise: "User space, other registers, other events; and at last every line of Linux's handler by itself.",
    lessons: HOSTILE_LESSONS,
  },
  { title: "Bonus rooms", promise: "For those who want to know it all.", lessons: BONUS_LESSONS },
];

export const LESSONS: readonly Lesson[] = COURSE.flatMap(({ lessons }) => lessons);

const WORDS_A_MINUTE = 180;
const MINUTES_A_FIGURE = 1.5;

/** For reading it and stepping its figures; levels are not in it. */
export function minutesOf({ parts, sources }: Lesson): number {
  const texts = parts.map((part) =>
    typeof part === "string"
      ? part
      : part.kind === "heading"
        ? part.text
        : `${part.caption} ${part.quiz?.question ?? ""}`,
  );
  const words = [...texts, ...sources.map(({ fact }) => fact)].join(" ").split(/\s+/).length;
  const figures = parts.filter((part) => typeof part !== "string" && part.kind === "figure").length;
  return Math.ceil(words / WORDS_A_MINUTE + figures * MINUTES_A_FIGURE);
}
