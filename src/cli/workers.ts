// Threads that help a search of the command line, and the search driven beside them.

import { readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { setImmediate, setTimeout } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import { MOST_WORKERS } from "../machine/index.ts";
import { Helpers, type FromHelper, type HelperPort } from "../session/index.ts";
import type { Arguments, Surroundings } from "./command.ts";
import { parseCount } from "./parse.ts";
import { Refusal } from "./terminal.ts";

/** Who waits for others looks again after this, in milliseconds. */
const REST_MS = 2;

/** How many search at once: `--workers`, or one for each core. */
export function workersOf(args: Arguments): number {
  const text = args.text("workers");
  if (text === undefined) return Math.min(availableParallelism(), MOST_WORKERS);
  const count = parseCount(text, "--workers");
  if (count === 0) throw new Refusal("--workers: 1 at least");
  if (count > MOST_WORKERS) throw new Refusal(`--workers: ${MOST_WORKERS} at most`);
  return count;
}

export class Workers {
  readonly helpers: Helpers | undefined;
  readonly #threads: Worker[] = [];

  constructor(args: Arguments, { core, table, helper }: Surroundings) {
    const count = workersOf(args) - 1;
    if (count === 0 || helper === undefined || table === undefined) return;
    const modules = {
      core: new WebAssembly.Module(readFileSync(core)),
      table: new WebAssembly.Module(readFileSync(table)),
    };
    this.helpers = new Helpers(modules, count, (lost) => this.#start(helper, lost));
  }

  /** Drives a search that may be told to stop, and lets what others tell come in. */
  async drive<Result>(
    work: Generator<{ readonly waiting?: boolean }, Result, boolean | undefined>,
    until: number,
  ): Promise<Result> {
    let next = work.next();
    while (next.done !== true) {
      if (this.#threads.length > 0) await (next.value.waiting ? setTimeout(REST_MS) : setImmediate());
      next = work.next(performance.now() >= until);
    }
    return next.value;
  }

  async close(): Promise<void> {
    await Promise.all(this.#threads.map((thread) => thread.terminate()));
  }

  #start(path: string, lost: () => void): HelperPort {
    const thread = new Worker(path);
    this.#threads.push(thread);
    thread.on("error", lost);
    return {
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker, not a window
      send: (message) => thread.postMessage(message),
      listen: (listener) => void thread.on("message", (message: FromHelper) => listener(message)),
    };
  }
}
