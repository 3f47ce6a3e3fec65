// A level from its JSON, or what is wrong with it and where. Nothing here throws
// on any text.

import * as v from "valibot";

import { MAX_FILE_CHARACTERS } from "../file.ts";
import { toContent, versionOf } from "../link/content.ts";
import { failed, invalid, type Failed } from "../link/failure.ts";
import { newer, readContent } from "../link/read.ts";
import { CURRENT_VERSION } from "../link/upgrades.ts";
import type { ScheduleItem } from "../scenario.ts";
import { parseItem, printItem } from "../schedule.ts";
import type { Level, Solution, Teaching } from "./level.ts";
import { seal, unseal } from "./sealed.ts";
import { LEVEL_V1, LEVEL_V1_TEACHING, type LevelV1, type LevelV1Teaching } from "./shape-v1.ts";
import { LEVEL_FILE_TEXTS } from "../texts/level-files.ts";
import { CONTENT_TEXTS, SCENARIO_FILE_TEXTS } from "../texts/links.ts";

export const LEVEL_VERSION = 1;

export type ReadLevel = { readonly ok: true; readonly level: Level } | Failed;

/** Whether a text is meant as a level rather than as a scenario or a program. */
export function looksLikeLevel(text: string): boolean {
  return /^\s*\{/.test(text) && /"level"\s*:/.test(text.slice(0, 2000));
}

export async function readLevelFile(text: string): Promise<ReadLevel> {
  if (text.length > MAX_FILE_CHARACTERS) {
    return failed("too-large", LEVEL_FILE_TEXTS.tooLarge(MAX_FILE_CHARACTERS));
  }
  try {
    return await readLevel(JSON.parse(text));
  } catch (error) {
    return failed("damaged", SCENARIO_FILE_TEXTS.notJson(error instanceof Error ? error.message : undefined));
  }
}

/** Content already parsed as JSON. */
export async function readLevel(content: unknown): Promise<ReadLevel> {
  const version = typeof content === "object" && content !== null && "level" in content ? content.level : undefined;
  if (typeof version === "number" && version > LEVEL_VERSION) {
    return failed("newer-version", LEVEL_FILE_TEXTS.newer(version, LEVEL_VERSION), { version });
  }
  const read = v.safeParse(LEVEL_V1, content);
  if (!read.success) return invalidIssue(read.issues[0]);
  return fromV1(read.output);
}

function invalidIssue(issue: v.BaseIssue<unknown>): Failed {
  return invalid(v.getDotPath(issue) ?? "", issue.message);
}

async function fromV1(stored: LevelV1): Promise<ReadLevel> {
  const scenario = readScenario(stored.scenario);
  if (!scenario.ok) return inScenario(scenario);
  const teaching = await teachingOf(stored);
  if ("ok" in teaching) return teaching;
  const { id, title, goal, role, win, par } = stored;
  if ((role === "defender") !== (win.kind === "holds")) {
    return invalid("win", LEVEL_FILE_TEXTS.badWin);
  }
  return {
    ok: true,
    level: {
      id,
      title,
      goal,
      role,
      introduction: stored.introduction ?? [],
      scenario: scenario.shared.scenario,
      events: stored.events ?? (role === "defender" ? [] : ["nmi"]),
      mostEvents: stored.mostEvents ?? 10,
      editable: stored.editable ?? (role === "attacker" ? [] : undefined),
      win:
        win.kind === "holds"
          ? { kind: "holds", bounds: { ...win.bounds, machineChecks: win.bounds.machineChecks ?? 0 } }
          : win,
      par,
      teaching,
      citations: stored.citations ?? [],
    },
  };
}

/** `source` as a list of lines is for people who write levels by hand. */
function readScenario(stored: LevelV1["scenario"]): ReturnType<typeof readContent> {
  const { version, handler, ...rest } = stored as LevelV1["scenario"] & { readonly handler?: unknown };
  if (version > CURRENT_VERSION) return newer(version, stored);
  const isObject = typeof handler === "object" && handler !== null && "source" in handler;
  const whole =
    isObject && Array.isArray(handler.source) ? { ...handler, source: `${handler.source.join("\n")}\n` } : handler;
  return readContent({ ...rest, handler: whole }, version);
}

function inScenario({ failure }: Failed): Failed {
  return { ok: false, failure: { ...failure, message: LEVEL_FILE_TEXTS.inScenario(failure.message) } };
}

async function teachingOf({ id, teaching, sealed }: LevelV1): Promise<Teaching | Failed> {
  if (sealed === undefined) return fromTeaching(teaching ?? {});
  const json = await unseal(sealed, id);
  const read = v.safeParse(LEVEL_V1_TEACHING, json === undefined ? undefined : parse(json));
  return read.success ? fromTeaching(read.output) : invalid("sealed", LEVEL_FILE_TEXTS.badSeal);
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

function fromTeaching({ hints, solution, explanation }: LevelV1Teaching): Teaching | Failed {
  let read: Solution | undefined;
  if (solution !== undefined && "source" in solution)
    read = { kind: "source", text: `${solution.source.join("\n")}\n` };
  else if (solution !== undefined) {
    const schedule: ScheduleItem[] = [];
    for (const [index, item] of solution.schedule.entries()) {
      const parsed = parseItem(item);
      if (!parsed.ok) return invalid(`teaching.solution.schedule[${index}]`, CONTENT_TEXTS.noItem);
      schedule.push(parsed.value);
    }
    const { deletedLine } = solution;
    read = { kind: "schedule", schedule, ...(deletedLine === undefined ? {} : { deletedLine }) };
  }
  return { hints: hints ?? [], solution: read, explanation: explanation ?? [] };
}

/** The level as content of today's version; `sealed`: its teaching is not to be read by looking. */
export async function toLevelContent(level: Level, sealed: boolean): Promise<LevelV1> {
  const { id, title, goal, role, introduction, scenario, events, mostEvents, editable, win, par, citations } = level;
  const teaching = toTeaching(level.teaching);
  return {
    level: LEVEL_VERSION,
    id,
    title,
    goal,
    role,
    ...(introduction.length === 0 ? {} : { introduction: [...introduction] }),
    scenario: { version: versionOf(scenario), ...toContent({ scenario, position: 0 }) },
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a level's events are of the shape's words
    events: [...events] as NonNullable<LevelV1["events"]>,
    mostEvents,
    ...(editable === undefined ? {} : { editable: editable.map(([from, to]) => [from, to]) }),
    win: win.kind === "broken" ? { kind: "broken", properties: [...win.properties] } : win,
    ...(par === undefined ? {} : { par }),
    ...(sealed ? { sealed: await seal(JSON.stringify(teaching), id) } : { teaching }),
    ...(citations.length === 0 ? {} : { citations: citations.map((citation) => ({ ...citation })) }),
  };
}

function toTeaching({ hints, solution, explanation }: Teaching): LevelV1Teaching {
  const stored =
    solution === undefined
      ? undefined
      : solution.kind === "source"
        ? { source: solution.text.replace(/\n$/, "").split("\n") }
        : {
            schedule: solution.schedule.map(printItem),
            ...(solution.deletedLine === undefined ? {} : { deletedLine: solution.deletedLine }),
          };
  return { hints: [...hints], ...(stored === undefined ? {} : { solution: stored }), explanation: [...explanation] };
}

export async function writeLevelFile(level: Level, sealed: boolean): Promise<string> {
  return `${JSON.stringify(await toLevelContent(level, sealed), undefined, 2)}\n`;
}
