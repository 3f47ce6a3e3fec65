// Instructions of which only existence and length matter: x87, MMX, SSE, and
// what stands behind VEX and EVEX. They decode to Operation.NotModelled under
// the name of their class.

import type { ByteReader, Prefixes } from "./bytes.ts";
import { form, type Form, type OpcodeMap } from "./form.ts";
import type { Decoded } from "./instruction.ts";
import { Operation } from "./vocabulary.ts";

/** With memory operand, register operand, both, or not at all. */
type Shape = "m" | "r" | "a" | "-";

/**
 * "OPCODES : SHAPES IMMEDIATE": the shapes for no prefix, 66, F3 and F2.
 * IMMEDIATE is the bytes after ModRM and its displacement.
 */
const SSE_0F = [
  "51 5a 5d 5f 2a 2c 2d 58 59 5c 5e 10 11 : aaaa 0",
  "5b : aaa- 0",
  "15 55 60 61 62 63 64 65 66 67 68 69 6a 6b 74 75 76 14 54 56 57 28 29 2e 2f : aa-- 0",
  "d1 d2 d3 d4 d5 d8 d9 da db dc dd de df e0 e1 e2 e3 e4 e5 e8 e9 ea eb ec ed ee : aa-- 0",
  "ef f1 f2 f3 f4 f5 f6 f8 f9 fa fb fc fd fe : aa-- 0",
  "12 : amaa 0",
  "16 : ama- 0",
  "13 17 e7 : mm-- 0",
  "2b : mm-- 0",
  "50 d7 f7 : rr-- 0",
  "52 53 : a-a- 0",
  "6c 6d : -a-- 0",
  "6e : aa-- 0",
  "6f 7f 7e : aaa- 0",
  "70 c2 : aaaa 1",
  "7c 7d d0 : -a-a 0",
  "c4 c6 : aa-- 1",
  "c5 : rr-- 1",
  "d6 : -arr 0",
  "e6 : -aaa 0",
  "f0 : ---m 0",
] as const;

const SSE_0F38 = [
  "00 01 02 03 04 05 06 07 08 09 0a 0b 1c 1d 1e : aa-- 0",
  "10 14 15 17 20 21 22 23 24 25 28 29 2b 30 31 32 33 34 35 37 38 39 3a 3b 3c 3d 3e 3f 40 41 cf db : -a-- 0",
  "2a : -m-- 0",
  "c8 c9 ca cb cc cd : a--- 0",
  "dc : -aa- 0",
  "dd de df : -am- 0",
  "fa fb : --r- 0",
  "fc : mmmm 0",
] as const;

const SSE_0F3A = [
  "0f : aa-- 1",
  "cc : a--- 1",
  "08 09 0a 0b 0c 0d 0e 14 15 16 17 20 21 22 40 41 42 44 60 61 62 63 ce cf df : -a-- 1",
] as const;

interface OpaqueOpcode {
  readonly shapes: readonly Shape[];
  readonly immediate: number;
}

function read(lines: readonly string[]): ReadonlyMap<number, OpaqueOpcode> {
  const all = new Map<number, OpaqueOpcode>();
  for (const line of lines) {
    const [opcodes = "", rest = ""] = line.split(" : ");
    const [shapes = "", immediate = "0"] = rest.split(" ");
    for (const opcode of opcodes.split(" "))
      all.set(Number.parseInt(opcode, 16), { shapes: [...shapes] as Shape[], immediate: Number(immediate) });
  }
  return all;
}

const SSE: Readonly<Partial<Record<OpcodeMap, ReadonlyMap<number, OpaqueOpcode>>>> = {
  "0f": read(SSE_0F),
  "0f38": read(SSE_0F38),
  "0f3a": read(SSE_0F3A),
};

/** Shifts by a constant: 0F 71, 72, 73 take only some ModRM.reg. */
const SHIFT_GROUPS: Readonly<Record<number, readonly [plain: number, packed: number]>> = {
  0x71: [0b01010100, 0b01010100],
  0x72: [0b01010100, 0b01010100],
  0x73: [0b01000100, 0b11001100],
};

/** x87: ModRM.reg that memory forms lack, and register forms that do not exist. */
const X87_NO_MEMORY: Readonly<Record<number, readonly number[]>> = { 0xd9: [1], 0xdb: [4, 6], 0xdd: [5] };
const X87_NO_REGISTER: Readonly<Record<number, readonly (readonly [number, number])[]>> = {
  0xd9: [
    [0xd1, 0xd7],
    [0xe2, 0xe3],
    [0xe6, 0xe7],
    [0xef, 0xef],
  ],
  0xda: [
    [0xe0, 0xe8],
    [0xea, 0xff],
  ],
  0xdb: [
    [0xe5, 0xe7],
    [0xf8, 0xff],
  ],
  0xdd: [[0xf0, 0xff]],
  0xde: [
    [0xd8, 0xd8],
    [0xda, 0xdf],
  ],
  0xdf: [
    [0xe1, 0xe7],
    [0xf8, 0xff],
  ],
};

const CLASS_FORMS: Readonly<Record<string, Form>> = Object.fromEntries(
  ["x87", "sse", "avx", "avx512"].map((name) => [name, form(Operation.NotModelled, name, "", "0f ff", "bare decode")]),
);

function opaque(reader: ByteReader, name: string, prefixes: Prefixes): Decoded | undefined {
  const classForm = CLASS_FORMS[name];
  if (classForm === undefined || prefixes.lock) return undefined;
  return {
    kind: "instruction",
    instruction: {
      form: classForm,
      operation: Operation.NotModelled,
      mnemonic: name,
      length: reader.length,
      width: 8,
      prefixes: 0,
      condition: 0,
      operands: [],
      memory: undefined,
      segment: prefixes.segment,
      addressWidth: prefixes.addressSize ? 4 : 8,
      immediate: 0n,
      immediate2: 0n,
      idle: [],
    },
  };
}

/** Reads past ModRM, SIB and displacement; gives ModRM. */
function skipModrm(reader: ByteReader): number {
  const modrm = reader.byte();
  const mod = modrm >> 6;
  if (mod === 3) return modrm;
  let wide = mod === 2 || (mod === 0 && (modrm & 7) === 5);
  if ((modrm & 7) === 4) {
    const sib = reader.byte();
    if (mod === 0 && (sib & 7) === 5) wide = true;
  }
  skip(reader, mod === 1 ? 1 : wide ? 4 : 0);
  return modrm;
}

function skip(reader: ByteReader, count: number): void {
  for (let n = 0; n < count; n++) reader.byte();
}

function x87(reader: ByteReader, opcode: number, prefixes: Prefixes): Decoded | undefined {
  const modrm = skipModrm(reader);
  if (modrm < 0xc0) {
    if (X87_NO_MEMORY[opcode]?.includes((modrm >> 3) & 7)) return undefined;
  } else if (X87_NO_REGISTER[opcode]?.some(([from, to]) => modrm >= from && modrm <= to)) return undefined;
  return opaque(reader, "x87", prefixes);
}

function prefixColumn(prefixes: Prefixes): number {
  if (prefixes.repeat === 0xf3) return 2;
  if (prefixes.repeat === 0xf2) return 3;
  return prefixes.operandSize ? 1 : 0;
}

function shiftGroup(reader: ByteReader, opcode: number, prefixes: Prefixes): Decoded | undefined {
  const modrm = skipModrm(reader);
  const column = prefixColumn(prefixes);
  const allowed = column > 1 ? 0 : (SHIFT_GROUPS[opcode]?.[column === 1 ? 1 : 0] ?? 0);
  if (modrm < 0xc0 || (allowed & (1 << ((modrm >> 3) & 7))) === 0) return undefined;
  skip(reader, 1);
  return opaque(reader, "sse", prefixes);
}

/** 62: EVEX. Only the length is worked out. */
function evex(reader: ByteReader, prefixes: Prefixes): Decoded | undefined {
  if (prefixes.rexPresent || prefixes.operandSize || prefixes.lock || prefixes.repeat !== 0) return undefined;
  const first = reader.byte();
  const second = reader.byte();
  skip(reader, 1);
  const map = first & 7;
  if ((first & 8) !== 0 || (second & 4) === 0 || map === 0 || map === 4 || map === 7) return undefined;
  const opcode = reader.byte();
  skipModrm(reader);
  if (map === 3 || (map === 1 && hasImmediate(opcode))) skip(reader, 1);
  return opaque(reader, "avx512", prefixes);
}

const hasImmediate = (opcode: number): boolean =>
  (opcode >= 0x70 && opcode <= 0x73) || opcode === 0xc2 || (opcode >= 0xc4 && opcode <= 0xc6);

function vex(reader: ByteReader, map: OpcodeMap, opcode: number, prefixes: Prefixes): Decoded | undefined {
  if (!(map === "vex0f" && opcode === 0x77)) skipModrm(reader);
  if (map === "vex0f3a" || (map === "vex0f" && hasImmediate(opcode))) skip(reader, 1);
  return opaque(reader, "avx", prefixes);
}

/**
 * After prefixes and opcode: the class that the bytes belong to. Undefined: no
 * such instruction. Behind VEX and EVEX every opcode is taken to exist; with
 * CR4.OSXSAVE clear, as this machine starts, none of them can run.
 */
export function decodeOpaque(
  reader: ByteReader,
  map: OpcodeMap,
  opcode: number,
  prefixes: Prefixes,
): Decoded | undefined {
  if (map.startsWith("vex")) return vex(reader, map, opcode, prefixes);
  if (map === "one") {
    if (opcode === 0x62) return evex(reader, prefixes);
    return opcode >= 0xd8 && opcode <= 0xdf ? x87(reader, opcode, prefixes) : undefined;
  }
  if (map === "0f" && SHIFT_GROUPS[opcode] !== undefined) return shiftGroup(reader, opcode, prefixes);
  const entry = SSE[map]?.get(opcode);
  const shape = entry?.shapes[prefixColumn(prefixes)] ?? "-";
  if (entry === undefined || shape === "-") return undefined;
  const modrm = skipModrm(reader);
  if (modrm >= 0xc0 ? shape === "m" : shape === "r") return undefined;
  skip(reader, entry.immediate);
  return opaque(reader, "sse", prefixes);
}
