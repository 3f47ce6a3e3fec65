// Programs whose loops become compiled regions, and in which something happens to them:
// faults, code that changes, pages and modes that change.
import { expect } from "vitest";
import { assemble } from "../../src/asm/assemble.ts";
import { type Image, layout } from "../../src/machine/index.ts";
import { pteOf } from "../machine/support/busy.ts";
import { HANDLER, imageOf, vectorAt } from "../machine/support/program.ts";

export interface Case {
  readonly kernel?: string;
  /** Where it begins, if not at the workload's page. */
  readonly start?: bigint;
  readonly user?: string;
  readonly vectors?: Readonly<Record<number, string>>;
}

function bytesAt(address: bigint, text: string): Uint8Array {
  const assembly = assemble(text, { bases: new Map([[".text", address]]) });
  expect(assembly.diagnostics).toEqual([]);
  return assembly.sections.find(({ name }) => name === ".text")?.bytes ?? new Uint8Array();
}

/** Of the interrupt that may come at any boundary. */
const COUNT = "incq %r12\n iretq";

/** `jmp .` */
const STAY = new Uint8Array([0xeb, 0xfe]);

/** The image of a case; vectors 2 and those it gives are no panics. */
export function imageFrom({ kernel, user, start: given, vectors = {} }: Case): Image {
  const start = given ?? (user === undefined ? layout.KERNEL_WORKLOAD : layout.USER_TEXT);
  const code = bytesAt(start, user ?? kernel ?? "");
  const image = imageOf({ code: given === undefined ? code : STAY, ...(user === undefined ? {} : { user: "jmp ." }) });
  const handlers = Object.entries({ 31: COUNT, ...vectors }).map(([vector, text]) => ({
    address: vectorAt(Number(vector)),
    bytes: bytesAt(vectorAt(Number(vector)), text),
  }));
  const segments = [
    ...image.segments,
    { address: HANDLER, bytes: bytesAt(HANDLER, "iretq") },
    { address: start, bytes: code },
    ...handlers,
  ];
  const panics = image.panics.filter(({ vector }) => vector !== 31 && vectors[vector] === undefined);
  return { ...image, segments, panics, start, workloadRange: { from: start, to: start + 0x1000n } };
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

/** #PF's handler: the page can be read, written and executed again. */
const repairOf = (address: bigint): string => `
  pushq %rax
  movabsq ${hex(pteOf(address))}, %rax
  orq $3, (%rax)
  btrq $63, (%rax)
  movabsq ${hex(address)}, %rax
  invlpg (%rax)
  popq %rax
  addq $8, %rsp
  iretq`;
const REPAIR = repairOf(layout.HANDLER_DATA).replace("btrq $63, (%rax)", "");

const SEAM = HANDLER + 0x2000n;
const SECOND = SEAM + 0x1000n;

/** A loop with an instruction across the end of its page; `between` lies on the first page. RBX: the second, RSI: its PTE. */
const seam = (setUp: string, body: string, between: string): string => `
  movabsq ${hex(SECOND)}, %rbx
  movabsq ${hex(pteOf(SECOND))}, %rsi
  ${setUp}
  jmp again
  hide:
  ${between}
  jmp again
  .org 0x1000 - 14, 0x90
  again:
  movl $60, %ecx
  1:
  incq %r8
  leaq 0x12345(%rdx), %rdx
  ${body}
  addq %r8, %r9
  decl %ecx
  jnz 1b
  jmp hide`;

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

/** The frames of two data pages change places; RBX is the first page. */
const FRAMES_TURNED = `
  ${page}
  movq (%rsi), %rax
  xchgq %rax, 8(%rsi)
  movq %rax, (%rsi)
  invlpg (%rbx)
  invlpg 0x1000(%rbx)`;

export const CASES: Readonly<Record<string, Case>> = {
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
  "CR3 written in the loop": {
    kernel: loops(
      page,
      "addq %r8, 8(%rbx)\n testl $15, %ecx\n jnz 2f\n andq $-2, (%rsi)\n movq %cr3, %rax\n movq %rax, %cr3\n 2:",
      "",
    ),
    vectors: { 14: REPAIR },
  },
  "CR4.SMAP set over a user's page": {
    kernel: loops(
      `movabsq ${hex(layout.USER_DATA)}, %rbx`,
      "addq %r8, 8(%rbx)",
      "movq %cr4, %rax\n btcq $21, %rax\n movq %rax, %cr4",
    ),
    vectors: {
      14: "pushq %rax\n movq %cr4, %rax\n btrq $21, %rax\n movq %rax, %cr4\n popq %rax\n addq $8, %rsp\n iretq",
    },
  },
  "CR4.PGE changed in the loop": {
    kernel: loops(
      page,
      "addq %r8, 8(%rbx)\n testl $15, %ecx\n jnz 2f\n movq %cr4, %rax\n btcq $7, %rax\n movq %rax, %cr4\n 2:",
      "",
    ),
  },
  "EFER written between loops": {
    kernel: loops(
      page,
      "addq %r8, 8(%rbx)\n pushq %r8\n popq %rdi",
      "movl $0xc0000080, %ecx\n rdmsr\n btcl $11, %eax\n wrmsr\n btcl $11, %eax\n wrmsr\n btcl $0, %eax\n wrmsr",
    ),
  },
  "alignment checked at CPL 3 at times": {
    user: loops("int3", "movq %r8, -23(%rsp)\n addq -23(%rsp), %r10", "pushfq\n xorl $0x40000, (%rsp)\n popfq"),
    vectors: {
      3: "pushq %rax\n movq %cr0, %rax\n btsq $18, %rax\n movq %rax, %cr0\n popq %rax\n iretq",
      17: "andl $-0x40001, 24(%rsp)\n addq $8, %rsp\n incq %r11\n iretq",
    },
  },
  "code over a page's end, its second page absent at times": {
    start: SEAM,
    kernel: seam("", "", "andq $-2, (%rsi)\n invlpg (%rbx)"),
    vectors: { 14: repairOf(SECOND) },
  },
  "code over a page's end, its second page not executable at times": {
    start: SEAM,
    kernel: seam("", "", "btsq $63, (%rsi)\n invlpg (%rbx)"),
    vectors: { 14: repairOf(SECOND) },
  },
  "code over a page's end, its second page shown from two frames in turn": {
    start: SEAM,
    kernel: seam(
      `movabsq ${data}, %r15
      ${[0, 8, 16, 24, 32, 40, 48, 56].map((at) => `movq ${at}(%rbx), %rax\n movq %rax, ${at}(%r15)`).join("\n")}
      leaq other(%rip), %rax
      subq %rbx, %rax
      xorb $6, 3(%r15,%rax)
      movabsq ${pte}, %rax
      movq (%rax), %rax
      xorq (%rsi), %rax
      movabsq $0xffffff000, %r14
      andq %rax, %r14`,
      "other: addq $1, %rdx",
      "xorq %r14, (%rsi)\n invlpg (%rbx)",
    ),
  },
  "words across a page's end, its frames in another order": {
    kernel: loops(
      `${FRAMES_TURNED}
      addq $0xffc, %rbx`,
      "movq %r8, (%rbx)\n addq (%rbx), %r10\n incl 1(%rbx)\n cmpl %r8d, 2(%rbx)\n setb %dl",
      "",
    ),
  },
  "a stack across a page's end, its frames in another order": {
    kernel: loops(
      FRAMES_TURNED,
      `movq %rsp, %rbp
      leaq 0x1014(%rbx), %rsp
      pushq %r8
      pushq %r9
      addq %r8, (%rsp)
      popq %r10
      leaq -16(%rsp), %rsp
      movq %r8, 4(%rsp)
      movq %rbp, %rsp`,
      "",
    ),
  },
  "a GS base that shifts what lies elsewhere too": {
    kernel: loops(
      `${page}
      movl $0x40, %eax
      xorl %edx, %edx
      movl $0xc0000101, %ecx
      wrmsr`,
      "movq %r8, %gs:(%rbx,%r13)\n addq %gs:8(%rbx), %r10\n addq %r8, (%rbx)\n addq 0x40(%rbx), %r10",
      "xorl %r13d, %r13d",
    ).replace("again:", "xorl %r13d, %r13d\n again:"),
  },
  "words pushed from memory just before the region is left": {
    kernel: loops(page, "pushq 8(%rbx)\n bswapq %r10\n pushq (%rbx)\n bswapq %r10\n popq %rdx\n popq %rdx", ""),
  },
  "a user who reads a page of the kernel's that the kernel has just used": {
    user: loops(
      `movabsq ${data}, %rbx`,
      "movq (%rbx), %rax\n addq %rax, %r10\n movq %r8, 8(%rbx)",
      `movabsq ${data}, %rbx`,
    ),
    vectors: {
      14: `movabsq ${data}, %rbx
        incq 8(%rbx)
        movabsq ${hex(layout.USER_DATA)}, %rbx
        incq %r11
        addq $8, %rsp
        iretq`,
    },
  },
};
