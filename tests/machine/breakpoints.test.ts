// DR0-DR3, DR6 and DR7: instruction and data breakpoints, general detect, and how
// they meet RF, TF, MOV SS, REP, deliveries and IRET (SDM 3B, 17.2 and 17.3).
import { describe, expect, test } from "vitest";
import { Bench, NMI } from "./published/support.ts";

const HIT = (n: number): bigint => 1n << BigInt(n);
const BD = 1n << 13n;
const BS = 1n << 14n;
const RF = 1n << 16n;
const EMPTY = 0xffff0ff0n;

const arm = (dr7: number): string => `    movl $0x${dr7.toString(16)}, %eax\n    movq %rax, %db7\n`;
const at = (n: number, label: string): string => `    leaq ${label}(%rip), %rax\n    movq %rax, %db${n}\n`;

/** A program whose #DB handler sets RF in its frame, as debuggers do, or not. */
const program = (text: string, more = "", data = "    .quad 0, 0, 0, 0\n"): string => `
    .data
    .balign 64
value:
${data}
    .text
main:
${text}
done:
    jmp done
vec_1:
    btsq $16, 16(%rsp)
    iretq
nmi:
    iretq
${more}
`;

async function ran(text: string, more = "", data?: string): Promise<Bench> {
  const bench = await Bench.load(program(text, more, data));
  return bench.to("done");
}

describe("instruction breakpoints", () => {
  test("are faults: before the instruction, with RF 0 in the frame; RF holds them back once", async () => {
    const bench = await ran(`${at(0, "here")}${arm(1)}    xorl %ebx, %ebx\nhere:\n    incl %ebx\n`);
    expect(bench.deliveries).toMatchObject([{ vector: 1, savedRip: bench.address("here"), dr6: EMPTY | HIT(0) }]);
    expect((bench.deliveries[0]?.savedFlags ?? 0n) & RF).toBe(0n);
    expect(bench.machine.registers().rbx).toBe(1n);
  });

  test("without RF in the frame they come again", async () => {
    const bench = await Bench.load(
      program(`${at(3, "here")}${arm(0x80)}here:\n    nop\n`).replace("    btsq $16, 16(%rsp)\n", ""),
    );
    bench.until(() => bench.deliveries.length === 3);
    expect(new Set(bench.deliveries.map(({ savedRip }) => savedRip))).toEqual(new Set([bench.address("here")]));
  });

  test("RF is cleared by the next instruction: a loop is stopped each time round", async () => {
    const bench = await ran(`${at(1, "here")}${arm(4)}    movl $3, %ecx\nhere:\n    nop\n    loop here\n`);
    expect(bench.deliveries.map(({ dr6 }) => dr6)).toEqual([HIT(1), HIT(1), HIT(1)].map((bit) => EMPTY | bit));
  });

  test("only at the first byte, and only if enabled", async () => {
    expect((await ran(`${at(0, "here+1")}${arm(1)}here:\n    movl $1, %ebx\n`)).vectors).toEqual([]);
    expect((await ran(`${at(0, "here")}${arm(4)}here:\n    nop\n`)).vectors).toEqual([]);
  });

  test("an NMI comes before them, and RF stays with the interrupted place", async () => {
    const bench = await Bench.load(program(`${at(0, "here")}${arm(1)}here:\n    nop\n`));
    bench.to("done", { at: { "here#1": [NMI] } });
    expect(bench.vectors).toEqual([2, 1]);
    expect(bench.deliveries.map(({ savedRip }) => savedRip)).toEqual([bench.address("here"), bench.address("here")]);
  });

  test("before a fetch fault at the same place", async () => {
    const text = `    movl $0x9000, %eax\n    movq %rax, %db0\n${arm(1)}    movl $0x9000, %eax\n    jmp *%rax\n`;
    const bench = await Bench.load(program(text, "vec_14:\n    jmp done\n"));
    bench.to("done");
    expect(bench.deliveries).toMatchObject([
      { vector: 1, savedRip: 0x9000n },
      { vector: 14, savedRip: 0x9000n },
    ]);
  });

  test("behind MOV SS they are lost, as if RF were set", async () => {
    const bench = await ran(
      `${at(0, "here")}${arm(1)}    movl $0x18, %eax\n    movl %eax, %ss\nhere:\n    nop\n    nop\n`,
    );
    expect(bench.vectors).toEqual([]);
  });

  test("on a REP instruction once, not between its iterations; RF lasts until its end", async () => {
    const text = `${at(0, "here")}${arm(1)}    leaq value(%rip), %rdi\n    movl $4, %ecx\nhere:\n    rep stosb\nnext:\n    nop\n`;
    const bench = await Bench.load(program(text));
    const seen: bigint[] = [];
    bench.until(() => {
      if (bench.rip === bench.address("here")) seen.push(bench.machine.registers().rflags & RF);
      return bench.rip === bench.address("next");
    });
    expect(bench.vectors).toEqual([1]);
    expect(seen).toEqual([0n, RF, RF, RF, RF]);
    expect(bench.machine.registers().rflags & RF).toBe(0n);
  });

  test("an NMI between iterations saves RF, so its IRETQ does not hit the breakpoint again", async () => {
    const text = `    leaq value(%rip), %rdi\n    movl $4, %ecx\n${at(0, "here")}${arm(1)}here:\n    rep stosb\n`;
    const bench = await Bench.load(program(text));
    bench.to("done", { at: { "here#4": [NMI] } });
    expect(bench.vectors).toEqual([1, 2]);
    expect((bench.deliveries[1]?.savedFlags ?? 0n) & RF).toBe(RF);
  });
});

describe("data breakpoints", () => {
  // R/W0 = 1 (write), LEN0 = 3 (4 bytes), G0
  const WRITE_4 = 0xd0002;
  // R/W0 = 3 (read or write), LEN0 = 3, L0
  const ANY_4 = 0xf0001;

  test("are traps: behind the instruction, its result stored", async () => {
    const bench = await ran(`${at(0, "value")}${arm(WRITE_4)}    movl $7, value\nbehind:\n    nop\n`);
    expect(bench.deliveries).toMatchObject([{ vector: 1, savedRip: bench.address("behind"), dr6: EMPTY | HIT(0) }]);
    expect(bench.value("value")).toBe(7n);
  });

  test("write: reads do not hit; read or write: both do, a read-modify-write once", async () => {
    const reads = "    movl value, %ebx\n    cmpl $0, value\n";
    expect((await ran(`${at(0, "value")}${arm(WRITE_4)}${reads}`)).vectors).toEqual([]);
    expect((await ran(`${at(0, "value")}${arm(ANY_4)}${reads}    incl value\n`)).vectors).toEqual([1, 1, 1]);
  });

  test.each([
    // LEN, offset of the breakpoint, offsets of the bytes that it watches
    [0, 5, 5, 5],
    [1, 5, 4, 5],
    [3, 6, 4, 7],
    [2, 13, 8, 15],
  ])("LEN %d at +%d watches bytes %d to %d: its low address bits do not count", async (length, offset, from, to) => {
    const hit: number[] = [];
    for (let byte = 0; byte < 24; byte++) {
      const text = `${at(0, `value+${offset}`)}${arm(0x10001 | (length << 18))}    movb $1, value+${byte}\n`;
      if ((await ran(text)).vectors.length > 0) hit.push(byte);
    }
    expect([hit[0], hit.at(-1), hit.length]).toEqual([from, to, to - from + 1]);
  });

  test("an access that only overlaps hits, over the end of a page too", async () => {
    const text = (address: string): string =>
      `    movq $touch2+0xffc, %rax\n    movq %rax, %db2\n${arm(0xd000010)}    movq $5, ${address}\n`;
    expect((await ran(text("touch2+0xffd"))).vectors).toEqual([1]);
    expect((await ran(text("touch2+0xff5"))).vectors).toEqual([1]);
    expect((await ran(text("touch2+0x1000"))).vectors).toEqual([]);
  });

  test("two at once, in one #DB; B0-B3 of the one before are gone, BS stays", async () => {
    const text = `    movl $0x4008, %eax\n    movq %rax, %db6\n${at(0, "value")}${at(1, "value+2")}${arm(0x5d000a)}    movl $1, value\n`;
    const bench = await ran(text);
    expect(bench.deliveries).toMatchObject([{ vector: 1, dr6: EMPTY | HIT(0) | HIT(1) | BS }]);
  });

  test("with TF: one #DB, both bits", async () => {
    const text = `${at(0, "value")}${arm(WRITE_4)}    pushfq\n    orl $0x100, (%rsp)\n    popfq\n    movl $1, value\nbehind:\n    pushfq\n    andl $~0x100, (%rsp)\n    popfq\n    nop\n`;
    const bench = await ran(text);
    expect(bench.deliveries[0]).toMatchObject({ savedRip: bench.address("behind"), dr6: EMPTY | HIT(0) | BS });
  });

  test("a fault of the instruction takes its hits back", async () => {
    // the read of value succeeds, the write to a page that is absent does not
    const text = `${at(0, "value")}${arm(ANY_4)}    leaq value(%rip), %rsi\n    movq $touch0, %rdi\n    movsl\n`;
    const bench = await ran(text, "vec_14:\n    addq $8, %rsp\n    movq $done, (%rsp)\n    iretq\n");
    expect(bench.deliveries).toMatchObject([{ vector: 14, dr6: EMPTY }]);
  });

  test("after each iteration of a REP that hits, with RF in the frame but for the last", async () => {
    const text = `${at(0, "value")}${arm(WRITE_4)}    leaq value-1(%rip), %rdi\n    movl $4, %ecx\nhere:\n    rep stosb\nnext:\n    nop\n`;
    const bench = await ran(text, "", "    .quad 0, 0\n");
    const here = bench.address("here");
    expect(bench.deliveries.map(({ savedRip }) => savedRip)).toEqual([here, here, bench.address("next")]);
    expect(bench.deliveries.map(({ savedFlags }) => savedFlags & RF)).toEqual([RF, RF, 0n]);
  });

  test("a hit comes before an NMI that waits at the same boundary", async () => {
    const text = `    movl $0x18, value\n${at(0, "value")}${arm(ANY_4)}    movw value, %ss\nhere:\n    nop\nbehind:\n    nop\n`;
    const bench = await Bench.load(program(text));
    bench.to("done", { at: { here: [NMI] } });
    expect(bench.deliveries).toMatchObject([
      { vector: 1, savedRip: bench.address("behind"), dr6: EMPTY | HIT(0) },
      { vector: 2, savedRip: bench.address("vec_1") },
    ]);
  });

  test("of IRETQ's frame: behind the IRETQ, before the code returned to", async () => {
    const text = `    pushq $0x18\n    leaq -0x100(%rsp), %rbx\n    pushq %rbx\n    pushfq\n    pushq $0x10\n    pushq $target\n    leaq 8(%rsp), %rax\n    movq %rax, %db0\n${arm(0xf0001)}    iretq\n    nop\ntarget:\n    nop\n`;
    const bench = await ran(text);
    expect(bench.deliveries).toMatchObject([{ vector: 1, savedRip: bench.address("target"), dr6: EMPTY | HIT(0) }]);
  });

  test("of a delivery's frame: before the handler's first instruction", async () => {
    const text = `    movq $nmi_stack_top-16, %rax\n    movq %rax, %db0\n${arm(0x90002)}here:\n    nop\n`;
    const bench = await Bench.load(program(text));
    bench.to("done", { at: { "here#1": [NMI] } });
    expect(bench.deliveries).toMatchObject([
      { vector: 2, savedRip: bench.address("here") },
      { vector: 1, savedRip: bench.address("nmi"), dr6: EMPTY | HIT(0) },
    ]);
  });
});

describe("DR7.GD", () => {
  test("any MOV of a debug register is a fault; the handler may use them", async () => {
    const handler = "vec_1:\n    movq %db6, %rbx\n    movq %db7, %rdx\n    iretq\n";
    const text = program(`${arm(0x2000)}here:\n    movq %db3, %rcx\n`).replace(/vec_1:\n.*\n {4}iretq\n/, handler);
    const bench = await Bench.load(text);
    bench.to("done");
    expect(bench.deliveries).toMatchObject([{ vector: 1, savedRip: bench.address("here"), dr6: EMPTY | BD }]);
    expect((bench.deliveries[0]?.savedFlags ?? 0n) & RF).toBe(RF);
    expect(bench.machine.registers().rdx).toBe(0x400n);
  });

  test("DR4 and DR5 under CR4.DE do not exist, guarded or not", async () => {
    const text = `    movq %cr4, %rax\n    orq $8, %rax\n    movq %rax, %cr4\n${arm(0x2000)}    movq %db4, %rcx\n`;
    const bench = await Bench.load(program(text, "vec_6:\n    movq $done, (%rsp)\n    iretq\n"));
    expect(bench.to("done").vectors).toEqual([6]);
  });
});

test("undo and snapshots take what is armed and what waits with them", async () => {
  const text = `${at(0, "value")}${arm(0xd0002)}    movl $0x18, value\n    movl $0x18, %eax\n    movl value, %ebx\n    movl %eax, %ss\nhere:\n    movl $2, value\n`;
  const bench = await ran(text);
  expect(bench.deliveries).toHaveLength(2);
  const end = bench.machine.stateHash();
  while (bench.machine.undo());
  expect(bench.machine.registers().dr7).toBe(0x400n);
  const again = await Bench.load(program(text));
  for (let steps = 0; again.rip !== again.address("done"); steps++) {
    again.step();
    again.machine.undo();
    const here = again.machine.snapshot();
    again.step();
    again.machine.restore(here);
    again.step();
  }
  expect(again.machine.stateHash()).toBe(end);
});
