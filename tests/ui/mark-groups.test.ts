import { describe, expect, it } from "vitest";

import type { RunMark } from "../../src/session/views.ts";
import { groupMarks, labelsOf } from "../../src/ui/panels/lanes/mark-groups.ts";

const mark = (step: number, kind: RunMark["kind"] = "injection", text = "NMI"): RunMark => ({
  step,
  kind,
  text,
  context: undefined,
});
const grouped = (marks: readonly RunMark[], cell: number) => groupMarks(marks, ({ step }) => step * cell, 11);
const steps = (marks: readonly RunMark[], cell: number) =>
  grouped(marks, cell).map((group) => group.marks.map(({ step }) => step));

describe("marks on the lanes", () => {
  it("stand apart while their shapes have room", () => {
    expect(steps([mark(0), mark(2)], 6)).toEqual([[0], [2]]);
  });

  it("are one where two NMIs two steps apart would overlap, and it says how many", () => {
    const [group, ...others] = grouped([mark(0), mark(2)], 5);
    expect(others).toEqual([]);
    expect(group).toMatchObject({ from: 0, to: 10 });
    expect(group === undefined ? [] : labelsOf(group)).toEqual(["NMI ×2", "×2"]);
  });

  it("name each kind of event of a group once", () => {
    const [group] = grouped([mark(0), mark(1, "injection", "#PF"), mark(2)], 2);
    expect(group === undefined ? [] : labelsOf(group)).toEqual(["NMI, #PF ×3", "×3"]);
  });

  it("are of one kind in a group, whatever stands between them", () => {
    expect(steps([mark(0), mark(1, "breakpoint"), mark(2)], 4)).toEqual([[0, 2], [1]]);
  });

  it("reach no further than a mark's width, however many there are", () => {
    expect(
      steps(
        [0, 1, 2, 3, 4, 5].map((step) => mark(step)),
        4,
      ),
    ).toEqual([
      [0, 1, 2],
      [3, 4, 5],
    ]);
  });

  it("have no words for a breakpoint", () => {
    const [group] = grouped([mark(3, "breakpoint", "")], 5);
    expect(group === undefined ? undefined : labelsOf(group)).toEqual([]);
  });
});
