// node scripts/bench/core.mjs [steps]: instructions per second of the built core
// on three loops, with and without the journal, in one run, and the ratio.
import { readFileSync } from "node:fs";
import { createServer } from "vite";

const STEPS = Number(process.argv[2] ?? 20_000_000);
const ROUNDS = 5;

const vite = await createServer({ server: { middlewareMode: true }, appType: "custom", logLevel: "error" });
const { Machine, layout, DEFAULT_CPU_OPTIONS } = await vite.ssrLoadModule("/src/machine/index.ts");

/** Machine code by GNU as; the source beside it. */
const LOOPS = {
  // 1: incq %rax; addq %rbx, %rcx; xorl %edx, %esi; cmpq %rax, %rcx; jmp 1b
  registers: "48ffc04801d931d64839c1ebf3",
  // 1: pushq %rax; movq (%rsp), %rbx; popq %rcx; addq %rbx, -16(%rsp); jmp 1b
  stack: "50488b1c245948015c24f0ebf3",
  // 1: call 2f; jmp 1b; 2: ret
  calls: "e802000000ebf9c3",
};

function imageOf(hex) {
  const halt = { address: layout.VECTORS_TEXT, bytes: new Uint8Array([0xeb, 0xfe]) };
  const code = { address: layout.KERNEL_WORKLOAD, bytes: Uint8Array.from(Buffer.from(hex, "hex")) };
  return {
    segments: [code, halt],
    vectors: Array.from({ length: 32 }, () => layout.VECTORS_TEXT),
    panics: [],
    workload: "kernel",
    start: layout.KERNEL_WORKLOAD,
    workloadRange: { from: layout.KERNEL_WORKLOAD, to: layout.KERNEL_WORKLOAD + 0x1000n },
    options: DEFAULT_CPU_OPTIONS,
    idealised: new Set(),
    service: undefined,
    idleFlags: [],
  };
}

function rate(machine, journal) {
  // CPU time: other work on the machine must not count
  const begin = process.cpuUsage().user;
  const { steps } = machine.skip(STEPS, { journal });
  return steps / (process.cpuUsage().user - begin);
}

const median = (values) => values.toSorted((a, b) => a - b)[values.length >> 1];

const machine = await Machine.create(readFileSync("build/core.wasm"));
for (const [name, hex] of Object.entries(LOOPS)) {
  machine.load(imageOf(hex));
  // the engine's optimising compiler comes in by itself
  machine.skip(STEPS >> 1);
  const plain = [];
  const kept = [];
  for (let round = 0; round < ROUNDS; round++) {
    plain.push(rate(machine, false));
    kept.push(rate(machine, true));
  }
  const [a, b] = [median(plain), median(kept)];
  console.log(`${name}: ${a.toFixed(1)} M/s plain, ${b.toFixed(1)} M/s with journal, ratio ${(b / a).toFixed(2)}`);
}
await vite.close();
