// As many trials as the harness has room for, rows of the table in turn, each user
// trial with a place in the user's text of its own.
import { decode } from "../../../src/isa/index.ts";
import type { Random } from "../random-numbers.ts";
import { generate, isFollower } from "./generate.ts";
import { MOST_RECORDS } from "./harness.ts";
import { ROWS } from "./rows.ts";
import { USER_SLOTS, type Trial } from "./trial.ts";

const FOLLOWERS = ROWS.filter(isFollower);

export interface Batch {
  readonly trials: readonly Trial[];
  /** Indexes of the rows whose instructions come first in a trial, as the project's own decoder has them. */
  readonly rows: ReadonlySet<number>;
}

/** Row of the first instruction, as the project's own decoder has it. */
function rowOf(trial: Trial): number | undefined {
  const decoded = decode(Uint8Array.from(trial.code[0] ?? []), 0, { idealised: false });
  return decoded.kind === "instruction" ? decoded.instruction.form.index : undefined;
}

export function batchOf(random: Random, firstRow: number): Batch {
  const trials: Trial[] = [];
  const rows = new Set<number>();
  const taken = new Set<number>();
  for (let slot = 0; slot < MOST_RECORDS; slot++) {
    const form = ROWS[(firstRow + slot) % ROWS.length];
    if (form === undefined) throw new Error("no rows");
    let trial = generate(random, form, slot, FOLLOWERS);
    // an encoding that some registers make another row's
    for (let turn = 0; turn < 16 && rowOf(trial) !== form.index; turn++) {
      trial = generate(random, form, slot, FOLLOWERS);
    }
    const place = slot % USER_SLOTS;
    // its place is taken: another of the row, or another row
    for (let turn = 0; trial.user && taken.has(place); turn++) {
      const next = turn < 8 ? form : random.pick(FOLLOWERS);
      trial = generate(random, next, slot, FOLLOWERS);
    }
    if (trial.user) taken.add(place);
    trials.push(trial);
    const row = rowOf(trial);
    if (row !== undefined) rows.add(row);
  }
  return { trials, rows };
}
