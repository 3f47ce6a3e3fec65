// One open scenario and the run it makes. Changing the scenario makes the run
// anew and keeps the position where it still means the same.

import { assert } from "../base/assert.ts";
import type { BreakPlace } from "../protocol/messages.ts";
import type { OutcomeDigest } from "../scenario/link/link.ts";
import { noted } from "../scenario/notes.ts";
import { parseItem } from "../scenario/schedule.ts";
import type { MomentNote, Scenario, ScheduleItem } from "../scenario/scenario.ts";
import { digestDifference } from "./digest.ts";
import type { StepMachine } from "./machine-face.ts";
import { boot, BootCache } from "./program/boot.ts";
import { tryOffItems } from "./off-items.ts";
import type { BootResult, Program } from "./program.ts";
import { spelled } from "./program/spelled.ts";
import { openRun, respelled, type Run } from "./run.ts";
import { resolveAddress, resolveEvent } from "./schedule-items.ts";
import type { Stops } from "./steering/moves.ts";
import { capital } from "./texts/words.ts";
import { boundaryPlace, firstDifference } from "./steering/search.ts";
import type { Sliced } from "./slices.ts";
import type { Flavor } from "./views.ts";
import { CHANGE_TEXTS } from "./texts/moves.ts";

/** What a change led to; a refused one changed nothing. */
export interface Change {
  readonly refused?: string;
  /** The position moved, or there is something to know about it. */
  readonly notice?: string;
}

/** Judges what stops other than at a place: watchpoints, events, conditions, counts. */
export type StopJudge = (run: Run, places: readonly BreakPlace[]) => NonNullable<Stops["also"]>;

/** Stops whenever RIP is there: no judge is needed. */
export function isPlain({ kind, condition, ignore, off }: BreakPlace): boolean {
  const isPlace = kind === "line" || kind === "place";
  return off === true || (isPlace && condition === undefined && (ignore ?? 0) === 0);
}

export class Experiment {
  readonly #machine: StepMachine;
  #scenario: Scenario | undefined;
  #booted: BootResult | undefined;
  #run: Run | undefined;
  /** What `#run` is of, as it was made. */
  #program: Program | undefined;
  #flavor: Flavor = "att";
  #breakpoints: readonly BreakPlace[] = [];
  /** Of the console, which is loaded when it is needed. */
  judge: StopJudge | undefined;
  readonly #injections: ScheduleItem[] = [];
  readonly #cache = new BootCache();
  /** Where to go once the source assembles. */
  #wanted = 0;

  constructor(machine: StepMachine) {
    this.#machine = machine;
  }

  get scenario(): Scenario {
    assert(this.#scenario !== undefined, "a scenario is open");
    return this.#scenario;
  }

  get booted(): BootResult {
    assert(this.#booted !== undefined, "a scenario is open");
    return this.#booted;
  }

  get isOpen(): boolean {
    return this.#scenario !== undefined;
  }

  /** It has loaded what `run` is of. */
  get machine(): StepMachine {
    return this.#machine;
  }

  /** The run of the last program that assembled. */
  get run(): Run | undefined {
    return this.#run;
  }

  get breakpoints(): readonly BreakPlace[] {
    return this.#breakpoints;
  }

  /** `digest`: how the run ended for whoever shared it. */
  *open(scenario: Scenario, position: number, digest?: OutcomeDigest): Sliced<Change> {
    this.#scenario = scenario;
    this.#injections.length = 0;
    this.#booted = boot(scenario, this.#cache);
    this.#run = undefined;
    this.#program = undefined;
    this.#wanted = position;
    if (!this.#booted.ok) return {};
    const run = this.#openRun(this.#booted.program, scenario.schedule);
    this.#run = run;
    const change = yield* this.#settle(run, position, undefined);
    const now = run.timeline.digest;
    const differs = digest === undefined || now === undefined ? undefined : digestDifference(digest, now);
    if (differs === undefined) return change;
    return { notice: [`${capital(differs)}.`, change.notice].filter((words) => words !== undefined).join(" ") };
  }

  /** Source, workload, body or options differ: everything is made anew. */
  *change(scenario: Scenario): Sliced<Change> {
    this.#scenario = scenario;
    this.#booted = boot(scenario, this.#cache);
    if (!this.#booted.ok) return this.#run === undefined ? {} : { notice: CHANGE_TEXTS.outOfStep };
    return yield* this.#replace(this.#openRun(this.#booted.program, scenario.schedule));
  }

  *setSchedule(items: readonly ScheduleItem[]): Sliced<Change> {
    this.#scenario = { ...this.scenario, schedule: items };
    if (this.#program === undefined) return {};
    return yield* this.#replace(this.#openRun(this.#program, items));
  }

  /** As `setSchedule`; the item at `index` stands on a step, and is named by the place that is there. */
  *setMoved(items: readonly ScheduleItem[], index: number): Sliced<Change> {
    const change = yield* this.setSchedule(items);
    const at = this.#run?.timeline.driver.applied.find((applied) => applied.index === index)?.at;
    const item = items[index];
    if (this.#run === undefined || at === undefined || item === undefined) return change;
    const when = boundaryPlace(this.#run, at);
    return yield* this.setSchedule(items.map((other, n) => (n === index ? { ...item, when } : other)));
  }

  /** Runs `items` to the end and stands at `position`, or as near as there are steps. */
  *trySchedule(items: readonly ScheduleItem[], position: number): Sliced<void> {
    this.#scenario = { ...this.scenario, schedule: items };
    if (this.#program === undefined) return;
    const run = this.#openRun(this.#program, items);
    this.#run = run;
    yield* run.timeline.complete();
    if (run.timeline.length < position) yield* run.timeline.extendTo(position);
    run.timeline.seek(Math.min(position, run.timeline.length));
  }

  /** Adds `event` at the present boundary, or says why it cannot come here. */
  *inject(event: string): Sliced<Change> {
    const run = this.#run;
    if (run === undefined) return { refused: CHANGE_TEXTS.nowhereToInject };
    const resolved = resolveEvent(event, (name) => run.program.naming.symbol(name));
    if (!resolved.ok) return { refused: resolved.reason };
    const outcome = this.#machine.can(resolved.value);
    if (outcome.kind === "refused") return { refused: outcome.reason };
    const parsed = parseItem(`${event}@${boundaryPlace(run, run.timeline.position)}`);
    if (!parsed.ok) return { refused: parsed.problem.message };
    const change = yield* this.setSchedule([...this.scenario.schedule, parsed.value]);
    this.#injections.push(parsed.value);
    return change;
  }

  *undoInjection(): Sliced<Change> {
    for (let item = this.#injections.pop(); item !== undefined; item = this.#injections.pop()) {
      const at = this.scenario.schedule.lastIndexOf(item);
      if (at < 0) continue;
      return yield* this.setSchedule(this.scenario.schedule.filter((_, index) => index !== at));
    }
    return { refused: CHANGE_TEXTS.noInjection };
  }

  /** The run stays as it is: notes tell of it, and change nothing. */
  setNotes(notes: readonly MomentNote[]): void {
    this.#scenario = noted(this.scenario, notes);
  }

  /** How instructions are shown from now on, in this run too. */
  setFlavor(flavor: Flavor): void {
    if (flavor === this.#flavor) return;
    this.#flavor = flavor;
    if (this.#run !== undefined && this.#program !== undefined)
      this.#run = respelled(this.#run, spelled(this.#program, flavor));
  }

  setBreakpoints(breakpoints: readonly BreakPlace[]): void {
    this.#breakpoints = breakpoints;
  }

  /** The address of a breakpoint; undefined if there is none in this program. */
  addressOf(place: BreakPlace): bigint | undefined {
    const program = this.#run?.program;
    if (program === undefined || place.kind === "watch" || place.kind === "catch") return undefined;
    if (place.kind === "line") return program.listing.handler.find(({ line }) => line === place.line)?.address;
    const found = resolveAddress(place.place, (name) => program.naming.symbol(name));
    return found.ok ? found.value : undefined;
  }

  stops(run: Run): Stops {
    const plain = this.#breakpoints.filter((place) => isPlain(place) && place.off !== true);
    const addresses = plain.map((place) => this.addressOf(place)).filter((at) => at !== undefined);
    const violations = run.violations().map(({ step }) => step + 1);
    const others = this.#breakpoints.filter((place) => !isPlain(place));
    const also = others.length === 0 ? undefined : this.judge?.(run, others);
    return { breakpoints: new Set(addresses), violations, ...(also === undefined ? {} : { also }) };
  }

  #openRun(program: Program, schedule: readonly ScheduleItem[]): Run {
    const trials = tryOffItems(this.#machine, program, schedule);
    this.#program = program;
    return openRun(this.#machine, spelled(program, this.#flavor), schedule, undefined, trials);
  }

  *#replace(run: Run): Sliced<Change> {
    const old = this.#run;
    this.#run = run;
    return yield* this.#settle(run, old?.timeline.position ?? this.#wanted, old);
  }

  /** Computes the run and finds the position: the old one, as far as the runs agree. */
  *#settle(run: Run, wanted: number, old: Run | undefined): Sliced<Change> {
    const { timeline } = run;
    yield* timeline.complete();
    if (timeline.length < wanted) yield* timeline.extendTo(wanted);
    const shared = old === undefined ? timeline.length : firstDifference(old, run, wanted);
    const position = Math.min(wanted, shared, timeline.length);
    timeline.seek(position);
    if (position === wanted) return {};
    return {
      notice:
        old === undefined
          ? CHANGE_TEXTS.noSuchStep(timeline.length, wanted)
          : CHANGE_TEXTS.movedOnAnotherRun(position, wanted),
    };
  }
}
