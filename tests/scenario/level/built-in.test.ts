// Every built-in level: its solution wins, its par is the proven minimum, and its
// win test stays silent on harmless runs. The machine and the explorer judge.
import { describe, expect, it } from "vitest";
import { builtInLevels } from "../../../src/scenario/level/built-in.ts";
import { judgeRun, type Judgement } from "../../../src/scenario/level/judge.ts";
import type { Level } from "../../../src/scenario/level/level.ts";
import type { Scenario, ScheduleItem } from "../../../src/scenario/scenario.ts";
import { parseSchedule } from "../../../src/scenario/schedule.ts";
import { boot, runScenario } from "../../../src/session/index.ts";
import type { RunView } from "../../../src/session/views.ts";
import { runFacts } from "../../../src/store/run-facts.ts";
import { bounds, machine, search } from "../../explore/support.ts";
import { defended, program } from "./defending.ts";

const levels = await builtInLevels();

function viewOf(scenario: Scenario): RunView {
  for (const fact of runScenario(scenario, { machine })) if (fact.kind === "end") return fact.view;
  throw new Error("the run has no end");
}

const sourceOf = ({ scenario }: Level): string => program(scenario).source.text;

function played(level: Level, schedule: readonly ScheduleItem[]): Judgement {
  const scenario = { ...level.scenario, schedule: [...level.scenario.schedule, ...schedule] };
  const source = sourceOf(level);
  return judgeRun(level, source, runFacts(viewOf(scenario), source, scenario.schedule));
}

/** Boundaries of a run that count for positions: all of its steps. */
const lengthOf = (level: Level, schedule: readonly ScheduleItem[]): number =>
  viewOf({ ...level.scenario, schedule: [...level.scenario.schedule, ...schedule] }).length;

const nmiAt = (step: number): ScheduleItem => ({ event: "nmi", when: String(step) });

/** Schedules of so many NMIs, in order, at every boundary of the run that the ones before make. */
function* nmis(
  level: Level,
  count: number,
  before: readonly ScheduleItem[] = [],
  from = 0,
): Generator<readonly ScheduleItem[]> {
  if (count === 0) {
    yield before;
    return;
  }
  const last = lengthOf(level, before);
  for (let step = from; step <= last; step++) yield* nmis(level, count - 1, [...before, nmiAt(step)], step);
}

it("has distinct names and three hints each", () => {
  expect(new Set(levels.map(({ id }) => id)).size).toBe(levels.length);
  for (const { id, teaching } of levels) expect([id, teaching.hints.length]).toEqual([id, 3]);
});

describe.each(levels.filter(({ role }) => role === "attacker").map((level) => [level.id, level] as const))(
  "%s",
  (_, level) => {
    const { solution } = level.teaching;
    if (solution?.kind !== "schedule") throw new Error(`${level.id} has no schedule as its solution`);

    it("is won by its solution, with par", () => {
      expect(played(level, solution.schedule)).toEqual({ kind: "won", events: level.par });
    });

    it("is not won by doing nothing", () => {
      expect(played(level, [])).toEqual({ kind: "open" });
    });

    it("is not won by NMIs that meet nothing of each other", () => {
      const places = ["workload", "workload#2", "workload#3"].slice(0, level.mostEvents);
      const apart = places.map((when): ScheduleItem => ({ event: "nmi", when }));
      for (let sent = 1; sent <= apart.length; sent++)
        expect([sent, played(level, apart.slice(0, sent))]).toEqual([sent, { kind: "open" }]);
    });

    it("has a par that nothing beats", () => {
      const { win, par = 0 } = level;
      if (win.kind === "broken") {
        const found = search(program(level.scenario), bounds(par, 1))
          .violations.filter(({ property }) => win.properties.includes(property))
          .map(({ injections }) => injections);
        expect(Math.min(...found)).toBe(par);
        return;
      }
      for (const schedule of nmis(level, par - 1)) expect(played(level, schedule)).toEqual({ kind: "open" });
    });

    it("cites where its facts are from", () => {
      expect(level.citations.length).toBeGreaterThan(0);
    });
  },
);

describe.each(levels.filter(({ role }) => role === "defender").map((level) => [level.id, level] as const))(
  "%s",
  (_, level) => {
    const { solution } = level.teaching;
    if (solution?.kind !== "source") throw new Error(`${level.id} has no handler as its solution`);

    it("is not won by the handler that it begins with", () => {
      expect(defended(level)).toEqual({ kind: "open" });
    });

    it("is won by its solution", () => {
      expect(defended(level, solution.text)).toEqual({ kind: "won", events: 0 });
    });

    it("cites where its facts are from", () => {
      expect(level.citations.length).toBeGreaterThan(0);
    });
  },
);

/** The level's handler with one line made a comment. */
function without(source: string, line: number): string {
  return source
    .split("\n")
    .map((text, index) => (index + 1 === line ? `# ${text}` : text))
    .join("\n");
}

describe.each(levels.filter(({ role }) => role === "breaker").map((level) => [level.id, level] as const))(
  "%s",
  (_, level) => {
    const { solution } = level.teaching;
    const { win } = level;
    if (solution?.kind !== "schedule" || solution.deletedLine === undefined || win.kind !== "broken")
      throw new Error(`${level.id} has no line and schedule as its solution`);
    const { schedule, deletedLine } = solution;
    const original = sourceOf(level);
    const judged = (text: string, items: readonly ScheduleItem[]): Judgement => {
      const scenario = { ...level.scenario, handler: { kind: "source" as const, text }, schedule: items };
      return judgeRun(level, original, runFacts(viewOf(scenario), text, items));
    };

    it("is won by its solution, and not by the schedule or the deletion alone", () => {
      expect(judged(without(original, deletedLine), schedule).kind).toBe("won");
      expect(judged(without(original, deletedLine), []).kind).toBe("open");
      expect(judged(original, schedule).kind).toBe("foul");
    });

    it("has a par that nothing beats, whatever line is deleted", { timeout: 120_000 }, () => {
      const { par = 0 } = level;
      expect(judged(without(original, deletedLine), schedule)).toEqual({ kind: "won", events: par });
      const beaten = original.split("\n").flatMap((text, index) => {
        const tried = boot({ ...level.scenario, handler: { kind: "source", text: without(original, index + 1) } });
        if (!tried.ok) return [];
        const { violations } = search(tried.program, bounds(par - 1, 1));
        return violations.some(({ property }) => win.properties.includes(property)) ? [text] : [];
      });
      expect(beaten).toEqual([]);
    });
  },
);

it("a learner's own schedule does not count what the level gives", () => {
  const [level] = levels;
  if (level === undefined) throw new Error("no level");
  const { items } = parseSchedule("nmi@workload");
  const given = { ...level, scenario: { ...level.scenario, schedule: items } };
  const facts = { source: "x", schedule: [...items, nmiAt(3)], broken: [], seen: ["nmi-merged"] as const };
  expect(judgeRun(given, "x", facts)).toEqual({ kind: "won", events: 1 });
});
