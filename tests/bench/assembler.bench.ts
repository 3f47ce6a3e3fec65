// What assembling costs: the page assembles anew while one types, and a frame
// is 16 ms.

import { bench, describe } from "vitest";
import { assemble } from "../../src/asm/assemble.ts";

const LINES = [
  "entry\\@: cld", "pushq %rdx", "movq %rsp, %rdx", "cmpl $0x10, 16(%rsp)", "jne 1f", "leaq -10*8(%rsp), %rdx",
  "movq %gs:0x28, %rax # per-CPU", "testb $3, 8+8(%rsp)", "1: swapgs", "addq $(6*8), %rsp",
]; // prettier-ignore

/** `count` lines of entry code, labels made different. */
const source = (count: number): string =>
  Array.from({ length: count }, (_, n) => (LINES[n % LINES.length] ?? "nop").replace("\\@", String(n))).join("\n");

const thousand = source(1000);
const mistyped = thousand.replaceAll("cld", "clld");

describe("assembling", () => {
  bench("1,000 lines", () => {
    assemble(thousand);
  });
  bench("1,000 lines, 100 of them mistyped", () => {
    assemble(mistyped);
  });
});
