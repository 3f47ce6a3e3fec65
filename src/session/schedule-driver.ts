// Which items of the schedule are due at which boundary, and what became of each.
// Asked once for every boundary of a run, in order.

import type { Event, EventOutcome } from "../machine/types.ts";
import type { ResolvedItem } from "./schedule-items.ts";

export interface DueItem {
  readonly index: number;
  readonly event: Event;
}

export interface AppliedItem {
  readonly index: number;
  readonly event: Event;
  readonly at: number;
  readonly outcome: EventOutcome;
}

interface Waiting {
  readonly index: number;
  readonly event: Event;
  readonly nth: number;
}

export class ScheduleDriver {
  readonly #bySteps = new Map<number, DueItem[]>();
  readonly #byAddress = new Map<bigint, { visits: number; readonly waiting: Waiting[] }>();
  readonly #applied: AppliedItem[] = [];
  #waitingPlaces = 0;
  #lastStep = -1;
  #touchedAt = -1;

  constructor(items: readonly ResolvedItem[]) {
    for (const [index, item] of items.entries()) {
      if (item.kind !== "due") continue;
      const { event, when } = item;
      if (when.kind === "step") {
        const list = this.#bySteps.get(when.step) ?? [];
        list.push({ index, event });
        this.#bySteps.set(when.step, list);
        this.#lastStep = Math.max(this.#lastStep, when.step);
      } else {
        const place = this.#byAddress.get(when.address) ?? { visits: 0, waiting: [] };
        place.waiting.push({ index, event, nth: when.nth });
        this.#byAddress.set(when.address, place);
        this.#waitingPlaces++;
      }
    }
  }

  /** Items of boundary `step`, where RIP is `rip`, in the schedule's order. Once per boundary. */
  due(step: number, rip: bigint): readonly DueItem[] {
    const place = this.#waitingPlaces > 0 ? this.#byAddress.get(rip) : undefined;
    const now = step <= this.#lastStep ? (this.#bySteps.get(step) ?? []) : [];
    if (place === undefined) return now;
    place.visits++;
    if (place.waiting.length > 0) this.#touchedAt = step;
    const arrived = place.waiting.filter(({ nth }) => nth === place.visits);
    if (arrived.length === 0) return now;
    this.#waitingPlaces -= arrived.length;
    for (const item of arrived) place.waiting.splice(place.waiting.indexOf(item), 1);
    return [...now, ...arrived].toSorted((a, b) => a.index - b.index);
  }

  record(at: number, due: readonly DueItem[], outcomes: readonly EventOutcome[]): void {
    for (const [n, { index, event }] of due.entries()) {
      const outcome = outcomes[n];
      if (outcome !== undefined) this.#applied.push({ index, event, at, outcome });
    }
  }

  get applied(): readonly AppliedItem[] {
    return this.#applied;
  }

  /** The last step number that any item names; -1 if none does. */
  get lastStep(): number {
    return this.#lastStep;
  }

  /** The last boundary at a place that an item still waits for; -1 if there was none. */
  get touchedAt(): number {
    return this.#touchedAt;
  }

  /** No item can come any more, whatever the run does. */
  exhausted(step: number): boolean {
    return this.#waitingPlaces === 0 && step > this.#lastStep;
  }
}
