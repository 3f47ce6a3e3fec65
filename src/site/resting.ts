// A moment of a scenario as the page's state, computed in this process with the
// session itself: what figures show before, and without, scripts.

import { createStore } from "zustand/vanilla";

import { Client } from "../protocol/client.ts";
import { serve } from "../protocol/dispatcher.ts";
import type { FromWorker, ToWorker } from "../protocol/messages.ts";
import { joinPorts } from "../protocol/port.ts";
import type { SharedMoment } from "../scenario/scenario.ts";
import { createSession } from "../session/index.ts";
import type { Connection, Surroundings } from "../store/connection.ts";
import { createPage, type Page } from "../store/page.ts";
import { SCENARIO_LINKS } from "../store/scenario-link.ts";

export interface Resting {
  /** A page that stands at the moment and never moves. Throws if the handler does not run. */
  at(moment: SharedMoment): Promise<Page>;
}

/** Nothing is kept and nothing happens later. */
const NOWHERE: Surroundings = {
  after: () => () => undefined,
  now: () => 0,
  saveFile: () => undefined,
  storage: undefined,
};

export async function createResting(core: BufferSource): Promise<Resting> {
  return {
    async at(moment) {
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
      const state = page.store.getState();
      if (state.moment === undefined) throw new Error(`a figure does not run: ${state.notice ?? "no reason given"}`);
      // A store of its own: on the server, React reads the first state of a store, not the present one.
      return { ...page, store: createStore(() => state) };
    },
  };
}
