// The worker's entry: one machine, one session, requests in slices. Everything
// that needs a clock or the network of the session's side is here.

import { serve } from "../protocol/dispatcher.ts";
import type { Reply, Request } from "../protocol/messages.ts";
import { createSession } from "../session/index.ts";
import coreUrl from "../../build/core.wasm?url";
import { makeSlicing, postStartFailure, workerPort } from "./slicing.ts";

const SLICE_MS = 10;
const TOOLS_AFTER_MS = 2000;

async function start(): Promise<void> {
  const response = await fetch(coreUrl);
  if (!response.ok) throw new Error(`the machine's core could not be loaded (${response.status})`);
  const session = await createSession(await response.arrayBuffer());
  const slicing = makeSlicing(SLICE_MS);
  serve(
    workerPort<Request, Reply, number>(slicing),
    (request) => session.run(request),
    slicing,
    (request) => session.prepare(request),
  );
  // Once the first request is under way, the rest comes too: later the network may be gone.
  setTimeout(() => void session.loadTools().catch(() => undefined), TOOLS_AFTER_MS);
}

start().catch(postStartFailure);
