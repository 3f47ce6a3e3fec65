// Names of registers, their parts and flags in asserted expressions.

import type { AssertedRegister } from "./assembly.ts";

/** A register, or `mask` of it after a shift to the right. */
export interface RegisterPart {
  readonly name: AssertedRegister;
  readonly shift: number;
  readonly mask: bigint | undefined;
}

const GENERAL = [
  "rax", "rcx", "rdx", "rbx", "rsp", "rbp", "rsi", "rdi",
  "r8", "r9", "r10", "r11", "r12", "r13", "r14", "r15",
] as const; // prettier-ignore

const OTHERS = [
  "rip", "rflags", "cs", "ss", "ds", "es", "fs", "gs",
  "cr0", "cr2", "cr3", "cr4", "cr8", "efer", "dr0", "dr1", "dr2", "dr3", "dr6", "dr7", "cpl",
] as const; // prettier-ignore

/** Bit and width in RFLAGS (SDM 1, 3.4.3). */
const FLAGS: Readonly<Record<string, readonly [bit: number, width: number]>> = {
  cf: [0, 1],
  pf: [2, 1],
  af: [4, 1],
  zf: [6, 1],
  sf: [7, 1],
  tf: [8, 1],
  if: [9, 1],
  df: [10, 1],
  of: [11, 1],
  iopl: [12, 2],
  nt: [14, 1],
  rf: [16, 1],
  vm: [17, 1],
  ac: [18, 1],
  vif: [19, 1],
  vip: [20, 1],
  id: [21, 1],
};

const REGISTERS = new Map<string, RegisterPart>();

function add(written: string, name: AssertedRegister, bits = 64, shift = 0): void {
  REGISTERS.set(written, { name, shift, mask: bits === 64 ? undefined : (1n << BigInt(bits)) - 1n });
}

for (const name of [...GENERAL, ...OTHERS]) add(name, name);
for (const name of GENERAL) {
  const letters = name.slice(1);
  if (/^\d/.test(letters)) {
    add(`${name}d`, name, 32);
    add(`${name}w`, name, 16);
    add(`${name}b`, name, 8);
    continue;
  }
  add(`e${letters}`, name, 32);
  add(letters, name, 16);
  if (letters.endsWith("x")) {
    add(`${letters.charAt(0)}l`, name, 8);
    add(`${letters.charAt(0)}h`, name, 8, 8);
  } else add(`${letters}l`, name, 8);
}
add("pc", "rip");
add("eflags", "rflags");
add("gs_base", "gsBase");
add("fs_base", "fsBase");
add("k_gs_base", "kernelGsBase");
add("nmi_blocked", "nmiBlocked");
add("nmi_pending", "nmiPending");
for (const [flag, [bit, width]] of Object.entries(FLAGS))
  for (const written of [flag, `rflags.${flag}`, `eflags.${flag}`]) add(written, "rflags", width, bit);

/** `written` without $ or %, in small letters. */
export function assertedRegister(written: string): RegisterPart | undefined {
  return REGISTERS.get(written);
}
