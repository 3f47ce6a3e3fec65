// The registers by class and number, with their AT&T names. Numbers are Intel's.

export type RegisterClass =
  "general" | "segment" | "control" | "debug" | "vector" | "mmx" | "x87" | "instruction-pointer" | "mask";

export interface RegisterName {
  readonly name: string;
  readonly class: RegisterClass;
  readonly number: number;
  /** Bytes. */
  readonly width: number;
  /** AH CH DH BH: bits 15:8 of register 0-3. */
  readonly highByte: boolean;
  /** SPL BPL SIL DIL exist only with a REX prefix. */
  readonly needsRex: boolean;
}

const NAMES_64 = ["rax", "rcx", "rdx", "rbx", "rsp", "rbp", "rsi", "rdi"] as const;
const NAMES_32 = ["eax", "ecx", "edx", "ebx", "esp", "ebp", "esi", "edi"] as const;
const NAMES_16 = ["ax", "cx", "dx", "bx", "sp", "bp", "si", "di"] as const;
const NAMES_8 = ["al", "cl", "dl", "bl", "spl", "bpl", "sil", "dil"] as const;
const HIGH_BYTES = ["ah", "ch", "dh", "bh"] as const;
export const SEGMENT_NAMES = ["es", "cs", "ss", "ds", "fs", "gs"] as const;

const extended = (suffix: string): string[] => [8, 9, 10, 11, 12, 13, 14, 15].map((n) => `r${n}${suffix}`);

const GENERAL_BY_WIDTH: Readonly<Record<number, readonly string[]>> = {
  1: [...NAMES_8, ...extended("b")],
  2: [...NAMES_16, ...extended("w")],
  4: [...NAMES_32, ...extended("d")],
  8: [...NAMES_64, ...extended("")],
};

export function generalName(number: number, width: number): string {
  return GENERAL_BY_WIDTH[width]?.[number] ?? `r${number}?`;
}

export function highByteName(number: number): string {
  return HIGH_BYTES[number] ?? `high${number}?`;
}

export function segmentName(number: number): string {
  return SEGMENT_NAMES[number] ?? `seg${number}?`;
}

export function vectorName(number: number, width: number): string {
  return `${width === 64 ? "zmm" : width === 32 ? "ymm" : "xmm"}${number}`;
}

function build(): ReadonlyMap<string, RegisterName> {
  const all = new Map<string, RegisterName>();
  const add = (name: string, kind: RegisterClass, number: number, width: number, highByte = false): void => {
    const needsRex = kind === "general" && width === 1 && !highByte && number >= 4 && number < 8;
    all.set(name, { name, class: kind, number, width, highByte, needsRex });
  };
  for (const width of [1, 2, 4, 8])
    GENERAL_BY_WIDTH[width]?.forEach((name, number) => add(name, "general", number, width));
  HIGH_BYTES.forEach((name, number) => add(name, "general", number, 1, true));
  SEGMENT_NAMES.forEach((name, number) => add(name, "segment", number, 2));
  for (let n = 0; n < 16; n++) {
    add(`cr${n}`, "control", n, 8);
    add(`dr${n}`, "debug", n, 8);
    add(`db${n}`, "debug", n, 8);
    if (n < 8) add(`mm${n}`, "mmx", n, 8);
    if (n < 8) add(`k${n}`, "mask", n, 8);
    add(`xmm${n}`, "vector", n, 16);
    add(`ymm${n}`, "vector", n, 32);
  }
  for (let n = 0; n < 32; n++) add(`zmm${n}`, "vector", n, 64);
  add("st", "x87", 0, 10);
  add("rip", "instruction-pointer", 0, 8);
  add("eip", "instruction-pointer", 0, 4);
  return all;
}

const REGISTERS = build();

/** By name without the `%`, in any case of letters. */
export function findRegister(name: string): RegisterName | undefined {
  return REGISTERS.get(name) ?? REGISTERS.get(name.toLowerCase());
}
