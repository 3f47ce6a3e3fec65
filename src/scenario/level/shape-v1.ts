// Version 1 of a level's JSON. Frozen: files and links like this are in the
// world. The scenario inside has a version of its own.

import * as v from "valibot";

export const LEVEL_V1_MAX_TEXT = 4000;

const text = (most: number) =>
  v.pipe(v.string("must be text"), v.maxLength(most, `must not be longer than ${most} characters`));
const paragraphs = v.pipe(
  v.array(text(LEVEL_V1_MAX_TEXT), "must be a list of paragraphs"),
  v.maxLength(20, "must not have more than 20 paragraphs"),
);
const whole = (least: number, most: number) =>
  v.pipe(
    v.number("must be a number"),
    v.safeInteger("must be a whole number"),
    v.minValue(least, `must be at least ${least}`),
    v.maxValue(most, `must be at most ${most}`),
  );
const property = v.pipe(v.string("must be text"), v.regex(/^[a-z][a-z0-9-]{0,63}$/, "must be the name of a property"));

const win = v.variant(
  "kind",
  [
    v.object({
      kind: v.literal("broken"),
      properties: v.pipe(v.array(property, "must be a list"), v.minLength(1, "must name a property")),
    }),
    v.object({ kind: v.literal("seen"), witness: v.picklist(["nmi-merged", "nmi-nested", "nmi-pending"]) }),
    v.object({
      kind: v.literal("holds"),
      bounds: v.object(
        { nmis: whole(0, 8), faults: whole(0, 8), machineChecks: v.optional(whole(0, 8)) },
        "must be an object with nmis and faults",
      ),
    }),
  ],
  'must be {"kind": "broken"}, {"kind": "seen"} or {"kind": "holds"}',
);

/** What may be sealed. */
export const LEVEL_V1_TEACHING = v.object(
  {
    hints: v.optional(
      v.pipe(v.array(text(LEVEL_V1_MAX_TEXT), "must be a list"), v.maxLength(3, "must not have more than three")),
    ),
    /** A schedule, or a handler's source as lines. */
    solution: v.optional(
      v.union(
        [
          v.object({ schedule: v.array(text(400)), deletedLine: v.optional(whole(1, 100_000)) }),
          v.object({ source: v.array(text(LEVEL_V1_MAX_TEXT)) }),
        ],
        "must be an object with a schedule, or one with the source as lines",
      ),
    ),
    explanation: v.optional(paragraphs),
  },
  "must be an object",
);

export type LevelV1Teaching = v.InferOutput<typeof LEVEL_V1_TEACHING>;

export const LEVEL_V1 = v.object(
  {
    level: v.literal(1, "must be 1"),
    id: v.pipe(
      v.string("must be text"),
      v.regex(/^[a-z0-9][a-z0-9-]{0,63}$/, "must be a short name of small letters, digits and hyphens"),
    ),
    title: text(200),
    goal: text(400),
    role: v.picklist(["attacker", "defender", "breaker"], 'must be "attacker", "defender" or "breaker"'),
    introduction: v.optional(paragraphs),
    /** As in a scenario file, of whatever version; `source` may be a list of lines. */
    scenario: v.looseObject({ version: whole(1, 1_000_000) }, "must be a scenario as in a scenario file"),
    events: v.optional(
      v.array(v.picklist(["nmi", "pf", "db", "bp", "mc"], "must be nmi, pf, db, bp or mc"), "must be a list"),
    ),
    mostEvents: v.optional(whole(0, 100)),
    editable: v.optional(v.array(v.tuple([whole(1, 100_000), whole(1, 100_000)], "must be [from, to]"))),
    win,
    par: v.optional(whole(0, 100)),
    /** One of both. */
    teaching: v.optional(LEVEL_V1_TEACHING),
    sealed: v.optional(text(400_000)),
    citations: v.optional(v.array(v.object({ fact: text(LEVEL_V1_MAX_TEXT), source: text(400) }))),
  },
  "must be an object",
);

export type LevelV1 = v.InferOutput<typeof LEVEL_V1>;
