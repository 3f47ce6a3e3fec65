// The answering side: one request after the other, each in slices, so that a
// cancel between two slices is heard. Does not know what requests mean, nor clocks.

import type { FromWorker, Reply, Request, ToWorker } from "./messages.ts";
import type { Port } from "./port.ts";

/** Yields how far it is, from time to time; answered true it stops early. Returns the reply. */
export type Work<Asked = Request, Answer = Reply, Progress = number> = (
  request: Asked,
) => Generator<Progress, Answer, boolean | undefined>;

/** Loads what a request needs; undefined: nothing. */
export type Prepare<Asked = Request> = (request: Asked) => Promise<void> | undefined;

export interface Slicing {
  /** True when the present slice has lasted long enough. */
  isOver(): boolean;
  /** Lets messages in and begins a new slice. */
  pause(): Promise<void>;
}

interface Job<Asked> {
  readonly generation: number;
  readonly request: Asked;
}

class Dispatcher<Asked, Answer, Progress> {
  readonly #port: Port<FromWorker<Answer, Progress>, ToWorker<Asked>>;
  readonly #work: Work<Asked, Answer, Progress>;
  readonly #slicing: Slicing;
  readonly #prepare: Prepare<Asked>;
  readonly #jobs: Job<Asked>[] = [];
  #busy = false;
  #cancelled = false;
  #held = false;
  #goOn: (() => void) | undefined;

  constructor(
    port: Port<FromWorker<Answer, Progress>, ToWorker<Asked>>,
    work: Work<Asked, Answer, Progress>,
    slicing: Slicing,
    prepare: Prepare<Asked>,
  ) {
    this.#port = port;
    this.#work = work;
    this.#slicing = slicing;
    this.#prepare = prepare;
  }

  start(): void {
    this.#port.listen((message) => this.#receive(message));
    this.#port.send({ kind: "ready" });
  }

  #receive(message: ToWorker<Asked>): void {
    switch (message.kind) {
      case "cancel":
        this.#cancelled = this.#busy;
        this.#release();
        return;
      case "hold":
        this.#held = this.#busy;
        return;
      case "go-on":
        this.#release();
        return;
      case "request":
        this.#jobs.push(message);
        if (!this.#busy) void this.#workOff();
    }
  }

  #release(): void {
    this.#held = false;
    this.#goOn?.();
    this.#goOn = undefined;
  }

  async #workOff(): Promise<void> {
    this.#busy = true;
    for (let job = this.#jobs.shift(); job !== undefined; job = this.#jobs.shift()) {
      this.#cancelled = false;
      this.#held = false;
      await this.#carryOut(job);
    }
    this.#busy = false;
  }

  async #carryOut({ generation, request }: Job<Asked>): Promise<void> {
    try {
      const preparation = this.#prepare(request);
      if (preparation !== undefined) await preparation;
      const work = this.#work(request);
      let next = work.next();
      while (!next.done) {
        if (this.#slicing.isOver()) {
          this.#port.send({ kind: "progress", generation, progress: next.value });
          await this.#slicing.pause();
          if (this.#held) await new Promise<void>((resolve) => (this.#goOn = resolve));
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
export function serve<Asked = Request, Answer = Reply, Progress = number>(
  port: Port<FromWorker<Answer, Progress>, ToWorker<Asked>>,
  work: Work<Asked, Answer, Progress>,
  slicing: Slicing,
  prepare: Prepare<Asked> = () => undefined,
): void {
  new Dispatcher(port, work, slicing, prepare).start();
}
