// node scripts/bench/spin.mjs [NMIs]: states per second of the search beside SPIN's on
// an equivalent model (nested-nmi.mjs), in turns in one run; CPU time of one core.
// Prints figures; fails nothing.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createServer } from "vite";
import { findCompiler, findSpin } from "../lib/tools.mjs";
import { nestedNmiModel } from "./nested-nmi.mjs";

const NMIS = Number(process.argv[2] ?? 3);
const ROUNDS = 3;
const BOUNDS = (nmis) => ({ nmis, faults: 2, machineChecks: 0, faultPoints: "lazy" });
/** Times SPIN's rate, and bytes a state, that the project wants to come to. */
const ASKED = {
  hash: "15 SPIN exact, 8 SPIN bitstate, 8 bytes",
  marks: "2 bytes",
  exact: "3 SPIN exact, 10 bytes",
};
const FLAGS = ["-O2", "-DSAFETY", "-DNOREDUCE"];

const median = (values) => values.toSorted((a, b) => a - b)[values.length >> 1];

async function ours() {
  const vite = await createServer({ server: { middlewareMode: true }, appType: "custom", logLevel: "error" });
  const { Machine, searchBytes } = await vite.ssrLoadModule("/src/machine/index.ts");
  const { boot, exploreProgram } = await vite.ssrLoadModule("/src/session/index.ts");
  const { DEFAULT_LIMITS: limits } = await vite.ssrLoadModule("/src/explore/index.ts");
  const handler = { kind: "catalogue", name: "desnoyers-2010-repaired" };
  const { program } = boot({ handler, workload: "kernel", body: "touch", options: {}, schedule: [] });
  const machine = await Machine.create(readFileSync("build/core.wasm"), searchBytes(limits.maxStates, "exact"));
  const search = (nmis, mode) => {
    const { user, system } = process.cpuUsage();
    const work = exploreProgram(machine, { program, bounds: BOUNDS(nmis), limits, mode });
    let next = work.next();
    while (next.done !== true) next = work.next();
    const now = process.cpuUsage();
    const seconds = (now.user - user + now.system - system) / 1e6;
    return { states: next.value.states, seconds, bytes: next.value.bytes / next.value.states };
  };
  return { search, close: () => vite.close() };
}

function run(command, args, folder) {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd: folder, encoding: "utf8", maxBuffer: 2 ** 26 });
  if (status !== 0) throw new Error(`${command} ${args.join(" ")}: ${stderr}`);
  return `${stdout}\n${stderr}`;
}

/** A verifier of the model for so many NMIs; `flags`: of the compiler. */
function buildVerifier(folder, nmis, name, flags) {
  writeFileSync(join(folder, "model.pml"), nestedNmiModel(nmis));
  run("spin", ["-a", "model.pml"], folder);
  run("gcc", [...FLAGS, ...flags, "-w", "-o", name, "pan.c"], folder);
}

function verify(folder, name, args) {
  const text = run("bash", ["-c", `TIMEFORMAT='cpu %U %S'; time ./${name} ${args.join(" ")}`], folder);
  const cpu = /cpu ([\d.]+) ([\d.]+)/.exec(text);
  const states = Number(/(\d+) states, stored/.exec(text)?.[1]);
  const megabytes = Number(/([\d.]+)\s+actual memory usage for states/.exec(text)?.[1]);
  return { states, seconds: Number(cpu?.[1]) + Number(cpu?.[2]), bytes: (megabytes * 2 ** 20) / states };
}

async function main() {
  const missing = [
    ["spin", findSpin()],
    ["gcc", findCompiler()],
  ].find(([, path]) => path === undefined);
  if (missing !== undefined) {
    console.log(`search beside SPIN: skipped: ${missing[0]} not found`);
    return;
  }
  const folder = mkdtempSync(join(tmpdir(), "nmi-stepper-spin-"));
  const { search, close } = await ours();
  try {
    for (let nmis = 1; nmis <= NMIS; nmis++) {
      buildVerifier(folder, nmis, "exact", ["-DMEMLIM=8000"]);
      const spin = verify(folder, "exact", ["-m4000000", "-w24"]);
      console.log(`${nmis} NMIs, 2 faults: ${search(nmis, "hash").states} states here, ${spin.states} of SPIN's`);
    }
    console.log("  here more: all flags, the ghost state; there more: what is left of the NMIs, an NMI that waits");
    console.log("  marks: states visited, some of them twice");
    buildVerifier(folder, NMIS, "bits", ["-DBITSTATE"]);
    const rows = { hash: [], marks: [], exact: [], "SPIN exact": [], "SPIN bitstate": [] };
    for (let round = 0; round < ROUNDS; round++) {
      rows.hash.push(search(NMIS, "hash"));
      rows["SPIN exact"].push(verify(folder, "exact", ["-m4000000", "-w24"]));
      rows.marks.push(search(NMIS, "marks"));
      rows.exact.push(search(NMIS, "exact"));
      rows["SPIN bitstate"].push(verify(folder, "bits", ["-m4000000", "-w30"]));
    }
    const rate = ({ states, seconds }) => states / seconds / 1e6;
    for (const [name, values] of Object.entries(rows)) {
      const against = (peer) => median(values.map((one, round) => rate(one) / rate(rows[peer][round]))).toFixed(2);
      const bytes = Number.isNaN(values[0].bytes) ? "" : `, ${values[0].bytes.toFixed(1)} bytes a state`;
      const ratios = `x${against("SPIN exact")} SPIN exact, x${against("SPIN bitstate")} SPIN bitstate`;
      const asked = ASKED[name] === undefined ? "" : ` (asked: ${ASKED[name]})`;
      console.log(`  ${name.padEnd(14)} ${median(values.map(rate)).toFixed(2)} M states/s${bytes}; ${ratios}${asked}`);
    }
  } finally {
    rmSync(folder, { recursive: true });
    await close();
  }
}

await main();
