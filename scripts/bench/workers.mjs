// node scripts/bench/workers.mjs [NMIs ...]: a search by one worker and by two, in turns in
// one run, the second thread running already as in the page. Wall time: it says something
// only where two cores are free. Prints figures; fails nothing.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setImmediate, setTimeout } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import { createServer } from "vite";
import { buildCli, CLI_HELPER, CORE, TABLE } from "../lib/builds.mjs";
import { root } from "../lib/fresh.mjs";

const NMIS = process.argv.length > 2 ? process.argv.slice(2).map(Number) : [3, 4];
const ROUNDS = 5;
/** Times as fast by two workers, that the project wants to come to. */
const ASKED = 1.5;

const median = (values) => values.toSorted((a, b) => a - b)[values.length >> 1];

/** Nanoseconds that a thread of ours has run on a core (Linux). */
function threadTime() {
  try {
    return Number(readFileSync("/proc/thread-self/schedstat", "utf8").split(" ")[0]) / 1e9;
  } catch {
    return Number.NaN;
  }
}

async function main() {
  if (!(await buildCli())) throw new Error("the command line cannot be built");
  const vite = await createServer({ server: { middlewareMode: true }, appType: "custom", logLevel: "error" });
  const { Machine, searchBytes } = await vite.ssrLoadModule("/src/machine/index.ts");
  const { boot, exploreProgram, Helpers } = await vite.ssrLoadModule("/src/session/index.ts");
  const { DEFAULT_LIMITS: limits } = await vite.ssrLoadModule("/src/explore/index.ts");
  const handler = { kind: "catalogue", name: "desnoyers-2010-repaired" };
  const { program } = boot({ handler, workload: "kernel", body: "touch", options: {}, schedule: [] });
  const core = new WebAssembly.Module(readFileSync(join(root, CORE)));
  const machine = await Machine.create(core, searchBytes(limits.maxStates));
  const threads = [];
  const table = new WebAssembly.Module(readFileSync(join(root, TABLE)));
  const helpers = new Helpers({ core, table }, 1, (lost) => {
    const thread = new Worker(join(root, CLI_HELPER));
    threads.push(thread);
    thread.on("error", lost);
    return {
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker, not a window
      send: (message) => thread.postMessage(message),
      listen: (listener) => thread.on("message", listener),
    };
  });
  const search = async (nmis, helped) => {
    const bounds = { nmis, faults: 2, machineChecks: 0, faultPoints: "lazy" };
    const plan = { program, bounds, limits, mode: "hash", ...(helped ? { helpers } : {}) };
    const began = performance.now();
    const cpu = threadTime();
    const work = exploreProgram(machine, plan);
    let next = work.next();
    while (next.done !== true) {
      if (helped) await (next.value.waiting ? setTimeout(2) : setImmediate());
      next = work.next();
    }
    const seconds = (performance.now() - began) / 1000;
    return { seconds, cpu: threadTime() - cpu, states: next.value.states };
  };
  const compare = async (nmis) => {
    const warm = await search(nmis, true);
    console.log(`${nmis} NMIs, 2 faults: ${warm.states} states`);
    const rounds = [];
    for (let round = 0; round < ROUNDS; round++)
      rounds.push({ one: await search(nmis, false), two: await search(nmis, true) });
    const show = (name, pick) => console.log(`  ${name.padEnd(34)} ${median(rounds.map(pick)).toFixed(2)}`);
    show("one worker, seconds", ({ one }) => one.seconds);
    show("two workers, seconds", ({ two }) => two.seconds);
    show(`ratio (asked: ${ASKED})`, ({ one, two }) => one.seconds / two.seconds);
    show("CPU of the first: one / of two", ({ one, two }) => one.cpu / two.cpu);
  };
  try {
    for (const nmis of NMIS) await compare(nmis);
  } finally {
    await Promise.all(threads.map((thread) => thread.terminate()));
    await vite.close();
  }
}

await main();
