import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { columnOf, foldRun, inColumns, isFolded, isShort, stepAt } from "../../src/ui/panels/lanes/lane-fold.ts";

const LENGTH = 1_000_000;
const MARKS = [{ step: 10 }, { step: 500 }, { step: 503 }, { step: 700_000 }];

describe("the fold of a long run", () => {
  const fold = foldRun({ length: LENGTH }, MARKS);

  it("keeps what happens, and makes a million steps readable", () => {
    expect(fold.columns).toBeLessThan(100);
    for (const { step } of MARKS) {
      const stretch = fold.stretches.find(({ from, to }) => from <= step && step < to);
      expect(stretch !== undefined && !isShort(stretch)).toBe(true);
      expect(columnOf(fold, step + 1) - columnOf(fold, step)).toBeCloseTo(1);
    }
    expect(fold.stretches.filter(isShort)).toHaveLength(3);
  });

  it("leaves short runs as they are, whatever happens in them", () => {
    const short = foldRun({ length: 40 }, [{ step: 20 }]);
    expect(short.stretches).toEqual([{ from: 0, to: 40, at: 0, columns: 40 }]);
    expect(isFolded(undefined, 40)).toBe(false);
    expect(isFolded(undefined, LENGTH)).toBe(true);
    expect(isFolded(false, LENGTH)).toBe(false);
  });

  it("has no gaps, keeps the order, and leads back, for any marks", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 5000 }), { maxLength: 60 }),
        fc.integer({ min: 1, max: 6000 }),
        fc.integer({ min: 0, max: 6000 }),
        (steps, extra, step) => {
          const marks = steps.toSorted((a, b) => a - b).map((at) => ({ step: at }));
          const length = (marks.at(-1)?.step ?? 0) + extra;
          const { stretches, columns } = foldRun({ length }, marks);
          expect(stretches[0]?.from).toBe(0);
          expect(stretches.at(-1)?.to).toBe(length);
          for (const [n, { from, at, columns: width }] of stretches.entries()) {
            const before = stretches[n - 1];
            expect(from).toBe(before?.to ?? 0);
            expect(at).toBe(before === undefined ? 0 : before.at + before.columns);
            expect(width).toBeGreaterThan(0);
          }
          const at = Math.min(step, length);
          expect(stepAt({ stretches, columns }, columnOf({ stretches, columns }, at))).toBeCloseTo(at, 4);
        },
      ),
    );
  });

  it("zooms in columns: half of what is seen, not half of the steps", () => {
    const whole = { from: 0, to: LENGTH };
    const half = inColumns(fold, whole, ({ from, to }) => ({ from, to: from + (to - from) / 2 }));
    expect(half.from).toBe(0);
    expect(columnOf(fold, half.to)).toBeCloseTo(fold.columns / 2, 0);
    expect(inColumns(fold, whole, (same) => same)).toEqual(whole);
  });
});
