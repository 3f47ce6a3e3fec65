// The line to the machine: opens a connection, sends requests in order, takes
// views into the state, notices silence. Restarting is the page's decision.

import type { StoreApi } from "zustand/vanilla";

import type { Reply, Request } from "../protocol/messages.ts";
import type { Connect, Connection, Surroundings } from "./connection.ts";
import type { PageState } from "./state.ts";
import { applyUpdate } from "./views.ts";

/** Before this, a request is not shown as running. */
const BUSY_AFTER_MS = 300;
/** A machine at work reports progress more often than this. */
const SILENCE_MS = 6000;

export interface Desk {
  connect(): void;
  ask(request: Request): Promise<Reply | undefined>;
  cancel(): void;
  /** Requests that are not answered yet. */
  waiting(): number;
}

export function createDesk(store: StoreApi<PageState>, connect: Connect, surroundings: Surroundings): Desk {
  let connection: Connection | undefined;
  let waiting = 0;
  let stopSilence: (() => void) | undefined;
  let stopBusy: (() => void) | undefined;

  function watchSilence(): void {
    stopSilence?.();
    stopSilence = undefined;
    if (waiting > 0) stopSilence = surroundings.after(SILENCE_MS, () => die("it did not answer"));
  }

  function die(reason: string): void {
    if (connection === undefined) return;
    const gone = connection;
    connection = undefined;
    waiting = 0;
    stopSilence?.();
    stopBusy?.();
    stopBusy = undefined;
    gone.close();
    store.setState({ health: { kind: "dead", reason } });
  }

  function settle(): void {
    waiting = Math.max(0, waiting - 1);
    watchSilence();
    if (waiting > 0) return;
    stopBusy?.();
    stopBusy = undefined;
    if (store.getState().health.kind !== "ready") store.setState({ health: { kind: "ready" } });
  }

  return {
    connect() {
      connection?.close();
      waiting = 0;
      store.setState({ health: { kind: "starting" } });
      connection = connect({
        onProgress(steps) {
          watchSilence();
          if (stopBusy === undefined && waiting > 0) store.setState({ health: { kind: "busy", steps } });
        },
        onDead: die,
      });
    },

    async ask(request) {
      const asked = connection;
      if (asked === undefined) return undefined;
      waiting += 1;
      if (waiting === 1) {
        stopBusy = surroundings.after(BUSY_AFTER_MS, () => {
          stopBusy = undefined;
          if (store.getState().health.kind === "ready") store.setState({ health: { kind: "busy", steps: 0 } });
        });
      }
      watchSilence();
      try {
        const reply = await asked.request(request);
        if (asked !== connection) return undefined;
        settle();
        if (reply.kind === "views") store.setState((state) => applyUpdate(state, reply.update));
        return reply;
      } catch (failure) {
        if (asked !== connection) return undefined;
        settle();
        store.setState({ notice: failure instanceof Error ? failure.message : String(failure) });
        return undefined;
      }
    },

    cancel() {
      connection?.cancel();
    },

    waiting: () => waiting,
  };
}
