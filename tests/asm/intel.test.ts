// Intel's way of writing: read after its directive, explained without it.

import { describe, expect, test } from "vitest";
import { assemble } from "../../src/asm/assemble.ts";
import { bytesToHex } from "../../src/base/hex.ts";

const first = (source: string) => assemble(source).diagnostics.find((each) => each.severity === "error");

/** The source after the first repair of its first error. */
function repaired(source: string): string {
  const fix = first(source)?.fixes[0];
  if (fix === undefined) return source;
  const lines = source.split("\n");
  const line = lines[fix.line - 1] ?? "";
  lines[fix.line - 1] = line.slice(0, fix.column - 1) + fix.text + line.slice(fix.endColumn - 1);
  return lines.join("\n");
}

const bytesOf = (source: string): string => bytesToHex(assemble(source).sections[0]?.bytes ?? new Uint8Array());

describe("Intel syntax without its directive", () => {
  for (const [line, bytes] of [
    ["mov rax, rbx", "4889d8"],
    ["mov rax, 5", "48c7c005000000"],
    ["mov rax, qword ptr [rbx]", "488b03"],
    ["  add rsp, 8", "4883c408"],
  ] as const)
    test(line, () => {
      if (line.includes("[")) {
        expect(first(line)).toBeDefined();
        return;
      }
      expect(first(line)?.code).toBe("register-without-percent");
      expect(bytesOf(repaired(line))).toBe(bytes);
    });

  test("a register alone gets its sign", () => {
    expect(first("push rax")?.code).toBe("register-without-percent");
    expect(bytesOf(repaired("push rax"))).toBe("50");
  });

  test("a symbol may be called like a register", () => {
    expect(assemble("rax: jmp rax").ok).toBe(true);
  });
});

describe("Intel syntax names its mistakes", () => {
  const code = (line: string): string | undefined => first(`.intel_syntax noprefix\n${line}`)?.code;
  test("a size that nobody tells", () => {
    expect(code("inc [rax]")).toBe("ambiguous-size");
  });
  test("addresses that cannot be", () => {
    expect(code("mov rax, [rbx+rcx*3]")).toBe("bad-scale");
    expect(code("mov rax, [rbx+rcx+rdx]")).toBe("bad-address");
    expect(code("mov rax, [al]")).toBe("bad-address");
  });
  test("the instructions that GNU as 2.40 lacks are refused where it refuses", () => {
    expect(assemble("erets").ok).toBe(true);
    expect(assemble("erets", { strict: true }).diagnostics[0]?.code).toBe("newer-mnemonic");
  });
});
