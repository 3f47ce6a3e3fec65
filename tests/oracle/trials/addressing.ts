// A memory operand in one of the forms that ModRM and SIB have, and the registers
// that make it point where it should.
import * as layout from "../../../src/machine/layout.ts";
import { FS_BASE } from "./harness.ts";
import type { Setup } from "./setup.ts";

export interface EncodedMemory {
  /** Without reg. */
  readonly modrm: number;
  readonly rest: readonly number[];
  /** REX.X and REX.B. */
  readonly rex: number;
  /** Segment override and address size. */
  readonly prefixes: readonly number[];
  /** Position of a RIP-relative displacement in `rest`; the target, to be filled in. */
  readonly ripTarget: bigint | undefined;
}

const RSP = 4;
const RBP = 5;

const fits = (value: bigint, bits: number): boolean => BigInt.asIntN(bits, value) === value;

export function littleEndian(value: bigint, bytes: number): number[] {
  return Array.from({ length: bytes }, (_, index) => Number((value >> BigInt(8 * index)) & 0xffn));
}

interface Segment {
  readonly prefixes: readonly number[];
  readonly base: bigint;
}

function segmentFor(setup: Setup, target: bigint): Segment {
  const { random, user } = setup;
  // RBP and RSP as base: SS; CS DS ES SS overrides do nothing
  if (!random.chance(6)) return { prefixes: [], base: 0n };
  if (random.chance(4)) return { prefixes: [random.pick([0x26, 0x2e, 0x36, 0x3e])], base: 0n };
  if (user && target < 0x80000000n) return { prefixes: [], base: 0n };
  return random.chance(2) ? { prefixes: [0x64], base: FS_BASE } : { prefixes: [0x65], base: layout.PER_CPU };
}

function absolute(value: bigint): EncodedMemory {
  return { modrm: 0x04, rest: [0x25, ...littleEndian(value, 4)], rex: 0, prefixes: [], ripTarget: undefined };
}

/** Displacement and ModRM.mod for a base: none, 8 or 32 bits. */
function displaced(setup: Setup, base: number, left: bigint): { mod: number; bytes: readonly number[] } {
  if (left === 0n && (base & 7) !== RBP) return { mod: 0, bytes: [] };
  if (fits(left, 8) && !setup.random.chance(4)) return { mod: 0x40, bytes: littleEndian(left, 1) };
  return { mod: 0x80, bytes: littleEndian(left, 4) };
}

/** A displacement that the base is short of. */
function distance(setup: Setup): bigint {
  const { random } = setup;
  return random.pick([0n, BigInt(random.below(256) - 128), BigInt(random.word() | 0)]);
}

/** Chooses a register whose value may still be chosen, or one that happens to be near enough. */
function freeRegister(setup: Setup, without: readonly number[]): number | undefined {
  const start = setup.random.below(16);
  for (let turn = 0; turn < 16; turn++) {
    const register = (start + turn) & 15;
    if (!setup.fixed.has(register) && !without.includes(register)) return register;
  }
  return undefined;
}

/** An operand at the linear address `target`. */
export function addressing(setup: Setup, target: bigint, keep: readonly number[], noRip: boolean): EncodedMemory {
  const { random } = setup;
  const segment = segmentFor(setup, target);
  const offset = BigInt.asUintN(64, target - segment.base);
  const signed = BigInt.asIntN(64, offset);
  const narrow = offset < 1n << 32n && random.chance(4);
  const done = (memory: EncodedMemory): EncodedMemory => ({
    ...memory,
    prefixes: [...segment.prefixes, ...(narrow ? [0x67] : []), ...memory.prefixes],
  });
  const form = random.below(6);
  if (form === 0 && fits(signed, 32)) return done(absolute(signed));
  if (form === 1 && !noRip && !narrow && segment.base === 0n && fits(target - setup.code, 31)) {
    return done({ modrm: 5, rest: [0, 0, 0, 0], rex: 0, prefixes: [], ripTarget: target });
  }
  const wide = (value: bigint): bigint =>
    narrow ? (BigInt(random.word()) << 32n) | BigInt.asUintN(32, value) : BigInt.asUintN(64, value);
  const base = freeRegister(setup, keep);
  if (base === undefined) {
    if (fits(signed, 32)) return done(absolute(signed));
    return done({ modrm: 5, rest: [0, 0, 0, 0], rex: 0, prefixes: [], ripTarget: target });
  }
  const left = distance(setup);
  const { mod, bytes } = displaced(setup, base, left);
  const index = freeRegister(setup, [...keep, base, RSP]);
  if (form >= 4 && index !== undefined) {
    const scale = random.below(4);
    const step = random.chance(2) ? BigInt(random.below(16)) : random.quadword();
    setup.fix(index, step);
    setup.fix(base, wide(offset - left - (step << BigInt(scale))));
    const sib = (scale << 6) | ((index & 7) << 3) | (base & 7);
    return done({
      modrm: mod | 4,
      rest: [sib, ...bytes],
      rex: ((index >> 3) << 1) | (base >> 3),
      prefixes: [],
      ripTarget: undefined,
    });
  }
  if (form === 3 && base !== RSP) {
    // an index without base
    const scale = random.below(4);
    const multiple = offset - (offset & ((1n << BigInt(scale)) - 1n));
    setup.fix(base, wide(multiple) >> BigInt(narrow ? 0 : scale));
    const scaled = narrow ? multiple >> BigInt(scale) : undefined;
    if (scaled !== undefined) setup.fix(base, scaled);
    const more = littleEndian(offset - multiple, 4);
    return done({
      modrm: 4,
      rest: [(scale << 6) | ((base & 7) << 3) | 5, ...more],
      rex: (base >> 3) << 1,
      prefixes: [],
      ripTarget: undefined,
    });
  }
  setup.fix(base, wide(offset - left));
  if ((base & 7) === RSP) {
    return done({ modrm: mod | 4, rest: [0x24, ...bytes], rex: base >> 3, prefixes: [], ripTarget: undefined });
  }
  return done({ modrm: mod | (base & 7), rest: bytes, rex: base >> 3, prefixes: [], ripTarget: undefined });
}
