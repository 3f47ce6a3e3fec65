// The answering side: one request after the other, each in slices, so that a
// cancel between two slices is heard. Does not know what requests mean, nor clocks.

import type { FromWorker, Reply, Request, ToWorker } from "./messages.ts";
import type { Port } from "./port.ts";

/** Yields the steps done, from time to time; answered true it stops early. Returns the reply. */
export type Work = (request: Request) => Generator<number, Reply, boolean | undefined>;

/** Loads what a request needs; undefined: nothing. */
export type Prepare = (request: Request) => Promise<void> | undefined;

export interface Slicing {
  /** True when the present slice has lasted long enough. */
  isOver(): boolean;
  /** Lets messages in and begins a new slice. */
  pause(): Promise<void>;
}

interface Job {
  readonly generation: number;
  readonly request: Request;
}

class Dispatcher {
  readonly #port: Port<FromWorker, ToWorker>;
  readonly #work: Work;
  readonly #slicing: Slicing;
  readonly #prepare: Prepare;
  readonly #jobs: Job[] = [];
  #busy = false;
  #cancelled = false;

  constructor(port: Port<FromWorker, ToWorker>, work: Work, slicing: Slicing, prepare: Prepare) {
    this.#port = port;
    this.#work = work;
    this.#slicing = slicing;
    this.#prepare = prepare;
  }

  start(): void {
    this.#port.listen((message) => this.#receive(message));
    this.#port.send({ kind: "ready" });
  }

  #receive(message: ToWorker): void {
    if (message.kind === "cancel") {
      this.#cancelled = this.#busy;
      return;
    }
    this.#jobs.push(message);
    if (!this.#busy) void this.#workOff();
  }

  async #workOff(): Promise<void> {
    this.#busy = true;
    for (let job = this.#jobs.shift(); job !== undefined; job = this.#jobs.shift()) {
      this.#cancelled = false;
      await this.#carryOut(job);
    }
    this.#busy = false;
  }

  async #carryOut({ generation, request }: Job): Promise<void> {
    try {
      const preparation = this.#prepare(request);
      if (preparation !== undefined) await preparation;
      const work = this.#work(request);
      let next = work.next();
      while (!next.done) {
        if (this.#slicing.isOver()) {
          this.#port.send({ kind: "progress", generation, steps: next.value });
          await this.#slicing.pause();
        }
        next = work.next(this.#cancelled);
      }
      this.#port.send({ kind: "reply", generation, reply: next.value });
    } catch (error) {
      const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
      this.#port.send({ kind: "failure", generation, message });
    }
  }
}

/** Answers what comes through `port`, from now on. */
export function serve(
  port: Port<FromWorker, ToWorker>,
  work: Work,
  slicing: Slicing,
  prepare: Prepare = () => undefined,
): void {
  new Dispatcher(port, work, slicing, prepare).start();
}
