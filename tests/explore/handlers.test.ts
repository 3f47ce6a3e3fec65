// Handlers in many styles, written for this test: no right one is accused, and of every
// wrong one what its head says is found, with the fewest injections.
import { describe, expect, it } from "vitest";
import { RIGHT_HANDLERS, UNTOLD, WRONG_HANDLERS, type WrongHandler } from "./handlers.ts";
import { bounds, search, source, told } from "./support.ts";

it("every defect is told of", () => {
  expect(UNTOLD).toEqual([]);
});

/** Two NMIs and one fault, or as many as it takes. */
const withinOf = ({ injections, machineChecks }: WrongHandler) =>
  bounds(Math.max(injections - machineChecks, 2), 1, { machineChecks });

describe.each(RIGHT_HANDLERS)("right: $name, $machineChecks machine checks", ({ text, workloads, machineChecks }) => {
  it.each(workloads)("holds in the %s workload", (workload) => {
    const report = search(source(text, workload), bounds(workload === "kernel" ? 3 : 2, 1, { machineChecks }));
    expect(told(report)).toEqual([]);
    expect(report).toMatchObject({ verdict: "holds", limits: [], unconfirmed: [] });
    expect(report.exercised.served).toBe(true);
  });
});

describe("wrong", () => {
  it.each(WRONG_HANDLERS)("$name: $property over $workload", (one) => {
    const { text, property, workload, injections, machineChecks } = one;
    const program = source(text, workload);
    const within = withinOf(one);
    if (within.nmis > 2) expect(search(program, { ...within, nmis: 2 }).verdict).toBe("holds");
    if (machineChecks > 0) expect(search(program, { ...within, machineChecks: 0 }).verdict).toBe("holds");
    const report = search(program, within);
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
    const report = search(source(undeclared(one.text), one.workload), withinOf(one));
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

  it.each(ended(WRONG_HANDLERS))("$name is caught all the same", (one) => {
    const { text, property, workload, injections } = one;
    const report = search(source(withoutEnd(text), workload), withinOf(one));
    expect(report.unconfirmed).toEqual([]);
    const found = report.violations.find((one) => one.property === property);
    expect([told(report), found?.injections]).toEqual([told(report), injections]);
  });
});
