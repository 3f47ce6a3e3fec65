// note: pinned, listed, taken away; the run stays the very same, and clicks are echoed.
import { beforeEach, describe, expect, it } from "vitest";
import { Desk, scenario } from "../support.ts";

let desk: Desk;
beforeEach(async () => {
  desk = await Desk.open(scenario("naive", "nmi@workload"), 4);
});

describe("note", () => {
  it("pins a text to this moment or another, lists them, takes them away", () => {
    expect(desk.type("note")).toEqual(["There are no notes: note TEXT pins one to this moment."]);
    expect(desk.type("note  RSP is   T-40 now. ")).toEqual([]);
    desk.type("note @0 Nothing has run.");
    desk.type("note @9000 Far away");
    expect(desk.view.scenario?.notes).toEqual([
      { at: 0, text: "Nothing has run." },
      { at: 4, text: "RSP is T-40 now." },
      { at: 9000, text: "Far away" },
    ]);
    expect(desk.type("note")).toEqual([
      "@0  the start: Nothing has run.",
      "@4  step 3: RSP is T-40 now.",
      "@9000  step 8999: Far away  (not reached)",
    ]);
    expect(desk.type("note drop")).toEqual([]);
    expect(desk.type("note drop @9000")).toEqual([]);
    expect(desk.view.scenario?.notes).toEqual([{ at: 0, text: "Nothing has run." }]);
  });

  it("teaches where it cannot", () => {
    expect(desk.type("note drop")).toEqual(["! There is no note at step 3."]);
    expect(desk.type("note @4")).toEqual(["! note takes a text: note @31 RSP is T-40 now."]);
    for (let at = 0; at < 64; at++) desk.type(`note @${at} x`);
    expect(desk.type("note @64 x")).toEqual(["! A run has at most 64 notes."]);
    expect(desk.view.scenario?.notes).toHaveLength(64);
  });

  it("changes nothing of the run, and is kept when the schedule changes before it", () => {
    const before = desk.view.run;
    desk.type("note Look here.");
    expect(desk.view.run).toBe(before);
    desk.ask({ kind: "set-schedule", items: [] });
    expect(desk.view.scenario?.notes).toEqual([{ at: 4, text: "Look here." }]);
  });

  it("is what a click shows", () => {
    const echo = (notes: readonly { at: number; text: string }[]) =>
      desk.ask({ kind: "set-notes", notes }).console?.map(({ kind, text }) => `${kind} ${text}`);
    expect(echo([{ at: 4, text: "here" }])).toEqual(["echo note here"]);
    expect(
      echo([
        { at: 4, text: "here" },
        { at: 7, text: "there" },
      ]),
    ).toEqual(["echo note @7 there"]);
    expect(echo([{ at: 7, text: "there" }])).toEqual(["echo note drop"]);
    expect(echo([])).toEqual(["echo note drop @7"]);
    expect("notes" in (desk.view.scenario ?? {})).toBe(false);
  });
});
