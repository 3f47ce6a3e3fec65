// Registers as gdb and the user spell them: $pc, $eflags, $eax, $r8d. Names only.

import { GENERAL_REGISTERS, type RegisterName } from "../../machine/types.ts";

const REGISTER_ALIASES: Readonly<Record<string, RegisterName>> = {
  pc: "rip",
  sp: "rsp",
  fp: "rbp",
  eflags: "rflags",
  gs_base: "gsBase",
  fs_base: "fsBase",
  k_gs_base: "kernelGsBase",
};

export function registerName(name: string): RegisterName | undefined {
  const alias = REGISTER_ALIASES[name];
  if (alias !== undefined) return alias;
  return ALL_REGISTERS.find((register) => register.toLowerCase() === name.toLowerCase());
}

export const ALL_REGISTERS: readonly RegisterName[] = [
  "rax", "rbx", "rcx", "rdx", "rsi", "rdi", "rbp", "rsp",
  "r8", "r9", "r10", "r11", "r12", "r13", "r14", "r15",
  "rip", "rflags", "cs", "ss", "ds", "es", "fs", "gs",
  "fsBase", "gsBase", "kernelGsBase",
  "cr0", "cr2", "cr3", "cr4", "cr8", "efer", "dr0", "dr1", "dr2", "dr3", "dr6", "dr7",
]; // prettier-ignore

/** eax, ax, al, r8d. */
export function narrowRegister(name: string): { readonly name: RegisterName; readonly bits: number } | undefined {
  const short = /^(r\d+)([dwb])$/.exec(name);
  const bits = { d: 32, w: 16, b: 8 } as const;
  if (short?.[1] !== undefined) {
    const found = GENERAL_REGISTERS.find((register) => register === short[1]);
    const letter = short[2];
    return found === undefined || (letter !== "d" && letter !== "w" && letter !== "b")
      ? undefined
      : { name: found, bits: bits[letter] };
  }
  if (/^e[a-ds][xpi]$/.test(name)) return wide(`r${name.slice(1)}`, 32);
  if (/^[a-ds][xpi]$/.test(name)) return wide(`r${name}`, 16);
  return /^[a-d]l$/.test(name) ? wide(`r${name.charAt(0)}x`, 8) : undefined;
}

function wide(name: string, bits: number): { readonly name: RegisterName; readonly bits: number } | undefined {
  const found = GENERAL_REGISTERS.find((register) => register === name);
  return found === undefined ? undefined : { name: found, bits };
}
