// Who ran: the workload and every delivery's handler, from the machine's ghost
// notes; when each was entered, left or dropped. Also their names and letters.

import type { ContextId, GhostNote, RegisterName } from "../../machine/types.ts";
import type { ContextKind } from "../views.ts";

export interface Context {
  readonly id: ContextId;
  readonly kind: ContextKind;
  readonly vector: number | undefined;
  readonly name: string;
  readonly letter: string;
  readonly tone: number;
  readonly enteredAt: number | undefined;
  readonly interrupted: ContextId | undefined;
  /** Step whose return resumed the interrupted context. */
  leftAt: number | undefined;
  /** Who went on when it was left: not always the one that it had interrupted. */
  resumed: ContextId | undefined;
  /** Step that dropped it: an older context was resumed, or the notes say so. */
  abandonedAt: number | undefined;
  /** What was not as it had been when this context was left. */
  differs: readonly RegisterName[];
}

const WORKLOAD: Omit<Context, "leftAt" | "resumed" | "abandonedAt" | "differs"> = {
  id: 0,
  kind: "workload",
  vector: undefined,
  name: "workload",
  letter: "W",
  tone: 0,
  enteredAt: undefined,
  interrupted: undefined,
};

const NAMES: { readonly [vector: number]: readonly [kind: ContextKind, name: string, letter: string] } = {
  0: ["other", "#DE", "E"],
  1: ["db", "#DB", "D"],
  2: ["nmi", "NMI", ""],
  3: ["bp", "#BP", "B"],
  4: ["other", "#OF", "O"],
  5: ["other", "#BR", "R"],
  6: ["other", "#UD", "U"],
  7: ["other", "#NM", "N"],
  8: ["other", "#DF", "F"],
  10: ["other", "#TS", "T"],
  11: ["other", "#NP", "X"],
  12: ["other", "#SS", "S"],
  13: ["gp", "#GP", "G"],
  14: ["pf", "#PF", "P"],
  16: ["other", "#MF", "K"],
  17: ["other", "#AC", "A"],
  18: ["mc", "#MC", "M"],
};

/** "NMI", "#PF", "IRQ 33". */
export function vectorName(vector: number): string {
  return NAMES[vector]?.[1] ?? (vector >= 32 ? `IRQ ${vector}` : `vector ${vector}`);
}

const FIRST_FREE_TONE = 4;
const TONES = 8;

export class ContextTable {
  readonly #contexts: Context[] = [
    { ...WORKLOAD, leftAt: undefined, resumed: undefined, abandonedAt: undefined, differs: [] },
  ];
  readonly #countOfVector = new Map<number, number>();
  readonly #present = new Map<ContextId, number>([[0, 0]]);
  #current: ContextId = 0;
  #nextTone = FIRST_FREE_TONE;

  get all(): readonly Context[] {
    return this.#contexts;
  }

  /** Who runs at the boundary reached so far. */
  get current(): ContextId {
    return this.#current;
  }

  find(id: ContextId): Context | undefined {
    const at = this.#present.get(id);
    return at === undefined ? undefined : this.#contexts[at];
  }

  name(id: ContextId): string {
    return this.find(id)?.name ?? `context ${id}`;
  }

  /** Takes one note of step `step`; returns the contexts that it ended. */
  note(step: number, note: GhostNote): readonly Context[] {
    switch (note.kind) {
      case "entered":
        this.#enter(step, note.context, note.interrupted, note.vector);
        return [];
      case "resumed":
        return this.#resume(step, note.context, note.from, note.differs);
      case "abandoned": {
        const context = this.find(note.context);
        if (context === undefined || context.leftAt !== undefined || context.abandonedAt !== undefined) return [];
        context.abandonedAt = step;
        return [context];
      }
      case "run-started":
      case "run-ended":
      case "violated":
        return [];
    }
  }

  #enter(step: number, id: ContextId, interrupted: ContextId, vector: number): void {
    const count = (this.#countOfVector.get(vector) ?? 0) + 1;
    this.#countOfVector.set(vector, count);
    const [kind, base, letter] = NAMES[vector] ?? ["other", vectorName(vector), "I"];
    const numbered = vector === 2 || count > 1;
    this.#present.set(id, this.#contexts.length);
    this.#contexts.push({
      id,
      kind,
      vector,
      name: numbered ? `${base} ${count}` : base,
      letter: vector === 2 ? String(count % 100) : count > 1 && count < 10 ? `${letter}${count}` : letter,
      tone: this.#tone(vector, count),
      enteredAt: step,
      interrupted,
      leftAt: undefined,
      resumed: undefined,
      abandonedAt: undefined,
      differs: [],
    });
    this.#current = id;
  }

  #resume(step: number, id: ContextId, from: ContextId, differs: readonly RegisterName[]): readonly Context[] {
    const ended: Context[] = [];
    const left = this.find(from);
    if (left !== undefined && left.leftAt === undefined) {
      left.leftAt = step;
      left.resumed = id;
      left.differs = differs;
      ended.push(left);
    }
    this.#current = id;
    return ended;
  }

  /** The design's palette: first NMI, first fault and second NMI have their own colours. */
  #tone(vector: number, count: number): number {
    if (vector === 2 && count === 1) return 1;
    if (vector === 14 && count === 1) return 2;
    if (vector === 2 && count === 2) return 3;
    const tone = this.#nextTone;
    this.#nextTone = tone + 1 === TONES ? FIRST_FREE_TONE : tone + 1;
    return tone;
  }
}
