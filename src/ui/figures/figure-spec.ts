// What a figure is: a moment as a link, and what to show of it. Plain text, so
// that it fits into an attribute of a page; read with care on the way back.

import * as v from "valibot";

export const FIGURE_VIEWS = ["code", "stack", "lanes", "registers", "nmi"] as const;
export type FigureView = (typeof FIGURE_VIEWS)[number];

const SPEC = v.object({
  /** "#v1...", as people share it. */
  link: v.pipe(v.string(), v.startsWith("#")),
  /** What is drawn, in this order. */
  views: v.array(v.picklist(FIGURE_VIEWS)),
  /** Events that the reader may send: none makes a figure that only steps. */
  events: v.array(v.picklist(["nmi", "pf", "db", "bp", "mc"])),
  /** The event that the reader drags along the code, and what each place leads to. */
  drag: v.optional(
    v.object({
      /** Its index in the link's schedule. */
      item: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
      outcomes: v.array(
        v.object({ place: v.string(), state: v.picklist(["safe", "harmful", "unreached"]), text: v.string() }),
      ),
    }),
  ),
  /** A question before the next step; answered by choosing a stack word. */
  quiz: v.optional(
    v.object({
      question: v.string(),
      /** Words that are right, as the picture names them: "T-40". */
      answers: v.pipe(v.array(v.string()), v.minLength(1)),
      why: v.string(),
    }),
  ),
  /** What the figure is called for a screen reader. */
  title: v.string(),
});

export type DragOutcome = NonNullable<v.InferOutput<typeof SPEC>["drag"]>["outcomes"][number];

export type FigureSpec = v.InferOutput<typeof SPEC>;

export function writeFigureSpec(spec: FigureSpec): string {
  return JSON.stringify(spec);
}

/** Undefined if the text is not a figure's. */
export function readFigureSpec(text: string): FigureSpec | undefined {
  try {
    const read = v.safeParse(SPEC, JSON.parse(text));
    return read.success ? read.output : undefined;
  } catch {
    return undefined;
  }
}
