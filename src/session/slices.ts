// Long work in slices: a generator that yields the steps known from time to time.
// Whoever drives it may pause between two slices, or answer true: stop early.

export type Sliced<Result> = Generator<number, Result, boolean | undefined>;

/** Drives work to its end without a pause. */
export function finish<Result>(work: Sliced<Result>): Result {
  for (;;) {
    const next = work.next();
    if (next.done) return next.value;
  }
}
