// A worker that starts late, hangs, breaks or is closed.
import { describe, expect, it } from "vitest";
import { connectWorker, type WorkerLike } from "../../src/protocol/connect.ts";
import type { FromWorker, ToWorker } from "../../src/protocol/messages.ts";

class ToyWorker implements WorkerLike {
  readonly received: ToWorker[] = [];
  readonly listeners = new Map<string, ((event: never) => void)[]>();
  terminated = false;

  postMessage(message: ToWorker): void {
    this.received.push(message);
  }

  terminate(): void {
    this.terminated = true;
  }

  addEventListener(type: string, listener: (event: never) => void): void {
    this.listeners.set(type, [...(this.listeners.get(type) ?? []), listener]);
  }

  fire(type: string, event: unknown): void {
    for (const listener of this.listeners.get(type) ?? []) listener(event as never);
  }

  say(data: FromWorker): void {
    this.fire("message", { data });
  }
}

function connected() {
  const worker = new ToyWorker();
  const timers: { readonly after: number; readonly action: () => void; off: boolean }[] = [];
  const deaths: string[] = [];
  const connection = connectWorker(
    () => worker,
    { onProgress: () => undefined, onDead: (reason) => deaths.push(reason) },
    (after, action) => {
      const timer = { after, action, off: false };
      timers.push(timer);
      return () => {
        timer.off = true;
      };
    },
  );
  const elapse = () => timers.filter(({ off }) => !off).forEach(({ action }) => action());
  return { worker, connection, deaths, elapse };
}

const REQUEST = { kind: "complete", line: "s" } as const;

describe("connectWorker", () => {
  it("sends what was asked before the worker was ready", async () => {
    const { worker, connection } = connected();
    const reply = connection.request(REQUEST);
    expect(worker.received).toEqual([]);
    worker.say({ kind: "ready" });
    expect(worker.received).toEqual([{ kind: "request", generation: 1, request: REQUEST }]);
    worker.say({ kind: "reply", generation: 1, reply: { kind: "completions", words: ["si"] } });
    expect(await reply).toEqual({ kind: "completions", words: ["si"] });
  });

  it("a worker that does not start is dead", async () => {
    const { worker, connection, deaths, elapse } = connected();
    const reply = connection.request(REQUEST);
    elapse();
    await expect(reply).rejects.toThrow(/did not start/);
    expect(deaths).toEqual(["the machine did not start in time"]);
    expect(worker.terminated).toBe(true);
  });

  it("silence is a hang only while something is asked", async () => {
    const { worker, connection, deaths, elapse } = connected();
    worker.say({ kind: "ready" });
    elapse();
    expect(deaths).toEqual([]);
    const reply = connection.request(REQUEST);
    elapse();
    await expect(reply).rejects.toThrow(/does not answer/);
    expect(deaths).toEqual(["the machine does not answer"]);
  });

  it("silence is no hang while it is held", async () => {
    const { worker, connection, deaths, elapse } = connected();
    worker.say({ kind: "ready" });
    const reply = connection.request(REQUEST);
    connection.hold(true);
    elapse();
    expect(deaths).toEqual([]);
    connection.hold(false);
    elapse();
    await expect(reply).rejects.toThrow(/does not answer/);
  });

  it("an error of the worker rejects what waits", async () => {
    const { worker, connection, deaths } = connected();
    worker.say({ kind: "ready" });
    const reply = connection.request(REQUEST);
    worker.fire("error", { message: "out of memory" });
    await expect(reply).rejects.toThrow("out of memory");
    await expect(connection.request(REQUEST)).rejects.toThrow("out of memory");
    expect(deaths).toEqual(["out of memory"]);
  });

  it("a failure to start is told with its reason", () => {
    const { worker, deaths } = connected();
    worker.say({ kind: "failure", generation: 0, message: "no core" });
    expect(deaths).toEqual(["no core"]);
  });

  it("a closed connection rejects what waits and tells nothing more", async () => {
    const { worker, connection, deaths, elapse } = connected();
    worker.say({ kind: "ready" });
    const reply = connection.request(REQUEST);
    connection.close();
    await expect(reply).rejects.toThrow(/closed/);
    worker.fire("error", { message: "late" });
    elapse();
    expect(deaths).toEqual([]);
    expect(worker.terminated).toBe(true);
  });
});
