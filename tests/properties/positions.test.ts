// Handlers that keep every property keep them wherever one or two NMIs arrive.

import { describe, expect, it } from "vitest";
import { findEntry } from "../../src/scenario/catalogue/catalogue.ts";
import { REDIRECTING } from "./handlers.ts";
import { everyPair, program } from "./support.ts";

const REPAIRED = findEntry("desnoyers-2010-repaired")?.text ?? "";
/** First NMI positions: a round of the workload's loop, and enough before it to be past any start. */
const FROM = 3;
const TO = 12;

describe.each([
  ["the repaired handler of 2010", REPAIRED],
  ["the redirecting handler", REDIRECTING],
])("%s", (_name, text) => {
  it.each(["kernel", "user", "page-fault"] as const)("with page faults, over %s", (workload) => {
    expect(everyPair(program(text, workload), FROM, TO)).toEqual([]);
  });

  it.each(["kernel", "user", "page-fault"] as const)("with its pages present, over %s", (workload) => {
    const present = text.replaceAll("touch0", "touch2").replaceAll("touch1", "touch3");
    expect(everyPair(program(present, workload), FROM, TO)).toEqual([]);
  });
});
