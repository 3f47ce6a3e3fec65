// What an item that is off would do, and that finding it out leaves no trace.
import { describe, expect, it } from "vitest";
import { parseSchedule } from "../../src/scenario/schedule.ts";
import { Desk, scenario } from "./support.ts";

const NESTED = "nmi@workload; nmi@page_touched";
const twoItems = parseSchedule(NESTED).items;
const withSecondOff = twoItems.map((item, index) => (index === 1 ? { ...item, off: true as const } : item));

describe("an item that is off", () => {
  it("says what it does when it is on", async () => {
    const desk = await Desk.open(scenario("naive", NESTED));
    const on = desk.view.run?.schedule[1];
    desk.ask({ kind: "set-schedule", items: withSecondOff });
    const off = desk.view.run?.schedule[1];
    expect(on?.state).toBe("delivered");
    expect(off).toMatchObject({ state: "off", off: true, at: undefined, outcome: `off; if on: ${on?.outcome}` });
  });

  it("leaves the run as it is without the item", async () => {
    const without = await Desk.open(scenario("naive", "nmi@workload"), 20);
    const desk = await Desk.open({ ...scenario("naive"), schedule: withSecondOff }, 20);
    expect(desk.view.run?.digest).toEqual(without.view.run?.digest);
    expect(desk.view.moment).toEqual(without.view.moment);
  });

  it("is tried for a bounded number of steps", async () => {
    const source = ".data\ncounter: .quad 0\n.text\nnmi:\n  incq counter\n  testq $0, counter\n  jmp nmi\n";
    const chosen = scenario("", "nmi@workload; nmi@nowhere_near", { source: `${source}nowhere_near:\n  nop\n` });
    const schedule = chosen.schedule.map((item, index) => (index === 1 ? { ...item, off: true as const } : item));
    const desk = await Desk.open({ ...chosen, schedule });
    expect(desk.view.run?.schedule[1]?.outcome).toBe("off");
    expect(desk.view.run?.length).toBeGreaterThan(2000);
  });
});
