// Laws between decoder, formatter, assembler and record.

import { describe, expect, test } from "vitest";
import { assemble } from "../../src/asm/assemble.ts";
import { decode, format, writeRecord, type Instruction } from "../../src/isa/index.ts";
import {
  MAX_INSTRUCTION_BYTES,
  MemoryRegister,
  OperandField,
  OperandKind,
  Operation,
  Prefix,
  RECORD_BYTES,
  RecordField,
  SegmentOverride,
} from "../../src/isa/vocabulary.ts";

function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state >>> 16;
  };
}

function one(bytes: Uint8Array, idealised = false): Instruction {
  const decoded = decode(bytes, 0, { idealised });
  if (decoded.kind !== "instruction") throw new Error(`${decoded.kind}: ${[...bytes].join(" ")}`);
  return decoded.instruction;
}

const BASE = 0x1000n;

function bytesOf(text: string): Uint8Array | undefined {
  const result = assemble(text, { strict: true, bases: new Map([[".text", BASE]]) });
  return result.ok ? result.sections[0]?.bytes : undefined;
}

/** What an instruction does, without how it was encoded. */
function meaning(instruction: Instruction): unknown {
  const { form, length, idle, ...rest } = instruction;
  void form;
  void length;
  void idle;
  const relative = rest.operands.some((operand) => operand.kind === OperandKind.Relative);
  const end = BigInt(length);
  // an exchange has no direction
  const operands =
    rest.operation === Operation.Xchg ? rest.operands.map((o) => JSON.stringify(o)).sort() : rest.operands;
  return { ...rest, operands, immediate: relative ? rest.immediate + end : rest.immediate };
}

/** GNU as writes the 64-bit forms of these without REX.W (they mean the same), or refuses them. */
const SHORTENED = new Set<Operation>([
  Operation.MovFromSegment,
  Operation.Sldt,
  Operation.Str,
  Operation.LoadFarPointer,
]);

/** Printed as a class, not as an instruction, or with prefixes that GNU as takes away. */
function isPrintable(instruction: Instruction): boolean {
  return (
    !["sse", "x87", "avx", "avx512"].includes(instruction.mnemonic) &&
    !instruction.mnemonic.includes(" ") &&
    !(instruction.mnemonic === "movabs" && instruction.addressWidth === 4) &&
    instruction.idle.length === 0 &&
    instruction.operation !== Operation.NotModelled &&
    !(instruction.width === 8 && SHORTENED.has(instruction.operation))
  );
}

describe("laws", () => {
  test("what was printed assembles to bytes of the same meaning", () => {
    const next = random(16072010);
    const wrong: string[] = [];
    let checked = 0;
    for (let n = 0; n < 40_000; n++) {
      const head = [[], [0x48], [0x66], [0x0f], [0x48, 0x0f], [0x65], [0xc4, (next() & 0xe0) | 2]][next() % 7] ?? [];
      const bytes = Uint8Array.from([...head, ...Array.from({ length: 15 - head.length }, () => next() & 0xff)]);
      const decoded = decode(bytes, 0, { idealised: false });
      if (decoded.kind !== "instruction" || !isPrintable(decoded.instruction)) continue;
      const text = format(decoded.instruction, BASE);
      const again = bytesOf(text);
      checked++;
      if (again === undefined) wrong.push(`${text}: refused`);
      else {
        const back = one(again);
        // an override of the default segment is left out by assemblers
        const same = (a: Instruction): string =>
          JSON.stringify(
            meaning({ ...a, segment: a.segment >= SegmentOverride.Fs ? a.segment : 0 }),
            (_, value: unknown) => (typeof value === "bigint" ? value.toString() : value),
          );
        if (same(back) !== same(decoded.instruction)) wrong.push(`${text}: came back as ${format(back, BASE)}`);
      }
    }
    expect(wrong.slice(0, 20)).toEqual([]);
    expect(checked).toBeGreaterThan(10_000);
  });

  test("assembled bytes print and assemble to the same bytes", () => {
    const lines = [
      "movq %rsp,%rax", "movq $0x0,0x8(%rsp)", "pushq 0x28(%rax)", "cmpq $0xffffffff81100000,(%rsp)", "iretq", "iretl",
      "movabsq $0x1122334455667788,%r11", "movb $0xff,%gs:0x0", "incq %gs:0x8", "movq %cr2,%rcx", "movq %rcx,%cr2",
      "lock cmpxchg16b (%rdi)", "rep movsb %ds:(%rsi),%es:(%rdi)", "andnq %rax,%rbx,%rcx", "shll %eax", "jmpq *(%rsp)",
      "leaq -0x8(%rbp,%rcx,4),%rsi", "movzbl %al,%ecx", "movslq (%rax),%rdx", "swapgs", "movl %eax,%ds", "enterq $0x8,$0x1",
      "imulq $0x12c,%rax,%rbx", "xchgq %rax,%rbx", "nopw 0x0(%rax,%rax,1)", "bswap %r9", "movl 0x10(%rip),%eax",
    ]; // prettier-ignore
    for (const line of lines) {
      const bytes = bytesOf(line);
      expect(bytes, line).toBeDefined();
      if (bytes !== undefined)
        expect(format(one(bytes), BASE).replace(/ 0x0\(/, " 0x0(")).toBe(line.replace("0x0(%rax,%rax", "(%rax,%rax"));
    }
  });

  test("bytes that end early are truncated, sixteen bytes are invalid", () => {
    const full = bytesOf("lock addq $0x12345678,%gs:0x12345678(%rax,%rcx,8)");
    expect(full).toBeDefined();
    for (let n = 0; n < (full?.length ?? 0); n++)
      expect(decode(full?.slice(0, n) ?? new Uint8Array(), 0, { idealised: false }).kind).toBe("truncated");
    const tooLong = Uint8Array.from([...Array.from({ length: 15 }, () => 0x66), 0x90]);
    expect(decode(tooLong, 0, { idealised: false }).kind).toBe("invalid");
    expect(decode(tooLong.slice(0, MAX_INSTRUCTION_BYTES), 0, { idealised: false }).kind).toBe("invalid");
    expect(decode(tooLong.slice(2), 0, { idealised: false }).kind).toBe("instruction");
  });

  test("idealised operations decode only on request", () => {
    for (const line of ["pushq %cr2", "movq 8(%rsp),%cr2"]) {
      const result = assemble(line);
      const bytes = result.sections[0]?.bytes ?? new Uint8Array();
      expect(result.places[0]?.idealised).toBe(true);
      expect(decode(bytes, 0, { idealised: false }).kind).toBe("invalid");
      const instruction = one(bytes, true);
      expect(instruction.prefixes & Prefix.Idealised).not.toBe(0);
      expect(assemble(line, { strict: true }).ok).toBe(false);
    }
  });

  test("the record holds what was decoded", () => {
    const view = new DataView(new ArrayBuffer(RECORD_BYTES));
    writeRecord(one(bytesOf("movb $0xff,%gs:0x12(%rbx,%r9,4)") ?? new Uint8Array()), view, 0);
    expect(view.getUint16(RecordField.Operation, true)).toBe(Operation.Mov);
    expect(view.getUint8(RecordField.Width)).toBe(1);
    expect(view.getUint8(RecordField.MemBase)).toBe(3);
    expect(view.getUint8(RecordField.MemIndex)).toBe(9);
    expect(view.getUint8(RecordField.MemScale)).toBe(4);
    expect(view.getUint8(RecordField.MemSegment)).toBe(SegmentOverride.Gs);
    expect(view.getBigInt64(RecordField.Displacement, true)).toBe(0x12n);
    expect(view.getUint8(RecordField.Operand0 + OperandField.Kind)).toBe(OperandKind.Memory);
    expect(view.getUint8(RecordField.Operand1 + OperandField.Kind)).toBe(OperandKind.Immediate);
    expect(view.getBigInt64(RecordField.Immediate, true)).toBe(-1n);
    writeRecord(one(bytesOf("rep movsq") ?? new Uint8Array()), view, 0);
    expect(view.getUint8(RecordField.OperandCount)).toBe(0);
    expect(view.getUint8(RecordField.Prefixes)).toBe(Prefix.Rep);
    expect(view.getUint8(RecordField.MemBase)).toBe(MemoryRegister.None);
    expect(view.getUint8(RecordField.Width)).toBe(8);
  });
});
