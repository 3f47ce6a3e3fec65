// Playing levels: open, judge after each run, hints, solution, leave. What the
// page held before a level stays as it was and comes back.

import type { StoreApi } from "zustand/vanilla";

import type { Judgement } from "../scenario/level/judge.ts";
import type { Level } from "../scenario/level/level.ts";
import type { ScheduleItem } from "../scenario/scenario.ts";
import { putBack } from "../scenario/level/locked.ts";
import type { Surroundings } from "./connection.ts";
import type { ExplorerActions } from "./explorer/actions.ts";
import { dropAttempt, findAttempt, keepAttempt, type Attempt } from "./level-attempts.ts";
import type { MachineActions } from "./machine-actions.ts";
import type { Opening } from "./opening.ts";
import { mergeProgress, parseProgress, printProgress, readProgress, writeProgress } from "./progress.ts";
import type { SourceActions } from "./source-actions.ts";
import type { PageState } from "./state.ts";
import { LEVEL_TEXTS } from "./texts/levels.ts";

export interface LevelPorts {
  readonly machine: MachineActions;
  readonly source: SourceActions;
  readonly explorer: ExplorerActions;
  readonly opening: Opening;
  readonly surroundings: Surroundings;
  /** Loaded when first asked for: most visits play no level. */
  readonly builtIn: () => Promise<readonly Level[]>;
}

const same = (a: readonly ScheduleItem[], b: readonly ScheduleItem[]): boolean =>
  JSON.stringify(a) === JSON.stringify(b);

const OPEN: Judgement = { kind: "open" };

export class LevelActions {
  constructor(
    private readonly store: StoreApi<PageState>,
    private readonly ports: LevelPorts,
  ) {
    store.setState({ progress: readProgress(ports.surroundings.storage) });
    store.subscribe((state, before) => {
      if (state.level === undefined) return;
      if (state.sourceText !== before.sourceText || state.scenario !== before.scenario) this.#keepAttempt(state);
      const isOtherText = state.program !== before.program;
      const isOtherRun = state.run !== before.run || state.scenario !== before.scenario;
      if (isOtherText || isOtherRun || state.explorer.result !== before.explorer.result) void this.#judge();
      if (isOtherText) this.#tryQuietly();
    });
  }

  /** `#level=ID` or `#level1...`; false: the fragment is about something else. */
  async openFragment(fragment: string): Promise<boolean> {
    const named = /^#level=([\w-]+)$/.exec(fragment)?.[1];
    if (named !== undefined) return this.openNamed(named);
    if (!fragment.includes("level")) return false;
    // Loaded with the first such link: most visits bring none.
    const { isLevelLink, openLevelLink } = await import("../scenario/level/level-link.ts");
    if (!isLevelLink(fragment)) return false;
    const read = await openLevelLink(fragment);
    if (read.ok) await this.open(read.level);
    else this.store.setState({ notice: read.failure.message });
    return true;
  }

  async openNamed(id: string): Promise<boolean> {
    await this.list();
    const level = this.store.getState().levels.find((candidate) => candidate.id === id);
    if (level === undefined) this.store.setState({ notice: LEVEL_TEXTS.noSuchLevel(id) });
    else await this.open(level);
    return true;
  }

  async openFile(text: string): Promise<void> {
    const { readLevelFile } = await import("../scenario/level/read-level.ts");
    const read = await readLevelFile(text);
    if (read.ok) await this.open(read.level);
    else this.store.setState({ notice: read.failure.message });
  }

  /** Loads the built-in levels into the state. */
  async list(): Promise<void> {
    if (this.store.getState().levels.length === 0) this.store.setState({ levels: await this.ports.builtIn() });
  }

  async open(level: Level): Promise<void> {
    this.store.setState({ dialog: undefined });
    await this.list();
    const { level: playing, explorer } = this.store.getState();
    const { bounds, goesFurther } = explorer;
    await this.ports.opening.save();
    const before = playing === undefined ? this.ports.opening.present() : playing.before;
    const at = this.store.getState().levels.findIndex(({ id }) => id === level.id);
    // Until it runs there is nothing to judge, and nothing of the level may be kept as a draft.
    this.#set({
      level,
      number: at < 0 ? undefined : at,
      original: "",
      originalCode: undefined,
      hints: 0,
      solutionShown: false,
      judgement: OPEN,
      best: undefined,
      before,
      boundsBefore: playing === undefined ? { bounds, goesFurther } : playing.boundsBefore,
    });
    this.#setBounds(level);
    this.store.setState({ sideTab: "level", phoneTab: "schedule" });
    await this.ports.machine.open({ scenario: level.scenario, position: 0 });
    const { level: play, program } = this.store.getState();
    if (play?.level !== level) return;
    const original = program?.source ?? "";
    const attempt = findAttempt(this.ports.surroundings.storage, level.id, original);
    this.#set({ ...play, original, originalCode: program });
    if (attempt !== undefined) await this.#goOn(level, attempt);
  }

  /** With what was tried on an earlier visit. */
  async #goOn(level: Level, { original, text, schedule }: Attempt): Promise<void> {
    const own = text === original ? level.scenario : { ...level.scenario, handler: { kind: "source" as const, text } };
    await this.ports.machine.open({ scenario: { ...own, schedule }, position: 0 });
    this.store.setState({ notice: LEVEL_TEXTS.attemptIsBack });
  }

  /** Until it is won; what is as the learner found it, or shown as the solution, is no attempt. */
  #keepAttempt({ level: play, sourceText, scenario }: PageState): void {
    const { storage } = this.ports.surroundings;
    if (play === undefined || play.original === "" || play.solutionShown || scenario === undefined) return;
    const { id, scenario: begun } = play.level;
    const isAsFound = sourceText === play.original && same(scenario.schedule, begun.schedule);
    if (isAsFound) dropAttempt(storage, id);
    else keepAttempt(storage, { id, original: play.original, text: sourceText, schedule: scenario.schedule });
  }

  /** The explorer plays against the learner's handler, within the level's bounds. */
  async tryExplorer(): Promise<void> {
    const level = this.store.getState().level?.level;
    if (level?.win.kind !== "holds") return;
    this.#setBounds(level);
    await this.ports.explorer.explore();
  }

  /** Locked lines as they were; the learner's own stay. */
  async putBack(): Promise<void> {
    const { level: play, sourceText } = this.store.getState();
    if (play !== undefined) await this.ports.source.replace(putBack(play.level.editable, play.original, sourceText));
  }

  next(): Promise<void> {
    const { level: play, levels } = this.store.getState();
    const following = play?.number === undefined ? undefined : levels[play.number + 1];
    return following === undefined ? Promise.resolve() : this.open(following);
  }

  reset(): Promise<void> {
    const play = this.store.getState().level;
    return play === undefined
      ? Promise.resolve()
      : this.ports.machine.open({ scenario: play.level.scenario, position: 0 });
  }

  hint(): void {
    const play = this.store.getState().level;
    if (play !== undefined) this.#set({ ...play, hints: Math.min(play.hints + 1, play.level.teaching.hints.length) });
  }

  /** Shows it, and plays it. */
  async solve(): Promise<void> {
    const play = this.store.getState().level;
    const solution = play?.level.teaching.solution;
    if (play === undefined || solution === undefined) return;
    this.#set({ ...play, solutionShown: true });
    const { scenario } = play.level;
    const solved =
      solution.kind === "source"
        ? { ...scenario, handler: { kind: "source" as const, text: solution.text } }
        : { ...scenario, schedule: [...scenario.schedule, ...solution.schedule] };
    await this.ports.machine.open({ scenario: solved, position: 0 });
  }

  async leave(): Promise<void> {
    const play = this.store.getState().level;
    if (play === undefined) return;
    this.store.setState({ level: undefined, sideTab: "schedule" });
    this.ports.explorer.setBounds(play.boundsBefore.bounds, play.boundsBefore.goesFurther);
    if (play.before !== undefined) await this.ports.machine.open(play.before);
  }

  saveProgress(): void {
    const bytes = new TextEncoder().encode(printProgress(this.store.getState().progress));
    this.ports.surroundings.saveFile("nmi-stepper-progress.json", bytes);
  }

  loadProgress(text: string): void {
    const theirs = parseProgress(text);
    if (theirs === undefined) {
      this.store.setState({ notice: LEVEL_TEXTS.noProgressFile });
      return;
    }
    this.#keep(mergeProgress(this.store.getState().progress, theirs));
  }

  #setBounds({ win }: Level): void {
    if (win.kind !== "holds") return;
    this.ports.explorer.setAllWorkloads(false);
    this.ports.explorer.setBounds({ ...win.bounds, faultPoints: "lazy" });
  }

  /** After an edit, if the answer comes at once; else the learner asks for it. */
  #tryQuietly(): void {
    const { level: play, program, explorer } = this.store.getState();
    if (play?.level.win.kind !== "holds" || play.original === "" || program === undefined) return;
    if (!explorer.follows || !program.assembled || program.source === play.original) return;
    // Once it has been asked, the explorer follows the text by itself.
    if (explorer.running !== undefined || explorer.result !== undefined) return;
    void this.ports.explorer.exploreQuietly();
  }

  /** Not what is only tried while an event is dragged. */
  async #judge(): Promise<void> {
    if (this.store.getState().dragged !== undefined) return;
    // Loaded with the first level.
    const { judgePlay } = await import("./level-judging.ts");
    const state = this.store.getState();
    const play = state.level;
    const judgement = play === undefined ? undefined : judgePlay(play, state);
    if (play === undefined || judgement === undefined) return;
    if (JSON.stringify(judgement) === JSON.stringify(play.judgement)) return;
    const own = !play.solutionShown;
    const best = judgement.kind === "won" && own ? Math.min(judgement.events, play.best ?? Infinity) : play.best;
    this.#set({ ...play, judgement, best });
    if (judgement.kind === "won" && own) {
      this.#keep(mergeProgress(this.store.getState().progress, { [play.level.id]: judgement.events }));
      dropAttempt(this.ports.surroundings.storage, play.level.id);
    }
  }

  #keep(progress: PageState["progress"]): void {
    this.store.setState({ progress });
    writeProgress(this.ports.surroundings.storage, progress);
  }

  #set(level: PageState["level"]): void {
    this.store.setState({ level });
  }
}
