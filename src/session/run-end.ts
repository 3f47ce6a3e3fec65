// When a run is over: the workload is back and went round once more, or the state
// came back and goes round for ever, or nothing can follow. Watches steps in
// order; the history answers what memory held.

import type { Image, RegisterName, Step } from "../machine/types.ts";
import type { RunEnd } from "./views.ts";
import type { ScheduleDriver } from "./schedule-driver.ts";
import type { Tracker } from "./history/tracker.ts";
import type { RegisterFile } from "./history/dataflow.ts";

/** Registers that make two boundaries differ; CR8 and the rest follow from them or never change. */
const COMPARED: readonly RegisterName[] = [
  "rip", "rsp", "rflags", "rax", "rcx", "rdx", "rbx", "rbp", "rsi", "rdi",
  "r8", "r9", "r10", "r11", "r12", "r13", "r14", "r15",
  "cs", "ss", "ds", "es", "fs", "gs", "fsBase", "gsBase", "kernelGsBase",
  "cr0", "cr2", "cr3", "cr4", "cr8", "efer", "dr0", "dr1", "dr2", "dr3", "dr6", "dr7",
]; // prettier-ignore

const PLACE: readonly RegisterName[] = ["rip", "rsp"];

/** A boundary that later ones are compared with. */
interface Anchor {
  readonly step: number;
  readonly registers: RegisterFile;
  readonly blocked: boolean;
  readonly pending: boolean;
}

/** Where the workload goes on undisturbed, and how often it has begun anew since. */
interface Quiet {
  readonly registers: RegisterFile;
  heads: number;
}

/** FRED's entry page. */
const ENTRY_BYTES = 0x1000n;

export interface EndWatch {
  readonly image: Image;
  readonly tracker: Tracker;
  readonly driver: ScheduleDriver;
  /** Words that only count: no part of the state. */
  readonly counters: readonly bigint[];
}

/** Its own code, at CPL 0 too, and the entry that FRED leads its SYSCALL through. */
function inWorkload({ workloadRange, workloadKernelRange, fredEntry }: Image, rip: bigint): boolean {
  const entry = fredEntry === undefined ? undefined : { from: fredEntry, to: fredEntry + ENTRY_BYTES };
  return [workloadRange, workloadKernelRange, entry].some((range) => range && rip >= range.from && rip < range.to);
}

export class EndDetector {
  readonly #watch: EndWatch;
  readonly #panics: ReadonlyMap<bigint, number>;
  #quiet: Quiet | undefined;
  #quietIteration = 0;
  /** The last boundary at each RIP, and one that moves less and less often. */
  readonly #recent = new Map<bigint, Anchor>();
  #far: Anchor | undefined;
  #nextFar = 1;
  #eventsUntil = 0;

  constructor(watch: EndWatch) {
    this.#watch = watch;
    this.#quiet = { registers: { ...watch.tracker.registers }, heads: 0 };
    this.#panics = new Map(watch.image.panics.map(({ vector, address }) => [address, vector]));
  }

  /** After each step; `undefined`: the run goes on. */
  take(step: Step): RunEnd | undefined {
    const { tracker } = this.#watch;
    const position = tracker.steps.length;
    const { rip } = tracker.registers;
    if (step.events.length > 0) this.#forget(position);
    const panic = this.#panics.get(rip);
    if (panic !== undefined) return { kind: "panic", vector: panic };
    if (position <= this.#watch.driver.lastStep) return undefined;
    return this.#takeIdle(step, position) ?? this.#takeLoop(step, position);
  }

  #forget(position: number): void {
    this.#quiet = undefined;
    this.#recent.clear();
    this.#far = undefined;
    this.#nextFar = 1;
    this.#eventsUntil = position;
  }

  #takeIdle(step: Step, position: number): RunEnd | undefined {
    const { tracker, image, driver } = this.#watch;
    const { rip } = tracker.registers;
    if (step.nmi.blocked || step.nmi.pending) {
      this.#quiet = undefined;
      return undefined;
    }
    // The workload's own faults do not disturb the quiet: it may be made of them.
    if (tracker.contexts.current !== 0) return undefined;
    if (this.#quiet === undefined) {
      if (!inWorkload(image, rip)) return undefined;
      this.#quiet = { registers: { ...tracker.registers }, heads: 0 };
      this.#quietIteration = position;
      return undefined;
    }
    const quiet = this.#quiet;
    // A fault's return to the instruction that is tried again is no round.
    if (step.kind !== "instruction" || tracker.steps.context(position - 1) !== 0) return undefined;
    const head = rip === image.start;
    if (head) quiet.heads++;
    // A function that is called twice in a round is not the whole of it: that matters while an item waits for a place.
    const compared = driver.exhausted(position) ? PLACE : COMPARED;
    const round = quiet.heads >= 2 || compared.every((name) => quiet.registers[name] === tracker.registers[name]);
    if (!round) return undefined;
    const reachable = driver.touchedAt >= this.#quietIteration;
    if (!reachable) return { kind: "idle" };
    this.#quietIteration = position;
    quiet.heads = head ? 1 : 0;
    return undefined;
  }

  #takeLoop(step: Step, position: number): RunEnd | undefined {
    const { tracker } = this.#watch;
    const registers = tracker.registers;
    const recent = this.#recent.get(registers.rip);
    const now = (): Anchor => ({
      step: position,
      registers: { ...registers },
      blocked: step.nmi.blocked,
      pending: step.nmi.pending,
    });
    for (const anchor of [recent, this.#far]) {
      if (anchor === undefined || !this.#same(anchor, step, position)) continue;
      return {
        kind: "loop",
        from: anchor.step,
        period: position - anchor.step,
        livelock: !this.#workloadRan(anchor.step, position),
      };
    }
    this.#recent.set(registers.rip, now());
    if (position - this.#eventsUntil >= this.#nextFar) {
      this.#far = now();
      this.#nextFar *= 2;
    }
    return undefined;
  }

  #same(anchor: Anchor, step: Step, position: number): boolean {
    const { tracker, driver, counters } = this.#watch;
    if (driver.touchedAt >= anchor.step) return false;
    const registers = tracker.registers;
    if (anchor.blocked !== step.nmi.blocked || anchor.pending !== step.nmi.pending) return false;
    if (!COMPARED.every((name) => anchor.registers[name] === registers[name])) return false;
    const { writes } = tracker;
    for (let write = writes.firstOf(anchor.step); write < writes.length; write++) {
      const address = writes.address(write);
      if (counters.includes(address & -8n)) continue;
      if (writes.valueAt(address, anchor.step) !== writes.valueAt(address, position)) return false;
    }
    return true;
  }

  #workloadRan(from: number, to: number): boolean {
    const { steps } = this.#watch.tracker;
    for (let step = from; step < to; step++) if (steps.context(step) === 0) return true;
    return false;
  }
}
