// A defender's text judged as the page judges it: assembled, explored within the
// level's bounds, and held against what the level began with.
import { judgeExploration, type Judgement, type Written } from "../../../src/scenario/level/judge.ts";
import type { Level } from "../../../src/scenario/level/level.ts";
import type { Scenario } from "../../../src/scenario/scenario.ts";
import { boot, type Program } from "../../../src/session/index.ts";
import { makeProgramView } from "../../../src/session/panels/program-view.ts";
import { factsOf } from "../../../src/store/level-judging.ts";
import { bounds, search } from "../../explore/support.ts";

export function program(scenario: Scenario): Program {
  const booted = boot(scenario);
  if (booted.ok) return booted.program;
  throw new Error(booted.source.diagnostics.map(({ line, message }) => `${line}: ${message}`).join("\n"));
}

function written(scenario: Scenario): Written {
  const code = makeProgramView(boot(scenario));
  return { text: code.source, code };
}

/** `text`: in place of the level's handler; undefined: as it begins. */
export function defended(level: Level, text?: string): Judgement {
  if (level.win.kind !== "holds") throw new Error(`${level.id} is no defender's level`);
  const scenario: Scenario =
    text === undefined ? level.scenario : { ...level.scenario, handler: { kind: "source", text } };
  const { nmis, faults, machineChecks } = level.win.bounds;
  const report = search(program(scenario), bounds(nmis, faults, { machineChecks }));
  const parts = [{ workload: scenario.workload, report, stopped: false }];
  const facts = factsOf(parts, { verdict: report.verdict, bounds: level.win.bounds });
  return judgeExploration(level, written(level.scenario), written(scenario), facts);
}
