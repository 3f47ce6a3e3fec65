// Who changed a word or a register, newest first, and the way its value came: from
// register to memory and back, as far as the history can follow it.

import type { ContextId, RegisterName, Registers, Step } from "../../machine/types.ts";
import { effectiveAddress } from "../history/dataflow.ts";
import { vectorName } from "../history/contexts.ts";
import { REGISTER_NUMBERS } from "../history/tracker.ts";
import { NO_WRITE, type WriteIndex } from "../history/write-log.ts";
import type { Run } from "../run.ts";
import type { HistoryEntry, HistoryOf, LookAnswer, Origin } from "../views/look.ts";
import { GENERAL_REGISTERS } from "../../machine/types.ts";
import { readQuad } from "./read.ts";
import { replayAll } from "./replay.ts";
import { HISTORY_TEXTS, ORIGIN_TEXTS, REFUSED_LOOK_TEXTS } from "../texts/looks.ts";

/** Changes that are listed; the total is always told. */
export const MAX_ENTRIES = 60;
/** Stations of a value that are followed. */
export const MAX_ORIGINS = 12;

export function historyOf(run: Run, of: HistoryOf): LookAnswer {
  return of.kind === "word" ? wordHistory(run, of.address & ~7n) : registerHistory(run, of.name);
}

function wordHistory(run: Run, address: bigint): LookAnswer {
  const { position, tracker, machine } = run.timeline;
  const { writes } = tracker;
  const last = writes.lastBefore(address, position);
  const value = last === NO_WRITE ? readQuad(machine, address) : writes.value(last);
  if (value === undefined) return { kind: "refused", why: REFUSED_LOOK_TEXTS.noPage(`0x${address.toString(16)}`) };
  const entries: HistoryEntry[] = [];
  let total = 0;
  for (let write = last; write !== NO_WRITE; write = writes.previous(write)) {
    total++;
    if (entries.length < MAX_ENTRIES) entries.push(wordEntry(run, write));
  }
  const role = last === NO_WRITE ? "" : writes.role(last);
  return {
    kind: "history",
    title: `${run.meaning.place(address)}${role === "" ? "" : ` ${role}`}`,
    value,
    meaning: run.meaning.word(role, value, address),
    entries,
    total,
    origins: last === NO_WRITE ? [] : originsOfWrite(run, last),
  };
}

function wordEntry(run: Run, write: WriteIndex): HistoryEntry {
  const { writes } = run.timeline.tracker;
  const value = writes.value(write);
  return {
    ...actorOf(run, writes.step(write)),
    old: writes.valueBefore(write),
    value,
    meaning: run.meaning.word(writes.role(write), value, writes.address(write)),
  };
}

function actorOf(run: Run, step: number): Pick<HistoryEntry, "step" | "context" | "place" | "text"> {
  const row = run.timeline.tracker.steps.row(step);
  const text = row.delivery
    ? HISTORY_TEXTS.delivery(row.vector === undefined ? undefined : vectorName(row.vector))
    : (run.program.textAt(row.rip) ?? "");
  return { step, context: row.context, place: run.program.naming.place(row.rip), text };
}

function registerHistory(run: Run, name: RegisterName): LookAnswer {
  const { position, machine, tracker } = run.timeline;
  const value = machine.registers()[name];
  const number = REGISTER_NUMBERS.get(name);
  if (number === undefined) {
    const why = name === "rip" ? REFUSED_LOOK_TEXTS.ripInTrace : REFUSED_LOOK_TEXTS.notKept(name);
    return { kind: "refused", why };
  }
  const changed: number[] = [];
  let total = 0;
  for (let at = tracker.steps.lastChange(number, position); at >= 0; at = tracker.steps.lastChange(number, at)) {
    total++;
    if (changed.length < MAX_ENTRIES) changed.push(at);
  }
  const steps = replayAll(run, changed);
  const entries = changed.flatMap((at): HistoryEntry[] => {
    const change = steps.get(at)?.changes.find((candidate) => candidate.name === name);
    if (change === undefined) return [];
    return [
      { ...actorOf(run, at), old: change.old, value: change.value, meaning: run.meaning.register(name, change.value) },
    ];
  });
  return {
    kind: "history",
    title: name,
    value,
    meaning: run.meaning.register(name, value),
    entries,
    total,
    origins: new Trail(run).ofRegister(name, position, value),
  };
}

function originsOfWrite(run: Run, write: WriteIndex): readonly Origin[] {
  return new Trail(run).ofWrite(write);
}

/** Follows one value backwards; every station is nearer to its beginning. */
class Trail {
  readonly #run: Run;
  readonly #stations: Origin[] = [];

  constructor(run: Run) {
    this.#run = run;
  }

  ofWrite(write: WriteIndex): readonly Origin[] {
    this.#write(write);
    return this.#stations;
  }

  ofRegister(name: RegisterName, position: number, value: bigint): readonly Origin[] {
    this.#register(name, position, value);
    return this.#stations;
  }

  #add(step: number | undefined, text: string, value: bigint): void {
    const context: ContextId | undefined =
      step === undefined ? undefined : this.#run.timeline.tracker.steps.context(step);
    this.#stations.push({ step, context, text, value });
  }

  get #isLong(): boolean {
    return this.#stations.length >= MAX_ORIGINS;
  }

  /** Where the word stored by `write` had been before. */
  #write(write: WriteIndex): void {
    if (this.#isLong) return;
    const { program, meaning, timeline } = this.#run;
    const { writes, steps } = timeline.tracker;
    const step = writes.step(write);
    const value = writes.value(write);
    const row = steps.row(step);
    const place = meaning.place(writes.address(write));
    if (row.delivery) {
      const role = writes.role(write);
      this.#add(step, ORIGIN_TEXTS.pushed(role, place), value);
      const pushed = PUSHED[role];
      if (pushed !== undefined) this.#register(pushed, step, value);
      return;
    }
    const shape = program.shapeAt(row.rip);
    this.#add(step, ORIGIN_TEXTS.stored(program.textAt(row.rip) ?? HISTORY_TEXTS.anInstruction, place), value);
    const register =
      shape.kind === "push-register" || shape.kind === "store" ? GENERAL_REGISTERS[shape.register] : undefined;
    if (register !== undefined) this.#register(register, step, value);
    else if (shape.kind === "push-memory") this.#memory(step, shape.memory, value);
    else if (shape.kind === "push-named") this.#add(step, ORIGIN_TEXTS.isNamed(shape.role), value);
  }

  /** Where the value that a register held at boundary `position` came from. */
  #register(name: RegisterName, position: number, value: bigint): void {
    if (this.#isLong) return;
    const number = REGISTER_NUMBERS.get(name);
    if (number === undefined) return;
    const { program, timeline } = this.#run;
    const step = timeline.tracker.steps.lastChange(number, position);
    if (step < 0) {
      this.#add(undefined, ORIGIN_TEXTS.heldFromStart(name), value);
      return;
    }
    const row = timeline.tracker.steps.row(step);
    if (row.delivery) {
      this.#add(step, ORIGIN_TEXTS.deliverySet(name), value);
      return;
    }
    const text = program.textAt(row.rip) ?? HISTORY_TEXTS.anInstruction;
    const shape = program.shapeAt(row.rip);
    const takes = "register" in shape && GENERAL_REGISTERS[shape.register] === name;
    if (takes && shape.kind === "load") {
      this.#add(step, ORIGIN_TEXTS.loaded(text, name), value);
      this.#memory(step, shape.memory, value);
    } else if (takes && shape.kind === "pop-register") {
      this.#add(step, ORIGIN_TEXTS.popped(text), value);
      this.#at(timeline.registersAt(step).rsp, step, value);
    } else if (takes && shape.kind === "move") {
      this.#add(step, ORIGIN_TEXTS.copied(text), value);
      const from = GENERAL_REGISTERS[shape.from];
      if (from !== undefined) this.#register(from, step, value);
    } else if (shape.kind === "iret" && shape.sizeBytes === 8) this.#iret(name, step, text, value);
    else this.#add(step, ORIGIN_TEXTS.computed(text, name), value);
  }

  #iret(name: RegisterName, step: number, text: string, value: bigint): void {
    this.#add(step, ORIGIN_TEXTS.tookFromFrame(text, name), value);
    const offset = POPPED[name];
    if (offset !== undefined) this.#at(this.#run.timeline.registersAt(step).rsp + offset, step, value);
  }

  #memory(step: number, memory: Parameters<typeof effectiveAddress>[0], value: bigint): void {
    const before: Registers = this.#run.timeline.registersAt(step);
    const origin: Pick<Step, "ripBefore"> = { ripBefore: before.rip };
    this.#at(effectiveAddress(memory, before, origin), step, value);
  }

  /** The word at `address` as step `step` read it. */
  #at(address: bigint, step: number, value: bigint): void {
    if ((address & 7n) !== 0n) return;
    const write = this.#run.timeline.tracker.writes.lastBefore(address, step);
    if (write !== NO_WRITE) this.#write(write);
    else if (!this.#isLong) this.#add(undefined, ORIGIN_TEXTS.heldFromStart(this.#run.meaning.place(address)), value);
  }
}

const PUSHED: Readonly<Record<string, RegisterName>> = { SS: "ss", RSP: "rsp", RFLAGS: "rflags", CS: "cs" };
const POPPED: { readonly [name in RegisterName]?: bigint } = { cs: 8n, rflags: 16n, rsp: 24n, ss: 32n };
