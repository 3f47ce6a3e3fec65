// The trace: rows of steps with what each changed. The filter reads the step log
// alone; only the rows of the window that is asked for are replayed.

import type { Step } from "../../machine/types.ts";
import { vectorName } from "../history/contexts.ts";
import { SLICE_STEPS } from "../limits.ts";
import type { Run } from "../run.ts";
import type { Sliced } from "../slices.ts";
import type { RunMark } from "../views.ts";
import type { LookAnswer, TraceChange, TraceFilter, TraceKind, TraceRow } from "../views/look.ts";
import { replayAll } from "./replay.ts";
import { TRACE_TEXTS } from "../texts/looks.ts";

/** Rows that one question may ask for. */
export const MAX_TRACE_ROWS = 500;

type TraceAnswer = Extract<LookAnswer, { kind: "trace" }>;

interface Found {
  readonly run: Run;
  readonly length: number;
  readonly key: string;
  /** Undefined: every step. */
  readonly steps: Int32Array | undefined;
}

export class Trace {
  #found: Found | undefined;

  *window(run: Run, filter: TraceFilter, from: number, to: number): Sliced<TraceAnswer> {
    const { length, position } = run.timeline;
    const { steps } = yield* this.#find(run, filter);
    const total = steps?.length ?? length;
    const first = Math.max(0, Math.min(from, total));
    const last = Math.max(first, Math.min(to, total, first + MAX_TRACE_ROWS));
    const indices = Array.from({ length: last - first }, (_, at) => steps?.[first + at] ?? first + at);
    const here = Math.max(0, position - 1);
    return {
      kind: "trace",
      from: first,
      rows: traceRows(run, indices),
      total,
      length,
      here: steps === undefined ? here : firstAtLeast(steps, here),
    };
  }

  *#find(run: Run, filter: TraceFilter): Sliced<Found> {
    const { length } = run.timeline;
    const key = JSON.stringify([filter.kinds, filter.context, filter.text?.toLowerCase() ?? ""]);
    const known = this.#found;
    if (known?.run === run && known.length === length && known.key === key) return known;
    const passes = makeTest(run, filter);
    let steps: Int32Array | undefined;
    if (passes !== undefined) {
      const found: number[] = [];
      for (let step = 0; step < length; step++) {
        if (passes(step)) found.push(step);
        if (step % SLICE_STEPS === SLICE_STEPS - 1 && (yield step)) break;
      }
      steps = Int32Array.from(found);
    }
    this.#found = { run, length, key, steps };
    return this.#found;
  }
}

/** Undefined: everything passes. */
function makeTest(run: Run, filter: TraceFilter): ((step: number) => boolean) | undefined {
  const { steps } = run.timeline.tracker;
  const text = filter.text?.trim().toLowerCase() ?? "";
  const { kinds, context } = filter;
  if (kinds.length === 0 && context === undefined && text === "") return undefined;
  const marks = marksByStep(run);
  const wanted = new Set(kinds);
  const hasText = textTest(run, text);
  return (step) => {
    if (context !== undefined && steps.context(step) !== context) return false;
    const marked = marks.get(step) ?? [];
    if (wanted.size > 0 && !kindsOf(steps.row(step).delivery, marked).some((kind) => wanted.has(kind))) return false;
    return text === "" || hasText(step) || marked.some((mark) => mark.text.toLowerCase().includes(text));
  };
}

/** Places are few and steps are many: each is searched once. */
function textTest(run: Run, text: string): (step: number) => boolean {
  const { steps } = run.timeline.tracker;
  const known = new Map<bigint, boolean>();
  return (step) => {
    const { rip, delivery, vector } = steps.row(step);
    if (delivery) return `${deliveryText(vector)} ${run.program.naming.place(rip)}`.toLowerCase().includes(text);
    let found = known.get(rip);
    if (found === undefined) {
      found = `${run.program.naming.place(rip)} ${run.program.textAt(rip) ?? ""}`.toLowerCase().includes(text);
      known.set(rip, found);
    }
    return found;
  };
}

function kindsOf(delivery: boolean, marks: readonly RunMark[]): readonly TraceKind[] {
  const kinds: TraceKind[] = [delivery ? "delivery" : "instruction"];
  for (const { kind } of marks) {
    if (kind === "return") kinds.push("return");
    if (kind === "injection" || kind === "merged") kinds.push("injection");
    if (kind === "violation") kinds.push("violation");
  }
  return kinds;
}

function marksByStep(run: Run): ReadonlyMap<number, readonly RunMark[]> {
  const found = new Map<number, RunMark[]>();
  for (const mark of run.timeline.tracker.marks) {
    const list = found.get(mark.step);
    if (list === undefined) found.set(mark.step, [mark]);
    else list.push(mark);
  }
  return found;
}

export function traceRows(run: Run, indices: readonly number[]): readonly TraceRow[] {
  const steps = replayAll(run, indices);
  const marks = marksByStep(run);
  return indices.flatMap((index) => {
    const step = steps.get(index);
    return step === undefined ? [] : [rowOf(run, index, step, marks.get(index) ?? [])];
  });
}

function rowOf(run: Run, index: number, step: Step, marks: readonly RunMark[]): TraceRow {
  const row = run.timeline.tracker.steps.row(index);
  const { rip } = row;
  const isReturn = marks.some(({ kind }) => kind === "return");
  return {
    step: index,
    context: row.context,
    kind: row.delivery ? "delivery" : isReturn ? "return" : "instruction",
    place: run.program.naming.place(rip),
    text: row.delivery ? deliveryText(row.vector) : (run.program.textAt(rip) ?? ""),
    changes: [...registerChanges(run, step), ...memoryChanges(run, index)],
    remarks: marks.flatMap(({ kind, text }) =>
      kind === "injection" ? [TRACE_TEXTS.injected(text)] : kind === "merged" || kind === "unblock" ? [text] : [],
    ),
    broken: marks.flatMap(({ kind, text }) => (kind === "violation" ? [text] : [])),
  };
}

function deliveryText(vector: number | undefined): string {
  return vector === undefined ? TRACE_TEXTS.delivery : TRACE_TEXTS.delivered(vectorName(vector));
}

/** RIP changes with every step and stands in the next row. */
function registerChanges(run: Run, step: Step): readonly TraceChange[] {
  return step.changes.flatMap(({ name, old, value }) =>
    name === "rip" || old === value ? [] : [{ place: name, old, value, meaning: run.meaning.register(name, value) }],
  );
}

function memoryChanges(run: Run, index: number): readonly TraceChange[] {
  const { writes } = run.timeline.tracker;
  const changes: TraceChange[] = [];
  for (let write = writes.firstOf(index); write < writes.length && writes.step(write) === index; write++) {
    const address = writes.address(write);
    const value = writes.value(write);
    const role = writes.role(write);
    changes.push({
      place: role === "" ? run.meaning.place(address) : `${run.meaning.place(address)} ${role}`,
      old: writes.valueBefore(write),
      value,
      meaning: run.meaning.word(role, value, address),
      address,
    });
  }
  return changes;
}

function firstAtLeast(steps: Int32Array, wanted: number): number {
  let low = 0;
  let high = steps.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((steps[middle] ?? 0) < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}
