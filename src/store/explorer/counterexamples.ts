// Schedules that the explorer found, opened as the user's own: each one step before
// the damage, confirmed by the session's run; what they replace is kept.

import type { StoreApi } from "zustand/vanilla";

import type { ScheduleItem, WorkloadName } from "../../scenario/scenario.ts";
import type { ExploredViolation, HeatPlace } from "../../session/views/exploration.ts";
import type { MachineActions } from "../machine-actions.ts";
import { violationsInOrder } from "../selectors.ts";
import type { SourceActions } from "../source-actions.ts";
import type { PageState } from "../state.ts";
import { COUNTEREXAMPLE_TEXTS } from "../texts/counterexamples.ts";
import { isStale, openedViolation, sameSchedule } from "./selectors.ts";
import type { ExplorerState, PageViolation } from "./state.ts";

const KEPT_SCHEDULES = 20;

export class Counterexamples {
  constructor(
    private readonly store: StoreApi<PageState>,
    private readonly machine: MachineActions,
    private readonly source: SourceActions,
  ) {}

  /** The counterexample becomes the schedule, one step before the damage. */
  async open(index: number): Promise<void> {
    await this.source.apply();
    const state = this.store.getState();
    const violation = state.explorer.result?.violations[index];
    const { scenario } = state;
    if (violation === undefined || scenario === undefined) {
      this.store.setState({ notice: COUNTEREXAMPLE_TEXTS.noSuchViolation(index + 1) });
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

  /** A schedule that shows something, at the boundary after so many steps. */
  async show(schedule: readonly ScheduleItem[], position: number, workload?: WorkloadName): Promise<void> {
    await this.source.apply();
    const { scenario } = this.store.getState();
    if (scenario === undefined) return;
    this.#keep();
    const shown = { ...scenario, schedule, workload: workload ?? scenario.workload };
    await this.machine.open({ scenario: shown, position });
  }

  /** The handler without an instruction that is needed, where that shows. The text stays in the editor's undo. */
  async showWithout(text: string, { schedule, steps }: ExploredViolation, workload?: WorkloadName): Promise<void> {
    await this.source.replace(text);
    await this.show(schedule, steps - 1, workload);
  }

  /** What an NMI at this instruction can break: its schedule, one step before the first damage. */
  async showHarm({ schedule, properties }: Pick<HeatPlace, "schedule" | "properties">): Promise<void> {
    if (schedule === undefined) return;
    await this.show(schedule, 0);
    const bad = violationsInOrder(this.store.getState().run).find(({ property }) => properties.includes(property));
    if (bad !== undefined) await this.machine.seek(bad.step);
  }

  get #state(): ExplorerState {
    return this.store.getState().explorer;
  }

  #set(change: Partial<ExplorerState>): void {
    this.store.setState((state) => ({ explorer: { ...state.explorer, ...change } }));
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
    const { brokenNoMore, neverBroken } = COUNTEREXAMPLE_TEXTS;
    this.store.setState({ notice: (stale ? brokenNoMore : neverBroken)(property, steps - 1) });
  }
}
