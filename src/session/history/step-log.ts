// One compact row for every step: where, who, what kind. Lanes and counts of any
// window come from it without replay. Knows nothing of registers and memory.

import type { ContextId } from "../../machine/types.ts";
import { Int32List, WordList } from "./growable.ts";

const DELIVERY = 0x10000;
const NO_VECTOR = 0xffff;

export interface StepRow {
  readonly rip: bigint;
  readonly context: ContextId;
  readonly delivery: boolean;
  readonly vector: number | undefined;
  /** Who runs at the boundary after it. */
  readonly after: ContextId;
  /** Bit per register that changed, in Intel's numbers; the tracker says which follow the general ones. */
  readonly changed: number;
}

export class StepLog {
  readonly #rips = new WordList();
  readonly #contexts = new Int32List();
  readonly #kinds = new Int32List();
  readonly #changed = new Int32List();
  readonly #after = new Int32List();

  get length(): number {
    return this.#rips.length;
  }

  push(row: StepRow): void {
    this.#rips.push(row.rip);
    this.#contexts.push(row.context);
    this.#kinds.push((row.delivery ? DELIVERY : 0) | (row.vector ?? NO_VECTOR));
    this.#changed.push(row.changed);
    this.#after.push(row.after);
  }

  /** RIP at boundary `step`, where the step began. */
  rip(step: number): bigint {
    return this.#rips.at(step);
  }

  context(step: number): ContextId {
    return this.#contexts.at(step);
  }

  /** Who runs at boundary `position`. */
  running(position: number): ContextId {
    return position === 0 ? 0 : this.#after.at(position - 1);
  }

  row(step: number): StepRow {
    const kind = this.#kinds.at(step);
    const vector = kind & NO_VECTOR;
    return {
      rip: this.#rips.at(step),
      context: this.#contexts.at(step),
      delivery: (kind & DELIVERY) !== 0,
      vector: vector === NO_VECTOR ? undefined : vector,
      changed: this.#changed.at(step),
      after: this.#after.at(step),
    };
  }

  /** The last step before `position` that changed a register; -1: none. */
  lastChange(register: number, position: number): number {
    for (let step = position - 1; step >= 0; step--) if ((this.#changed.at(step) >> register) & 1) return step;
    return -1;
  }

  get sizeBytes(): number {
    return [this.#contexts, this.#kinds, this.#changed, this.#after].reduce(
      (total, list) => total + list.sizeBytes,
      this.#rips.sizeBytes,
    );
  }
}
