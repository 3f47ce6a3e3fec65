// The mail of 16 July 2010 as pasted, and the notation that is its own.

import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { assemble } from "../../src/asm/assemble.ts";
import type { AssembleOptions, Assembly, Diagnostic } from "../../src/asm/assembly.ts";
import { bytesToHex } from "../../src/base/hex.ts";

const MAIL = readFileSync(new URL("./fixtures/mail-2010-07-16.txt", import.meta.url), "utf8");
const TOP = 0xffffffff83003000n;
const BASE = 0xffffffff81100000n;

const OPTIONS: AssembleOptions = {
  bases: new Map([[".text", BASE]]),
  environment: new Map([
    ["nmi_stack_copy", TOP - 0x80n],
    ["nmi_stack_copy_rip", TOP - 0x80n - 48n],
    ["__KERNEL_CS", 0x10n],
  ]),
  perCpu: [
    { name: "nmi_stack_nesting", offset: 0, sizeBytes: 1, origin: "predefined" },
    { name: "need_fake_nmi", offset: 1, sizeBytes: 1, origin: "predefined" },
  ],
  perCpuBase: 0x40,
  body: { name: "call", inline: "call helper\nnop", appended: "helper: ret" },
};

function codes(result: Assembly): string[] {
  return result.diagnostics.map((each) => `${each.line} ${each.severity} ${each.code}`);
}

/** The source with one fix applied. */
function repaired(source: string, diagnostic: Diagnostic | undefined): string {
  const fix = diagnostic?.fixes[0];
  if (fix === undefined) throw new Error("no fix");
  const lines = source.split("\n");
  const line = lines[fix.line - 1] ?? "";
  lines[fix.line - 1] = line.slice(0, fix.column - 1) + fix.text + line.slice(fix.endColumn - 1);
  return lines.join("\n");
}

describe("the mail", () => {
  const result = assemble(MAIL, OPTIONS);

  test("assembles, every peculiarity flagged where it stands", () => {
    expect(result.ok).toBe(true);
    expect(codes(result)).toEqual([
      "1 note mail-left-out",
      "53 note mail-percpu-segment",
      "59 note cpp-would-choke",
      "68 warning idealised-push-control",
      "78 note mail-percpu-segment",
      "81 note mail-ellipsis",
      "85 note mail-ellipsis",
      "90 note mail-percpu-segment",
      "92 note mail-percpu-segment",
      "94 warning idealised-load-control",
      "94 warning mail-stray-percent",
      "95 warning iret-is-iretd",
      "99 note mail-percpu-segment",
      "120 note mail-percpu-segment",
      "126 note mail-percpu-segment",
    ]);
  });

  test("leaves out what is not code", () => {
    expect(result.leftOut).toEqual([
      { fromLine: 1, toLine: 4, what: "mail header" },
      { fromLine: 7, toLine: 36, what: "prose" },
      { fromLine: 131, toLine: 140, what: "signature" },
    ]);
  });

  test("keeps label for label and instruction for instruction", () => {
    const byAddress = [...result.labels].sort(([, a], [, b]) => (a < b ? -1 : a > b ? 1 : 0));
    expect(byAddress.map(([name]) => name)).toEqual([
      "nmi",
      "is_unnested_nmi",
      "set_nmi_nesting",
      "regular_nmi_code",
      "nmi_atomic",
      "fake_nmi",
      "nmi_atomic_end",
      "nmi_addr_is_ae",
      "nmi_nested_set_fake_and_return",
      "helper",
    ]);
    const own = result.places.filter((place) => !place.fromBody);
    expect(own.map((place) => place.line)).toEqual([
      50, 51, 53, 54, 62, 63, 64, 68, 69, 70, 71, 72, 73, 74, 78, 90, 91, 92, 94, 95, 99, 100, 105, 106, 109, 110, 119,
      120, 121, 126, 127, 128,
    ]);
    expect(own.filter((place) => place.idealised).map((place) => place.text)).toEqual([
      "pushq %cr2",
      "movq %nmi_stack_copy_rip+40,%cr2",
    ]);
  });

  test("the body stands at the first `...`, and its function at the end", () => {
    const body = result.places.filter((place) => place.fromBody);
    expect(body.map((place) => [place.line, place.text])).toEqual([
      [81, "call helper"],
      [81, "nop"],
      [81, "ret"],
    ]);
    expect(result.annotations.service).toEqual({ label: "regular_nmi_code", end: "nmi_atomic" });
  });

  test("quoted, it gives the same bytes on the same lines", () => {
    const quoted = MAIL.split("\n")
      .map((line) => `> ${line}`)
      .join("\n");
    const again = assemble(quoted, OPTIONS);
    expect(again.ok).toBe(true);
    expect(again.sections).toEqual(result.sections);
    expect(again.places).toEqual(result.places);
    expect(codes(again)).toEqual(codes(result));
  });

  test("its code alone is no mail", () => {
    const code = MAIL.split("\n").slice(37, 129).join("\n");
    const alone = assemble(code, OPTIONS);
    expect(alone.ok).toBe(true);
    expect(alone.leftOut).toEqual([]);
    expect(alone.sections).toEqual(result.sections);
  });

  test("strictly, it is refused as GNU as refuses it", () => {
    const code = MAIL.split("\n").slice(37, 129).join("\n");
    const strict = assemble(code, { ...OPTIONS, strict: true });
    expect(strict.ok).toBe(false);
    const lines = strict.diagnostics.filter((each) => each.severity === "error").map((each) => each.line + 37);
    expect([...new Set(lines)]).toEqual([53, 68, 78, 81, 85, 90, 92, 94, 99, 120, 126]);
  });
});

describe("repairs with one click", () => {
  const cases: readonly (readonly [code: string, before: string, after: string])[] = [
    ["mail-percpu-segment", " cmpb $0,%__percpu_seg:flag", " cmpb $0,%gs:flag"],
    ["mail-stray-percent", "movq %nmi_stack_copy_rip+40, %rax", "movq nmi_stack_copy_rip+40, %rax"],
    ["iret-is-iretd", "  iret # done", "  iretq # done"],
    [
      "idealised-push-control",
      "pushq %cr2 # keep",
      "pushq %rax\npushq %rax\nmovq %cr2,%rax\nmovq %rax,8(%rsp)\npopq %rax # keep",
    ],
    ["idealised-load-control", "movq 8(%rsp),%cr2", "pushq %rax\nmovq 8(%rsp),%rax\nmovq %rax,%cr2\npopq %rax"],
    ["unknown-mnemonic", "pusq %rax", "pushq %rax"],
    ["missing-star", "jmp %rax", "jmp *%rax"],
  ];
  for (const [code, before, after] of cases)
    test(code, () => {
      const result = assemble(before, OPTIONS);
      const diagnostic = result.diagnostics.find((each) => each.code === code);
      expect(repaired(before, diagnostic)).toBe(after);
    });
});

describe("ordinary files", () => {
  test("with prose in comments are no mails", () => {
    const source = [
      "/*",
      " * From: the department of nested interrupts",
      " * Date: long ago, and this is a comment of many words.",
      " * It says nothing that an assembler would want to know.",
      " * Nor does this line of quite a few ordinary words.",
      " */",
      "nmi: pushq %rax # save the register that we are going to use",
      "  popq %rax",
      "  iretq",
    ].join("\n");
    const result = assemble(source);
    expect(result.leftOut).toEqual([]);
    expect(bytesToHex(result.sections[0]?.bytes ?? new Uint8Array())).toBe("505848cf");
  });

  test("with a mistake in a line keep it as a mistake", () => {
    const result = assemble("nmi: pushq %rax\nthis is not an instruction at all\npopq %rax\niretq\n");
    expect(result.leftOut).toEqual([]);
    expect(codes(result)).toEqual(["2 error unknown-mnemonic"]);
  });
});
