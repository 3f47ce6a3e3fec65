// What the user does with the explorer: asks, stops, opens what it found, goes
// back to the own schedule. Its worker starts with the first question; its death
// costs the answer only.

import type { StoreApi } from "zustand/vanilla";

import type { ExplorerAnswer, ExplorerProgress, ExplorerQuestion } from "../../protocol/exploration.ts";
import type { Scenario } from "../../scenario/scenario.ts";
import type { ExploreBounds } from "../../session/views/exploration.ts";
import type { Surroundings } from "../connection.ts";
import type { MachineActions } from "../machine-actions.ts";
import { violationsInOrder } from "../selectors.ts";
import type { SourceActions } from "../source-actions.ts";
import type { PageState } from "../state.ts";
import { exploredOf } from "./answer.ts";
import { isStale, openedViolation, sameSchedule, subjectOf, workloadsOf } from "./selectors.ts";
import {
  INTERACTIVE_BOUNDS,
  MOST_EVENTS,
  type Explored,
  type ExplorerState,
  type ExploringQuestion,
  type PageViolation,
  type Running,
} from "./state.ts";

export interface ExplorerEvents {
  onProgress(progress: ExplorerProgress): void;
  onDead(reason: string): void;
}

export interface ExplorerConnection {
  /** Rejects if the question failed by our own defect. */
  request(question: ExplorerQuestion): Promise<ExplorerAnswer>;
  cancel(): void;
  hold(held: boolean): void;
  close(): void;
}

export type ConnectExplorer = (events: ExplorerEvents) => ExplorerConnection;

/** Typing has its own pause before the text is assembled. */
const EDIT_PAUSE_MS = 150;
/** Tables for so many take 512 MiB; for those after an edit 64 MiB. */
const MOST_STATES = 20_000_000;
const MOST_STATES_AFTER_EDIT = 2_000_000;
/** What is over sooner leaves the page as it is. */
const SHOWN_AFTER_MS = 300;
const KEPT_SCHEDULES = 20;

export class ExplorerActions {
  #connection: ExplorerConnection | undefined;
  /** Answers to older questions are dropped. */
  #asked = 0;
  #stopPause: (() => void) | undefined;

  constructor(
    private readonly store: StoreApi<PageState>,
    private readonly machine: MachineActions,
    private readonly source: SourceActions,
    private readonly connector: ConnectExplorer | undefined,
    private readonly surroundings: Surroundings,
  ) {}

  setBounds(bounds: Partial<ExploreBounds>): void {
    this.#set({ bounds: capped({ ...this.#state.bounds, ...bounds }) });
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
      this.#set({ failure: "The source does not assemble: repair it, or undo the edit." });
      return undefined;
    }
    return this.#ask(this.#state.bounds, false);
  }

  /** Ends what runs; what it has found so far is kept. */
  stop(): void {
    this.#stopPause?.();
    this.#connection?.cancel();
  }

  /** Stands still, or goes on. */
  hold(held: boolean): void {
    const { running } = this.#state;
    if (running === undefined || (running.since === undefined) === held) return;
    this.#connection?.hold(held);
    const since = held ? undefined : this.surroundings.now();
    this.#set({ running: { ...running, worked: this.#worked(running), since } });
  }

  /** The state changed: another program is another question. */
  noteChange(): void {
    const { follows, running, result, failure } = this.#state;
    if (!follows || failure !== undefined) return;
    const before = running ?? result;
    const subject = subjectOf(this.store.getState());
    if (before === undefined || subject === undefined || subject === before.subject) return;
    this.#stopPause?.();
    this.#stopPause = this.surroundings.after(EDIT_PAUSE_MS, () => {
      if (subjectOf(this.store.getState()) === subject) void this.#ask(this.#interactiveBounds(), true);
    });
  }

  /** The counterexample becomes the schedule, one step before the damage. */
  async open(index: number): Promise<void> {
    await this.source.apply();
    const state = this.store.getState();
    const violation = state.explorer.result?.violations[index];
    const { scenario } = state;
    if (violation === undefined || scenario === undefined) {
      this.store.setState({ notice: `There is no explored violation ${index + 1}.` });
      return;
    }
    const stale = isStale(state);
    this.#keep();
    this.#set({ opened: index });
    const { schedule, workload, steps } = violation;
    await this.machine.open({ scenario: { ...scenario, schedule, workload }, position: steps - 1 });
    this.#confirm(violation, stale);
  }

  /** The schedule that a counterexample took the place of. */
  async backToOwn(): Promise<void> {
    await this.source.apply();
    const { scenario } = this.store.getState();
    const kept = this.#state.kept.at(-1);
    if (kept === undefined || scenario === undefined) return;
    this.#set({ kept: this.#state.kept.slice(0, -1) });
    const { schedule, workload, position } = kept;
    await this.machine.open({ scenario: { ...scenario, schedule, workload }, position });
  }

  /** The next bad step of this run; beyond the last one the next counterexample. */
  async goToNext(): Promise<void> {
    const state = this.store.getState();
    const position = state.moment?.position ?? 0;
    const isOnRun = violationsInOrder(state.run).some(({ step }) => step + 1 > position);
    if (isOnRun || !(await this.#openBeside(1))) await this.machine.move("next-violation");
  }

  async goToPrevious(): Promise<void> {
    const state = this.store.getState();
    const position = state.moment?.position ?? 0;
    const isOnRun = violationsInOrder(state.run).some(({ step }) => step + 1 < position);
    if (isOnRun || !(await this.#openBeside(-1))) await this.machine.move("previous-violation");
  }

  /** The next one with another schedule: this run's own bad steps were seen. */
  async #openBeside(by: 1 | -1): Promise<boolean> {
    const state = this.store.getState();
    const violations = state.explorer.result?.violations ?? [];
    const from = openedViolation(state);
    const schedule = from === undefined ? undefined : violations[from]?.schedule;
    let index = (from ?? (by === 1 ? -1 : violations.length)) + by;
    let beside = violations[index];
    while (beside !== undefined && schedule !== undefined && sameSchedule(schedule, beside.schedule))
      beside = violations[(index += by)];
    if (beside === undefined) return false;
    await this.open(index);
    return true;
  }

  get #state(): ExplorerState {
    return this.store.getState().explorer;
  }

  #set(change: Partial<ExplorerState>): void {
    this.store.setState((state) => ({ explorer: { ...state.explorer, ...change } }));
  }

  #interactiveBounds(): ExploreBounds {
    const { nmis, faults, machineChecks, faultPoints } = this.#state.bounds;
    return {
      nmis: Math.min(nmis, INTERACTIVE_BOUNDS.nmis),
      faults: Math.min(faults, INTERACTIVE_BOUNDS.faults),
      machineChecks: Math.min(machineChecks, INTERACTIVE_BOUNDS.machineChecks),
      faultPoints,
    };
  }

  async #ask(bounds: ExploreBounds, automatic: boolean): Promise<Explored | undefined> {
    const state = this.store.getState();
    const subject = subjectOf(state);
    const { scenario, explorer } = state;
    if (scenario === undefined || subject === undefined) return undefined;
    const asked = ++this.#asked;
    if (explorer.running !== undefined) this.#connection?.cancel();
    const workloads = workloadsOf(state);
    const question: ExploringQuestion = { bounds, workloads, subject, automatic };
    const since = this.surroundings.now();
    this.#set({
      running: { ...question, progress: undefined, perSecond: 0, isLong: false, worked: 0, since },
      failure: undefined,
    });
    this.surroundings.after(SHOWN_AFTER_MS, () => {
      const { running } = this.#state;
      if (asked === this.#asked && running !== undefined) this.#set({ running: { ...running, isLong: true } });
    });
    try {
      const answer = await this.#connected().request({
        kind: "explore",
        scenario: bare(scenario),
        workloads,
        bounds,
        maxStates: automatic ? MOST_STATES_AFTER_EDIT : MOST_STATES,
      });
      return asked === this.#asked ? this.#take(question, answer) : undefined;
    } catch (failure) {
      if (asked === this.#asked)
        this.#set({ running: undefined, failure: failure instanceof Error ? failure.message : String(failure) });
      return undefined;
    }
  }

  #take(question: ExploringQuestion, answer: ExplorerAnswer): Explored | undefined {
    const { running } = this.#state;
    const worked = running === undefined ? 0 : this.#worked(running);
    const result = answer.kind === "explored" ? exploredOf(question, answer.parts, worked) : this.#state.result;
    this.#set({ running: undefined, result, opened: undefined });
    this.noteChange();
    return result;
  }

  #note(progress: ExplorerProgress): void {
    const { running } = this.#state;
    if (running === undefined) return;
    const perSecond = (progress.states * 1000) / Math.max(1, this.#worked(running));
    this.#set({ running: { ...running, progress, perSecond } });
  }

  /** Milliseconds, without those in which it was held. */
  #worked({ worked, since }: Running): number {
    return worked + (since === undefined ? 0 : this.surroundings.now() - since);
  }

  #connected(): ExplorerConnection {
    if (this.#connection !== undefined) return this.#connection;
    if (this.connector === undefined) throw new Error("this page has no explorer");
    const opened: ExplorerConnection = this.connector({
      onProgress: (progress) => {
        if (opened === this.#connection) this.#note(progress);
      },
      onDead: (reason) => {
        if (opened === this.#connection) this.#connection = undefined;
        if (this.#state.running !== undefined) this.#set({ running: undefined, failure: reason });
      },
    });
    this.#connection = opened;
    return opened;
  }

  /** Unless it is a counterexample's already, or nothing. */
  #keep(): void {
    const state = this.store.getState();
    const { scenario, moment } = state;
    if (scenario === undefined || openedViolation(state) !== undefined) return;
    const { schedule, workload } = scenario;
    const last = this.#state.kept.at(-1);
    const isKept = last !== undefined && last.workload === workload && sameSchedule(last.schedule, schedule);
    const kept = isKept ? this.#state.kept.slice(0, -1) : this.#state.kept;
    const position = moment?.position ?? 0;
    this.#set({ kept: [...kept, { schedule, workload, position }].slice(-KEPT_SCHEDULES) });
  }

  /** The session's own run must show what was found. */
  #confirm(violation: PageViolation, stale: boolean): void {
    const { run, health } = this.store.getState();
    if (run === undefined || health.kind === "dead") return;
    const { property, steps } = violation;
    if (run.violations.some((shown) => shown.property === property && shown.step === steps - 1)) return;
    const notice = stale
      ? `The program was changed since it was explored: this run does not break ${property} at step ${steps - 1} any more.`
      : `A defect of the explorer, please report it: this run does not break ${property} at step ${steps - 1}.`;
    this.store.setState({ notice });
  }
}

function bare(scenario: Scenario): Scenario {
  return { ...scenario, schedule: [] };
}

function capped(bounds: ExploreBounds): ExploreBounds {
  const within = (value: number): number => Math.min(MOST_EVENTS, Math.max(0, Math.floor(value)));
  return {
    ...bounds,
    nmis: within(bounds.nmis),
    faults: within(bounds.faults),
    machineChecks: within(bounds.machineChecks),
  };
}
