// How fast the machine is, on the workload of the catalogue: run without steps'
// objects, stepped with them, and put back.
import { readFileSync } from "node:fs";
import { bench, describe } from "vitest";
import { Machine } from "../../src/machine/index.ts";
import { findEntry, scenarioOf } from "../../src/scenario/catalogue/catalogue.ts";
import { assembleHandler } from "../../src/session/program/boot.ts";
import { boot } from "../../src/session/index.ts";

const entry = findEntry("desnoyers-2010-repaired");
if (entry === undefined) throw new Error("no such handler");
const booted = boot(scenarioOf(entry));
if (!booted.ok) throw new Error("the handler does not assemble");
const { image } = booted.program;
const machine = await Machine.create(new Uint8Array(readFileSync("build/core.wasm")));
machine.load(image);
const start = machine.snapshot();

describe("machine", () => {
  bench("1,000,000 steps without objects", () => {
    machine.skip(1_000_000);
  });

  bench("1,000 steps with objects", () => {
    for (let count = 0; count < 1000; count++) machine.step([]);
  });

  bench("a snapshot, and back to it", () => {
    machine.snapshot();
    machine.restore(start);
  });
});

describe("assembler", () => {
  bench("the repaired handler", () => {
    assembleHandler(entry.text, entry.body);
  });
});
