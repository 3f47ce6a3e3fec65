// What every worker of ours does with its messages and its time: a port to the
// page, slices of work, and a failure to start told as such.

import type { Slicing } from "../protocol/dispatcher.ts";
import type { FromWorker, ToWorker } from "../protocol/messages.ts";
import type { Port } from "../protocol/port.ts";

/** Slices begin anew with a pause, and with a message. */
export interface WorkerSlicing extends Slicing {
  begin(): void;
}

function post(message: FromWorker<unknown, unknown>): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker's own page, not a window
  self.postMessage(message);
}

/** A message to oneself: lets waiting messages in, sooner than a timer would. */
function makePause(): () => Promise<void> {
  const { port1, port2 } = new MessageChannel();
  let resume: (() => void) | undefined;
  port1.addEventListener("message", () => resume?.());
  port1.start();
  return () =>
    new Promise((resolve) => {
      resume = resolve;
      port2.postMessage(undefined);
    });
}

export function makeSlicing(milliseconds: number): WorkerSlicing {
  const pause = makePause();
  let began = performance.now();
  const begin = (): void => void (began = performance.now());
  return {
    begin,
    isOver: () => performance.now() - began > milliseconds,
    async pause() {
      await pause();
      begin();
    },
  };
}

export function workerPort<Asked, Answer, Progress>(
  slicing: WorkerSlicing,
): Port<FromWorker<Answer, Progress>, ToWorker<Asked>> {
  return {
    send: post,
    listen: (listener) =>
      self.addEventListener("message", ({ data }: MessageEvent<ToWorker<Asked>>) => {
        slicing.begin();
        listener(data);
      }),
  };
}

export function postStartFailure(error: unknown): void {
  post({ kind: "failure", generation: 0, message: error instanceof Error ? error.message : String(error) });
}
