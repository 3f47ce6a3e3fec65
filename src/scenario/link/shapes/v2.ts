// Version 2 of what a link and a scenario file hold: version 1, with FRED among the
// CPU's options. Frozen, as the shape that it is made of is.

import * as v from "valibot";
import { V1 } from "./v1.ts";

const V1_OPTIONS = V1.entries.options.wrapped;

export const V2 = v.object(
  {
    ...V1.entries,
    options: v.optional(
      v.object({ ...V1_OPTIONS.entries, fred: v.optional(v.boolean("must be true or false")) }, "must be an object"),
    ),
  },
  "must be an object",
);

export type V2Content = v.InferOutput<typeof V2>;
