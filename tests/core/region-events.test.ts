// Compiled regions where guests fault, write their own code, change modes or meet
// events: the same as complete steps, on the way back too.
import { describe, expect, it } from "vitest";
import { EventCode, Stop } from "../../src/core/block.ts";
import { type Image, layout } from "../../src/machine/index.ts";
import { findEntry, scenarioOf } from "../../src/scenario/catalogue/catalogue.ts";
import { WORKLOADS } from "../../src/scenario/scenario.ts";
import { boot } from "../../src/session/index.ts";
import { assemble } from "../../src/asm/assemble.ts";
import { pteOf } from "../machine/support/busy.ts";
import { HANDLER, imageOf, vectorAt } from "../machine/support/program.ts";
import { Random } from "../oracle/random-numbers.ts";
import { Bench, expectSame } from "./region-bench.ts";

const STEPS = 12_000;
const BACK = 1500;

/** Runs beside complete steps, an NMI now and then if wanted, then back; returns steps taken in regions. */
async function compare(image: Image, nmis: boolean, total = STEPS): Promise<number> {
  const regions = await Bench.of(image);
  const steps = await Bench.of(image);
  regions.core.setHeatWanted(3);
  steps.core.setHeatWanted(0);
  const random = new Random(7);
  for (let at = 0; at < total;) {
    if (nmis && random.chance(3)) {
      expect(regions.complete(EventCode.Nmi)).toBe(steps.complete(EventCode.Nmi));
      at++;
    }
    const count = random.pick([33, 150, 700, 1900]) + random.below(60);
    const done = regions.core.run(count, 0);
    expect(done, `boundary ${at}`).toBe(count);
    for (let step = 0; step < done; step++) expect(steps.complete()).toBe(Stop.None);
    at += done;
    expectSame(regions, steps, `boundary ${at}`);
    expect(regions.newest(), `boundary ${at}`).toEqual(steps.newest());
  }
  for (let step = 0; step < BACK; step++) {
    expect(regions.core.undo()).toBe(1);
    expect(steps.core.undo()).toBe(1);
    if (step % 300 === 0) expectSame(regions, steps, `${step} back`);
  }
  expectSame(regions, steps, "back");
  return Number(regions.core.regionStepsTaken());
}

interface Case {
  readonly kernel?: string;
  readonly user?: string;
  readonly vectors?: Readonly<Record<number, string>>;
}

function bytesAt(address: bigint, text: string): Uint8Array {
  const assembly = assemble(text, { bases: new Map([[".text", address]]) });
  expect(assembly.diagnostics).toEqual([]);
  return assembly.sections.find(({ name }) => name === ".text")?.bytes ?? new Uint8Array();
}

/** The image of a case; vectors 2 and those it gives are no panics. */
function imageFrom({ kernel, user, vectors = {} }: Case): Image {
  const start = user === undefined ? layout.KERNEL_WORKLOAD : layout.USER_TEXT;
  const image = imageOf(
    user === undefined ? { code: bytesAt(start, kernel ?? "") } : { user: "jmp .", code: bytesAt(start, user) },
  );
  const handlers = Object.entries(vectors).map(([vector, text]) => ({
    address: vectorAt(Number(vector)),
    bytes: bytesAt(vectorAt(Number(vector)), text),
  }));
  const segments = [...image.segments, { address: HANDLER, bytes: bytesAt(HANDLER, "iretq") }, ...handlers];
  return { ...image, segments, panics: image.panics.filter(({ vector }) => vectors[vector] === undefined) };
}

const hex = (value: bigint): string => `$0x${value.toString(16)}`;
const data = hex(layout.HANDLER_DATA);
const pte = hex(pteOf(layout.HANDLER_DATA));
const textPte = hex(pteOf(layout.KERNEL_WORKLOAD));
const text = hex(layout.KERNEL_WORKLOAD);
const alias = hex(layout.HANDLER_DATA + 0x1000n);
const aliasPte = hex(pteOf(layout.HANDLER_DATA + 0x1000n));

/** The loop `body` sixty times, then `between`, without end. */
const loops = (setUp: string, body: string, between: string): string => `
  ${setUp}
  again:
  movl $60, %ecx
  1:
  incq %r8
  ${body}
  addq %r8, %r9
  decl %ecx
  jnz 1b
  ${between}
  jmp again`;

const REPAIR = `
  pushq %rax
  movabsq ${pte}, %rax
  orq $3, (%rax)
  movabsq ${data}, %rax
  invlpg (%rax)
  popq %rax
  addq $8, %rsp
  iretq`;
const page = `movabsq ${data}, %rbx
  movabsq ${pte}, %rsi`;
const OWN = `movabsq ${textPte}, %rsi
  orq $2, (%rsi)
  movabsq ${text}, %rbx
  invlpg (%rbx)
  movabsq ${aliasPte}, %rdi
  movq (%rsi), %rax
  movq %rax, (%rdi)
  movabsq ${alias}, %rdi
  invlpg (%rdi)`;
const patched = "patch: addq $1, %rdx";

const CASES: Readonly<Record<string, Case>> = {
  "a loop in user mode": { user: loops("", "pushq %r8\n popq %rdx", "") },
  "a page made absent between loops": {
    kernel: loops(page, "movq %r8, 8(%rbx)", "andq $-2, (%rsi)\n invlpg (%rbx)"),
    vectors: { 14: REPAIR },
  },
  "a page made absent in the loop": {
    kernel: loops(page, "movq %r8, 8(%rbx)\n testl $31, %ecx\n jnz 2f\n andq $-2, (%rsi)\n invlpg (%rbx)\n 2:", ""),
    vectors: { 14: REPAIR },
  },
  "a page made read-only between loops": {
    kernel: loops(page, "addq %r8, 8(%rbx)", "andq $-3, (%rsi)\n invlpg (%rbx)"),
    vectors: { 14: REPAIR },
  },
  "CR0.WP taken away and given back": {
    kernel: loops(
      page,
      "addq %r8, 8(%rbx)",
      "andq $-3, (%rsi)\n invlpg (%rbx)\n movq %cr0, %rax\n xorq $0x10000, %rax\n movq %rax, %cr0",
    ),
    vectors: { 14: REPAIR },
  },
  "CR3 written between loops": {
    kernel: loops(page, "addq %r8, 8(%rbx)", "andq $-2, (%rsi)\n movq %cr3, %rax\n movq %rax, %cr3"),
    vectors: { 14: REPAIR },
  },
  "an address that is not canonical": {
    kernel: loops(`${page}\n movq %rbx, %r12`, "movq 8(%rbx), %rax", "btcq $62, %rbx"),
    vectors: { 13: "movq %r12, %rbx\n addq $8, %rsp\n iretq" },
  },
  "a division by zero": {
    kernel: loops("", "movl %r8d, %r10d\n andl $31, %r10d\n movl $9, %eax\n xorl %edx, %edx\n divl %r10d", ""),
    vectors: { 0: "movl $1, %r10d\n iretq" },
  },
  "code that writes its own next instruction": {
    kernel: loops(OWN, `testl $31, %ecx\n jnz 2f\n xorb $2, patch+3(%rip)\n 2: ${patched}`, ""),
  },
  "code of a region written from elsewhere": { kernel: loops(OWN, patched, "xorb $6, patch+3(%rip)") },
  "code of a region written through an alias": {
    kernel: loops(OWN, patched, "xorb $6, patch-0x1001(%rdi)".replace("patch-0x1001(%rdi)", "3(%rdi,%r14)")).replace(
      "again:",
      `leaq patch(%rip), %r14\n subq %rbx, %r14\n again:`,
    ),
  },
  "TF set by POPF in a loop": {
    kernel: loops("", "pushfq\n testl $15, %ecx\n jnz 2f\n orl $0x100, (%rsp)\n 2: popfq\n incq %rdx", ""),
    vectors: { 1: "incq %r11\n andl $-257, 16(%rsp)\n iretq" },
  },
  "IF and AC changed between loops": {
    kernel: loops("", "pushfq\n popq %rdx", "pushfq\n xorl $0x40200, (%rsp)\n popfq"),
  },
  "DR7 armed when the region is compiled": {
    kernel: loops(
      `${page}\n leaq 8(%rbx), %rax\n movq %rax, %dr0`,
      "movq %r8, 8(%rbx)",
      "movq %dr7, %rax\n xorl $0xd0002, %eax\n movq %rax, %dr7",
    ),
    vectors: { 1: "incq %r11\n iretq" },
  },
};

const template = findEntry("desnoyers-2010-repaired");
if (template === undefined) throw new Error("no such handler");
const scenario = scenarioOf(template);

describe("compiled regions", () => {
  it.each(Object.entries(CASES))("meet %s as complete steps do", async (_name, program) => {
    expect(await compare(imageFrom(program), false)).toBeGreaterThan(STEPS / 20);
    expect(await compare(imageFrom(program), true)).toBeGreaterThan(0);
  });

  it.each(WORKLOADS.filter((name) => name !== "user-swapgs"))(
    "run the workload %s as complete steps do",
    async (workload) => {
      const booted = boot({ ...scenario, workload });
      if (!booted.ok) throw new Error("the program does not assemble");
      expect(await compare(booted.program.image, true, 60_000)).toBeGreaterThan(0);
    },
  );
});
