// A worker as a connection of the page: ready, asked, cancelled, dead. A worker
// that does not report in time, or that breaks, is dead; the page goes on.

import { Client, type ClientEvents } from "./client.ts";
import type { FromWorker, Reply, Request, ToWorker } from "./messages.ts";
import * as texts from "./texts.ts";

/** What is needed of a Worker. */
export interface WorkerLike<Asked = Request, Answer = Reply, Progress = number> {
  postMessage(message: ToWorker<Asked>): void;
  terminate(): void;
  addEventListener(type: "message", listener: (event: { readonly data: FromWorker<Answer, Progress> }) => void): void;
  addEventListener(type: "error", listener: (event: { readonly message: string }) => void): void;
  addEventListener(type: "messageerror", listener: () => void): void;
}

export interface WorkerConnection<Asked = Request, Answer = Reply> {
  request(request: Asked): Promise<Answer>;
  cancel(): void;
  /** What runs stands still; true: until it is called with false, or cancelled. */
  hold(held: boolean): void;
  close(): void;
}

/** Calls back after some milliseconds; what it returns calls that off. */
export type After = (milliseconds: number, action: () => void) => () => void;

const READY_WITHIN_MS = 20_000;
/** A worker reports progress about every 10 ms while it works; so long a silence is a hang. */
const SILENT_FOR_MS = 15_000;

export function connectWorker<Asked = Request, Answer = Reply, Progress = number>(
  make: () => WorkerLike<Asked, Answer, Progress>,
  events: ClientEvents<Progress>,
  after: After,
): WorkerConnection<Asked, Answer> {
  const worker = make();
  let stopWaiting = after(READY_WITHIN_MS, () => fail(texts.lateStart));
  let closed = false;
  let started = false;
  let held = false;
  const client = new Client<Asked, Answer, Progress>(
    {
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker, not a window
      send: (message) => worker.postMessage(message),
      listen: (listener) => {
        worker.addEventListener("message", ({ data }) => {
          started = true;
          heard();
          listener(data);
        });
      },
    },
    events,
  );

  /** Anything heard is a sign of life; the clock runs on while something is asked. */
  function heard(): void {
    stopWaiting();
    stopWaiting = after(SILENT_FOR_MS, () => {
      if (client.pending > 0 && !held) fail(texts.silent);
    });
  }

  function fail(reason: string): void {
    if (closed) return;
    closed = true;
    stopWaiting();
    worker.terminate();
    client.die(reason);
  }

  worker.addEventListener("error", ({ message }) => fail(message || texts.failed));
  worker.addEventListener("messageerror", () => fail(texts.unreadable));

  return {
    request(request) {
      const reply = client.request(request);
      if (started) heard();
      return reply;
    },
    cancel() {
      held = false;
      client.cancel();
      if (started) heard();
    },
    hold(wanted) {
      held = wanted;
      client.hold(wanted);
      if (started) heard();
    },
    close() {
      closed = true;
      stopWaiting();
      worker.terminate();
      client.close(texts.closed);
    },
  };
}
