// What a page or a command line reads from an assembly: places, symbols,
// per-CPU variables, annotations, exact ranges.

import { describe, expect, test } from "vitest";
import { assemble } from "../../src/asm/assemble.ts";
import type { Assembly } from "../../src/asm/assembly.ts";
import { bytesToHex } from "../../src/base/hex.ts";

function text(result: Assembly, name = ".text"): string {
  return bytesToHex(result.sections.find((section) => section.name === name)?.bytes ?? new Uint8Array());
}

/** The text that a diagnostic marks. */
function marked(source: string, result: Assembly): string[] {
  return result.diagnostics.map((each) => {
    const line = source.split("\n")[each.line - 1] ?? "";
    return `${each.code}: ${line.slice(each.column - 1, each.endColumn - 1)}`;
  });
}

describe("diagnostics", () => {
  const cases: readonly (readonly [source: string, marks: readonly string[]])[] = [
    ["nop; movq %rax, %foo ; nop", ["bad-register: %foo"]],
    ["  movq $1, undefined_one(%rsp)", ["undefined-symbol: undefined_one"]],
    ["jmp 1f", ["unknown-local-label: 1f"]],
    ["jmp 7b", ["unknown-local-label: 7b"]],
    ["a: nop\na: nop", ["symbol-redefined: a"]],
    ["addq $0x80000000, %rax", ["immediate-range: $0x80000000"]],
    ["movl %rax, %ebx", ["operand-size: movl %rax, %ebx"]],
    ["nop %rax, %rbx, %rcx", ["operand-count: nop %rax, %rbx, %rcx"]],
    ["ljmpq *(%rax)", ["bad-suffix: ljmpq"]],
    ['.code32\n.include "x.h"', ["not-64-bit: .code32", 'no-include: .include "x.h"']],
    ["#define X 1\nnop", ["cpp-directive: #define X 1"]],
    [".byte 300", ["value-truncated: 300"]],
    [".macro m\npushq %fs\nbogus\n.endm\n  m", ["unknown-mnemonic:   m"]],
    ["addl $1, (%rax)\nadd $1, (%rax)", ["assumed-size: add"]],
    ["lock movq %rax, %rbx", ["not-lockable: lock movq %rax, %rbx"]],
    [".if 1\nnop", ["if-without-end: .if 1"]],
  ];
  for (const [source, marks] of cases)
    test(source.split("\n")[0] ?? "", () => {
      expect(marked(source, assemble(source, { strict: true }))).toEqual(marks);
    });

  test("a target that is too far", () => {
    const source = "loop far\n.skip 200\nfar: nop";
    expect(marked(source, assemble(source))).toEqual(["target-too-far: far"]);
  });

  test("an address outside the top and bottom 2 GiB", () => {
    const source = "cmpq $here, (%rsp)\nhere: nop";
    const result = assemble(source, { bases: new Map([[".text", 0xffff888000000000n]]) });
    expect(marked(source, result)).toEqual(["value-range: $here"]);
  });
});

describe("places and symbols", () => {
  test("of branches, macros and several statements in a line", () => {
    const source = ".macro two\n push %rax; pop %rax\n.endm\nstart: nop; two; jmp start\n";
    const result = assemble(source, { bases: new Map([[".text", 0x1000n]]) });
    expect(result.places.map((p) => [p.address, p.length, p.line, p.text])).toEqual([
      [0x1000n, 1, 4, "nop"],
      [0x1001n, 1, 4, "push %rax"],
      [0x1002n, 1, 4, "pop %rax"],
      [0x1003n, 2, 4, "jmp start"],
    ]);
    expect(text(result)).toBe("905058ebfb");
  });

  test("numeric labels are nobody's symbols; constants are symbols, not labels", () => {
    const result = assemble("1: jmp 1b\n.set N, 5\nlast = N + 1\nend:");
    expect([...result.symbols]).toEqual([
      ["N", 5n],
      ["last", 6n],
      ["end", 2n],
    ]);
    expect([...result.labels]).toEqual([["end", 2n]]);
  });

  test("the environment is used, and gives way to the file's own", () => {
    const environment = new Map([["where", 0xffffffff83000000n]]);
    expect(text(assemble("movq $where, %rsp", { environment }))).toBe("48c7c400000083");
    expect(text(assemble(".set where, 8\nmovq $where, %rsp", { environment }))).toBe("48c7c408000000");
  });

  test("sections lie one after the other, each at a page", () => {
    const result = assemble("nop\n.data\n.quad x\n.bss\nx: .skip 8\n", { bases: new Map([[".text", 0x5000n]]) });
    expect(result.sections.map((s) => [s.name, s.address])).toEqual([
      [".text", 0x5000n],
      [".data", 0x6000n],
      [".bss", 0x7000n],
    ]);
    expect(text(result, ".data")).toBe("0070000000000000");
  });
});

describe("per-CPU variables", () => {
  test("predefined, the file's own, and implied ones", () => {
    const source = [
      "incq %gs:nmi_run_count",
      "movb $1, %gs:mine",
      "movq %rax, %gs:other+8",
      '.section .data..percpu, "aw"',
      "mine: .byte 0",
      ".balign 8",
      "word: .quad 0",
    ].join("\n");
    const perCpu = [{ name: "nmi_run_count", offset: 8, sizeBytes: 8, origin: "predefined" }] as const;
    const result = assemble(source, { perCpu, perCpuBase: 0x40 });
    expect(result.ok).toBe(true);
    expect(result.perCpu).toEqual([
      { name: "nmi_run_count", offset: 8, sizeBytes: 8, origin: "predefined" },
      { name: "mine", offset: 0x40, sizeBytes: 1, origin: "file" },
      { name: "word", offset: 0x48, sizeBytes: 8, origin: "file" },
      { name: "other", offset: 0x50, sizeBytes: 8, origin: "implied" },
    ]);
    expect(text(result)).toBe("6548ff04250800000065c604254000000001654889042558000000");
    expect(marked(source, result)).toEqual(["implied-per-cpu: other+8"]);
  });

  test("strictly, an undefined one is an error that names it", () => {
    const result = assemble("movq %rax, %gs:other", { strict: true });
    expect(result.diagnostics.map((each) => each.message)).toEqual(["undefined symbol other"]);
  });
});

describe("annotations", () => {
  test("are read and resolved", () => {
    const source = [
      "#@ title A handler",
      "#@ source a mail, 2010",
      "#@ service body done",
      "#@ may-fault body done",
      '#@ region "stack copy" top-48 top',
      "#@ watch flag 1",
      ".set top, 0x1000",
      "nmi: nop",
      "body: nop",
      "done: iretq",
      '.section .data..percpu,"aw"',
      "flag: .byte 0",
    ].join("\n");
    const result = assemble(source, { perCpuBase: 0x40 });
    expect(result.diagnostics).toEqual([]);
    expect(result.annotations).toEqual({
      service: { label: "body", end: "done" },
      isServiceDeclared: true,
      mayFault: [{ from: 1n, to: 2n }],
      regions: [{ name: "stack copy", from: 0xfd0n, to: 0x1000n }],
      watches: [{ name: "flag", address: 0x40n, sizeBytes: 1 }],
      assertions: [],
      title: "A handler",
      source: "a mail, 2010",
    });
  });

  test("that are wrong are said to be", () => {
    const source = "#@ service nowhere\n#@ sevice nmi\n#@ region r 8 4\n#@ watch nmi 3\nnmi: nop";
    expect(marked(source, assemble(source))).toEqual([
      "bad-annotation: nowhere",
      "unknown-annotation: sevice",
      "bad-annotation:  8 4",
      "bad-annotation:  3",
    ]);
  });

  test("the service starts at the usual label if nothing is said", () => {
    const service = (source: string): unknown => assemble(source).annotations.service;
    expect(service("nmi: nop\nregular_nmi_code: nop\nnmi_atomic: nop")).toEqual({
      label: "regular_nmi_code",
      end: "nmi_atomic",
    });
    expect(service("nmi: nop\nexc_nmi: nop\ndo_nmi: nop")).toEqual({ label: "exc_nmi" });
    expect(service("nmi: nop")).toEqual({ label: "nmi" });
    expect(service("nop")).toBeUndefined();
  });
});
