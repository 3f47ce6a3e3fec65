// Helpers over ports, as threads are: a search with them says what it says alone, also
// if one of them dies, and whatever was asked before.
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { DEFAULT_LIMITS } from "../../src/explore/index.ts";
import { Machine, searchBytes } from "../../src/machine/index.ts";
import { joinPorts } from "../../src/protocol/port.ts";
import { boot, exploreProgram, Helpers, serveHelper, type FromHelper, type ToHelper } from "../../src/session/index.ts";

const limits = { ...DEFAULT_LIMITS, maxStates: 500_000 };
const bytes = readFileSync("build/core.wasm");
const machine = await Machine.create(bytes, searchBytes(limits.maxStates));
const modules = {
  core: new WebAssembly.Module(bytes),
  table: new WebAssembly.Module(readFileSync("build/table.wasm")),
};

const pause = () => new Promise<void>((resolve) => setImmediate(resolve));

function programOf(name: string) {
  const booted = boot({
    handler: { kind: "catalogue", name },
    workload: "kernel",
    body: "touch",
    options: {},
    schedule: [],
  });
  if (!booted.ok) throw new Error("does not assemble");
  return booted.program;
}

function begun(name: string, nmis: number, helpers?: Helpers) {
  const bounds = { nmis, faults: 1, machineChecks: 0, faultPoints: "lazy" } as const;
  return exploreProgram(machine, { program: programOf(name), bounds, limits, helpers, largeLevel: 0 });
}

async function search(name: string, nmis: number, helpers?: Helpers) {
  const work = begun(name, nmis, helpers);
  for (let next = work.next(); ; next = work.next()) {
    if (next.done === true) return next.value;
    await pause();
  }
}

it("is the same with helpers, one question after the other", async () => {
  let sent = 0;
  const helpers = new Helpers(modules, 2, () => {
    const [here, there] = joinPorts<ToHelper, FromHelper>();
    const send = (message: FromHelper): void => {
      sent++;
      there.send(message);
    };
    serveHelper({ ...there, send }, pause);
    return here;
  });
  for (const [name, nmis] of [
    ["desnoyers-2010-repaired", 2],
    ["naive", 3],
    ["desnoyers-2010", 2],
  ] as const) {
    expect(await search(name, nmis, helpers)).toEqual(await search(name, nmis));
  }
  expect(sent).toBeGreaterThan(0);
}, 60_000);

function inThisThread(count: number): Helpers {
  return new Helpers(modules, count, () => {
    const [here, there] = joinPorts<ToHelper, FromHelper>();
    serveHelper(there, pause);
    return here;
  });
}

it("is told to stop, or left, in the middle: what is asked next is not disturbed", async () => {
  const helpers = inThisThread(2);
  const whole = await search("desnoyers-2010-repaired", 2);
  const stopped = begun("desnoyers-2010-repaired", 2, helpers);
  for (let turn = 0; turn < 4; turn++) {
    stopped.next();
    await pause();
  }
  const end = stopped.next(true);
  expect(end).toMatchObject({ done: true, value: { verdict: "incomplete", limits: ["timeout"] } });
  const left = begun("naive", 3, helpers);
  for (let turn = 0; turn < 4; turn++) {
    left.next();
    await pause();
  }
  left.return(undefined as never);
  expect(await search("desnoyers-2010-repaired", 2, helpers)).toEqual(whole);
}, 60_000);

it("may stand still for a while", async () => {
  const work = begun("desnoyers-2010-repaired", 2, inThisThread(1));
  for (let turn = 0; turn < 4; turn++) {
    work.next();
    await pause();
  }
  for (let turn = 0; turn < 50; turn++) await pause();
  let next = work.next();
  for (; next.done !== true; next = work.next()) await pause();
  expect(next.value).toEqual(await search("desnoyers-2010-repaired", 2));
}, 60_000);

it("goes on alone where memory cannot be shared", async () => {
  const { Memory } = WebAssembly;
  const helpers = new Helpers(modules, 1, () => joinPorts<ToHelper, FromHelper>()[0]);
  WebAssembly.Memory = class extends Memory {
    constructor(descriptor: WebAssembly.MemoryDescriptor) {
      if (descriptor.shared === true) throw new RangeError("no memory");
      super(descriptor);
    }
  };
  try {
    const told = await search("desnoyers-2010-repaired", 2, helpers);
    expect(told).toEqual(await search("desnoyers-2010-repaired", 2));
  } finally {
    WebAssembly.Memory = Memory;
  }
}, 60_000);

it("does alone what helpers that die were to do", async () => {
  const dying = new Helpers(modules, 2, (lost) => {
    const [here, there] = joinPorts<ToHelper, FromHelper>();
    let heard = 0;
    there.listen(() => {
      if (heard++ === 2) lost();
    });
    return here;
  });
  expect(await search("desnoyers-2010-repaired", 2, dying)).toEqual(await search("desnoyers-2010-repaired", 2));
}, 60_000);
