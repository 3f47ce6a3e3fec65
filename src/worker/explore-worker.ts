// The explorer's worker: a machine of its own, so that stepping stays live while
// every schedule is tried. Started with the first question.

import { serve } from "../protocol/dispatcher.ts";
import type { ExplorerAnswer, ExplorerProgress, ExplorerQuestion } from "../protocol/exploration.ts";
import { Explorer } from "../session/explorer.ts";
import coreUrl from "../../build/core.wasm?url";
import { makeSlicing, postStartFailure, workerPort } from "./slicing.ts";

/** Progress is told so often, and a stop is heard. */
const SLICE_MS = 60;

async function start(): Promise<void> {
  const response = await fetch(coreUrl);
  if (!response.ok) throw new Error(`the machine's core could not be loaded (${response.status})`);
  const explorer = new Explorer(await WebAssembly.compile(await response.arrayBuffer()));
  const slicing = makeSlicing(SLICE_MS);
  serve<ExplorerQuestion, ExplorerAnswer, ExplorerProgress>(
    workerPort(slicing),
    (question) => explorer.run(question),
    slicing,
    (question) => explorer.prepare(question),
  );
}

start().catch(postStartFailure);
