// When items of a schedule are due: visits are counted at every boundary, from 1.
import { describe, expect, it } from "vitest";
import { ScheduleDriver } from "../../src/session/schedule-driver.ts";
import { resolveItem, type ResolvedItem } from "../../src/session/schedule-items.ts";

const SYMBOLS = new Map([
  ["nmi", 0x1000n],
  ["workload", 0x2000n],
]);
const resolve = (event: string, when: string): ResolvedItem =>
  resolveItem({ event, when }, (name) => SYMBOLS.get(name));

describe("resolveItem", () => {
  it("takes steps, places, offsets and visits", () => {
    expect(resolve("nmi", "17")).toEqual({ kind: "due", event: { kind: "nmi" }, when: { kind: "step", step: 17 } });
    expect(resolve("mc", "nmi+0x4#2")).toEqual({
      kind: "due",
      event: { kind: "mc" },
      when: { kind: "place", address: 0x1004n, nth: 2 },
    });
    expect(resolve("pf(workload+8)", "nmi")).toMatchObject({ event: { kind: "pf", address: 0x2008n } });
  });

  it("says what is wrong", () => {
    expect(resolve("nmi", "nowhere")).toEqual({ kind: "invalid", reason: 'no symbol "nowhere" in this program' });
    expect(resolve("pf(nowhere)", "3")).toMatchObject({ kind: "invalid" });
    expect(resolve("bang", "3")).toMatchObject({ kind: "invalid" });
    expect(resolveItem({ event: "nmi", when: "3", off: true }, () => undefined)).toEqual({ kind: "off" });
  });
});

describe("ScheduleDriver", () => {
  const dueAt = (driver: ScheduleDriver, rips: readonly bigint[]): (readonly number[])[] =>
    rips.map((rip, step) => driver.due(step, rip).map(({ index }) => index));

  it("counts the visits of a place at boundaries", () => {
    const driver = new ScheduleDriver([resolve("nmi", "nmi#2"), resolve("nmi", "nmi")]);
    expect(dueAt(driver, [0x1000n, 0x2000n, 0x1000n, 0x1000n])).toEqual([[1], [], [0], []]);
    expect(driver.exhausted(4)).toBe(true);
  });

  it("items of one boundary come in the order of the schedule, by step or by place", () => {
    const driver = new ScheduleDriver([resolve("nmi", "nmi"), resolve("db", "1"), resolve("mc", "nmi")]);
    expect(dueAt(driver, [0x2000n, 0x1000n])).toEqual([[], [0, 1, 2]]);
  });

  it("leaves out what is off or makes no sense", () => {
    const driver = new ScheduleDriver([{ kind: "off" }, { kind: "invalid", reason: "" }, resolve("nmi", "0")]);
    expect(dueAt(driver, [0x1000n])).toEqual([[2]]);
  });

  it("knows what is still to come", () => {
    const driver = new ScheduleDriver([resolve("nmi", "2"), resolve("nmi", "workload#3")]);
    expect(driver.lastStep).toBe(2);
    expect(driver.exhausted(3)).toBe(false);
    dueAt(driver, [0x1000n, 0x2000n, 0x1000n, 0x2000n]);
    expect(driver.touchedAt).toBe(3);
    expect(driver.exhausted(4)).toBe(false);
  });
});
