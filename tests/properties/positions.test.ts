// Handlers that keep every property keep them wherever one or two NMIs arrive.

import { describe, expect, it } from "vitest";
import { findEntry } from "../../src/scenario/catalogue/catalogue.ts";
import { NAIVE, REDIRECTING } from "./handlers.ts";
import { everyPair, program } from "./support.ts";

const REPAIRED = findEntry("desnoyers-2010-repaired")?.text ?? "";
describe.each([
  ["the repaired handler of 2010", REPAIRED],
  ["the redirecting handler", REDIRECTING],
])("%s", (_name, text) => {
  // a round of the loop; of the page-fault workload, two faults with their handler
  it.each([
    ["kernel", 0, 26],
    ["user", 0, 26],
    ["page-fault", 0, 44],
  ] as const)("with page faults, over %s", (workload, from, to) => {
    expect(everyPair(program(text, workload), from, to)).toEqual([]);
  });

  it.each(["kernel", "user", "page-fault"] as const)("with its pages present, over %s", (workload) => {
    const present = text.replaceAll("touch0", "touch2").replaceAll("touch1", "touch3");
    expect(everyPair(program(present, workload), 3, 8)).toEqual([]);
  });
});

describe("the naive handler", () => {
  it("holds where no fault unblocks NMIs, and is found out where one does", () => {
    expect(everyPair(program(NAIVE.replace("touch0", "touch2")), 3, 5)).toEqual([]);
    const bad = everyPair(program(NAIVE), 3, 5);
    expect(bad.length).toBeGreaterThan(4);
    for (const line of bad) expect(line).toMatch(/resume-exact: /);
  });
});
