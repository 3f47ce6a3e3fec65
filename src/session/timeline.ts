// One run, from its start to its end and back. The truth is the image and the
// schedule; snapshots are a cache. The machine stands at `position`, and the step
// that led there is at hand.

import { assert } from "../base/assert.ts";
import type { Event, Image, Registers, Step } from "../machine/types.ts";
import type { OutcomeDigest } from "../scenario/link/link.ts";
import { digestOf } from "./digest.ts";
import { Tracker } from "./history/tracker.ts";
import type { Shape } from "./history/shape.ts";
import {
  CHECKPOINT_STEPS,
  DEFAULT_RUN_STEPS,
  MAX_CHECKPOINTS,
  MAX_RUN_STEPS,
  SLICE_STEPS,
  stepsAhead,
} from "./limits.ts";
import type { StepMachine } from "./machine-face.ts";
import { EndDetector } from "./run-end.ts";
import { ScheduleDriver, type DueItem } from "./schedule-driver.ts";
import type { ResolvedItem } from "./schedule-items.ts";
import type { RunEnd } from "./views.ts";
import type { Sliced } from "./slices.ts";

export interface TimelinePlan {
  readonly image: Image;
  readonly items: readonly ResolvedItem[];
  readonly shapeAt: (address: bigint) => Shape;
  /** Words that only count: no part of the state. */
  readonly counters: readonly bigint[];
  readonly maxSteps?: number;
}

interface Checkpoint<Snapshot> {
  readonly position: number;
  readonly snapshot: Snapshot;
}

export class Timeline<Snapshot = unknown> {
  readonly tracker: Tracker;
  readonly driver: ScheduleDriver;
  readonly initial: Registers;
  readonly #machine: StepMachine<Snapshot>;
  readonly #detector: EndDetector;
  readonly #actions = new Map<number, readonly Event[]>();
  #limit: number;
  #checkpoints: Checkpoint<Snapshot>[];
  #spacing = CHECKPOINT_STEPS;
  #end: RunEnd | undefined;
  #endedAt: number | undefined;
  #digest: OutcomeDigest | undefined;
  #position = 0;
  #lastStep: Step | undefined;

  constructor(machine: StepMachine<Snapshot>, plan: TimelinePlan) {
    machine.load(plan.image);
    this.#machine = machine;
    this.initial = machine.registers();
    this.tracker = new Tracker(this.initial, { readWord: (at) => readWord(machine, at), shapeAt: plan.shapeAt });
    this.driver = new ScheduleDriver(plan.items);
    const { image, counters } = plan;
    this.#detector = new EndDetector({ image, counters, tracker: this.tracker, driver: this.driver });
    this.#limit = plan.maxSteps ?? stepsAhead(this.driver.lastStep);
    this.#checkpoints = [{ position: 0, snapshot: machine.snapshot() }];
  }

  /** Steps known; positions 0..length can be sought. */
  get length(): number {
    return this.tracker.steps.length;
  }

  /** Undefined while the run is not computed to its end. */
  get end(): RunEnd | undefined {
    return this.#end;
  }

  /** Boundary at which the run ended; what was looked at beyond it lies behind. */
  get endedAt(): number {
    return this.#endedAt ?? this.length;
  }

  /** Of the first end: what is looked at beyond it changes nothing. Undefined before. */
  get digest(): OutcomeDigest | undefined {
    return this.#digest;
  }

  get position(): number {
    return this.#position;
  }

  /** The step that led to `position`; undefined at 0. */
  get lastStep(): Step | undefined {
    return this.#lastStep;
  }

  /** The machine, standing at `position`. */
  get machine(): StepMachine<Snapshot> {
    return this.#machine;
  }

  /** Events that arrive at a boundary of the known run. */
  eventsAt(boundary: number): readonly Event[] {
    return this.#actions.get(boundary) ?? [];
  }

  /** One new step at the end of what is known; undefined if the run is over. */
  advance(): Step | undefined {
    if (this.#end !== undefined) return undefined;
    const step = this.length < this.#limit ? this.#takeNew() : this.#stopAtLimit();
    if (step !== undefined) this.#end = this.#detector.take(step);
    if (this.#end !== undefined) {
      this.#endedAt = this.length;
      this.#digest ??= digestOf(this.#machine, this.length, this.#end);
    }
    return step;
  }

  /** Computes the run to its end; yields the steps known, so that a caller may pause or stop. */
  *complete(): Sliced<void> {
    while (this.advance() !== undefined) if (this.length % SLICE_STEPS === 0 && (yield this.length)) return;
  }

  /** Nothing can follow: there is no step after the last. */
  get stopped(): boolean {
    const kind = this.#end?.kind;
    return kind === "panic" || kind === "triple-fault" || kind === "not-modelled";
  }

  /** RIP at a boundary of the known run. */
  ripAt(boundary: number): bigint {
    return boundary === this.length ? this.tracker.registers.rip : this.tracker.steps.rip(boundary);
  }

  /** Beyond an end from which there is a way on: until RIP and RSP are as they are now, once. */
  *extendRound(): Sliced<void> {
    const { rip, rsp } = this.tracker.registers;
    const last = this.length + DEFAULT_RUN_STEPS;
    do {
      const before = this.length;
      yield* this.extendTo(before + 1);
      if (this.length === before) return;
    } while (this.length < last && (this.tracker.registers.rip !== rip || this.tracker.registers.rsp !== rsp));
  }

  /** Runs on to `wanted` steps, or as many as are kept, beyond an end from which there is a way on. */
  *extendTo(wanted: number): Sliced<void> {
    const length = Math.min(wanted, MAX_RUN_STEPS);
    if (this.#end?.kind === "max-steps") {
      // More is wanted than was computed ahead: the run is watched on as before.
      this.#end = undefined;
      this.#limit = Math.max(this.#limit, length);
    }
    while (this.length < length && !this.stopped) {
      if (this.#end === undefined) {
        if (this.advance() === undefined && this.#end === undefined) return;
      } else if (this.#takeNew() === undefined) return;
      if (this.length % SLICE_STEPS === 0 && (yield this.length)) return;
    }
  }

  /** Beyond the limit: to the end, or as far again. */
  *extendLimit(): Sliced<void> {
    if (this.#end?.kind === "max-steps") this.#end = undefined;
    this.#limit = Math.max(this.#limit, Math.min(this.length + DEFAULT_RUN_STEPS, MAX_RUN_STEPS));
    yield* this.complete();
  }

  /** Puts the machine at a boundary of the known run. */
  seek(position: number): void {
    assert(position >= 0 && position <= this.length, `position ${position} of ${this.length}`);
    if (position === this.#position) return;
    if (position === 0) {
      this.#restore(0);
      return;
    }
    this.#reach(position - 1);
    const result = this.#machine.step(this.eventsAt(position - 1));
    assert(result.kind === "step", `step ${position - 1} cannot be repeated`);
    this.#lastStep = result.step;
    this.#position = position;
  }

  /** A step of the known run, seen again; the position stays. */
  replay(index: number): Step {
    const position = this.#position;
    this.seek(index + 1);
    const step = this.#lastStep;
    this.seek(position);
    assert(step !== undefined, `step ${index} was not taken`);
    return step;
  }

  /** Registers at a boundary of the known run; the position stays. */
  registersAt(boundary: number): Registers {
    const position = this.#position;
    this.seek(boundary);
    const registers = this.#machine.registers();
    this.seek(position);
    return registers;
  }

  /** Registers at the boundary before the last step. */
  registersBefore(): Registers {
    const now = this.#machine.registers();
    if (this.#lastStep === undefined) return now;
    const before = { ...now };
    for (const { name, old } of this.#lastStep.changes) before[name] = old;
    return before;
  }

  #stopAtLimit(): undefined {
    this.seek(this.length);
    this.#end = { kind: "max-steps" };
  }

  #takeNew(): Step | undefined {
    if (this.#position !== this.length) this.seek(this.length);
    const boundary = this.length;
    const due = this.driver.due(boundary, this.tracker.registers.rip);
    const events = due.map(({ event }) => event);
    const result = this.#machine.step(events);
    if (result.kind === "stopped") {
      this.#end =
        result.why === "not-modelled" ? { kind: "not-modelled", name: result.name } : { kind: "triple-fault" };
      return undefined;
    }
    if (due.length > 0) this.#recordEvents(boundary, due, events, result.step);
    this.tracker.take(result.step);
    this.#lastStep = result.step;
    this.#position = this.length;
    if (this.length % this.#spacing === 0) this.#addCheckpoint();
    return result.step;
  }

  #recordEvents(boundary: number, due: readonly DueItem[], events: readonly Event[], step: Step): void {
    this.#actions.set(boundary, events);
    this.driver.record(
      boundary,
      due,
      step.events.map(({ outcome }) => outcome),
    );
  }

  #addCheckpoint(): void {
    this.#checkpoints.push({ position: this.length, snapshot: this.#machine.snapshot() });
    if (this.#checkpoints.length <= MAX_CHECKPOINTS) return;
    this.#spacing *= 2;
    this.#checkpoints = this.#checkpoints.filter(({ position }) => position % this.#spacing === 0);
  }

  #restore(target: number): void {
    const checkpoint = this.#checkpoints.findLast(({ position }) => position <= target);
    assert(checkpoint !== undefined, "there is always a snapshot of the start");
    this.#machine.restore(checkpoint.snapshot);
    this.#position = checkpoint.position;
    this.#lastStep = undefined;
  }

  /** Puts the machine at `target` without the step that led there. */
  #reach(target: number): void {
    const ahead = this.#checkpoints.findLast(({ position }) => position <= target)?.position ?? 0;
    if (target < this.#position || ahead > this.#position) this.#restore(target);
    this.#lastStep = undefined;
    while (this.#position < target) {
      const events = this.#actions.get(this.#position);
      if (events !== undefined) {
        this.#machine.step(events);
        this.#position++;
        continue;
      }
      const count = this.#nextAction(target) - this.#position;
      const { steps } = this.#machine.skip(count, { journal: false });
      assert(steps === count, `only ${steps} of ${count} steps could be repeated`);
      this.#position += steps;
    }
  }

  #nextAction(target: number): number {
    let next = target;
    for (const boundary of this.#actions.keys()) if (boundary >= this.#position && boundary < next) next = boundary;
    return next;
  }
}

function readWord(machine: StepMachine, address: bigint): bigint | undefined {
  const bytes = machine.read(address, 8);
  if (bytes === undefined) return undefined;
  return new DataView(bytes.buffer, bytes.byteOffset, 8).getBigUint64(0, true);
}
