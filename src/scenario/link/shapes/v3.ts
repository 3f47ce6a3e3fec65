// Version 3 of what a link and a scenario file hold: version 2, with notes pinned to
// moments of the run. Frozen, as the shapes that it is made of are.

import * as v from "valibot";
import { V2 } from "./v2.ts";

export const V3_MAX_NOTES = 64;
const LONGEST = 280;
const WORDS = `must be a line of 1 to ${LONGEST} characters`;

export const V3 = v.object(
  {
    ...V2.entries,
    notes: v.optional(
      v.pipe(
        v.array(
          v.object(
            {
              /** This many steps are done. */
              at: v.pipe(
                v.number("must be a number"),
                v.safeInteger("must be a whole number"),
                v.minValue(0, "must not be negative"),
              ),
              text: v.pipe(
                v.string("must be text"),
                v.maxLength(LONGEST, WORDS),
                v.regex(/\S/, WORDS),
                v.regex(/^\P{Cc}*$/u, WORDS),
              ),
            },
            "must be an object with at and text",
          ),
          "must be a list",
        ),
        v.maxLength(V3_MAX_NOTES, `must not have more than ${V3_MAX_NOTES} notes`),
        v.check(
          (notes) => notes.every(({ at }, n) => n === 0 || at > (notes[n - 1]?.at ?? -1)),
          "must be in the order of their moments, one each",
        ),
      ),
    ),
  },
  "must be an object",
);

export type V3Content = v.InferOutput<typeof V3>;
