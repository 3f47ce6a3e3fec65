// A form: one encoding of one mnemonic, written as in the manuals' opcode
// column, and what its operand codes mean. Knows no instruction by name.

import { assert, defined } from "../base/assert.ts";
import type { RegisterClass } from "./registers.ts";
import type { Operation } from "./vocabulary.ts";

/** Where an operand lies in the bytes. */
export type OperandPlace =
  | "reg" // ModRM.reg
  | "rm" // ModRM.rm, with SIB and displacement
  | "opcode" // low three bits of the opcode
  | "vvvv" // VEX.vvvv
  | "both" // ModRM.reg and ModRM.rm at once: two-operand IMUL by a constant
  | "implied" // not in the bytes
  | "immediate"
  | "immediate2"
  | "relative"
  | "offset" // 64-bit absolute address in the place of an immediate
  | "is4"; // upper half of the last immediate byte

/** A width in bytes; "v": 2 4 8 by operand size; "y": 4 8 by REX.W; 0: none of its own. */
export type OperandWidth = number | "v" | "y";

export interface OperandForm {
  readonly code: string;
  readonly place: OperandPlace;
  readonly class: RegisterClass | "immediate" | "memory";
  /** May be a register, may be memory. */
  readonly register: boolean;
  readonly memory: boolean;
  readonly width: OperandWidth;
  /** Implied register's number; implied immediate's value. */
  readonly number: number;
  /** Bytes of an immediate or relative operand; "z": 4 at most; "v": all of the operand size. */
  readonly size: number | "z" | "v";
  /** An immediate is sign-extended. */
  readonly signed: boolean;
  /** AT&T may leave it out, and the formatter does: shift by one, string operands. */
  readonly silent: boolean;
  /** Implied memory of the string operations: 6 RSI, 7 RDI, 3 RBX (XLAT). */
  readonly pointer: number | undefined;
}

/** "np": none of 66 F2 F3; "nr": neither F2 nor F3, while 66 means the operand size. */
export type MandatoryPrefix = "np" | "nr" | "66" | "f3" | "f2";

/** Which table of opcodes a byte is looked up in. */
export type OpcodeMap = "one" | "0f" | "0f38" | "0f3a" | "vex0f" | "vex0f38" | "vex0f3a";

export interface Form {
  readonly operation: Operation;
  /** AT&T mnemonic without its size suffix. */
  readonly name: string;
  readonly operands: readonly OperandForm[];
  readonly map: OpcodeMap;
  readonly opcode: number;
  /** undefined: with or without 66, F2, F3. */
  readonly mandatory: MandatoryPrefix | undefined;
  /** ModRM follows. */
  readonly modrm: boolean;
  /** ModRM.reg is an opcode extension. */
  readonly extension: number | undefined;
  /** The whole ModRM byte is part of the opcode. */
  readonly fixed: number | undefined;
  /** The register number is in the opcode's low bits. */
  readonly plusRegister: boolean;
  /** REX.W or VEX.W must be 0 or 1. */
  readonly rexW: 0 | 1 | undefined;
  /** VEX.L must be 0 or 1. */
  readonly vexL: 0 | 1 | undefined;
  /** The operand size must be this (2, 4 or 8 bytes). */
  readonly onlySize: number | undefined;
  /** Operand size with neither 66 nor REX.W; "64" ones ignore REX.W, and "force64" ignores 66 too. */
  readonly defaultSize: 4 | 8;
  readonly force64: boolean;
  /** The operand size changes the operation (there is a "v" or "y" operand, or `sized`). */
  readonly sized: boolean;
  /** Sizes it can have, in bytes; undefined if its size is not a question. */
  readonly sizes: readonly number[];
  /** Suffix letters that AT&T may add. */
  readonly suffixes: string;
  /** The formatter prints no size suffix. */
  readonly quiet: boolean;
  readonly lockable: boolean;
  readonly repeats: "rep" | "repe" | undefined;
  readonly condition: number;
  /** Another spelling of a form elsewhere in the table: never decoded to. */
  readonly encodeOnly: boolean;
  /** The assembler never chooses it, unless asked to ({load}, movabs). */
  readonly decodeOnly: boolean;
  /** REX.W does not widen it: IN and OUT. */
  readonly max32: boolean;
  /** FWAIT stands before it: FSTCW as against FNSTCW. */
  readonly wait: boolean;
  /** Written with the address-size prefix: JECXZ. */
  readonly addr32: boolean;
  /** Jumps and calls through a register or memory are written with `*`. */
  readonly indirect: boolean;
  /** Address of the idealised operations: decoded only on request. */
  readonly idealised: boolean;
  /** An address or hint, not a datum: the operand's width is not a suffix's business. */
  readonly index: number;
}

interface OperandParts {
  place: OperandPlace;
  class?: OperandForm["class"];
  register?: boolean;
  memory?: boolean;
  width?: OperandWidth;
  number?: number;
  size?: OperandForm["size"];
  signed?: boolean;
  silent?: boolean;
  pointer?: number;
}

function operand(code: string, parts: OperandParts): [string, OperandForm] {
  return [
    code,
    {
      code,
      place: parts.place,
      class: parts.class ?? "general",
      register: parts.register ?? false,
      memory: parts.memory ?? false,
      width: parts.width ?? 0,
      number: parts.number ?? 0,
      size: parts.size ?? 0,
      signed: parts.signed ?? false,
      silent: parts.silent ?? false,
      pointer: parts.pointer,
    },
  ];
}

const WIDTHS: readonly [string, OperandWidth][] = [
  ["8", 1],
  ["16", 2],
  ["32", 4],
  ["64", 8],
  ["v", "v"],
  ["y", "y"],
];

function otherCodes(): [string, OperandForm][] {
  return [
    operand("m", { place: "rm", memory: true }),
    operand("m80", { place: "rm", memory: true, width: 10 }),
    operand("m128", { place: "rm", memory: true, width: 16 }),
    operand("sr", { place: "reg", class: "segment", register: true, width: 2 }),
    operand("cr", { place: "reg", class: "control", register: true, width: 8 }),
    operand("dr", { place: "reg", class: "debug", register: true, width: 8 }),
    operand("st", { place: "rm", class: "x87", register: true, width: 10 }),
    operand("q", { place: "reg", class: "mmx", register: true, width: 8 }),
    operand("qm", { place: "rm", class: "mmx", register: true, memory: true, width: 8 }),
    operand("x", { place: "reg", class: "vector", register: true, width: 16 }),
    operand("xb", { place: "vvvv", class: "vector", register: true, width: 16 }),
    operand("xr", { place: "rm", class: "vector", register: true, width: 16 }),
    operand("xm32", { place: "rm", class: "vector", register: true, memory: true, width: 16 }),
    operand("xm64", { place: "rm", class: "vector", register: true, memory: true, width: 16 }),
    operand("xm", { place: "rm", class: "vector", register: true, memory: true, width: 16 }),
    operand("y", { place: "reg", class: "vector", register: true, width: 32 }),
    operand("yb", { place: "vvvv", class: "vector", register: true, width: 32 }),
    operand("ym", { place: "rm", class: "vector", register: true, memory: true, width: 32 }),
  ];
}

function operandCodes(): ReadonlyMap<string, OperandForm> {
  const general = WIDTHS.flatMap(([name, width]) => [
    operand(`r${name}`, { place: "reg", register: true, width }),
    operand(`rm${name}`, { place: "rm", register: true, memory: true, width }),
    // ModRM.rm as a register only
    operand(`rr${name}`, { place: "rm", register: true, width }),
    operand(`r${name}rm`, { place: "both", register: true, width }),
    operand(`m${name}`, { place: "rm", memory: true, width }),
    operand(`o${name}`, { place: "opcode", register: true, width }),
    operand(`b${name}`, { place: "vvvv", register: true, width }),
    operand(`moffs${name}`, { place: "offset", class: "memory", memory: true, width }),
    operand(`si${name}`, { place: "implied", class: "memory", memory: true, width, silent: true, pointer: 6 }),
    operand(`di${name}`, { place: "implied", class: "memory", memory: true, width, silent: true, pointer: 7 }),
  ]);
  const implied = [
    operand("al", { place: "implied", register: true, width: 1 }),
    operand("ax", { place: "implied", register: true, width: 2 }),
    operand("eax", { place: "implied", register: true, width: 4 }),
    operand("rax", { place: "implied", register: true, width: 8 }),
    ...["ecx", "edx", "ebx"].map((code, n) =>
      operand(code, { place: "implied", register: true, width: 4, number: n + 1 }),
    ),
    operand("av", { place: "implied", register: true, width: "v" }),
    // the accumulator of SCAS, STOS, LODS: printed, but rarely written
    operand("al?", { place: "implied", register: true, width: 1, silent: true }),
    operand("av?", { place: "implied", register: true, width: "v", silent: true }),
    // the count of a shift: ECX and RCX name it too
    operand("count", { place: "implied", register: true, width: 1, number: 1 }),
    operand("cl", { place: "implied", register: true, width: 1, number: 1 }),
    operand("dx?", { place: "implied", register: true, width: 2, number: 2, silent: true }),
    operand("dx", { place: "implied", register: true, width: 2, number: 2 }),
    operand("xlat", { place: "implied", class: "memory", memory: true, width: 1, silent: true, pointer: 3 }),
    operand("one", { place: "implied", class: "immediate", number: 1, silent: true }),
    operand("three", { place: "implied", class: "immediate", number: 3 }),
    operand("fs", { place: "implied", class: "segment", register: true, width: 2, number: 4 }),
    operand("gs", { place: "implied", class: "segment", register: true, width: 2, number: 5 }),
    operand("st0", { place: "implied", class: "x87", register: true, width: 10, number: 0 }),
    operand("xmm0", { place: "implied", class: "vector", register: true, width: 16, number: 0 }),
  ];
  const immediates = [
    operand("ib", { place: "immediate", class: "immediate", width: 1, size: 1, signed: true }),
    operand("ibs", { place: "immediate", class: "immediate", width: "v", size: 1, signed: true }),
    operand("iz", { place: "immediate", class: "immediate", width: "v", size: "z", signed: true }),
    operand("iv", { place: "immediate", class: "immediate", width: "v", size: "v", signed: true }),
    operand("u8", { place: "immediate", class: "immediate", width: 1, size: 1 }),
    operand("u16", { place: "immediate", class: "immediate", width: 2, size: 2 }),
    // cut to 16 bits rather than refused
    operand("c16", { place: "immediate", class: "immediate", width: 2, size: 2 }),
    operand("u8b", { place: "immediate2", class: "immediate", width: 1, size: 1 }),
    operand("rel8", { place: "relative", class: "immediate", size: 1, signed: true }),
    operand("rel32", { place: "relative", class: "immediate", size: 4, signed: true }),
    operand("rel16", { place: "relative", class: "immediate", size: 2, signed: true }),
  ];
  return new Map([...general, ...implied, ...immediates, ...otherCodes()]);
}

const OPERANDS = operandCodes();

/** The opcode column, read. */
interface Encoding {
  map: OpcodeMap;
  opcode: number;
  mandatory: MandatoryPrefix | undefined;
  modrm: boolean;
  extension: number | undefined;
  fixed: number | undefined;
  plusRegister: boolean;
  rexW: 0 | 1 | undefined;
  vexL: 0 | 1 | undefined;
  onlySize: number | undefined;
}

const MAP_OF_ESCAPE: Readonly<Record<string, OpcodeMap>> = { "": "one", "0f": "0f", "0f38": "0f38", "0f3a": "0f3a" };

function readEncoding(text: string): Encoding {
  const result: Encoding = {
    map: "one",
    opcode: 0,
    mandatory: undefined,
    modrm: false,
    extension: undefined,
    fixed: undefined,
    plusRegister: false,
    rexW: undefined,
    vexL: undefined,
    onlySize: undefined,
  };
  const opcodes: string[] = [];
  let vex = false;
  for (const word of text.split(" ")) {
    if (word === "vex") vex = true;
    else if (word === "l0" || word === "l1") result.vexL = word === "l1" ? 1 : 0;
    else if (word === "w0" || word === "w1") result.rexW = word === "w1" ? 1 : 0;
    else if (/^o(16|32|64)$/.test(word)) result.onlySize = Number(word.slice(1)) / 8;
    else if (word === "/r") result.modrm = true;
    else if (/^\/[0-7]$/.test(word)) {
      result.modrm = true;
      result.extension = Number(word.slice(1));
    } else if (word === "+r") result.plusRegister = true;
    else if (
      opcodes.length === 0 &&
      (word === "np" || word === "nr" || word === "66" || word === "f3" || word === "f2")
    )
      result.mandatory = word;
    else {
      assert(/^[0-9a-f]{2}$/.test(word), `opcode column: ${text}`);
      opcodes.push(word);
    }
  }
  let escape = "";
  if (opcodes[0] === "0f" && opcodes.length > 1) {
    escape = opcodes.shift() ?? "";
    const second: string | undefined = opcodes[0];
    if ((second === "38" || second === "3a") && opcodes.length > 1) escape += opcodes.shift() ?? "";
  }
  const map = defined(MAP_OF_ESCAPE[escape], `opcode map of ${text}`);
  result.map = vex ? (`vex${map}` as OpcodeMap) : map;
  result.opcode = Number.parseInt(defined(opcodes[0], text), 16);
  if (opcodes.length > 1) {
    result.fixed = Number.parseInt(defined(opcodes[1], text), 16);
    result.modrm = true;
  }
  return result;
}

const LETTER_OF_SIZE: Readonly<Record<number, string>> = { 1: "b", 2: "w", 4: "l", 8: "q" };

/** Sizes that a form can have: one for fixed widths, all that "v" or "y" allow. */
function sizesOf(operands: readonly OperandForm[], encoding: Encoding, attributes: ReadonlySet<string>): number[] {
  if (encoding.onlySize !== undefined) return [encoding.onlySize];
  if (attributes.has("force64")) return [8];
  if (attributes.has("default64")) return [8, 2];
  if (operands.some((o) => o.width === "v") || attributes.has("sized"))
    return attributes.has("max32") ? [2, 4] : [2, 4, 8];
  if (operands.some((o) => o.width === "y")) return [4, 8];
  const datum = operands.find(
    (o) =>
      o.place !== "immediate" &&
      o.class !== "segment" &&
      !o.code.startsWith("dx") &&
      typeof o.width === "number" &&
      o.width > 0,
  );
  return typeof datum?.width === "number" ? [datum.width] : [];
}

const KNOWN_ATTRIBUTES = new Set(
  "lock rep repe default64 force64 sized encode decode indirect idealised bare quiet addr32 max32 wait".split(" "),
);

/**
 * One line of the table. `operands` in Intel's order, destination first.
 * `attributes`: lock (may be locked), rep or repe (what F3 means), default64,
 * force64 (operand size), sized (the size matters though no operand shows it),
 * encode, decode (one direction only), indirect (written with `*`), bare (no
 * size suffix), quiet (one may be written but is not printed), suffix=LETTERS,
 * size letters that AT&T may add, addr32 (the encoder adds 67), max32 (REX.W does
 * not widen it), wait (FWAIT goes before it).
 */
export function form(
  operation: Operation,
  name: string,
  operands: string,
  encodingText: string,
  attributesText = "",
  condition = 0,
): Form {
  const forms =
    operands === "" ? [] : operands.split(" ").map((code) => defined(OPERANDS.get(code), `operand ${code}`));
  const encoding = readEncoding(encodingText);
  const attributes = new Set(attributesText === "" ? [] : attributesText.split(" "));
  const suffix = [...attributes].find((a) => a.startsWith("suffix="))?.slice("suffix=".length);
  for (const a of attributes) assert(KNOWN_ATTRIBUTES.has(a) || a.startsWith("suffix="), `attribute ${a} of ${name}`);
  const sizes = sizesOf(forms, encoding, attributes);
  const letters = suffix ?? sizes.map((size) => LETTER_OF_SIZE[size] ?? "").join("");
  const sized = encoding.onlySize !== undefined || attributes.has("sized") || forms.some((o) => o.width === "v");
  return {
    operation,
    name,
    operands: forms,
    ...encoding,
    modrm: encoding.modrm || forms.some((o) => o.place === "reg" || o.place === "rm" || o.place === "both"),
    plusRegister: encoding.plusRegister || forms.some((o) => o.place === "opcode"),
    defaultSize: attributes.has("default64") || attributes.has("force64") ? 8 : 4,
    force64: attributes.has("force64"),
    sized,
    sizes,
    suffixes: attributes.has("bare") ? "" : letters,
    quiet: attributes.has("quiet") || attributes.has("bare"),
    lockable: attributes.has("lock"),
    repeats: attributes.has("rep") ? "rep" : attributes.has("repe") ? "repe" : undefined,
    condition,
    encodeOnly: attributes.has("encode"),
    decodeOnly: attributes.has("decode"),
    max32: attributes.has("max32"),
    wait: attributes.has("wait"),
    addr32: attributes.has("addr32"),
    indirect: attributes.has("indirect"),
    idealised: attributes.has("idealised"),
    index: 0,
  };
}
