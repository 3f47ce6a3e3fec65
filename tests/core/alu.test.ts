// Arithmetic against an independent reference in BigInt: exhaustive for bytes,
// edge values for the wider sizes. Instructions run as machine code.
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { Block } from "../../src/core/block.ts";
import { type CoreExports, startCore } from "../../src/machine/core.ts";
import { imageOf } from "../machine/support/program.ts";
import { fillMemory } from "../../src/machine/boot-memory.ts";
import { fillCpu } from "../../src/machine/first-state.ts";
import { layout } from "../../src/machine/index.ts";

const CF = 1n;
const PF = 4n;
const AF = 0x10n;
const ZF = 0x40n;
const SF = 0x80n;
const OF = 0x800n;
const ALL = CF | PF | AF | ZF | SF | OF;

interface Outcome {
  readonly result: bigint;
  readonly flags: bigint;
}

const wasm = readFileSync(new URL("../../build/core.wasm", import.meta.url));

/** Runs one instruction with rax, rcx (and dl) given; the answer is in rax. */
class Bench {
  readonly #core: CoreExports;
  readonly #cpu: DataView;

  private constructor(core: CoreExports) {
    this.#core = core;
    this.#cpu = new DataView(core.memory.buffer, core.CPU.value, 512);
  }

  static async of(code: readonly number[]): Promise<Bench> {
    const core = await startCore(wasm, () => false);
    const image = imageOf({ code: Uint8Array.from(code) });
    fillMemory(new DataView(core.memory.buffer, core.RAM.value, layout.RAM_BYTES), image);
    fillCpu(new DataView(core.memory.buffer, core.CPU.value, 512), image);
    core.begin();
    core.setJournal(0);
    return new Bench(core);
  }

  run(a: bigint, b: bigint, flags: bigint, d = 0n): Outcome & { readonly rdx: bigint; readonly faulted: boolean } {
    const cpu = this.#cpu;
    cpu.setBigUint64(Block.General, a, true);
    cpu.setBigUint64(Block.General + 8, b, true);
    cpu.setBigUint64(Block.General + 16, d, true);
    cpu.setBigUint64(Block.Rflags, 2n | flags, true);
    cpu.setBigUint64(Block.Rip, layout.KERNEL_WORKLOAD, true);
    cpu.setBigUint64(Block.Rsp, layout.KERNEL_STACK_TOP - 0x100n, true);
    this.#core.step(0);
    const rip = cpu.getBigUint64(Block.Rip, true);
    return {
      result: cpu.getBigUint64(Block.General, true),
      rdx: cpu.getBigUint64(Block.General + 16, true),
      flags: cpu.getBigUint64(Block.Rflags, true) & ALL,
      faulted: rip < layout.KERNEL_WORKLOAD || rip > layout.KERNEL_WORKLOAD + 15n,
    };
  }
}

const mask = (bits: number): bigint => (1n << BigInt(bits)) - 1n;
const signedOf = (value: bigint, bits: number): bigint => BigInt.asIntN(bits, value);

function parity(value: bigint): bigint {
  let ones = 0;
  for (let bit = 0n; bit < 8n; bit++) if ((value >> bit) & 1n) ones++;
  return ones % 2 === 0 ? PF : 0n;
}

function common(result: bigint, bits: number): bigint {
  return parity(result) | (result === 0n ? ZF : 0n) | ((result >> BigInt(bits - 1)) & 1n ? SF : 0n);
}

/** a + b + c in the way the manual defines each flag, not as the core computes it. */
function addition(a: bigint, b: bigint, c: bigint, bits: number): Outcome {
  const result = (a + b + c) & mask(bits);
  const sum = signedOf(a, bits) + signedOf(b, bits) + c;
  const flags =
    common(result, bits) |
    (a + b + c > mask(bits) ? CF : 0n) |
    ((a & 15n) + (b & 15n) + c > 15n ? AF : 0n) |
    (sum !== signedOf(result, bits) ? OF : 0n);
  return { result, flags };
}

function subtraction(a: bigint, b: bigint, c: bigint, bits: number): Outcome {
  const result = (a - b - c) & mask(bits);
  const difference = signedOf(a, bits) - signedOf(b, bits) - c;
  const flags =
    common(result, bits) |
    (a < b + c ? CF : 0n) |
    ((a & 15n) < (b & 15n) + c ? AF : 0n) |
    (difference !== signedOf(result, bits) ? OF : 0n);
  return { result, flags };
}

/** Widths: operand bits, prefix bytes, opcode's low bit. */
const WIDTHS: readonly { bits: number; prefix: readonly number[]; wide: number }[] = [
  { bits: 8, prefix: [], wide: 0 },
  { bits: 16, prefix: [0x66], wide: 1 },
  { bits: 32, prefix: [], wide: 1 },
  { bits: 64, prefix: [0x48], wide: 1 },
];

/** All bytes, or the values where something happens. */
function operands(bits: number): bigint[] {
  if (bits === 8) return Array.from({ length: 256 }, (_, value) => BigInt(value));
  const top = 1n << BigInt(bits - 1);
  return [
    0n,
    1n,
    2n,
    15n,
    16n,
    0x7fn,
    0x80n,
    0xffn,
    0x1234n & mask(bits),
    top - 1n,
    top,
    top + 1n,
    mask(bits) - 1n,
    mask(bits),
  ];
}

/** What a destination of `bits` leaves of the register that held `old`. */
function merged(old: bigint, result: bigint, bits: number): bigint {
  if (bits >= 32) return result;
  return (old & ~mask(bits)) | result;
}

const HIGH = 0xa5a5a5a5a5a5a5a5n;

describe.each(WIDTHS)("$bits bits", ({ bits, prefix, wide }) => {
  const upper = HIGH & ~mask(bits) & mask(64);
  const BINARY: readonly (readonly [string, number, (a: bigint, b: bigint, c: bigint) => Outcome, boolean])[] = [
    ["add", 0x00, (a, b) => addition(a, b, 0n, bits), true],
    ["adc", 0x10, (a, b, c) => addition(a, b, c, bits), true],
    ["sbb", 0x18, (a, b, c) => subtraction(a, b, c, bits), true],
    ["sub", 0x28, (a, b) => subtraction(a, b, 0n, bits), true],
    ["cmp", 0x38, (a, b) => ({ ...subtraction(a, b, 0n, bits), result: a }), true],
    ["and", 0x20, (a, b) => ({ result: a & b, flags: common(a & b, bits) }), false],
    ["or", 0x08, (a, b) => ({ result: a | b, flags: common(a | b, bits) }), false],
    ["xor", 0x30, (a, b) => ({ result: a ^ b, flags: common(a ^ b, bits) }), false],
    ["test", 0x84, (a, b) => ({ result: a, flags: common(a & b, bits) }), false],
  ];

  test.each(BINARY)("%s", async (_, opcode, reference, definesAf) => {
    const bench = await Bench.of([...prefix, opcode | wide, 0xc8]);
    const values = operands(bits);
    const keep = definesAf ? ALL : ALL & ~AF;
    let wrong = 0;
    for (const a of values) {
      for (const b of values) {
        for (const c of [0n, CF]) {
          const expected = reference(a, b, c);
          const got = bench.run(upper | a, upper | b, c | OF);
          const writes = opcode !== 0x38 && opcode !== 0x84;
          const result = writes ? merged(upper | a, expected.result, bits) : upper | a;
          if (got.result !== result || ((got.flags ^ expected.flags) & keep) !== 0n) wrong++;
        }
      }
    }
    expect(wrong).toBe(0);
  });

  const UNARY: readonly (readonly [string, number, number, (a: bigint, f: bigint) => Outcome, bigint])[] = [
    ["inc", 0xfe, 0xc0, (a, f) => keepCarry(addition(a, 1n, 0n, bits), f), ALL],
    ["dec", 0xfe, 0xc8, (a, f) => keepCarry(subtraction(a, 1n, 0n, bits), f), ALL],
    ["neg", 0xf6, 0xd8, (a) => subtraction(0n, a, 0n, bits), ALL],
    ["not", 0xf6, 0xd0, (a, f) => ({ result: ~a & mask(bits), flags: f }), ALL],
  ];

  test.each(UNARY)("%s", async (_, opcode, modrm, reference, keep) => {
    const bench = await Bench.of([...prefix, opcode | wide, modrm]);
    let wrong = 0;
    for (const a of operands(bits)) {
      for (const flags of [0n, ALL]) {
        const expected = reference(a, flags);
        const got = bench.run(upper | a, 0n, flags);
        if (got.result !== merged(upper | a, expected.result, bits) || ((got.flags ^ expected.flags) & keep) !== 0n)
          wrong++;
      }
    }
    expect(wrong).toBe(0);
  });

  test.each([
    ["rol", 0xc0],
    ["ror", 0xc8],
    ["rcl", 0xd0],
    ["rcr", 0xd8],
    ["shl", 0xe0],
    ["shr", 0xe8],
    ["sar", 0xf8],
  ])("%s by every count", async (name, modrm) => {
    const bench = await Bench.of([...prefix, 0xd2 | wide, modrm]);
    let wrong = 0;
    for (const a of operands(bits)) {
      for (let count = 0n; count < 66n; count++) {
        for (const flags of [0n, CF]) {
          const expected = shifted(name, a, count, flags, bits);
          const got = bench.run(upper | a, count, flags);
          if (got.result !== merged(upper | a, expected.result, bits)) wrong++;
          else if (((got.flags ^ expected.flags) & expected.defined) !== 0n) wrong++;
        }
      }
    }
    expect(wrong).toBe(0);
  });

  test.each([
    ["mul", 0xe0],
    ["imul", 0xe8],
    ["div", 0xf0],
    ["idiv", 0xf8],
  ])("%s", async (name, modrm) => {
    const bench = await Bench.of([...prefix, 0xf6 | wide, modrm | 1]);
    const values = operands(bits).filter((_, index) => bits > 8 || index % 7 === 0 || index > 250);
    const seconds = values.filter((_, index) => bits > 8 || index % 3 === 0);
    let wrong = 0;
    for (const a of values) {
      for (const b of values) {
        for (const d of name.endsWith("div") ? seconds : [0n]) {
          if (!agrees(name, bench, a, b, d, bits)) wrong++;
        }
      }
    }
    expect(wrong).toBe(0);
  });
});

function keepCarry({ result, flags }: Outcome, old: bigint): Outcome {
  return { result, flags: (flags & ~CF) | (old & CF) };
}

/** Bit by bit, as the manual's pseudo-code has it. */
function shifted(
  name: string,
  a: bigint,
  by: bigint,
  flags: bigint,
  bits: number,
): Outcome & { readonly defined: bigint } {
  const count = by & (bits === 64 ? 63n : 31n);
  const sign = BigInt(bits - 1);
  let value = a;
  let carry = flags & CF;
  const isRotate = name.startsWith("ro") || name.startsWith("rc");
  for (let i = 0n; i < count; i++) {
    const low = value & 1n;
    const high = (value >> sign) & 1n;
    if (name === "shl") [value, carry] = [(value << 1n) & mask(bits), high];
    else if (name === "shr") [value, carry] = [value >> 1n, low];
    else if (name === "sar") [value, carry] = [(value >> 1n) | (high << sign), low];
    else if (name === "rol") [value, carry] = [((value << 1n) & mask(bits)) | high, high];
    else if (name === "ror") [value, carry] = [(value >> 1n) | (low << sign), low];
    else if (name === "rcl") [value, carry] = [((value << 1n) & mask(bits)) | carry, high];
    else [value, carry] = [(value >> 1n) | (carry << sign), low];
  }
  if (count === 0n) return { result: value, flags, defined: CF };
  let overflow = 0n;
  if (name === "shl" || name === "rol" || name === "rcl") overflow = (value >> sign) ^ carry;
  else if (name === "shr") overflow = (a >> sign) & 1n;
  else if (name !== "sar") overflow = ((value >> sign) ^ (value >> (sign - 1n))) & 1n;
  const byResult = isRotate ? 0n : SF | ZF | PF;
  // beyond the operand CF of SHL and SHR is undefined, OF is for one bit only
  const knowsCarry = isRotate || name === "sar" || count <= BigInt(bits);
  return {
    result: value,
    flags: carry | (overflow !== 0n ? OF : 0n) | (isRotate ? 0n : common(value, bits)),
    defined: byResult | (knowsCarry ? CF : 0n) | (count === 1n ? OF : 0n),
  };
}

function agrees(name: string, bench: Bench, a: bigint, b: bigint, d: bigint, bits: number): boolean {
  const wide = BigInt(bits);
  const isSigned = name.startsWith("i");
  const value = (x: bigint, n = bits): bigint => (isSigned ? signedOf(x, n) : x);
  // AX holds both halves of a byte product or dividend
  const rax = bits === 8 ? (d << 8n) | a : a;
  const got = bench.run(rax, b, 0n, d);
  const low = got.result & mask(bits);
  const high = bits === 8 ? (got.result >> 8n) & mask(8) : got.rdx & mask(bits);
  if (name.endsWith("mul")) {
    const product = value(a) * value(b);
    const fits = product === value(product & mask(bits));
    const carry = (got.flags & (CF | OF)) === (fits ? 0n : CF | OF);
    return carry && low === (product & mask(bits)) && high === ((product >> wide) & mask(bits));
  }
  const dividend = value((d << wide) | a, bits * 2);
  if (value(b) === 0n) return got.faulted;
  const quotient = dividend / value(b);
  if (quotient !== value(quotient & mask(bits))) return got.faulted;
  return !got.faulted && low === (quotient & mask(bits)) && high === ((dividend % value(b)) & mask(bits));
}
