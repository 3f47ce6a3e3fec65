import { describe, expect, it } from "vitest";

import { sideOf } from "../../src/ui/panels/lanes/label-side.ts";

/** A label of 100 pixels beside a mark at `x`. */
function side(x: number, line: number | undefined, taken: { from: number; to: number }[] = [], isNeeded = true) {
  const left = { from: x - 110, to: x - 10 };
  const right = { from: x + 10, to: x + 110 };
  return sideOf(left, right, { width: 800, line, taken }, isNeeded);
}

describe("the side of a label", () => {
  it("is the left one where there is room", () => {
    expect(side(400, undefined)).toBe("left");
    expect(side(400, 500)).toBe("left");
  });

  it("is the other one if the label would cross the position's line or leave the plot", () => {
    expect(side(400, 350)).toBe("right");
    expect(side(60, undefined)).toBe("right");
    expect(side(760, 700)).toBe("left");
  });

  it("touches another mark rather than crossing the line", () => {
    expect(side(400, 350, [{ from: 430, to: 440 }])).toBe("right");
  });

  it("is none where there is no room and the label can be left out", () => {
    expect(side(60, 100, [], false)).toBeUndefined();
    expect(side(400, undefined, [{ from: 300, to: 500 }], false)).toBeUndefined();
  });
});
