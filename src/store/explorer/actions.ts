// What the user does with the search: bounds, ask, stop, hold; and asking again
// by itself when the program changes. Answers to older questions are dropped.

import type { StoreApi } from "zustand/vanilla";

import type { ExplorerAnswer, ExplorerProgress, ExplorerQuestion } from "../../protocol/exploration.ts";
import type { ExploreBounds, SearchMode } from "../../session/views/exploration.ts";
import type { Surroundings } from "../connection.ts";
import type { SourceActions } from "../source-actions.ts";
import type { PageState } from "../state.ts";
import { NOT_ASSEMBLING } from "../texts/notices.ts";
import { exploredOf } from "./answer.ts";
import { type ExplorerLine, reasonOf } from "./line.ts";
import { heatSubjectOf, subjectOf, workloadsOf } from "./selectors.ts";
import {
  INTERACTIVE_BOUNDS,
  MOST_EVENTS,
  MOST_STATES,
  MOST_STATES_AFTER_EDIT,
  type Explored,
  type ExplorerState,
  type ExploringQuestion,
  type Running,
  withinBounds,
} from "./state.ts";
import type { ExplorerTasks } from "./tasks.ts";

/** Typing has its own pause before the text is assembled. */
const EDIT_PAUSE_MS = 150;
/** What is over sooner leaves the page as it is. */
const SHOWN_AFTER_MS = 300;

const LARGEST: ExploreBounds = {
  nmis: MOST_EVENTS,
  faults: MOST_EVENTS,
  machineChecks: MOST_EVENTS,
  debugExceptions: MOST_EVENTS,
  breakpoints: MOST_EVENTS,
  faultPoints: "lazy",
};

export class ExplorerActions {
  #stopPause: (() => void) | undefined;

  constructor(
    private readonly store: StoreApi<PageState>,
    private readonly source: SourceActions,
    private readonly line: ExplorerLine,
    private readonly tasks: () => Promise<ExplorerTasks>,
    private readonly surroundings: Surroundings,
  ) {}

  setBounds(bounds: Partial<ExploreBounds>, goesFurther = this.#state.goesFurther && bounds.nmis === undefined): void {
    this.#set({ bounds: withinBounds({ ...this.#state.bounds, ...bounds }, LARGEST), goesFurther });
  }

  setMode(mode: SearchMode): void {
    this.#set({ mode });
  }

  setAllWorkloads(allWorkloads: boolean): void {
    this.#set({ allWorkloads });
  }

  setFollows(follows: boolean): void {
    this.#set({ follows });
    this.noteChange();
  }

  /** Tries every schedule within the chosen bounds. Undefined: no answer, and the state says why. */
  async explore(): Promise<Explored | undefined> {
    await this.source.apply();
    if (this.store.getState().program?.assembled === false) {
      this.#set({ failure: NOT_ASSEMBLING });
      return undefined;
    }
    // What the page was about to ask by itself would take its place.
    this.#stopPause?.();
    return this.#ask(this.#state.bounds, false);
  }

  /** Asked by the page itself: the chosen bounds as far as an answer comes at once. */
  async exploreQuietly(): Promise<void> {
    await this.#ask(withinBounds(this.#state.bounds, INTERACTIVE_BOUNDS), true);
  }

  /** Ends what runs; what it has found so far is kept. */
  stop(): void {
    this.#stopPause?.();
    this.line.cancel();
  }

  /** The search that was stopped goes on. */
  async goOn(): Promise<Explored | undefined> {
    const { result } = this.#state;
    if (result?.canGoOn !== true) return undefined;
    const { bounds, workloads, subject, automatic, mode } = result;
    const question = { bounds, workloads, subject, automatic, ...(mode === undefined ? {} : { mode }) };
    return this.#run(question, { kind: "go-on" }, result.seconds * 1000);
  }

  /** Stands still, or goes on. */
  hold(held: boolean): void {
    const { running } = this.#state;
    if (running === undefined || (running.since === undefined) === held) return;
    this.line.hold(held);
    const since = held ? undefined : this.surroundings.now();
    this.#set({ running: { ...running, worked: this.#worked(running), since } });
  }

  /** The state changed: another program is another question. */
  noteChange(): void {
    const { follows, running, result, heat, failure } = this.#state;
    if (!follows || failure !== undefined) return;
    const before = running ?? result;
    const state = this.store.getState();
    const subject = subjectOf(state);
    if (before === undefined || subject === undefined) return;
    const isSame = subject === before.subject;
    const hasHeat = running !== undefined || heat === undefined || heat.subject === heatSubjectOf(state);
    if (isSame && hasHeat) return;
    this.#stopPause?.();
    this.#stopPause = this.surroundings.after(EDIT_PAUSE_MS, () => {
      if (subjectOf(this.store.getState()) !== subject) return;
      if (isSame) void this.tasks().then((tasks) => tasks.makeHeat());
      else void this.#ask(withinBounds(this.#state.bounds, INTERACTIVE_BOUNDS), true);
    });
  }

  get #state(): ExplorerState {
    return this.store.getState().explorer;
  }

  #set(change: Partial<ExplorerState>): void {
    this.store.setState((state) => ({ explorer: { ...state.explorer, ...change } }));
  }

  async #ask(bounds: ExploreBounds, automatic: boolean): Promise<Explored | undefined> {
    const state = this.store.getState();
    const subject = subjectOf(state);
    const { scenario } = state;
    if (scenario === undefined || subject === undefined) return undefined;
    const workloads = workloadsOf(state);
    const mode = automatic ? "hash" : state.explorer.mode;
    const question: ExploringQuestion = { bounds, workloads, subject, automatic, mode };
    const maxStates = automatic ? MOST_STATES_AFTER_EDIT : MOST_STATES;
    const further = !automatic && state.explorer.goesFurther;
    return this.#run(question, { kind: "explore", scenario, workloads, bounds, maxStates, mode, further }, 0);
  }

  /** `worked`: milliseconds before. */
  async #run(question: ExploringQuestion, asked: ExplorerQuestion, worked: number): Promise<Explored | undefined> {
    const { subject, bounds } = question;
    const since = this.surroundings.now();
    const running: Running = { ...question, progress: undefined, perSecond: 0, isLong: false, worked, since };
    this.#set({ running, task: undefined, failure: undefined });
    this.surroundings.after(SHOWN_AFTER_MS, () => {
      const now = this.#state.running;
      if (now?.subject === subject && now.bounds === bounds) this.#set({ running: { ...now, isLong: true } });
    });
    try {
      const answer = await this.line.ask(asked, (progress) => this.#note(progress));
      if (answer?.kind === "nothing-stopped") {
        this.#set({ running: undefined });
        return this.#ask(bounds, false);
      }
      return answer === undefined ? undefined : this.#take(question, answer);
    } catch (failure) {
      this.#set({ running: undefined, failure: reasonOf(failure) });
      return undefined;
    }
  }

  #take(question: ExploringQuestion, answer: ExplorerAnswer): Explored | undefined {
    const { running } = this.#state;
    const worked = running === undefined ? 0 : this.#worked(running);
    const result =
      answer.kind === "explored"
        ? exploredOf(question, answer.parts, worked, answer.canGoOn ?? false)
        : this.#state.result;
    this.#set({ running: undefined, result, opened: undefined });
    this.noteChange();
    void this.tasks().then((tasks) => tasks.makeHeat());
    return result;
  }

  #note(progress: ExplorerProgress): void {
    const { running } = this.#state;
    if (running === undefined || progress.kind !== "searching") return;
    const perSecond = (progress.states * 1000) / Math.max(1, this.#worked(running));
    this.#set({ running: { ...running, progress, perSecond } });
  }

  /** Milliseconds, without those in which it was held. */
  #worked({ worked, since }: Running): number {
    return worked + (since === undefined ? 0 : this.surroundings.now() - since);
  }
}
