// The worker's entry: one machine, one session, requests in slices. Everything
// that needs a clock or the network of the session's side is here.

import { serve } from "../protocol/dispatcher.ts";
import type { FromWorker, Request, ToWorker } from "../protocol/messages.ts";
import { createSession } from "../session/index.ts";
import coreUrl from "../../build/core.wasm?url";

const SLICE_MS = 10;
const TOOLS_AFTER_MS = 2000;

function post(message: FromWorker): void {
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

async function start(): Promise<void> {
  const response = await fetch(coreUrl);
  if (!response.ok) throw new Error(`the machine's core could not be loaded (${response.status})`);
  const session = await createSession(await response.arrayBuffer());
  const pause = makePause();
  let sliceBegan = performance.now();
  const port = {
    send: post,
    listen: (listener: (message: ToWorker) => void) =>
      self.addEventListener("message", ({ data }: MessageEvent<ToWorker>) => {
        sliceBegan = performance.now();
        listener(data);
      }),
  };
  const slicing = {
    isOver: () => performance.now() - sliceBegan > SLICE_MS,
    pause: async () => {
      await pause();
      sliceBegan = performance.now();
    },
  };
  const prepare = (request: Request): Promise<void> | undefined => session.prepare(request);
  serve(port, (request) => session.run(request), slicing, prepare);
  // Once the first request is under way, the rest comes too: later the network may be gone.
  setTimeout(() => void session.loadTools().catch(() => undefined), TOOLS_AFTER_MS);
}

start().catch((error: unknown) => {
  const message = error instanceof Error ? error.message : String(error);
  post({ kind: "failure", generation: 0, message });
});
