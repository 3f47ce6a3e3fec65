// Operands of random instructions: registers by width, memory in the handler's data
// and in the touch pages.
import type { Random } from "./random-numbers.ts";

export const SUFFIX = { 1: "b", 2: "w", 4: "l", 8: "q" } as const;
export type Width = keyof typeof SUFFIX;
export const WIDTHS: readonly Width[] = [1, 2, 4, 8];
export const WIDE: readonly Width[] = [2, 4, 8];
/** Where only 32 and 64 bits exist. */
export const WIDEST: readonly Width[] = [4, 8];

const LEGACY = ["ax", "bx", "cx", "dx", "si", "di", "bp"] as const;
const NUMBERED = ["8", "9", "10", "11", "12", "13", "14"] as const;
const HIGH_BYTES = ["ah", "bh", "ch", "dh"] as const;

function legacyName(name: string, width: Width): string {
  if (width === 8) return `%r${name}`;
  if (width === 4) return `%e${name}`;
  if (width === 2) return `%${name}`;
  return name.endsWith("x") ? `%${name.slice(0, 1)}l` : `%${name}l`;
}

/** Any register but RSP and the buffer's. */
export function register(random: Random, width: Width): string {
  const name = random.pick([...LEGACY, ...NUMBERED]);
  if (/^\d/.test(name)) return `%r${name}${{ 1: "b", 2: "w", 4: "d", 8: "" }[width]}`;
  return legacyName(name, width);
}

/** Byte registers that go together without REX. */
export function byteRegister(random: Random): string {
  return `%${random.pick([...HIGH_BYTES, "al", "bl", "cl", "dl"])}`;
}

/** Present, writable memory: all of an access of up to 16 bytes lies in it. */
export function memory(random: Random): string {
  const offset = random.below(480);
  const forms = [
    `${random.chance(2) ? "-" : ""}${offset}(%r15)`,
    `buffer+${offset}`,
    `touch2+${0xff0 + random.below(32)}`,
    `touch3+${random.below(0xff0)}`,
    `%gs:${0x40 + random.below(256)}`,
    `buffer+${offset}(%rip)`,
  ];
  return random.pick(forms);
}

/** Memory that is only read, or only written: pages may be absent and are mapped in on the way. */
export function lazyMemory(random: Random): string {
  if (!random.chance(4)) return memory(random);
  return `${random.pick(["touch0", "touch1"])}+${random.pick([0, 8, random.below(0xff0), 0xff8, 0xff9, 0xffd, 0xfff])}`;
}
