// When NMIs were blocked and by whom, and since when one was pending. From the
// NMI state that every step reports; knows nothing of memory.

import type { ContextId, NmiState, Step } from "../../machine/types.ts";

export interface BlockedInterval {
  readonly from: number;
  /** Exclusive; undefined: to the end of what is known. */
  to: number | undefined;
  readonly by: ContextId;
  pendingFrom: number | undefined;
  /** Who executed the IRET that ended it. */
  endedBy: ContextId | undefined;
}

export class NmiTrack {
  readonly #intervals: BlockedInterval[] = [];

  get all(): readonly BlockedInterval[] {
    return this.#intervals;
  }

  take(step: Step, index: number, context: ContextId): void {
    let open = this.#open();
    if (step.nmi.pending && !step.nmiBefore.pending && open !== undefined && open.pendingFrom === undefined)
      open.pendingFrom = index;
    if (open !== undefined && !step.nmi.blocked) {
      open.to = index + 1;
      open.endedBy = context;
      open = undefined;
    }
    if (open === undefined && step.nmi.blocked)
      this.#intervals.push({
        from: index,
        to: undefined,
        by: context,
        pendingFrom: step.nmi.pending ? index : undefined,
        endedBy: undefined,
      });
  }

  /** The interval in force at boundary `position`. */
  at(position: number): BlockedInterval | undefined {
    return this.#intervals.findLast(({ from, to }) => from < position && (to === undefined || position < to));
  }

  /** The last interval that ended at or before boundary `position`. */
  endedBefore(position: number): BlockedInterval | undefined {
    return this.#intervals.findLast(({ to }) => to !== undefined && to <= position);
  }

  #open(): BlockedInterval | undefined {
    const last = this.#intervals.at(-1);
    return last !== undefined && last.to === undefined ? last : undefined;
  }
}

export function sameNmiState(a: NmiState, b: NmiState): boolean {
  return a.blocked === b.blocked && a.pending === b.pending && a.merged === b.merged;
}
