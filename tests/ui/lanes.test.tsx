import { describe, expect, it } from "vitest";

import type { ContextView, LaneRun, RunView } from "../../src/session/views.ts";
import { contextAt, layoutLanes, rectsOf, runsWithin, tickEvery } from "../../src/ui/panels/lanes/lane-layout.ts";
import { panned, visibleWindow, zoomed } from "../../src/ui/panels/lanes/lane-window.ts";
import { CONTEXTS, RUN } from "./fixtures/illustrated.ts";

const WIDTH = 1300;

describe("the window", () => {
  it("is the whole run while its cells are wide enough", () => {
    expect(visibleWindow(undefined, 39, 32, WIDTH)).toEqual({ from: 0, to: 39 });
  });

  it("is a page about the position in a long run, and single steps do not shift it", () => {
    const first = visibleWindow(undefined, 1_000_000, 500_000, WIDTH);
    expect(first.from).toBeLessThanOrEqual(500_000);
    expect(first.to).toBeGreaterThan(500_000);
    let shifts = 0;
    let before = first.from;
    for (let position = 500_000; position < 500_040; position += 1) {
      const { from, to } = visibleWindow(undefined, 1_000_000, position, WIDTH);
      expect(position >= from && position <= to).toBe(true);
      if (from !== before) shifts += 1;
      before = from;
    }
    expect(shifts).toBeLessThanOrEqual(2);
  });

  it("always holds the position, also when the user zoomed elsewhere", () => {
    for (const position of [0, 1, 50, 399, 400]) {
      const { from, to } = visibleWindow({ from: 100, to: 140 }, 400, position, WIDTH);
      expect(to - from).toBe(40);
      expect(position >= from && position <= to).toBe(true);
    }
  });

  it("zooms about a place and stays within the run", () => {
    expect(zoomed({ from: 0, to: 100 }, 0.5, 0.5, 100)).toEqual({ from: 25, to: 75 });
    expect(zoomed({ from: 25, to: 75 }, 4, 0.5, 100)).toEqual({ from: 0, to: 100 });
    expect(zoomed({ from: 0, to: 9 }, 0.1, 0, 100)).toEqual({ from: 0, to: 8 });
    expect(panned({ from: 0, to: 10 }, -5, 100)).toEqual({ from: 0, to: 10 });
    expect(panned({ from: 0, to: 10 }, 500, 100)).toEqual({ from: 90, to: 100 });
  });
});

describe("the lanes", () => {
  it("are one a context in order of first entry", () => {
    const layout = layoutLanes(RUN, { from: 0, to: 39 }, WIDTH);
    expect(layout.lanes.map((lane) => lane.title)).toEqual(["workload", "NMI 1", "#PF", "NMI 2"]);
    expect(layout.x(39)).toBe(WIDTH);
  });

  it("find who runs a step", () => {
    expect([0, 2, 19, 20, 31, 38, 39].map((step) => contextAt(RUN.lanes, step))).toEqual([0, 1, 1, 2, 3, 3, undefined]);
  });

  it("take only the runs of the window", () => {
    expect(runsWithin(RUN.lanes, { from: 19, to: 21 }).map((run) => run.context)).toEqual([1, 2]);
  });

  it("label the ruler sparsely enough", () => {
    expect([tickEvery(30, 39), tickEvery(10, 150), tickEvery(1, 1300), tickEvery(0.0013, 1e6)]).toEqual([
      1, 5, 50, 50000,
    ]);
  });
});

describe("a run of a million steps", () => {
  const STEPS = 1_000_000;
  const contexts: ContextView[] = [];
  const lanes: LaneRun[] = [];
  for (let step = 0, id = 0; step < STEPS; step += 20, id += 1) {
    contexts.push({ ...(CONTEXTS[id % 2] as ContextView), id });
    lanes.push({ context: id, from: step, to: step + 20 });
  }
  const long: RunView = { ...RUN, length: STEPS, contexts, lanes, marks: [], blocked: [], violations: [] };

  it("is drawn in few shapes, whole or in part, and every step is in one", () => {
    const whole = layoutLanes(long, { from: 0, to: STEPS }, WIDTH);
    expect(whole.lanes.map((lane) => lane.title)).toEqual(["workload ×25000", "NMI ×25000"]);
    const rects = rectsOf(long, whole);
    expect(rects.length).toBeLessThan(2 * WIDTH);
    expect(Math.min(...rects.map((rect) => rect.from))).toBe(0);
    expect(Math.max(...rects.map((rect) => rect.to))).toBe(STEPS);
    const part = layoutLanes(long, { from: 500_000, to: 500_040 }, WIDTH);
    expect(rectsOf(long, part).map((rect) => [rect.from, rect.to])).toEqual([
      [500_000, 500_020],
      [500_020, 500_040],
    ]);
  });
});
