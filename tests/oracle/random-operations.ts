// Single random instructions by group, and which flags the manual leaves undefined
// after each (SDM 2, "Flags Affected").
import type { Random } from "./random-numbers.ts";
import {
  byteRegister,
  lazyMemory,
  memory,
  register,
  SUFFIX,
  WIDE,
  WIDEST,
  type Width,
  WIDTHS,
} from "./random-operands.ts";
import type { Line } from "./random-source.ts";

const CF = 1n;
const PF = 1n << 2n;
const AF = 1n << 4n;
const ZF = 1n << 6n;
const SF = 1n << 7n;
const OF = 1n << 11n;

/** What is undefined after an instruction, whatever its operands; shifts: see `shiftUndefined`. */
const UNDEFINED: ReadonlyMap<string, bigint> = new Map([
  ...["and", "or", "xor", "test"].map((name) => [name, AF] as const),
  ...["mul", "imul"].map((name) => [name, SF | ZF | AF | PF] as const),
  ...["div", "idiv"].map((name) => [name, CF | PF | AF | ZF | SF | OF] as const),
  ...["bt", "bts", "btr", "btc"].map((name) => [name, OF | SF | AF | PF] as const),
  ...["bsf", "bsr"].map((name) => [name, CF | OF | SF | AF | PF] as const),
  ...["lzcnt", "tzcnt"].map((name) => [name, OF | SF | PF | AF] as const),
  ...["andn", "blsmsk", "blsr", "bzhi"].map((name) => [name, AF | PF] as const),
  ["bextr", AF | SF | PF],
  // CF is defined (1 unless the source is 0), but QEMU 7.2 has it the other way round
  ["blsi", AF | PF | CF],
]);

export function line(text: string, undefinedFlags = 0n): Line {
  return { text, undefined: undefinedFlags };
}

function instruction(name: string, operands: string, width?: Width): Line {
  const suffix = width === undefined ? "" : SUFFIX[width];
  return line(`${name}${suffix} ${operands}`, UNDEFINED.get(name) ?? 0n);
}

/** Of two operands: source, destination; one of them may be memory. */
function pair(random: Random, width: Width, place: (random: Random) => string): string {
  const one = random.below(6);
  if (one === 0) return `${random.immediate(width)}, ${place(random)}`;
  if (one === 1) return `${random.immediate(width)}, ${register(random, width)}`;
  if (one === 2) return `${register(random, width)}, ${place(random)}`;
  if (one === 3) return `${place(random)}, ${register(random, width)}`;
  if (one === 4 && width === 1) return `${byteRegister(random)}, ${byteRegister(random)}`;
  return `${register(random, width)}, ${register(random, width)}`;
}

export function arithmetic(random: Random): readonly Line[] {
  const width = random.pick(WIDTHS);
  const which = random.below(10);
  if (which < 6) {
    const name = random.pick(["add", "or", "adc", "sbb", "and", "sub", "xor", "cmp"]);
    return [instruction(name, pair(random, width, name === "cmp" ? lazyMemory : memory), width)];
  }
  if (which === 6) return [instruction("test", `${register(random, width)}, ${lazyMemory(random)}`, width)];
  if (which === 7) {
    const name = random.pick(["lock addX", "lock xaddX", "lock cmpxchgX", "xaddX", "cmpxchgX"]);
    return [line(`${name.replace("X", SUFFIX[width])} ${register(random, width)}, ${memory(random)}`)];
  }
  const target = random.chance(2) ? memory(random) : register(random, width);
  return [instruction(random.pick(["inc", "dec", "neg", "not"]), target, width)];
}

const CONDITIONS = "o no b ae e ne be a s ns p np l ge le g".split(" ");

export const condition = (random: Random): string => random.pick(CONDITIONS);

export function moves(random: Random): readonly Line[] {
  const width = random.pick(WIDTHS);
  const wide = random.pick(WIDE);
  const forms: readonly (() => string)[] = [
    () => `mov${SUFFIX[width]} ${pair(random, width, lazyMemory)}`,
    () => `mov${SUFFIX[width]} ${pair(random, width, lazyMemory)}`,
    () =>
      `mov${random.pick(["s", "z"])}b${SUFFIX[wide]} ${random.chance(2) ? lazyMemory(random) : register(random, 1)}, ${register(random, wide)}`,
    () => `mov${random.pick(["s", "z"])}w${random.pick(["l %r9d", "q %r9"]).replace(" ", ` ${lazyMemory(random)}, `)}`,
    () => `movslq ${lazyMemory(random)}, ${register(random, 8)}`,
    () =>
      `lea${SUFFIX[wide]} ${random.below(4096) - 2048}(${register(random, 8)},${register(random, 8)},${random.pick([1, 2, 4, 8])}), ${register(random, wide)}`,
    () =>
      `xchg${SUFFIX[width]} ${register(random, width)}, ${random.chance(2) ? memory(random) : register(random, width)}`,
    () => `bswap ${register(random, random.pick(WIDEST))}`,
    () =>
      `cmov${condition(random)}${SUFFIX[wide]} ${random.chance(2) ? lazyMemory(random) : register(random, wide)}, ${register(random, wide)}`,
    () => `set${condition(random)} ${random.chance(2) ? memory(random) : byteRegister(random)}`,
    () => random.pick(["cbtw", "cwtl", "cltq", "cwtd", "cltd", "cqto", "lahf", "sahf"]),
    () =>
      `movbe${SUFFIX[wide]} ${random.chance(2) ? `${memory(random)}, ${register(random, wide)}` : `${register(random, wide)}, ${memory(random)}`}`,
    () => `movnti${SUFFIX[wide === 2 ? 4 : wide]} ${register(random, wide === 2 ? 4 : wide)}, ${memory(random)}`,
  ];
  return [line(random.pick(forms)())];
}

/** SDM 2, SAL/SAR/SHL/SHR; RCL/RCR/ROL/ROR; SHLD; SHRD. `count` is not masked yet. */
function shiftUndefined(name: string, count: number, width: Width): bigint {
  const used = count & (width === 8 ? 63 : 31);
  if (used === 0) return 0n;
  const overflow = used === 1 ? 0n : OF;
  if (/^r(ol|or|cl|cr)$/.test(name)) return overflow;
  const carry = (name === "shl" || name === "shr") && used >= width * 8 ? CF : 0n;
  return AF | overflow | carry;
}

export function shifts(random: Random): readonly Line[] {
  const isDouble = random.chance(4);
  const width = random.pick(isDouble ? WIDE : WIDTHS);
  const target = random.chance(3) ? memory(random) : register(random, width);
  // 16 bits and a count over 16: SHLD and SHRD give anything
  const count = isDouble && width === 2 ? random.below(17) : random.pick([0, 1, 1, random.below(256)]);
  const name = isDouble
    ? random.pick(["shld", "shrd"])
    : random.pick(["rol", "ror", "rcl", "rcr", "shl", "shr", "sar"]);
  const source = isDouble ? `${register(random, width)}, ` : "";
  const undefinedFlags = shiftUndefined(name, count, width);
  const text = `${name}${SUFFIX[width]}`;
  // QEMU 7.2 forgets the immediate behind a RIP-relative operand of SHLD and SHRD
  if (random.chance(2) && !(isDouble && target.includes("%rip")))
    return [line(`${text} $${count}, ${source}${target}`, undefinedFlags)];
  return [line(`movb $${count}, %cl`), line(`${text} %cl, ${source}${target}`, undefinedFlags)];
}

export function multiplication(random: Random): readonly Line[] {
  const width = random.pick(WIDTHS);
  const wide = random.pick(WIDE);
  const which = random.below(6);
  if (which < 2) {
    const source = random.chance(2) ? lazyMemory(random) : register(random, width);
    return [instruction(random.pick(["mul", "imul"]), source, width)];
  }
  if (which === 2) return [instruction("imul", `${lazyMemory(random)}, ${register(random, wide)}`, wide)];
  if (which === 3)
    return [
      instruction("imul", `${random.immediate(wide)}, ${register(random, wide)}, ${register(random, wide)}`, wide),
    ];
  // the divisor is in RCX: the #DE handler mends it
  const divisor = { 1: "%cl", 2: "%cx", 4: "%ecx", 8: "%rcx" }[width];
  const upper = random.pick(["xorl %edx, %edx", `movq $${random.below(64)}, %rdx`, "cqto"]);
  return [
    upper.startsWith("xor") ? line(upper, AF) : line(upper),
    instruction(random.pick(["div", "idiv"]), divisor, width),
  ];
}

export function bits(random: Random): readonly Line[] {
  const wide = random.pick(WIDE);
  const widest = random.pick(WIDEST);
  const r = (width: Width): string => register(random, width);
  const source = (width: Width): string => (random.chance(2) ? lazyMemory(random) : r(width));
  const scanned = random.pick([2, 8] as const);
  const test = random.pick(["bt", "bts", "btr", "btc"]);
  const forms: readonly (() => Line)[] = [
    () => instruction(test, `$${random.below(128)}, ${random.chance(2) ? memory(random) : r(wide)}`, wide),
    () => instruction(test, `${r(wide)}, ${r(wide)}`, wide),
    () => instruction(random.pick(["popcnt", "lzcnt", "tzcnt"]), `${source(wide)}, ${r(wide)}`, wide),
    // of 32 bits and a source of 0, the upper half of the destination is anybody's
    () => instruction(random.pick(["bsf", "bsr"]), `${source(scanned)}, ${r(scanned)}`, scanned),
    () => instruction("andn", `${source(widest)}, ${r(widest)}, ${r(widest)}`, widest),
    () => instruction(random.pick(["blsi", "blsmsk", "blsr"]), `${source(widest)}, ${r(widest)}`, widest),
    () => instruction(random.pick(["bextr", "bzhi"]), `${r(widest)}, ${source(widest)}, ${r(widest)}`, widest),
    () => instruction(random.pick(["mulx", "pdep", "pext"]), `${source(widest)}, ${r(widest)}, ${r(widest)}`, widest),
    () => instruction("rorx", `$${random.below(256)}, ${source(widest)}, ${r(widest)}`, widest),
    () => instruction(random.pick(["sarx", "shlx", "shrx"]), `${r(widest)}, ${source(widest)}, ${r(widest)}`, widest),
    () => line(`crc32${random.pick([`b ${r(1)}`, `w ${r(2)}`, `l ${r(4)}`])}, ${r(4)}`),
  ];
  return [random.pick(forms)()];
}

export function flags(random: Random): readonly Line[] {
  if (random.chance(2)) return [line(random.pick(["clc", "stc", "cmc", "cld", "std", "lahf", "sahf"]))];
  // CF PF AF ZF SF DF OF, sometimes AC and ID; TF and NT have tests of their own
  const value = (random.word() & (random.chance(4) ? 0x240cd5 : 0xcd5)) | 2;
  return [line(`pushq $${value}`), line("popfq")];
}
