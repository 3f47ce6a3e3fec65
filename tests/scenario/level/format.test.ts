// A level's JSON, file and link: what is written is read again, and whatever is
// wrong is said with its place. Strangers write these.
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { builtInLevels } from "../../../src/scenario/level/built-in.ts";
import { deletedLine } from "../../../src/scenario/level/deleted.ts";
import {
  judgeExploration,
  judgeRun,
  surroundingsChanged,
  type ExplorationFacts,
  type Written,
} from "../../../src/scenario/level/judge.ts";
import type { Level } from "../../../src/scenario/level/level.ts";
import { lockedLineChanged, lockedLines, putBack } from "../../../src/scenario/level/locked.ts";
import { makeLevelLink, openLevelLink } from "../../../src/scenario/level/level-link.ts";
import { readLevel, readLevelFile, toLevelContent, writeLevelFile } from "../../../src/scenario/level/read-level.ts";

const levels = await builtInLevels();
const first = levels[0] as Level;

describe("what is written is read again", () => {
  it.each(levels.map((level) => [level.id, level] as const))("%s", async (_, level) => {
    expect(await readLevelFile(await writeLevelFile(level, false))).toEqual({ ok: true, level });
    expect(await readLevelFile(await writeLevelFile(level, true))).toEqual({ ok: true, level });
    const link = await makeLevelLink(level);
    if (!link.ok) throw new Error(link.failure.message);
    expect(await openLevelLink(`https://example.org/x/${link.fragment}`)).toEqual({ ok: true, level });
  });
});

it("a sealed level does not tell its teaching to who looks at the file", async () => {
  const file = await writeLevelFile(first, true);
  for (const hint of first.teaching.hints) expect(file).not.toContain(hint);
  expect(file).not.toContain("nmi@workload");
});

it("a sealed part of another level is refused", async () => {
  const { sealed } = await toLevelContent(first, true);
  const other = { ...(await toLevelContent(first, true)), id: "another", sealed };
  const read = await readLevel(other);
  expect(read.ok ? "read" : read.failure.field).toBe("sealed");
});

describe("what is wrong is said, with its place", () => {
  it.each([
    [{ goal: 7 }, "goal"],
    [{ role: "king" }, "role"],
    [{ win: { kind: "broken", properties: [] } }, "win.properties"],
    [{ win: { kind: "holds", bounds: { nmis: 2, faults: 1 } } }, "win"],
    [{ events: ["smi"] }, "events.0"],
    [{ id: "../../x" }, "id"],
    [{ scenario: { version: 1, handler: "no-such-handler" } }, "handler"],
    [{ teaching: { solution: { schedule: ["nmi"] } } }, "teaching.solution.schedule[0]"],
  ])("%j", async (change, field) => {
    const content = await toLevelContent(first, false);
    const read = await readLevel({ ...content, ...change });
    expect(read.ok ? "read" : read.failure.field).toBe(field);
  });

  it("a newer version is told from a damaged one", async () => {
    const read = await readLevel({ ...(await toLevelContent(first, false)), level: 2 });
    expect(read.ok ? "read" : read.failure.reason).toBe("newer-version");
  });
});

it("no text and no content makes it throw", async () => {
  await fc.assert(
    fc.asyncProperty(fc.oneof(fc.string(), fc.json()), async (text) => {
      expect((await readLevelFile(text)).ok).toBe(false);
      expect((await openLevelLink(`#level1.${text}`)).ok).toBe(false);
    }),
  );
  const content = await toLevelContent(first, false);
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...Object.keys(content)), fc.jsonValue(), async (key, value) => {
      await readLevel({ ...content, [key]: value });
    }),
  );
});

describe("fouls", () => {
  const facts = { source: "x", schedule: [], broken: [], seen: ["nmi-merged" as const] };
  it("an edited handler, an event that is not allowed, too many events", () => {
    expect(judgeRun(first, "x", { ...facts, source: "y" }).kind).toBe("foul");
    expect(judgeRun(first, "x", { ...facts, schedule: [{ event: "mc", when: "1" }] }).kind).toBe("foul");
    const many = Array.from({ length: first.mostEvents + 1 }, () => ({ event: "nmi", when: "1" }));
    expect(judgeRun(first, "x", { ...facts, schedule: many }).kind).toBe("foul");
  });

  it("a breaker deletes one instruction, and nothing else", () => {
    const text = "nmi:\n\tpushq %rax\n\tpopq %rax\n\tiretq\n";
    expect(deletedLine(text, text)).toBeUndefined();
    expect(deletedLine(text, "nmi:\n\tpushq %rax\n\t# popq %rax\n\tiretq\n")).toBe(3);
    expect(deletedLine(text, "nmi:\n\tpushq %rax\n\tpopq  %rax")).toBe(4);
    expect(deletedLine(text, "nmi:\n\tpushq %rbx\n\tpopq %rax")).toBeUndefined();
  });

  it("a locked line must stay, in its order", () => {
    const editable = [[2, 3]] as const;
    const text = "nmi:\n\tpushq %rax\n\tpopq %rax\n\tiretq\n";
    expect(lockedLineChanged(editable, text, "nmi:\n\tcld\n\tnop\n\tnop\n\tiretq\n")).toBeUndefined();
    expect(lockedLineChanged(editable, text, "nmi:\n\tpushq %rax\n")).toBe(4);
  });

  it("locked lines are put back, and no line of the learner's is lost", () => {
    const text = "nmi:\n\tpushq %rax\n\tpopq %rax\n\tiretq\n";
    const editable = [[2, 3]] as const;
    expect(lockedLines(editable, text, "nmi:\n\tnop\n\tiretq\n")).toEqual([1, 3]);
    expect(putBack(editable, text, "nmi:\n\tcld\n\tpopq %rax\n\tret\n")).toBe("nmi:\n\tcld\n\tpopq %rax\n\tiretq\n");
    const lines = fc.array(fc.constantFrom("a", "b", "c", "d", "e"), { minLength: 1, maxLength: 8 });
    const ranges = fc.array(fc.tuple(fc.integer({ min: 1, max: 8 }), fc.integer({ min: 1, max: 8 })), { maxLength: 2 });
    fc.assert(
      fc.property(lines, lines, ranges, (before, after, allowed) => {
        const [original, edited] = [before.join("\n"), after.join("\n")];
        const back = putBack(allowed, original, edited);
        expect(lockedLineChanged(allowed, original, back)).toBeUndefined();
        if (lockedLineChanged(allowed, original, edited) === undefined) return;
        const locked = before.filter((_, index) => !allowed.some(([from, to]) => index + 1 >= from && index + 1 <= to));
        expect(back.split("\n").length).toBeGreaterThanOrEqual(locked.length);
      }),
    );
  });

  it("a defender may not change what is locked, and wins only with an answer that is large enough and serves", () => {
    const win = { kind: "holds", bounds: { nmis: 2, faults: 1, machineChecks: 0 } } as const;
    const level: Level = { ...first, role: "defender", editable: [[2, 2]], win };
    const written = (text: string): Written => ({ text, code: { handler: [], service: undefined } });
    const judged = (edited: string, facts?: ExplorationFacts) =>
      judgeExploration(level, written("nmi:\nnop\niretq"), written(edited), facts);
    const facts = { verdict: "holds", bounds: win.bounds, served: true, faultInside: false } as const;
    expect(judged("nmi:\ncld\niretq", facts)).toEqual({ kind: "won", events: 0 });
    expect(judged("nmi:\ncld\niretq")).toEqual({ kind: "open" });
    expect(judged("nmi:\ncld\niretq", { ...facts, served: false }).kind).toBe("foul");
    expect(judged("nmi:\ncld\niretq", { ...facts, bounds: { ...win.bounds, nmis: 1 } }).kind).toBe("open");
    expect(judged("nmi:\ncld\niretq", { ...facts, verdict: "incomplete" }).kind).toBe("open");
    expect(judged("nmi:\ncld\nret", facts)).toMatchObject({ kind: "foul", lockedLine: 3 });
  });

  it("what runs below is the level's", () => {
    const { scenario } = first;
    expect(surroundingsChanged(scenario, { ...scenario, schedule: [{ event: "nmi", when: "1" }] })).toBeUndefined();
    expect(surroundingsChanged(scenario, { ...scenario, workload: "user" })).toContain("workload");
    expect(surroundingsChanged(scenario, { ...scenario, options: { stiBlocksNmi: false } })).toContain("stiBlocksNmi");
  });
});
