// kvm-unit-tests, x86/debug.c: the cases that need no breakpoint in DR0-DR3 and no
// DR7.GD, under the names it prints.
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
});
