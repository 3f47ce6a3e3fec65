// What the user does to the schedule: every change is the whole list anew.

import type { StoreApi } from "zustand/vanilla";

import type { ScheduleItem } from "../scenario/scenario.ts";
import type { SourceActions } from "./source-actions.ts";
import type { PageState } from "./state.ts";

export class ScheduleActions {
  constructor(
    private readonly store: StoreApi<PageState>,
    private readonly source: SourceActions,
  ) {}

  add(item: ScheduleItem): Promise<void> {
    return this.#set([...this.#items, item]);
  }

  toggle(index: number): Promise<void> {
    return this.#set(this.#items.map((item, at) => (at === index ? toggled(item) : item)));
  }

  remove(index: number): Promise<void> {
    return this.#set(this.#items.filter((_, at) => at !== index));
  }

  /** The same event at another place. */
  place(index: number, when: string): Promise<void> {
    return this.#set(this.#items.map((item, at) => (at === index ? { ...item, when } : item)));
  }

  move(index: number, by: -1 | 1): Promise<void> {
    const items = [...this.#items];
    const [item] = items.splice(index, 1);
    if (item !== undefined) items.splice(index + by, 0, item);
    return this.#set(items);
  }

  /** Of what lies ahead nothing stays, but the first `given` items: the next try begins here. */
  keepTaken(given: number): Promise<void> {
    const { run, moment } = this.store.getState();
    const here = moment?.position ?? 0;
    return this.#set(this.#items.filter((_, at) => at < given || (run?.schedule[at]?.at ?? here) < here));
  }

  get #items(): readonly ScheduleItem[] {
    return this.store.getState().scenario?.schedule ?? [];
  }

  #set(items: readonly ScheduleItem[]): Promise<void> {
    return this.source.ask({ kind: "set-schedule", items });
  }
}

function toggled(item: ScheduleItem): ScheduleItem {
  return item.off === true ? { event: item.event, when: item.when } : { ...item, off: true };
}
