// What is asked besides the search: the heat map after each answer, which line is
// needed, and the user's own schedule made smaller.

import type { StoreApi } from "zustand/vanilla";

import type { PageState } from "../state.ts";
import { MINIMISE_TEXTS } from "../texts/minimise.ts";
import type { Counterexamples } from "./counterexamples.ts";
import { type ExplorerLine, reasonOf } from "./line.ts";
import { heatSubjectOf, subjectOf, workloadsOf } from "./selectors.ts";
import { INTERACTIVE_BOUNDS, MOST_STATES_AFTER_EDIT, type ExplorerState, type Task, withinBounds } from "./state.ts";

export class ExplorerTasks {
  constructor(
    private readonly store: StoreApi<PageState>,
    private readonly line: ExplorerLine,
    private readonly counterexamples: () => Promise<Counterexamples>,
  ) {}

  /** Within small bounds: it is made anew after every answer. */
  async makeHeat(): Promise<void> {
    const state = this.store.getState();
    const subject = heatSubjectOf(state);
    const { scenario, explorer } = state;
    if (scenario === undefined || subject === undefined || explorer.running !== undefined) return;
    const bounds = withinBounds(explorer.bounds, INTERACTIVE_BOUNDS);
    const isMade =
      explorer.heat?.subject === subject && JSON.stringify(explorer.heat.bounds) === JSON.stringify(bounds);
    if (isMade) return;
    try {
      const answer = await this.line.ask({ kind: "heat", scenario, bounds, maxStates: MOST_STATES_AFTER_EDIT });
      if (answer?.kind !== "heat") return;
      const { report } = answer;
      const places = new Map(report.places.map((place) => [place.address, place]));
      this.#set({ heat: { subject, bounds, workload: scenario.workload, report, places } });
    } catch (failure) {
      this.#set({ failure: reasonOf(failure) });
    }
  }

  /** Takes each instruction out in turn; within small bounds, as it is a search for each. */
  async findNeeded(): Promise<void> {
    const state = this.store.getState();
    const subject = subjectOf(state);
    const { scenario, explorer } = state;
    if (scenario === undefined || subject === undefined) return;
    const bounds = withinBounds(explorer.bounds, INTERACTIVE_BOUNDS);
    const workloads = workloadsOf(state);
    await this.#task({ kind: "needed", done: 0, of: 0 }, async (note) => {
      const question = { kind: "needed", scenario, workloads, bounds, maxStates: MOST_STATES_AFTER_EDIT } as const;
      const answer = await this.line.ask(question, (progress) => {
        if (progress.kind === "removing") note({ kind: "needed", done: progress.done, of: progress.of });
      });
      if (answer?.kind === "needed") this.#set({ needed: { subject, bounds, workloads, report: answer.report } });
    });
  }

  /** The present schedule with the fewest and earliest events that still break the same. */
  async minimise(): Promise<void> {
    const { scenario } = this.store.getState();
    if (scenario === undefined) return;
    await this.#task({ kind: "minimise", runs: 0 }, async (note) => {
      const answer = await this.line.ask({ kind: "minimise", scenario }, (progress) => {
        if (progress.kind === "minimising") note({ kind: "minimise", runs: progress.runs });
      });
      if (answer?.kind !== "minimised") return;
      const { result } = answer;
      if (result.kind === "not-broken") {
        this.store.setState({ notice: MINIMISE_TEXTS.nothingBroken });
        return;
      }
      const { before, after, complete } = result;
      await (await this.counterexamples()).show(after.schedule, after.steps - 1);
      this.store.setState({ notice: MINIMISE_TEXTS.done(after.property, before, after, complete) });
    });
  }

  async #task(task: Task, work: (note: (task: Task) => void) => Promise<void>): Promise<void> {
    this.#set({ task, running: undefined, failure: undefined });
    try {
      await work((noted) => this.#set({ task: noted }));
    } catch (failure) {
      this.#set({ failure: reasonOf(failure) });
    }
    if (this.store.getState().explorer.task?.kind === task.kind) this.#set({ task: undefined });
    await this.#missingHeat();
  }

  /** A task may have taken the place of the heat map. */
  async #missingHeat(): Promise<void> {
    const { result, heat, task } = this.store.getState().explorer;
    if (result !== undefined && heat === undefined && task === undefined) await this.makeHeat();
  }

  #set(change: Partial<ExplorerState>): void {
    this.store.setState((state) => ({ explorer: { ...state.explorer, ...change } }));
  }
}
