// Files to bytes and back, through the real command line.
import { readFileSync, writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { cli, withFolder } from "./support.ts";

// Bytes as GNU as 2.40 gives them.
const SOURCE = "nmi:\n\ttestb $3, 8(%rsp)\n\tjmp nmi\n\t.data\nword:\t.quad nmi\n";
const TEXT = "f644240803ebf9";

interface AsmJson {
  readonly sections: readonly { name: string; address: string; bytes: string }[];
  readonly symbols: Readonly<Record<string, string>>;
  readonly diagnostics: readonly {
    severity: string;
    line: number;
    column: number;
    endColumn: number;
    code: string;
    message: string;
    fixes: readonly { title: string; line: number; column: number; endColumn: number; text: string }[];
  }[];
}

const json = (out: string) => JSON.parse(out) as AsmJson;

describe("asm", () => {
  it("writes the bytes of .text", () => {
    withFolder({ "a.S": SOURCE }, (path) => {
      expect(cli(["asm", path("a.S"), "--base", "0x0", "-o", path("a.bin"), "--strict"])).toEqual({
        status: 0,
        out: "",
        error: "",
      });
      expect(readFileSync(path("a.bin")).toString("hex")).toBe(TEXT);
    });
  });

  it("names the option that knows the machine's symbols", () => {
    const { status, error } = cli(["asm", "naive"]);
    expect(status).toBe(2);
    expect(error).toMatch(/^Of the machine, and there with --environment, as for run and explore: touch0\.$/m);
    expect(cli(["asm", "-"], "nmi: movq nosuch, %rax\n").error).not.toContain("--environment");
    expect(cli(["asm", "naive", "--environment"]).error).not.toContain("--environment");
  });

  it("prints sections, symbols and diagnostics as JSON", () => {
    const { status, out } = cli(["asm", "-", "--base", "0xffffffff81100000", "--json"], SOURCE);
    expect(status).toBe(0);
    const { sections, symbols, diagnostics } = json(out);
    expect(sections[0]).toEqual({ name: ".text", address: "0xffffffff81100000", bytes: TEXT });
    expect(sections.find(({ name }) => name === ".data")?.bytes).toBe("00001081ffffffff");
    expect(symbols["nmi"]).toBe("0xffffffff81100000");
    expect(diagnostics).toEqual([]);
  });

  it("says where a file is wrong, and writes nothing", () => {
    withFolder({ "bad.S": "nmi:\n\tmovq %rax, %rbz\n" }, (path) => {
      const { status, out, error } = cli(["asm", path("bad.S"), "-o", path("bad.bin")]);
      expect([status, out]).toEqual([2, ""]);
      expect(error).toMatch(/bad\.S:2:\d+: error: \S/);
      expect(() => readFileSync(path("bad.bin"))).toThrow();
    });
  });

  it("takes iret as GNU as does, warns, and offers the repair", () => {
    const { status, out, error } = cli(["asm", "-", "--json"], "nmi:\n\tiret\n");
    expect(status).toBe(0);
    expect(error).toMatch(/^standard input:2:2: warning: /);
    const { sections, diagnostics } = json(out);
    expect(sections[0]?.bytes).toBe("cf");
    expect(diagnostics[0]).toMatchObject({ severity: "warning", line: 2, column: 2 });
    expect(diagnostics[0]?.fixes[0]).toMatchObject({ line: 2, text: "iretq" });
  });

  it("understands the mail's notation unless it must be strict", () => {
    expect(cli(["asm", "desnoyers-2010", "--environment", "-o", "-"]).status).toBe(0);
    const strict = cli(["asm", "desnoyers-2010", "--environment", "--strict"]);
    expect(strict.status).toBe(2);
    expect(strict.error).toMatch(/desnoyers-2010\.S:\d+:\d+: error: /);
    expect(cli(["asm", "desnoyers-2010-repaired", "--environment", "--strict", "-o", "-"]).status).toBe(0);
  });

  it("prints a listing", () => {
    const { status, out } = cli(["asm", "-", "--listing"], SOURCE);
    expect(status).toBe(0);
    expect(out).toMatch(/^ +nmi:\n0{16} {2}f6 44 24 08 03 +2 {2}testb \$3, 8\(%rsp\)\n0{15}5 {2}eb f9 +3 {2}jmp nmi$/m);
  });

  it("refuses a base that is no number", () => {
    expect(cli(["asm", "-", "--base", "here"], SOURCE)).toMatchObject({ status: 2, out: "" });
  });
});

describe("disasm", () => {
  it("prints GNU as syntax", () => {
    withFolder({}, (path) => {
      writeFileSync(path("a.bin"), Buffer.from("4889e048cfebfbf6", "hex"));
      const { status, out } = cli(["disasm", path("a.bin"), "--base", "0x1000"]);
      expect(status).toBe(0);
      const rows = out.split("\n").map((row) => row.split("\t").map((cell) => cell.trim()));
      expect(rows.slice(0, 4)).toEqual([
        ["1000:", "48 89 e0", "movq %rsp,%rax"],
        ["1003:", "48 cf", "iretq"],
        ["1005:", "eb fb", "jmp 0x1002"],
        ["1007:", "f6", ".byte 0xf6"],
      ]);
    });
  });
});
