// Moves an event of the schedule along the run, live: the machine runs the wanted
// place, the schedule stands until the event is dropped. Never queues more than the
// last wish.

import type { StoreApi } from "zustand/vanilla";

import type { ScheduleItem } from "../scenario/scenario.ts";
import type { SourceActions } from "./source-actions.ts";
import type { Dragged, PageState } from "./state.ts";

interface Hold {
  readonly index: number;
  readonly items: readonly ScheduleItem[];
  readonly position: number;
  readonly from: number | undefined;
  /** The tries that are under way. */
  work: Promise<void> | undefined;
  /** The machine runs another schedule than the page has. */
  tried: boolean;
}

export class EventMover {
  #hold: Hold | undefined;

  /** The last one is being put down: its answer is awaited. */
  #ending = false;

  constructor(
    private readonly store: StoreApi<PageState>,
    private readonly source: SourceActions,
  ) {
    // Whoever else changes the schedule has the last word: what is held stays where it was tried.
    store.subscribe((state, before) => {
      if (this.#hold !== undefined && state.scenario !== before.scenario) this.#letGo();
    });
  }

  /** Takes the event up where it is; false: there is no such event, or another one is on its way down. */
  take(index: number, view?: Dragged["view"]): boolean {
    const { scenario, run, moment } = this.store.getState();
    if (this.#hold?.index === index) return true;
    if (this.#hold !== undefined || this.#ending || scenario?.schedule[index] === undefined) return false;
    const from = run?.schedule[index]?.at;
    this.#hold = {
      index,
      items: scenario.schedule,
      position: moment?.position ?? 0,
      from,
      work: undefined,
      tried: false,
    };
    this.store.setState({ dragged: { index, step: from ?? 0, shown: from, from, view } });
    return true;
  }

  /** Holds it over a boundary; the run there is shown as soon as the machine has it. */
  to(step: number): void {
    const { dragged } = this.store.getState();
    const hold = this.#hold;
    if (hold === undefined || dragged === undefined) return;
    const wanted = Math.max(0, Math.trunc(step));
    if (wanted === dragged.step) return;
    this.store.setState({ dragged: { ...dragged, step: wanted } });
    hold.work ??= this.#follow(hold);
  }

  /** From where it is held; `by` may be infinite: to the start, to the end. */
  by(steps: number): void {
    const { dragged, run } = this.store.getState();
    if (dragged === undefined) return;
    const last = run?.length ?? 0;
    const wanted = steps === Infinity ? last : dragged.step + steps;
    this.to(Math.min(Math.max(wanted, 0), Math.max(last, dragged.step)));
  }

  /** Keeps it where it is held. */
  drop(): Promise<void> {
    const step = this.store.getState().dragged?.step;
    return this.#end((hold) =>
      step === undefined || step === hold.from ? this.#restore(hold) : this.#keep(hold, step),
    );
  }

  /** Everything is as it was. */
  cancel(): Promise<void> {
    return this.#end((hold) => this.#restore(hold));
  }

  remove(): Promise<void> {
    return this.#end((hold) => {
      const items = hold.items.filter((_, at) => at !== hold.index);
      return this.source.ask({ kind: "set-schedule", items });
    });
  }

  /** Lets go before the last answer, which is then seen as any other run is. */
  async #end(last: (hold: Hold) => Promise<void>): Promise<void> {
    const hold = this.#hold;
    if (hold === undefined) return;
    this.#ending = true;
    try {
      const finishing = hold.work;
      this.#hold = undefined;
      await finishing;
      this.#letGo();
      await last(hold);
    } finally {
      this.#ending = false;
    }
  }

  #keep(hold: Hold, step: number): Promise<void> {
    const wasStep = /^\d+$/.test(hold.items[hold.index]?.when ?? "");
    const items = this.#moved(hold, step);
    return this.source.ask({ kind: "set-schedule", items, ...(wasStep ? {} : { moved: hold.index }) });
  }

  async #follow(hold: Hold): Promise<void> {
    for (;;) {
      const { dragged } = this.store.getState();
      if (dragged === undefined || this.#hold !== hold || dragged.shown === dragged.step) break;
      const { step } = dragged;
      hold.tried = true;
      // Seen right after the delivery: what it writes is what may break.
      await this.source.ask({ kind: "try-schedule", items: this.#moved(hold, step), position: step + 1 });
      this.store.setState((state) =>
        state.dragged === undefined ? {} : { dragged: { ...state.dragged, shown: step } },
      );
    }
    hold.work = undefined;
  }

  #moved(hold: Hold, step: number): readonly ScheduleItem[] {
    return hold.items.map((item, at) => (at === hold.index ? { ...item, when: String(step) } : item));
  }

  async #restore({ items, position, tried }: Hold): Promise<void> {
    if (tried) await this.source.ask({ kind: "try-schedule", items, position });
  }

  #letGo(): void {
    this.#hold = undefined;
    this.store.setState({ dragged: undefined });
  }
}
