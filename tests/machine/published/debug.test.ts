// kvm-unit-tests, x86/debug.c, under the names it prints.
import { describe, expect, test } from "vitest";
import { Bench } from "./support.ts";

const SINGLE_STEP = 1n << 14n;

/** TF set, `text`, TF cleared; each #DB returns. */
const stepped = (text: string): string => `
main:
    movl $0x18, %eax
    cli
    pushfq
    orl $0x100, (%rsp)
    popfq
${text}
last:
    pushfq
    andl $~0x100, (%rsp)
    popfq
end:
    nop
done:
    jmp done
vec_1:
    iretq
vec_3:
    iretq
`;

async function saved(text: string): Promise<{ bench: Bench; labels: readonly bigint[]; all: readonly bigint[] }> {
  const bench = await Bench.load(stepped(text));
  bench.to("done");
  expect(new Set(bench.vectors)).toEqual(new Set([1]));
  const all = bench.deliveries.map(({ savedRip }) => savedRip);
  return { bench, labels: all.filter((rip) => rip <= bench.address("last")), all };
}

describe("debug", () => {
  test("#BP", async () => {
    const bench = await Bench.load("main:\n    int3\nafter:\n    nop\ndone:\n    jmp done\nvec_3:\n    iretq\n");
    bench.to("done");
    expect(bench.deliveries).toMatchObject([{ vector: 3, savedRip: bench.address("after") }]);
  });

  test("Single-step #DB basic test", async () => {
    const { bench, labels, all } = await saved("    nop\none:\n    nop\n");
    expect(labels).toEqual(["one", "last"].map((label) => bench.address(label)));
    // PUSHFQ, ANDL and the POPFQ that clears TF are stepped too: TF was 1 when it began
    expect(all).toHaveLength(5);
    expect(all.at(-1)).toBe(bench.address("end"));
    for (const { dr6 } of bench.deliveries) expect(dr6 & SINGLE_STEP).toBe(SINGLE_STEP);
  });

  test("Single-step #DB w/ STI blocking: not suppressed", async () => {
    const { bench, labels } = await saved("    sti\nbehind_sti:\n    nop\n");
    expect(labels).toEqual(["behind_sti", "last"].map((label) => bench.address(label)));
  });

  test("Single-step #DB w/ MOVSS blocking: the first one instruction later", async () => {
    const { bench, labels } = await saved("    movl %eax, %ss\nbehind_ss:\n    nop\nlater:\n    nop\n");
    expect(labels).toEqual(["later", "last"].map((label) => bench.address(label)));
  });

  test("Single-step #DB w/ STI;HLT: HLT is stepped too, and ended by its trap", async () => {
    const { bench, labels } = await saved("    sti\nhalts:\n    hlt\nbehind_hlt:\n    nop\n");
    expect(labels).toEqual(["halts", "behind_hlt", "last"].map((label) => bench.address(label)));
  });

  test("ICEBP", async () => {
    const bench = await Bench.load("main:\n    int1\nafter:\n    nop\ndone:\n    jmp done\nvec_1:\n    iretq\n");
    bench.to("done");
    expect(bench.deliveries).toMatchObject([{ vector: 1, savedRip: bench.address("after") }]);
  });

  test("ICEBP w/ MOVSS blocking", async () => {
    const { bench, labels } = await saved("    movl %eax, %ss\n    int1\nbehind_icebp:\n    nop\n");
    expect(labels[0]).toBe(bench.address("behind_icebp"));
    expect(labels.at(-1)).toBe(bench.address("last"));
  });

  test("MOV SS + INT3: #BP is not held back", async () => {
    const bench = await Bench.load(
      "main:\n    movl $0x18, %eax\n    movl %eax, %ss\n    int3\nafter:\n    nop\ndone:\n    jmp done\nvec_3:\n    iretq\n",
    );
    bench.to("done");
    expect(bench.deliveries).toMatchObject([{ vector: 3, savedRip: bench.address("after") }]);
  });

  test("MOV SS + int $1: the INT's own #DB", async () => {
    const bench = await Bench.load(
      "main:\n    movl $0x18, %eax\n    movl %eax, %ss\n    int $1\nafter:\n    nop\ndone:\n    jmp done\nvec_1:\n    iretq\n",
    );
    bench.to("done");
    expect(bench.deliveries).toMatchObject([{ vector: 1, savedRip: bench.address("after") }]);
  });

  /** DR7 with one breakpoint, `text`, and handlers that only count. */
  const watched = async (text: string, handlers = "vec_1:\n    iretq\n"): Promise<Bench> => {
    const bench = await Bench.load(`
    .data
    .balign 8
value:
    .quad 0x18
n:
    .quad 1
    .text
main:
${text}
done:
    jmp done
${handlers}`);
    return bench.to("done");
  };
  const BREAK_AT = (label: string): string =>
    `    movq $${label}, %rax\n    movq %rax, %db0\n    movl $0x402, %eax\n    movq %rax, %db7\n`;
  const WATCH = (dr7: string): string =>
    `    movq $value, %rax\n    movq %rax, %db1\n    movl $${dr7}, %eax\n    movq %rax, %db7\n`;
  const DR6 = (value: string): string => `    movl $${value}, %eax\n    movq %rax, %db6\n`;
  const RESUME = "vec_1:\n    btsq $16, 16(%rsp)\n    iretq\n";
  /** As debug.c's handler: each run shifts `n` and sets its lowest bit; entered twice it would set more. */
  const SHIFT = "vec_1:\n    stc\n    nop\n    rclq $1, n(%rip)\n    iretq\n";

  test("hw breakpoint (test that dr6.BS is not set)", async () => {
    const bench = await watched(`${BREAK_AT("hw_bp1")}hw_bp1:\n    nop\n`, RESUME);
    expect(bench.deliveries).toMatchObject([{ vector: 1, savedRip: bench.address("hw_bp1"), dr6: 0xffff0ff1n }]);
  });

  test("hw breakpoint (test that dr6.BS is not cleared)", async () => {
    const bench = await watched(`${DR6("0x4002")}${BREAK_AT("hw_bp2")}hw_bp2:\n    nop\n`, RESUME);
    expect(bench.deliveries).toMatchObject([{ vector: 1, savedRip: bench.address("hw_bp2"), dr6: 0xffff4ff1n }]);
  });

  test("hw watchpoint (test that dr6.BS is not cleared)", async () => {
    const bench = await watched(`${WATCH("0x00d0040a")}${DR6("0x4000")}    movq $42, value\nhw_wp1:\n    nop\n`);
    expect(bench.deliveries).toMatchObject([{ vector: 1, savedRip: bench.address("hw_wp1"), dr6: 0xffff4ff2n }]);
  });

  test("hw watchpoint (test that dr6.BS is not set)", async () => {
    const bench = await watched(`${WATCH("0x00d0040a")}${DR6("0")}    movq $42, value\nhw_wp2:\n    nop\n`);
    expect(bench.deliveries).toMatchObject([{ vector: 1, savedRip: bench.address("hw_wp2"), dr6: 0xffff0ff2n }]);
  });

  test("Single-step #DB w/ MOVSS blocking and DR7.GD=1", async () => {
    const guard = "    movl $0x2400, %eax\n    movq %rax, %db7\n    movl $0x18, %ebx\n";
    const step = "    pushfq\n    orl $0x100, (%rsp)\n    popfq\n";
    const bench = await watched(
      `${guard}${step}    movl %ebx, %ss\ngd:\n    movq %db0, %rcx\nlater:\n    hlt\n`,
      "vec_1:\n    andq $~0x100, 16(%rsp)\n    jmp resume\nresume:\n    cmpq $gd, (%rsp)\n    jne done\n    orq $0x100, 16(%rsp)\n    iretq\n",
    );
    expect(bench.deliveries).toMatchObject([
      // a fault, so the shadow does not hold it back; then TF's trap: BD is still set
      { vector: 1, savedRip: bench.address("gd"), dr6: 0xffff2ff0n },
      { vector: 1, savedRip: bench.address("later"), dr6: 0xffff6ff0n },
    ]);
  });

  test("MOV SS + watchpoint + ICEBP: one #DB", async () => {
    const bench = await watched(
      `${WATCH("0x00f0040a")}    mov value, %ss\n    .byte 0x2e, 0x2e, 0xf1\nafter:\n    nop\n`,
      SHIFT,
    );
    expect(bench.deliveries).toMatchObject([{ vector: 1, savedRip: bench.address("after"), dr6: 0xffff0ff2n }]);
    expect(bench.value("n")).toBe(3n);
  });

  test("MOV SS + watchpoint + int $1: the INT's, then the watchpoint's before its first instruction", async () => {
    const bench = await watched(`${WATCH("0x00f0040a")}    mov value, %ss\n    int $1\nafter:\n    nop\n`, SHIFT);
    expect(bench.deliveries).toMatchObject([
      { vector: 1, savedRip: bench.address("after") },
      { vector: 1, savedRip: bench.address("vec_1"), dr6: 0xffff0ff2n },
    ]);
    expect(bench.value("n")).toBe(7n);
  });

  test("MOV SS + watchpoint + INT3", async () => {
    const handlers = `${SHIFT}vec_3:\n    iretq\n`;
    const bench = await watched(
      `${WATCH("0x00f0040a")}    mov value, %ss\n    .byte 0x2e, 0x2e, 0xcc\nafter:\n    nop\n`,
      handlers,
    );
    expect(bench.deliveries).toMatchObject([
      { vector: 3, savedRip: bench.address("after") },
      { vector: 1, savedRip: bench.address("vec_3") },
    ]);
    expect(bench.value("n")).toBe(3n);
  });
});
