// node scripts/bench/peer.mjs: the core beside Unicorn, on the same program, bytes
// and pages, in alternating rounds: run plain, run with history (there a hook for
// each instruction), one call a step. Both must end in the same state. Prints the
// medians and their ratio; says what is missing where it cannot run.
import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { createServer } from "vite";

const ROUNDS = Number(process.argv[2] ?? 7);
const ITERATIONS = 200_000;
/** Unicorn takes microseconds for each. */
const PEER_STEPS = 200_000;
/** One call a step, from JavaScript. */
const OWN_STEPS = 2_000_000;

const median = (values) => values.toSorted((a, b) => a - b)[values.length >> 1];

function tryTo(action) {
  try {
    return action();
  } catch {
    return undefined;
  }
}

/** Builds both sides into `folder`; a sentence says what is missing. */
function build(folder, { KERNEL_WORKLOAD, HANDLER_DATA, KERNEL_CS, KERNEL_DS }) {
  const object = join(folder, "nmi-path.o");
  const linked = join(folder, "nmi-path.elf");
  const quiet = { stdio: "ignore" };
  const symbols = { iterations: ITERATIONS, data: HANDLER_DATA, kernel_cs: KERNEL_CS, kernel_ds: KERNEL_DS };
  const defined = Object.entries(symbols).map(([name, value]) => `--defsym=${name}=0x${value.toString(16)}`);
  const assembled = tryTo(() => {
    execFileSync("as", ["-o", object, "scripts/bench/nmi-path.s"], quiet);
    execFileSync(
      "ld",
      ["-e", "start", `-Ttext=0x${KERNEL_WORKLOAD.toString(16)}`, ...defined, "-o", linked, object],
      quiet,
    );
    execFileSync("objcopy", ["-O", "binary", "-j", ".text", linked, join(folder, "code")], quiet);
    const names = execFileSync("nm", [linked], { encoding: "utf8" });
    const done = /^([0-9a-f]+) t done$/mu.exec(names)[1];
    return { code: readFileSync(join(folder, "code")), end: BigInt(`0x${done}`) };
  });
  if (assembled === undefined) return "GNU as and ld not found";
  const peer = join(folder, "unicorn");
  const args = ["-O2", "-Wall", "-o", peer, "scripts/bench/unicorn.c", "-lunicorn"];
  if (tryTo(() => execFileSync("gcc", args, quiet)) === undefined) return "libunicorn not found (or gcc)";
  return { ...assembled, peer };
}

const PAGE_BYTES = 4096;
const pagesOf = (layout) => [
  layout.KERNEL_WORKLOAD,
  layout.KERNEL_STACK_TOP - 0x1000n,
  layout.HANDLER_DATA,
  layout.PER_CPU,
  layout.GDT,
];

/** The core with the program loaded: as Machine.load does it, but the exports can be called. */
async function prepare(modules, { code, end }) {
  const { layout, fillMemory, fillCpu, configureGhost, startCore, Block } = modules;
  const core = await startCore(readFileSync("build/core.wasm"), () => false);
  const halt = { address: layout.VECTORS_TEXT, bytes: new Uint8Array([0xeb, 0xfe]) };
  const image = {
    segments: [{ address: layout.KERNEL_WORKLOAD, bytes: Uint8Array.from(code) }, halt],
    vectors: Array.from({ length: 32 }, () => layout.VECTORS_TEXT),
    panics: [],
    workload: "kernel",
    start: layout.KERNEL_WORKLOAD,
    workloadRange: { from: layout.KERNEL_WORKLOAD, to: layout.KERNEL_WORKLOAD + 0x1000n },
    options: modules.DEFAULT_CPU_OPTIONS,
    idealised: new Set(),
    service: undefined,
    idleFlags: [],
  };
  const { buffer } = core.memory;
  const view = new DataView(buffer);
  const reset = () => {
    fillMemory(new DataView(buffer, core.RAM.value, layout.RAM_BYTES), image);
    new Uint8Array(buffer).fill(0, core.CPU.value, core.CPU.value + 4608);
    fillCpu(new DataView(buffer, core.CPU.value, 512), image);
    core.setJournal(1);
    configureGhost(core, image);
    core.begin();
  };
  const pages = pagesOf(layout).map((address) => ({ address, at: 0 }));
  reset();
  for (const page of pages) page.at = core.translate(page.address);
  view.setBigUint64(core.STOPS.value, end, true);
  const word = (offset) => view.getBigUint64(core.CPU.value + offset, true);
  const general = Array.from({ length: 16 }, (_, index) => index * 8);
  const state = () => [...general, Block.Rip, Block.Rflags].map(word);
  const input = [...state(), word(Block.GsBase), word(Block.GdtBase), 0x4fn, 0x10n, 0n, end, BigInt(pages.length)];
  return { core, buffer, pages, reset, state, input };
}

function digestOf({ buffer, pages, state }) {
  const words = [state(), ...pages.map(({ at }) => new BigUint64Array(buffer, at, PAGE_BYTES / 8))];
  let digest = 0xcbf29ce484222325n;
  for (const word of words.flatMap((part) => [...part])) {
    digest = BigInt.asUintN(64, (digest ^ word) * 0x100000001b3n + (digest >> 47n));
  }
  return digest.toString(16).padStart(16, "0");
}

function writeInput(file, { buffer, pages, input }) {
  const parts = [new Uint8Array(BigUint64Array.from(input).buffer)];
  for (const { address, at } of pages) {
    parts.push(new Uint8Array(BigUint64Array.of(address).buffer), new Uint8Array(buffer, at, PAGE_BYTES));
  }
  writeFileSync(file, Buffer.concat(parts));
}

/** Runs a mode from the start; instructions, seconds of CPU time, digest. */
function runOwn(own, mode, steps) {
  const { core, reset } = own;
  reset();
  if (mode === "plain") core.setJournal(0);
  const begin = process.cpuUsage().user;
  if (mode === "step") for (let count = 0; count < steps; count++) core.step(0);
  else if (core.run(steps, 0) !== steps) throw new Error("the core stopped");
  const seconds = (process.cpuUsage().user - begin) / 1e6;
  return { count: steps, seconds, digest: digestOf(own) };
}

async function compare(own, startPeer) {
  const total = own.core.run(1e9, 1);
  console.log(`nmi-path: ${total} instructions a run, ${ROUNDS} rounds, CPU time; Unicorn's in brackets`);
  const plans = [
    { mode: "plain", theirs: "plain", own: total, peer: undefined, name: "run" },
    { mode: "journal", theirs: "hook", own: total, peer: undefined, name: "run with journal (code hook)" },
    { mode: "step", theirs: "step", own: OWN_STEPS, peer: PEER_STEPS, name: "one call a step, with journal (count=1)" },
    { mode: "step", theirs: "bare", own: OWN_STEPS, peer: PEER_STEPS, name: "the same (count=1, until=0)" },
  ];
  // each of its own: Unicorn goes on using what it translated for another mode
  const peers = plans.map(() => startPeer());
  for (const plan of plans) runOwn(own, plan.mode, plan.own);
  const rates = plans.map(() => ({ own: [], peer: [] }));
  for (let round = 0; round < ROUNDS; round++) {
    for (const [index, plan] of plans.entries()) {
      const mine = runOwn(own, plan.mode, plan.own);
      const theirs = await peers[index].run(plan.theirs, plan.peer);
      // one call a step: the same number on both sides would last too long there
      const same = plan.peer === undefined ? mine : runOwn(own, plan.mode, plan.peer);
      if (same.digest !== theirs.digest) throw new Error(`${plan.name}: the states at the end differ`);
      rates[index].own.push(mine.count / mine.seconds / 1e6);
      rates[index].peer.push((theirs.count || total) / theirs.seconds / 1e6);
    }
  }
  for (const [index, { name }] of plans.entries()) {
    const [a, b] = [median(rates[index].own), median(rates[index].peer)];
    console.log(`  ${name}: ${a.toFixed(1)} M/s (${b.toFixed(2)}), ratio ${(a / b).toFixed(1)}`);
  }
  for (const peer of peers) peer.end();
}

function startPeer(folder, path) {
  const child = spawn(path, [join(folder, "input")], { stdio: ["pipe", "pipe", "inherit"] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    async run(mode, most) {
      child.stdin.write(most === undefined ? `${mode}\n` : `${mode} ${most}\n`);
      const line = await lines.next();
      if (line.done) throw new Error("Unicorn stopped");
      const [count, seconds, digest] = line.value.split(" ");
      return { count: Number(count), seconds: Number(seconds), digest };
    },
    end: () => child.stdin.end(),
  };
}

const folder = mkdtempSync(join(tmpdir(), "nmi-stepper-bench-"));
const vite = await createServer({ server: { middlewareMode: true }, appType: "custom", logLevel: "error" });
try {
  const paths = ["index", "core", "boot-memory", "first-state", "ghost-configure"].map(
    (name) => `/src/machine/${name}.ts`,
  );
  const loaded = await Promise.all([...paths, "/src/core/block.ts"].map((path) => vite.ssrLoadModule(path)));
  const modules = Object.assign({}, ...loaded);
  const built = build(folder, modules.layout);
  if (typeof built === "string") {
    console.log(`beside Unicorn: skipped: ${built}`);
  } else {
    const own = await prepare(modules, built);
    writeInput(join(folder, "input"), own);
    await compare(own, () => startPeer(folder, built.peer));
  }
} finally {
  await vite.close();
  rmSync(folder, { recursive: true });
}
