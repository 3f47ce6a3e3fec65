// The asking side: one promise a request, numbered by generation. Replies that
// nobody waits for are dropped; a failure or a dead worker is reported as such.

import type { FromWorker, Reply, Request, ToWorker } from "./messages.ts";
import type { Port } from "./port.ts";

/** Our own defect: the request was not carried out. */
export class RequestFailed extends Error {
  override name = "RequestFailed";
}

export interface ClientEvents<Progress = number> {
  onProgress(progress: Progress): void;
  /** Nothing asked will be answered any more. */
  onDead(reason: string): void;
}

interface Waiting<Answer> {
  readonly resolve: (reply: Answer) => void;
  readonly reject: (error: Error) => void;
}

export class Client<Asked = Request, Answer = Reply, Progress = number> {
  readonly #port: Port<ToWorker<Asked>, FromWorker<Answer, Progress>>;
  readonly #events: ClientEvents<Progress>;
  readonly #waiting = new Map<number, Waiting<Answer>>();
  readonly #queued: ToWorker<Asked>[] = [];
  #generation = 0;
  #ready = false;
  #dead: string | undefined;

  constructor(port: Port<ToWorker<Asked>, FromWorker<Answer, Progress>>, events: ClientEvents<Progress>) {
    this.#port = port;
    this.#events = events;
    port.listen((message) => this.#receive(message));
  }

  /** Rejects with RequestFailed; after death at once. */
  request(request: Asked): Promise<Answer> {
    if (this.#dead !== undefined) return Promise.reject(new RequestFailed(this.#dead));
    const generation = ++this.#generation;
    const reply = new Promise<Answer>((resolve, reject) => this.#waiting.set(generation, { resolve, reject }));
    this.#send({ kind: "request", generation, request });
    return reply;
  }

  /** Stops what runs at the next slice; its reply still comes. */
  cancel(): void {
    if (this.#dead === undefined && this.#waiting.size > 0) this.#send({ kind: "cancel" });
  }

  /** What runs stands still until it goes on. */
  hold(held: boolean): void {
    if (this.#dead === undefined && this.#waiting.size > 0) this.#send({ kind: held ? "hold" : "go-on" });
  }

  /** Requests without an answer yet. */
  get pending(): number {
    return this.#waiting.size;
  }

  /** The other side is gone: whoever made the port says so. */
  die(reason: string): void {
    if (this.#dead !== undefined) return;
    this.close(reason);
    this.#events.onDead(reason);
  }

  /** As death, but wished for: nobody is told, what waits is rejected. */
  close(reason: string): void {
    this.#dead ??= reason;
    for (const { reject } of this.#waiting.values()) reject(new RequestFailed(reason));
    this.#waiting.clear();
    this.#queued.length = 0;
  }

  /** Messages wait until the other side can listen. */
  #send(message: ToWorker<Asked>): void {
    if (this.#ready) this.#port.send(message);
    else this.#queued.push(message);
  }

  #receive(message: FromWorker<Answer, Progress>): void {
    if (this.#dead !== undefined) return;
    switch (message.kind) {
      case "ready":
        this.#ready = true;
        for (const queued of this.#queued.splice(0)) this.#port.send(queued);
        return;
      case "progress":
        if (this.#waiting.has(message.generation)) this.#events.onProgress(message.progress);
        return;
      case "reply":
        this.#take(message.generation)?.resolve(message.reply);
        return;
      case "failure":
        if (message.generation === 0) this.die(message.message);
        else this.#take(message.generation)?.reject(new RequestFailed(message.message));
    }
  }

  #take(generation: number): Waiting<Answer> | undefined {
    const waiting = this.#waiting.get(generation);
    this.#waiting.delete(generation);
    return waiting;
  }
}
