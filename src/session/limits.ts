// Every bound of a session, in one place. A bound that is reached is reported.

/** Steps that a run is computed ahead, beyond the last step that the schedule names. */
export const DEFAULT_RUN_STEPS = 20_000;

/** The longest run that is kept: it may deliver an event at each step, with a frame to remember. */
export const MAX_RUN_STEPS = 4_000_000;

/** How far a run is computed whose schedule names `lastStep`, -1 for none. */
export function stepsAhead(lastStep: number): number {
  return Math.min(Math.max(0, lastStep + 1) + DEFAULT_RUN_STEPS, MAX_RUN_STEPS);
}

/** Steps between snapshots of the machine, doubled whenever there are too many. */
export const CHECKPOINT_STEPS = 4096;
export const MAX_CHECKPOINTS = 64;

/** Steps, and items, that are tried to say what an item that is off would do. */
export const TRIAL_STEPS = 2000;
export const MAX_TRIALS = 8;

/** Steps between two chances to report progress or to be cancelled. */
export const SLICE_STEPS = 512;

/** Cells of the lanes that one request may ask for. */
export const MAX_LANE_CELLS = 20_000;

/** Lines that one console command may print. */
export const MAX_CONSOLE_LINES = 400;
