// Version 1 of what a link and a scenario file hold. Frozen: links like this are
// in the world. It knows nothing of today's types, names and defaults.

import * as v from "valibot";

export const V1_MAX_SOURCE = 400_000;
export const V1_MAX_ITEMS = 10_000;

/** What an absent field means. */
export const V1_DEFAULTS = { workload: "kernel", body: "touch", position: 0 } as const;

const text = (most: number) =>
  v.pipe(v.string("must be text"), v.maxLength(most, `must not be longer than ${most} characters`));
const word = v.pipe(
  v.string("must be text"),
  v.regex(/^[a-z0-9][a-z0-9.-]{0,63}$/, "must be a short name of small letters, digits, hyphens and dots"),
);
const flag = v.boolean("must be true or false");
const count = v.pipe(
  v.number("must be a number"),
  v.safeInteger("must be a whole number"),
  v.minValue(0, "must not be negative"),
);

const item = text(400);
const switchedOff = v.object({ item, off: flag }, "must be text, or an object with item and off");

export const V1 = v.object(
  {
    /** Name in the catalogue, or a program. */
    handler: v.union(
      [word, v.object({ source: text(V1_MAX_SOURCE), name: v.optional(text(200)) })],
      "must be a built-in handler's name, or an object with the source",
    ),
    workload: v.optional(word),
    body: v.optional(word),
    options: v.optional(
      v.object(
        {
          faultingIretUnblocks: v.optional(flag),
          nullSsOnSameCplIst: v.optional(flag),
          stiBlocksNmi: v.optional(flag),
        },
        "must be an object",
      ),
    ),
    /** `EVENT@WHEN`, one each. */
    schedule: v.optional(
      v.pipe(
        v.array(v.union([item, switchedOff], "must be text, or an object with item and off"), "must be a list"),
        v.maxLength(V1_MAX_ITEMS, `must not have more than ${V1_MAX_ITEMS} items`),
      ),
    ),
    title: v.optional(text(200)),
    note: v.optional(text(4000)),
    position: v.optional(count),
    /** What the sharer saw: hash of the last state, number of steps, how it ended. */
    digest: v.optional(
      v.object(
        {
          state: v.pipe(v.string("must be text"), v.regex(/^[0-9a-f]{1,16}$/, "must be up to 16 hexadecimal digits")),
          steps: count,
          end: word,
        },
        "must be an object",
      ),
    ),
    /** How the page looked. May be anything; what is not understood is dropped. */
    view: v.optional(v.unknown()),
  },
  "must be an object",
);

export type V1Content = v.InferOutput<typeof V1>;

export type V1View = Readonly<Record<string, string | number | boolean>>;

const MAX_VIEW_ENTRIES = 32;

/** The entries of `view` that can be kept. */
export function viewOfV1(view: unknown): V1View | undefined {
  if (typeof view !== "object" || view === null || Array.isArray(view)) return undefined;
  const kept: [string, string | number | boolean][] = [];
  for (const [key, value] of Object.entries(view)) {
    if (kept.length === MAX_VIEW_ENTRIES || !/^[a-z][A-Za-z0-9]{0,31}$/.test(key)) continue;
    const plain = typeof value === "boolean" || (typeof value === "number" && Number.isFinite(value));
    if (plain || (typeof value === "string" && value.length <= 200)) kept.push([key, value]);
  }
  return kept.length > 0 ? Object.fromEntries(kept) : undefined;
}
