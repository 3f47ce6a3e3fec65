// The explorer's worker: a machine of its own, so that stepping stays live while
// every schedule is tried, and helpers on the other cores. Started with the first question.

import { serve } from "../protocol/dispatcher.ts";
import type { ExplorerAnswer, ExplorerProgress, ExplorerQuestion } from "../protocol/exploration.ts";
import { Explorer } from "../session/explorer.ts";
import { type FromHelper, type HelperPort, Helpers } from "../session/helpers.ts";
import coreUrl from "../../build/core.wasm?url";
import tableUrl from "../../build/table.wasm?url";
import { makeSlicing, postStartFailure, workerPort } from "./slicing.ts";

/** Progress is told so often, and a stop is heard; helpers are asked and answered more often. */
const SLICE_MS = 60;
const SLICE_WITH_HELPERS_MS = 20;
/** Who waits for a helper looks again after this. */
const REST_MS = 4;

/** Each has a machine of its own. */
const MOST_WORKERS = 8;

function startHelper(lost: () => void): HelperPort {
  const helper = new Worker(new URL("./explore-helper.ts", import.meta.url), {
    type: "module",
    name: "explorer's helper",
  });
  helper.addEventListener("error", lost);
  helper.addEventListener("messageerror", lost);
  return {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker, not a window
    send: (message) => helper.postMessage(message),
    listen: (listener) => helper.addEventListener("message", ({ data }: MessageEvent<FromHelper>) => listener(data)),
  };
}

async function compiled(url: string): Promise<WebAssembly.Module> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`the machine's core could not be loaded (${response.status})`);
  return WebAssembly.compile(await response.arrayBuffer());
}

/** Undefined: memory cannot be shared here, or there is one core. */
async function helpersOf(core: WebAssembly.Module): Promise<Helpers | undefined> {
  const count = Math.min(navigator.hardwareConcurrency || 1, MOST_WORKERS) - 1;
  if (count === 0 || !self.crossOriginIsolated) return undefined;
  return new Helpers({ core, table: await compiled(tableUrl) }, count, startHelper);
}

async function start(): Promise<void> {
  const core = await compiled(coreUrl);
  const helpers = await helpersOf(core);
  const explorer = new Explorer(core, helpers);
  const alone = makeSlicing(SLICE_MS);
  const helped = makeSlicing(SLICE_WITH_HELPERS_MS);
  const slicing = {
    begin() {
      alone.begin();
      helped.begin();
    },
    isOver: () => explorer.isWaiting || (helpers?.areBusy === true ? helped : alone).isOver(),
    async pause() {
      await (explorer.isWaiting ? new Promise((resolve) => setTimeout(resolve, REST_MS)) : alone.pause());
      slicing.begin();
    },
  };
  serve<ExplorerQuestion, ExplorerAnswer, ExplorerProgress>(
    workerPort(slicing),
    (question) => explorer.run(question),
    slicing,
    (question) => explorer.prepare(question),
  );
}

start().catch(postStartFailure);
