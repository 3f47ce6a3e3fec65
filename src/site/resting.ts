// A moment of a scenario as the page's state, computed in this process with the
// session itself: what figures show before, and without, scripts.

import { createStore } from "zustand/vanilla";

import { Client } from "../protocol/client.ts";
import { serve } from "../protocol/dispatcher.ts";
import type { FromWorker, ToWorker } from "../protocol/messages.ts";
import { joinPorts } from "../protocol/port.ts";
import { defined } from "../base/assert.ts";
import type { Scenario, SharedMoment } from "../scenario/scenario.ts";
import { createSession } from "../session/index.ts";
import type { RunView } from "../session/views.ts";
import type { Connection, Surroundings } from "../store/connection.ts";
import { createPage, type Page } from "../store/page.ts";
import { SCENARIO_LINKS } from "../store/scenario-link.ts";
import { violationsInOrder } from "../store/selectors.ts";
import { LEARN_TEXTS } from "../ui/texts/learn.ts";
import { createExploring, type Exploring } from "./exploring.ts";

export interface Outcome {
  readonly place: string;
  readonly state: "safe" | "harmful" | "unreached";
  readonly text: string;
}

/** Where a figure rests: at a boundary, behind the first bad step, at the run's end, or before a place (the first time, the second). */
export type RestAt = number | "first-bad" | "end" | { readonly before: string; readonly time?: number };

export interface Resting {
  position(scenario: Scenario, at: RestAt): Promise<number>;
  /** What the schedule's item leads to at each instruction of the handler instead of where it is. */
  outcomes(moment: SharedMoment, item: number): Promise<readonly Outcome[]>;
  /** The whole run. */
  run(scenario: Scenario): Promise<RunView>;
  /** For what no record has. */
  readonly exploring: Exploring;
  /** Each step in a sentence, until nothing but the workload runs. */
  trace(moment: SharedMoment): Promise<readonly string[]>;
  /** A page that stands at the moment and never moves. Throws if the handler does not run. */
  at(moment: SharedMoment): Promise<Page>;
}

/** Mnemonics in the lanes of a drawing; more do not fit. */
const MOST_CELLS = 400;

/** Nothing is kept and nothing happens later. */
const NOWHERE: Surroundings = {
  after: () => () => undefined,
  now: () => 0,
  nextFrame: () => Promise.resolve(),
  saveFile: () => undefined,
  storage: undefined,
  keeping: undefined,
};

export async function createResting(core: BufferSource): Promise<Resting> {
  async function open(moment: SharedMoment): Promise<Page> {
    const [left, right] = joinPorts<ToWorker, FromWorker>();
    const session = await createSession(core);
    const whole = { isOver: () => false, pause: () => Promise.resolve() };
    serve(
      right,
      (request) => session.run(request),
      whole,
      (request) => session.prepare(request),
    );
    const page = createPage({
      connect: (events): Connection => {
        const client = new Client(left, events);
        return {
          request: (request) => client.request(request),
          cancel: () => undefined,
          close: () => undefined,
        };
      },
      codec: SCENARIO_LINKS,
      surroundings: NOWHERE,
      firstMoment: moment,
      firstSource: "",
      builtInLevels: () => Promise.resolve([]),
      clearAddress: () => undefined,
    });
    await page.machine.open(moment);
    if (page.store.getState().moment === undefined) {
      throw new Error(`a figure does not run: ${page.store.getState().notice ?? "no reason given"}`);
    }
    return page;
  }

  return {
    async at(moment) {
      const page = await open(moment);
      await page.machine.loadCells(0, Math.min(MOST_CELLS, page.store.getState().run?.length ?? 0));
      const state = page.store.getState();
      // A store of its own: on the server, React reads the first state of a store, not the present one.
      return { ...page, store: createStore(() => state) };
    },
    async position(scenario, at) {
      if (typeof at === "number") return at;
      const page = await open({ scenario, position: 0 });
      const { run } = page.store.getState();
      if (run === undefined) return 0;
      if (at === "end") return run.length;
      if (at !== "first-bad") return boundaryBefore(page, run.length, at.before, at.time ?? 1);
      const [first] = violationsInOrder(run);
      if (first === undefined) throw new Error("a figure shall show what breaks, and nothing does");
      return first.step + 1;
    },
    exploring: createExploring(core),
    run: makeRunner(open),
    trace: makeTracer(open),
    async outcomes(moment, item) {
      const page = await open(moment);
      const found: Outcome[] = [];
      for (const { place } of page.store.getState().program?.handler ?? []) {
        await page.schedule.place(item, place);
        found.push(outcomeOf(page, item, place));
      }
      return found;
    },
  };
}

async function boundaryBefore(page: Page, last: number, place: string, time: number): Promise<number> {
  let times = 0;
  for (let position = 0; position <= last; position++) {
    await page.machine.seek(position);
    if (page.store.getState().moment?.place === place) times += 1;
    if (times === time) return position;
  }
  throw new Error(`a figure shall rest before ${place}, where the run does not come`);
}

/** One machine for all, and each run once: there are hundreds of them. */
function makeRunner(open: (moment: SharedMoment) => Promise<Page>): Resting["run"] {
  const runs = new Map<string, RunView>();
  let page: Page | undefined;
  return async (scenario) => {
    const key = JSON.stringify(scenario);
    const known = runs.get(key);
    if (known !== undefined) return known;
    const moment = { scenario, position: 0 };
    if (page === undefined) page = await open(moment);
    else await page.machine.open(moment);
    const run = defined(page.store.getState().run, "a run of the scenario");
    runs.set(key, run);
    return run;
  };
}

function outcomeOf(page: Page, item: number, place: string): Outcome {
  const { run } = page.store.getState();
  if (run?.schedule[item]?.at === undefined) {
    return { place, state: "unreached", text: LEARN_TEXTS.figure.outcome.unreached };
  }
  const [first] = violationsInOrder(run);
  return first === undefined
    ? { place, state: "safe", text: LEARN_TEXTS.figure.outcome.safe }
    : { place, state: "harmful", text: `${first.property} ${LEARN_TEXTS.figure.outcome.harmful}` };
}

/** Steps up to here are not all the workload's. */
function lastOfHandlers(run: RunView | undefined): number {
  if (run === undefined) return 0;
  const handlers = run.lanes.filter(({ context }) => run.contexts[context]?.kind !== "workload");
  return handlers.at(-1)?.to ?? run.length;
}

function makeTracer(open: (moment: SharedMoment) => Promise<Page>): Resting["trace"] {
  return async (moment) => {
    const page = await open({ ...moment, position: 0 });
    const told: string[] = [];
    const last = lastOfHandlers(page.store.getState().run);
    for (let position = 1; position <= last; position++) {
      await page.machine.seek(position);
      const { what = [], why = [] } = page.store.getState().moment?.sentence ?? {};
      told.push([...what, { text: " " }, ...why].map(({ text }) => text).join(""));
    }
    return told;
  };
}
