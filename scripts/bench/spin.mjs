// node scripts/bench/spin.mjs [NMIs]: states per second of the search beside SPIN's on an
// equivalent model (nested-nmi.mjs), one that judges and one that judges nothing, in turns in one
// run; CPU time of one core.
// Prints figures; fails nothing.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createServer } from "vite";
import { findCompiler, findSpin } from "../lib/tools.mjs";
import { nestedNmiModel } from "./nested-nmi.mjs";

const NMIS = Number(process.argv[2] ?? 3);
const ROUNDS = 5;
/** Searches of each mode before they are timed: the host compiles on the way. SPIN is compiled already. */
const WARM_UPS = 4;
const BOUNDS = (nmis) => ({ nmis, faults: 2, machineChecks: 0, faultPoints: "lazy" });
/** Times SPIN's rate, and bytes a state, that the project wants to come to. */
const ASKED = {
  hash: "15 SPIN exact, 8 SPIN bitstate, 8 bytes",
  marks: "2 bytes",
  exact: "3 SPIN exact, 10 bytes",
};
const FLAGS = ["-O2", "-DSAFETY", "-DNOREDUCE"];
const EXACT = ["-DMEMLIM=8000"];
const BITS = ["-DBITSTATE"];
const MODES = ["hash", "marks", "exact"];
const PEERS = [
  { name: "SPIN exact", file: "exact", judged: true, flags: EXACT, args: ["-m4000000", "-w24"] },
  { name: "SPIN bitstate", file: "bits", judged: true, flags: BITS, args: ["-m4000000", "-w30"] },
  { name: "SPIN exact, judging nothing", file: "exact0", judged: false, flags: EXACT, args: ["-m4000000", "-w24"] },
  { name: "SPIN bitstate, judging nothing", file: "bits0", judged: false, flags: BITS, args: ["-m4000000", "-w30"] },
];

const rate = ({ states, seconds }) => states / seconds / 1e6;
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
function buildVerifier(folder, nmis, name, { judged, flags }) {
  writeFileSync(join(folder, "model.pml"), nestedNmiModel(nmis, { judged }));
  run("spin", ["-a", "model.pml"], folder);
  run("gcc", [...FLAGS, ...flags, "-w", "-o", name, "pan.c"], folder);
}

function verify(folder, name, args) {
  const text = run("bash", ["-c", `TIMEFORMAT='cpu %U %S'; time ./${name} ${args.join(" ")}`], folder);
  const cpu = /cpu ([\d.]+) ([\d.]+)/.exec(text);
  const states = Number(/(\d+) states, stored/.exec(text)?.[1]);
  if (/errors: [1-9]/.test(text)) throw new Error("the model breaks what it judges");
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
      buildVerifier(folder, nmis, "exact", { judged: true, flags: EXACT });
      const spin = verify(folder, "exact", ["-m4000000", "-w24"]);
      console.log(`${nmis} NMIs, 2 faults: ${search(nmis, "hash").states} states here, ${spin.states} of SPIN's`);
    }
    console.log("  here more: all flags, frames and bounds; there more: what is left of the NMIs, an NMI that waits");
    console.log("  marks: states visited, some of them twice");
    for (const { file, judged, flags } of PEERS) buildVerifier(folder, NMIS, file, { judged, flags });
    for (let i = 0; i < WARM_UPS; i++) for (const mode of MODES) search(NMIS, mode);
    const rows = new Map([...MODES, ...PEERS.map(({ name }) => name)].map((name) => [name, []]));
    for (let round = 0; round < ROUNDS; round++) {
      for (const mode of MODES) rows.get(mode).push(search(NMIS, mode));
      for (const { name, file, args } of PEERS) rows.get(name).push(verify(folder, file, args));
    }
    for (const [name, values] of rows) {
      const asked = ASKED[name] === undefined ? "" : ` (asked: ${ASKED[name]})`;
      const bytes = Number.isNaN(values[0].bytes) ? "" : `, ${values[0].bytes.toFixed(1)} bytes a state`;
      console.log(`  ${name.padEnd(32)} ${median(values.map(rate)).toFixed(2)} M states/s${bytes}${asked}`);
      if (!MODES.includes(name)) continue;
      for (const peer of PEERS) {
        const ratio = median(values.map((one, round) => rate(one) / rate(rows.get(peer.name)[round])));
        console.log(`    x${ratio.toFixed(2)} ${peer.name}`);
      }
    }
  } finally {
    rmSync(folder, { recursive: true });
    await close();
  }
}

await main();
