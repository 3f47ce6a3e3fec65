// Handlers in many styles, written for this test: no right one is accused, and of every
// wrong one what its head says is found, with the fewest injections.
import { describe, expect, it } from "vitest";
import { RIGHT_HANDLERS, UNTOLD, WRONG_HANDLERS } from "./handlers.ts";
import { bounds, search, source, told } from "./support.ts";

it("every defect is told of", () => {
  expect(UNTOLD).toEqual([]);
});

describe.each(RIGHT_HANDLERS)("right: $name", ({ text, workloads }) => {
  it.each(workloads)("holds in the %s workload", (workload) => {
    const report = search(source(text, workload), bounds(workload === "kernel" ? 3 : 2, 1));
    expect(told(report)).toEqual([]);
    expect(report).toMatchObject({ verdict: "holds", limits: [], unconfirmed: [] });
    expect(report.exercised.served).toBe(true);
  });
});

describe("wrong", () => {
  it.each(WRONG_HANDLERS)("$name: $property over $workload", ({ text, property, workload, injections }) => {
    const program = source(text, workload);
    if (injections > 2) expect(search(program, bounds(2, 1)).verdict).toBe("holds");
    const report = search(program, bounds(Math.max(injections, 2), 1));
    expect(report.unconfirmed).toEqual([]);
    const found = report.violations.find((one) => one.property === property);
    expect([told(report), found?.injections]).toEqual([told(report), injections]);
  });
});

/** As a stranger's file that does not say where its regular code is. */
const undeclared = (text: string) => text.replace(/#@ service .*/, "");

describe("nothing declared", () => {
  it.each(RIGHT_HANDLERS)("$name is accused of nothing", ({ text }) => {
    expect(told(search(source(undeclared(text)), bounds(3, 1)))).toEqual([]);
  });

  /** Breaks no-reentry alone, which is not judged then, and counts down for ever. */
  const silent = WRONG_HANDLERS.filter(({ name }) => name.startsWith("enters-and-leaves 3"));
  it.each(WRONG_HANDLERS.filter((one) => !silent.includes(one)))("$name is caught all the same", (one) => {
    const report = search(source(undeclared(one.text), one.workload), bounds(Math.max(one.injections, 2), 1));
    expect([report.verdict, report.unconfirmed]).toEqual(["violated", []]);
  });
});

/** It says where its regular code starts, and not where it ends. */
const withoutEnd = (text: string) => text.replace(/(#@ service \w+) \w+/, "$1");

describe("no end declared", () => {
  const ended = <One extends { readonly text: string }>(all: readonly One[]) =>
    all.filter(({ text }) => withoutEnd(text) !== text);

  it.each(ended(RIGHT_HANDLERS))("$name is accused of nothing", ({ text }) => {
    expect(told(search(source(withoutEnd(text)), bounds(3, 1)))).toEqual([]);
  });

  it.each(ended(WRONG_HANDLERS))("$name is caught all the same", ({ text, property, workload, injections }) => {
    const report = search(source(withoutEnd(text), workload), bounds(Math.max(injections, 2), 1));
    expect(report.unconfirmed).toEqual([]);
    const found = report.violations.find((one) => one.property === property);
    expect([told(report), found?.injections]).toEqual([told(report), injections]);
  });
});
