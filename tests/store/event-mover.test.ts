// Moving an event, with the real session behind the page.
import { describe, expect, it } from "vitest";

import type { Request } from "../../src/protocol/messages.ts";
import { Session } from "../../src/session/index.ts";
import { createPage } from "../../src/store/page.ts";
import { SCENARIO_LINKS } from "../../src/store/scenario-link.ts";
import { newMachine, scenario } from "../session/support.ts";
import { FakeWorld } from "./fake-machine.ts";

async function opened(schedule: string) {
  const session = Session.create(await newMachine());
  await session.loadTools();
  const requests: Request[] = [];
  const page = createPage({
    connect: () => ({
      request: async (request) => {
        requests.push(request);
        await Promise.resolve();
        return session.handle(request);
      },
      cancel: () => {},
      close: () => {},
    }),
    codec: SCENARIO_LINKS,
    surroundings: new FakeWorld(),
    firstMoment: { scenario: scenario("desnoyers-2010", schedule), position: 0 },
    firstSource: "",
    builtInLevels: () => Promise.resolve([]),
    clearAddress: () => {},
  });
  await page.opening.start("");
  requests.length = 0;
  return { page, state: () => page.store.getState(), requests, mover: await page.mover() };
}

describe("an event that is moved", () => {
  it("is run where it is held, and kept by the place's name when it is dropped", async () => {
    const { state, requests, mover } = await opened("nmi@workload");
    expect(state().run?.schedule[0]?.at).toBe(0);
    expect(mover.take(0)).toBe(true);
    mover.to(2);
    expect(state().dragged).toMatchObject({ step: 2, shown: 0 });
    await expect.poll(() => state().dragged?.shown).toBe(2);
    expect(state().run?.schedule[0]).toMatchObject({ at: 2, outcome: "delivered 2" });
    expect(state().moment?.position).toBe(3);
    expect(state().scenario?.schedule).toEqual([{ event: "nmi", when: "workload" }]);
    await mover.drop();
    expect(state().dragged).toBeUndefined();
    const [item] = state().scenario?.schedule ?? [];
    expect(item?.when).toMatch(/^turn\+0x/);
    expect(state().run?.schedule[0]?.at).toBe(2);
    expect(requests.map(({ kind }) => kind)).toEqual(["try-schedule", "set-schedule"]);
    expect(
      state()
        .console.filter(({ kind }) => kind === "echo")
        .map(({ text }) => text),
    ).toEqual([`schedule set nmi@${item?.when}`]);
  });

  it("asks for the last of many places only", async () => {
    const { state, requests, mover } = await opened("nmi@workload");
    mover.take(0);
    for (let step = 1; step <= 9; step++) mover.to(step);
    await expect.poll(() => state().dragged?.shown).toBe(9);
    expect(requests.flatMap((one) => (one.kind === "try-schedule" ? [one.items[0]?.when] : []))).toEqual(["1", "9"]);
  });

  it("goes back to where it was, and the position with it", async () => {
    const { page, state, mover } = await opened("nmi@workload; nmi@first_nmi");
    await page.machine.seek(5);
    const before = state().run;
    mover.take(1);
    mover.by(1);
    mover.by(1);
    await expect.poll(() => state().dragged?.shown).toBe(state().dragged?.step);
    expect(state().run?.schedule[1]?.at).not.toBe(before?.schedule[1]?.at);
    await mover.cancel();
    expect(state().run).toEqual(before);
    expect(state().moment?.position).toBe(5);
    expect(state().dragged).toBeUndefined();
  });

  it("keeps a step where a step was written, goes to the ends, and can be removed", async () => {
    const { state, mover } = await opened("nmi@3");
    mover.take(0);
    mover.by(-Infinity);
    await expect.poll(() => state().dragged?.shown).toBe(0);
    mover.by(-1);
    expect(state().dragged?.step).toBe(0);
    await mover.drop();
    expect(state().scenario?.schedule).toEqual([{ event: "nmi", when: "0" }]);
    mover.take(0);
    mover.by(Infinity);
    await expect.poll(() => state().dragged?.shown).toBeGreaterThan(10);
    await mover.remove();
    expect(state().scenario?.schedule).toEqual([]);
    expect(mover.take(0)).toBe(false);
  });

  it("stays where it was tried if somebody else changes the schedule meanwhile", async () => {
    const { page, state, mover } = await opened("nmi@3");
    mover.take(0);
    mover.to(4);
    await expect.poll(() => state().dragged?.shown).toBe(4);
    await page.machine.inject("nmi");
    expect(state().dragged).toBeUndefined();
    expect(state().scenario?.schedule[0]).toEqual({ event: "nmi", when: "4" });
    expect(state().scenario?.schedule).toHaveLength(2);
  });
});
