// A level in the making: what is missing is said, and what comes out is a level
// that a stranger's page reads.
import { describe, expect, it } from "vitest";
import { idOf, levelOfDraft, type LevelDraft } from "../../../src/scenario/level/draft.ts";

const DRAFT: LevelDraft = {
  title: "Strike at last!",
  goal: "Break it.",
  role: "attacker",
  introduction: "One.\n\nTwo,\nstill two.",
  explanation: "",
  hints: ["Look.", "", " "],
  winKind: "broken",
  properties: ["progress"],
  witness: "nmi-nested",
  bounds: { nmis: 2, faults: 1, machineChecks: 0 },
  events: ["nmi"],
  mostEvents: 3,
  editable: "",
  base: { handler: { kind: "catalogue", name: "naive" }, workload: "kernel", body: "touch", options: {}, schedule: [] },
  original: "nmi:\n",
  solution: { kind: "schedule", schedule: [{ event: "nmi", when: "workload" }] },
  par: undefined,
};

const problemsOf = async (change: Partial<LevelDraft>): Promise<string> => {
  const drafted = await levelOfDraft({ ...DRAFT, ...change });
  return drafted.ok ? "" : drafted.problems.join(" ");
};

describe("a draft", () => {
  it("makes a level", async () => {
    const drafted = await levelOfDraft(DRAFT);
    expect(drafted).toMatchObject({
      ok: true,
      level: {
        id: "strike-at-last",
        introduction: ["One.", "Two, still two."],
        editable: [],
        win: { kind: "broken", properties: ["progress"] },
        teaching: { hints: ["Look."], solution: DRAFT.solution },
      },
    });
  });

  it("says what is missing", async () => {
    expect(await problemsOf({ title: " " })).toContain("title");
    expect(await problemsOf({ title: "!!" })).toContain("letter or a digit");
    expect(await problemsOf({ goal: "" })).toContain("goal");
    expect(await problemsOf({ properties: [] })).toContain("property");
    expect(await problemsOf({ events: [] })).toContain("event");
    expect(await problemsOf({ solution: undefined })).toContain("solution");
    expect(await problemsOf({ role: "defender" })).toContain("record it again");
    expect(await problemsOf({ role: "breaker", editable: "7-3" })).toContain("3-7");
    expect(await problemsOf({ goal: "x".repeat(500) })).toContain("400");
  });

  it("reads the lines that may be edited, and bounds for a defender", async () => {
    const solution = { kind: "source", text: "nmi:\n\tiretq\n" } as const;
    const drafted = await levelOfDraft({ ...DRAFT, role: "defender", editable: "2-3, 7", solution });
    expect(drafted).toMatchObject({
      ok: true,
      level: {
        editable: [
          [2, 3],
          [7, 7],
        ],
        win: { kind: "holds", bounds: DRAFT.bounds },
        events: [],
      },
    });
  });

  it("makes short names of any title", () => {
    expect(idOf("  Æ!! A--b 3 ")).toBe("a-b-3");
    expect(idOf("-".repeat(90) + "x".repeat(90))).toBe("x".repeat(60));
  });
});
