// A machine that answers what the test says, and a world whose timers the test
// turns by hand.

import type { Reply, Request, ViewUpdate } from "../../src/protocol/messages.ts";
import type { Connect, ConnectionEvents, Surroundings } from "../../src/store/connection.ts";
// A page that has opened something loads it: here before any test ends.
import "../../src/store/keep/keeper.ts";
import { FakeKeeping } from "./keep/fake-keeping.ts";

export class FakeMachine {
  readonly requests: Request[] = [];
  readonly waiting: { request: Request; answer(reply: Reply): void; fail(message: string): void }[] = [];
  events: ConnectionEvents | undefined;
  connections = 0;
  cancelled = 0;
  /** Undefined: the test answers by hand. */
  answer: ((request: Request) => Reply | undefined) | undefined;

  readonly connect: Connect = (events) => {
    this.events = events;
    this.connections += 1;
    return {
      request: (request) => {
        this.requests.push(request);
        const reply = this.answer?.(request);
        if (reply !== undefined) return Promise.resolve(reply);
        return new Promise<Reply>((resolve, reject) => {
          this.waiting.push({ request, answer: resolve, fail: (message) => reject(new Error(message)) });
        });
      },
      cancel: () => {
        this.cancelled += 1;
      },
      close: () => {},
    };
  };
}

export function views(update: ViewUpdate): Reply {
  return { kind: "views", update };
}

export class FakeWorld implements Surroundings {
  readonly stored: Map<string, string>;
  readonly tab: FakeKeeping;
  private time = 0;
  private readonly timers = new Set<{ readonly at: number; readonly action: () => void }>();
  storageFails = false;

  readonly storage = {
    getItem: (key: string) => {
      if (this.storageFails) throw new Error("no storage");
      return this.stored.get(key) ?? null;
    },
    setItem: (key: string, value: string) => {
      if (this.storageFails) throw new Error("no storage");
      this.stored.set(key, value);
    },
    removeItem: (key: string) => {
      this.stored.delete(key);
    },
  };

  /** `beside`: another tab of the same browser. */
  constructor(beside?: FakeWorld) {
    this.stored = beside?.stored ?? new Map<string, string>();
    this.tab = new FakeKeeping(this, beside?.tab);
  }

  /** Each load of the page is a reload of this tab. */
  keeping = () => {
    this.tab.gone();
    return Promise.resolve(this.tab);
  };

  after(milliseconds: number, action: () => void): () => void {
    const timer = { at: this.time + milliseconds, action };
    this.timers.add(timer);
    return () => this.timers.delete(timer);
  }

  readonly saved: { readonly name: string; readonly size: number }[] = [];

  saveFile(name: string, bytes: Uint8Array): void {
    this.saved.push({ name, size: bytes.length });
  }

  nextFrame(): Promise<void> {
    return Promise.resolve();
  }

  now(): number {
    return this.time;
  }

  /** Lets the time pass, and whatever was promised meanwhile. */
  async pass(milliseconds: number): Promise<void> {
    this.time += milliseconds;
    for (const timer of Array.from(this.timers)) {
      if (timer.at > this.time) continue;
      this.timers.delete(timer);
      timer.action();
    }
    await settle();
  }
}

/** Until this is so, or a second has passed. */
export async function until(isSo: () => boolean): Promise<void> {
  for (let round = 0; round < 200 && !isSo(); round += 1) await new Promise((resolve) => setTimeout(resolve, 5));
}

/** Until promises that are due have run, compression included. */
export async function settle(): Promise<void> {
  for (let round = 0; round < 20; round += 1) await new Promise((resolve) => setImmediate(resolve));
}
