// Client and dispatcher over an in-memory port behave as over a worker.
import { describe, expect, it } from "vitest";
import { Client, RequestFailed } from "../../src/protocol/client.ts";
import { serve, type Slicing, type Work } from "../../src/protocol/dispatcher.ts";
import type { FromWorker, Reply, ToWorker } from "../../src/protocol/messages.ts";
import { joinPorts } from "../../src/protocol/port.ts";

const ALWAYS_OVER: Slicing = { isOver: () => true, pause: () => new Promise((resolve) => setTimeout(resolve)) };
const NEVER_OVER: Slicing = { isOver: () => false, pause: () => Promise.resolve() };

const words = (...list: string[]): Reply => ({ kind: "completions", words: list });

/** Work that has nothing to wait for. */
function atOnce(answer: (line: string) => Reply): Work {
  // oxlint-disable-next-line require-yield -- it has nothing to wait for
  return function* immediately(request) {
    return answer(request.kind === "complete" ? request.line : "");
  };
}

function together(work: Work, slicing: Slicing = NEVER_OVER) {
  const [page, worker] = joinPorts<ToWorker, FromWorker>();
  const progress: number[] = [];
  const deaths: string[] = [];
  const client = new Client(page, { onProgress: (steps) => progress.push(steps), onDead: (why) => deaths.push(why) });
  return { client, progress, deaths, start: () => serve(worker, work, slicing) };
}

const ask = (line: string) => ({ kind: "complete", line }) as const;

describe("client and dispatcher", () => {
  it("answers requests in order, each to its asker", async () => {
    const { client, start } = together(atOnce((line) => words(line)));
    start();
    const replies = await Promise.all([client.request(ask("a")), client.request(ask("b")), client.request(ask("c"))]);
    expect(replies).toEqual([words("a"), words("b"), words("c")]);
    expect(client.pending).toBe(0);
  });

  it("holds requests back until the other side is ready", async () => {
    const { client, start } = together(atOnce(() => words("late")));
    const reply = client.request(ask("x"));
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(client.pending).toBe(1);
    start();
    expect(await reply).toEqual(words("late"));
  });

  it("prepares a request before it is carried out, and fails it if that fails", async () => {
    const [page, worker] = joinPorts<ToWorker, FromWorker>();
    const client = new Client(page, { onProgress: () => undefined, onDead: () => undefined });
    const seen: string[] = [];
    const work = atOnce((line) => {
      seen.push(`work ${line}`);
      return words(line);
    });
    serve(worker, work, NEVER_OVER, async (request) => {
      await Promise.resolve();
      const line = request.kind === "complete" ? request.line : "";
      seen.push(`prepare ${line}`);
      if (line === "bad") throw new Error("it is gone");
    });
    const bad = client.request(ask("bad")).catch((error: unknown) => String(error));
    await client.request(ask("good"));
    expect(await bad).toContain("it is gone");
    expect(seen).toEqual(["prepare bad", "prepare good", "work good"]);
  });

  it("stands still when held, and goes on from there; a cancel ends it all the same", async () => {
    const { client, progress, start } = together(function* () {
      for (let steps = 1; ; steps++) if (yield steps) return words(`stopped after ${steps}`);
    }, ALWAYS_OVER);
    start();
    const pause = () => new Promise((resolve) => setTimeout(resolve, 20));
    const reply = client.request(ask("x"));
    await pause();
    client.hold(true);
    await pause();
    const { length } = progress;
    await pause();
    expect(progress).toHaveLength(length);
    client.hold(false);
    await pause();
    expect(progress.length).toBeGreaterThan(length);
    expect(progress).toEqual(progress.map((_, index) => index + 1));
    client.hold(true);
    await pause();
    client.cancel();
    expect(await reply).toMatchObject({ kind: "completions" });
  });

  it("reports progress of long work, and a cancel is heard between slices", async () => {
    const { client, progress, start } = together(function* () {
      for (let steps = 1; ; steps++) if (yield steps) return words(`stopped after ${steps}`);
    }, ALWAYS_OVER);
    start();
    const reply = client.request(ask("x"));
    await new Promise((resolve) => setTimeout(resolve, 20));
    client.cancel();
    const [word = ""] = ((await reply) as Extract<Reply, { kind: "completions" }>).words;
    expect(word).toMatch(/^stopped after \d+$/);
    expect(progress.length).toBeGreaterThan(1);
    expect(progress[0]).toBe(1);
  });

  it("a cancel does not reach the next request", async () => {
    const { client, start } = together(function* (request) {
      let cancelled = false;
      for (let n = 0; n < 5; n++) cancelled = (yield n) === true || cancelled;
      return words(`${request.kind === "complete" ? request.line : ""} ${cancelled}`);
    }, ALWAYS_OVER);
    start();
    const first = client.request(ask("first"));
    const second = client.request(ask("second"));
    await new Promise((resolve) => setTimeout(resolve, 3));
    client.cancel();
    expect(await first).toEqual(words("first true"));
    expect(await second).toEqual(words("second false"));
  });

  it("reports our own defect as a failure and goes on", async () => {
    const { client, start } = together(
      atOnce((line) => {
        if (line === "bad") throw new Error("broken");
        return words("good");
      }),
    );
    start();
    await expect(client.request(ask("bad"))).rejects.toThrow(/broken/);
    expect(await client.request(ask("ok"))).toEqual(words("good"));
  });

  it("after death every request is refused and the reason told once", async () => {
    const { client, deaths } = together(atOnce(() => words()));
    const waiting = client.request(ask("x"));
    client.die("crashed");
    client.die("again");
    await expect(waiting).rejects.toBeInstanceOf(RequestFailed);
    await expect(client.request(ask("y"))).rejects.toThrow("crashed");
    expect(deaths).toEqual(["crashed"]);
  });

  it("drops replies that nobody waits for", async () => {
    const [page, worker] = joinPorts<ToWorker, FromWorker>();
    const client = new Client(page, { onProgress: () => undefined, onDead: () => undefined });
    worker.send({ kind: "ready" });
    worker.send({ kind: "reply", generation: 99, reply: words("stale") });
    worker.listen((message) => {
      if (message.kind === "request")
        worker.send({ kind: "reply", generation: message.generation, reply: words("fresh") });
    });
    expect(await client.request(ask("x"))).toEqual(words("fresh"));
  });
});
