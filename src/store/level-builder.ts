// Making a level of what the page shows: the draft, what was recorded, whether the
// solution wins and what par is. Judged on machines of its own: the user's work is
// not touched. Loaded when first asked for.

import type { StoreApi } from "zustand/vanilla";

import type { ExplorerAnswer, ExplorerQuestion } from "../protocol/exploration.ts";
import { levelOfDraft, type Drafted, type LevelDraft } from "../scenario/level/draft.ts";
import { deletedLine } from "../scenario/level/deleted.ts";
import { judgeExploration, judgeRun, type Judgement } from "../scenario/level/judge.ts";
import type { Level, Solution } from "../scenario/level/level.ts";
import { makeLevelLink } from "../scenario/level/level-link.ts";
import { writeLevelFile } from "../scenario/level/read-level.ts";
import type { Scenario, ScheduleItem } from "../scenario/scenario.ts";
import { printSchedule } from "../scenario/schedule.ts";
import type { ExploreBounds, ExploredPart } from "../session/views/exploration.ts";
import type { Connect, Surroundings } from "./connection.ts";
import { MOST_STATES_AFTER_EDIT } from "./explorer/state.ts";
import type { ConnectExplorer } from "./explorer/line.ts";
import type { LevelActions } from "./level-actions.ts";
import type { Opening } from "./opening.ts";
import { factsOf } from "./level-judging.ts";
import { runFacts } from "./run-facts.ts";
import type { PageState } from "./state.ts";
import { LEVEL_BUILDER_TEXTS as TEXTS } from "./texts/level-builder.ts";
import { saved } from "./texts/saved.ts";

export { LEVEL_EVENTS, type LevelDraft } from "../scenario/level/draft.ts";
export { ROLES, WITNESSES } from "../scenario/level/level.ts";

export interface BuilderPorts {
  readonly connect: Connect;
  readonly connectExplorer: ConnectExplorer | undefined;
  readonly surroundings: Surroundings;
  readonly opening: Opening;
  readonly levels: LevelActions;
}

/** Whether it is as wished, in a sentence. */
export interface Said {
  readonly ok: boolean;
  readonly text: string;
}

export class LevelBuilder {
  constructor(
    private readonly store: StoreApi<PageState>,
    private readonly ports: BuilderPorts,
  ) {}

  /** The draft that there is, or a new one of the present scenario. */
  open(): void {
    if (this.store.getState().levelDraft === undefined) this.restart();
  }

  /** What the page holds now is what the learner begins with; its events are the first solution. */
  restart(): void {
    const { program, run, levelDraft } = this.store.getState();
    const present = this.ports.opening.present()?.scenario;
    if (present === undefined || program === undefined) return;
    const broken = run?.properties.find(({ brokenAt }) => brokenAt !== undefined)?.property;
    const { schedule } = present;
    this.store.setState({
      levelDraft: {
        ...(levelDraft ?? EMPTY),
        properties: broken === undefined ? [] : [broken],
        base: { ...present, schedule: [] },
        original: program.source,
        solution: schedule.length === 0 ? undefined : { kind: "schedule", schedule },
        par: undefined,
      },
    });
  }

  change(change: Partial<LevelDraft>): void {
    const draft = this.store.getState().levelDraft;
    if (draft !== undefined) this.store.setState({ levelDraft: { ...draft, ...change } });
  }

  /** The schedule played, or the text written, becomes the solution. */
  record(): Said {
    const { levelDraft: draft, sourceText } = this.store.getState();
    const present = this.ports.opening.present()?.scenario;
    if (draft === undefined || present === undefined) return { ok: false, text: TEXTS.nothingToRecord };
    const solution = recorded(draft, present, sourceText);
    if (typeof solution === "string") return { ok: false, text: solution };
    this.change({ solution, par: undefined });
    return { ok: true, text: TEXTS.recorded(solutionWords(solution)) };
  }

  drafted(): Promise<Drafted> {
    const draft = this.store.getState().levelDraft;
    return draft === undefined ? Promise.resolve({ ok: false, problems: [TEXTS.noDraft] }) : levelOfDraft(draft);
  }

  /** The machine plays the solution: does it win, and does doing nothing not win? */
  async check(): Promise<Said> {
    const drafted = await this.drafted();
    if (!drafted.ok) return { ok: false, text: drafted.problems.join(" ") };
    const { level } = drafted;
    const { solution } = level.teaching;
    if (solution === undefined) return { ok: false, text: TEXTS.noSolution };
    const judged = await this.#judge(level, solution);
    if (judged.kind === "foul") return { ok: false, text: TEXTS.notAllowed(judged.reason) };
    if (judged.kind === "open") return { ok: false, text: TEXTS.doesNotWin };
    const idle = await this.#judge(level, idleOf(level));
    if (idle.kind === "won") return { ok: false, text: TEXTS.wonByNothing };
    return { ok: true, text: TEXTS.wins };
  }

  /** The fewest events of a win, among all schedules with as many as the solution has. */
  async provePar(): Promise<Said> {
    const drafted = await this.drafted();
    if (!drafted.ok) return { ok: false, text: drafted.problems.join(" ") };
    const { level } = drafted;
    const { solution } = level.teaching;
    const refusal = cannotProve(level);
    if (refusal !== undefined || solution?.kind !== "schedule") return { ok: false, text: refusal ?? TEXTS.noSchedule };
    const events = solution.schedule.filter(({ off }) => off !== true).length;
    const may = (event: string): boolean => level.events.includes(event);
    const parts = await this.#explore(level.scenario, {
      nmis: may("nmi") ? events : 0,
      faults: may("pf") ? events : 1,
      machineChecks: may("mc") ? events : 0,
      faultPoints: may("pf") ? "anywhere" : "lazy",
    });
    const best = shortest(level, parts);
    if (best === undefined || best.injections > events) {
      return { ok: false, text: TEXTS.winNotFound };
    }
    if (best.injections < events) {
      return { ok: false, text: TEXTS.shorterWay(printSchedule(best.schedule)) };
    }
    if (!complete(parts)) return { ok: false, text: TEXTS.notAllTried };
    this.change({ par: events });
    return { ok: true, text: TEXTS.par(events) };
  }

  /** The whole address, or why there is none. The teaching is sealed. */
  async link(address: string): Promise<Said> {
    const drafted = await this.drafted();
    if (!drafted.ok) return { ok: false, text: drafted.problems.join(" ") };
    const linked = await makeLevelLink(drafted.level);
    return linked.ok
      ? { ok: true, text: address.replace(/#.*$/, "") + linked.fragment }
      : { ok: false, text: linked.failure.message };
  }

  async save(): Promise<Said> {
    const drafted = await this.drafted();
    if (!drafted.ok) return { ok: false, text: drafted.problems.join(" ") };
    const name = `${drafted.level.id}.level.json`;
    const text = await writeLevelFile(drafted.level, true);
    this.ports.surroundings.saveFile(name, new TextEncoder().encode(text));
    return { ok: true, text: saved(name) };
  }

  /** As a learner will see it; leaving gives back what the page holds now. */
  async preview(): Promise<Said> {
    const drafted = await this.drafted();
    if (!drafted.ok) return { ok: false, text: drafted.problems.join(" ") };
    await this.ports.levels.open(drafted.level);
    return { ok: true, text: "" };
  }

  async #judge(level: Level, solution: Solution): Promise<Judgement> {
    const { original = "" } = this.store.getState().levelDraft ?? {};
    const scenario = solved(level, solution, original);
    const connection = this.ports.connect({ onProgress: () => undefined, onDead: () => undefined });
    try {
      const reply = await connection.request({ kind: "open", scenario, position: 0 });
      const update = reply.kind === "views" ? reply.update : undefined;
      if (update?.program?.assembled !== true || update.run === undefined) {
        return { kind: "foul", reason: TEXTS.handlerNotAssembling };
      }
      const { source } = update.program;
      if (level.win.kind !== "holds") return judgeRun(level, original, runFacts(update.run, source, scenario.schedule));
      const { bounds } = level.win;
      const begun = await connection.request({ kind: "assemble", text: original });
      if (begun.kind !== "tried") return { kind: "foul", reason: TEXTS.beginningNotAssembling };
      const parts = await this.#explore(scenario, { ...bounds, faultPoints: "lazy" });
      const isBroken = parts.some(({ report }) => report.violations.length > 0);
      const verdict = isBroken ? "violated" : complete(parts) ? "holds" : "incomplete";
      const edited = { text: source, code: update.program };
      return judgeExploration(
        level,
        { text: original, code: begun.program },
        edited,
        factsOf(parts, { verdict, bounds }),
      );
    } finally {
      connection.close();
    }
  }

  async #explore(scenario: Scenario, bounds: ExploreBounds): Promise<readonly ExploredPart[]> {
    const connection = this.ports.connectExplorer?.({ onProgress: () => undefined, onDead: () => undefined });
    if (connection === undefined) throw new Error("this page has no explorer");
    const workloads = [scenario.workload];
    const question: ExplorerQuestion = {
      kind: "explore",
      scenario,
      workloads,
      bounds,
      maxStates: MOST_STATES_AFTER_EDIT,
    };
    try {
      const answer: ExplorerAnswer = await connection.request(question);
      return answer.kind === "explored" ? answer.parts : [];
    } finally {
      connection.close();
    }
  }
}

function recorded(draft: LevelDraft, present: Scenario, text: string): Solution | string {
  if (draft.role === "defender") {
    return text === draft.original ? TEXTS.unmended : { kind: "source", text };
  }
  const schedule = present.schedule.filter(({ off }) => off !== true);
  if (schedule.length === 0) return TEXTS.noEventSent;
  if (draft.role === "attacker") {
    return text === draft.original ? { kind: "schedule", schedule } : TEXTS.attackerChangedHandler;
  }
  const line = deletedLine(draft.original, text);
  return line === undefined ? TEXTS.notOneDeleted : { kind: "schedule", schedule, deletedLine: line };
}

export function solutionWords(solution: Solution): string {
  if (solution.kind === "source") return TEXTS.handlerOf(solution.text.split("\n").length);
  const { deletedLine: line, schedule } = solution;
  return TEXTS.schedule(printSchedule(schedule), line);
}

function solved(level: Level, solution: Solution, original: string): Scenario {
  const { scenario } = level;
  if (solution.kind === "source") return { ...scenario, handler: { kind: "source", text: solution.text } };
  const schedule = [...scenario.schedule, ...solution.schedule];
  if (solution.deletedLine === undefined) return { ...scenario, schedule };
  const text = original.split("\n").map((line, index) => (index + 1 === solution.deletedLine ? `# ${line}` : line));
  return { ...scenario, schedule, handler: { kind: "source", text: text.join("\n") } };
}

/** What a learner has done who has done nothing. */
function idleOf({ scenario, win }: Level): Solution {
  if (win.kind === "holds" && scenario.handler.kind === "source")
    return { kind: "source", text: scenario.handler.text };
  return { kind: "schedule", schedule: [] };
}

function cannotProve({ role, win, events }: Level): string | undefined {
  if (role === "defender") return TEXTS.defenderHasNoPar;
  if (role === "breaker") return TEXTS.breakerHasNoPar;
  if (win.kind === "seen" && win.witness === "nmi-merged") return TEXTS.mergedNotSearched;
  const other = events.find((event) => event === "db" || event === "bp");
  return other === undefined ? undefined : TEXTS.eventNotSent(other);
}

interface Way {
  readonly injections: number;
  readonly schedule: readonly ScheduleItem[];
}

function shortest({ win }: Level, parts: readonly ExploredPart[]): Way | undefined {
  const name = win.kind === "seen" ? (win.witness === "nmi-nested" ? "nesting" : "latched") : undefined;
  const found = parts.flatMap(({ report }): readonly Way[] =>
    win.kind === "broken"
      ? report.violations.filter(({ property }) => win.properties.includes(property))
      : report.exercised.witnesses.filter((witness) => witness.name === name),
  );
  return found.toSorted((a, b) => a.injections - b.injections)[0];
}

function complete(parts: readonly ExploredPart[]): boolean {
  return (
    parts.length > 0 &&
    parts.every(({ report, stopped }) => !stopped && report.limits.length + report.unconfirmed.length === 0)
  );
}

const EMPTY: LevelDraft = {
  title: "",
  goal: "",
  role: "attacker",
  introduction: "",
  explanation: "",
  hints: ["", "", ""],
  winKind: "broken",
  properties: [],
  witness: "nmi-nested",
  bounds: { nmis: 2, faults: 1, machineChecks: 0 },
  events: ["nmi"],
  mostEvents: 5,
  editable: "",
  base: { handler: { kind: "source", text: "" }, workload: "kernel", body: "touch", options: {}, schedule: [] },
  original: "",
  solution: undefined,
  par: undefined,
};
