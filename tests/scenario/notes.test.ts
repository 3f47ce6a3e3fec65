import { describe, expect, it } from "vitest";

import { LONGEST_NOTE, noted, noteText, withNote } from "../../src/scenario/notes.ts";
import type { Scenario } from "../../src/scenario/scenario.ts";

describe("a note", () => {
  it("is one line of plain text, cut where it is too long, never inside a character", () => {
    expect(noteText("  RSP\n\tpoints\u0000 at T-40 ")).toBe("RSP points at T-40");
    expect(noteText("x".repeat(500))).toHaveLength(LONGEST_NOTE);
    expect(noteText(`${"x".repeat(LONGEST_NOTE - 1)}🙂`)).toBe("x".repeat(LONGEST_NOTE - 1));
    expect(noteText("<b>bold</b>")).toBe("<b>bold</b>");
  });

  it("stands at its moment, one each, in order; an empty text takes it away", () => {
    const two = withNote(withNote([], 9, "later"), 4, "sooner");
    expect(two).toEqual([
      { at: 4, text: "sooner" },
      { at: 9, text: "later" },
    ]);
    expect(withNote(two, 4, "instead").map(({ text }) => text)).toEqual(["instead", "later"]);
    expect(withNote(two, 4, " \n ")).toEqual([{ at: 9, text: "later" }]);
  });

  it("leaves no empty list behind, so that a scenario without notes is like one that never had any", () => {
    const plain: Scenario = {
      handler: { kind: "catalogue", name: "naive" },
      workload: "kernel",
      body: "touch",
      options: {},
      schedule: [],
    };
    const one = noted(plain, [{ at: 0, text: "Watch T-40." }]);
    expect(one.notes).toHaveLength(1);
    expect(noted(one, [])).toEqual(plain);
    expect("notes" in noted(one, [])).toBe(false);
  });
});
