// Values as text: hex without prefix as in the kernel's own dumps, widths by
// what the value is.

import { FLAG_TEXTS } from "./texts/flags.ts";

export function hex(value: bigint, digits = 16): string {
  return BigInt.asUintN(64, value).toString(16).padStart(digits, "0");
}

/** Without leading zeros, for the register grid. */
export function shortHex(value: bigint): string {
  return BigInt.asUintN(64, value).toString(16);
}

/** "…83003fd8": the last eight digits, where the full value is one hover away. */
export function tailHex(value: bigint): string {
  return `…${hex(value).slice(8)}`;
}

/** The last four digits: what tells the lines of one section apart. */
export function shortAddress(address: bigint): string {
  return hex(address).slice(12);
}

/** A stack word in the width of what it is: selectors 4 digits, RFLAGS 8. */
export function wordHex(value: bigint, label: string): string {
  if ((label === "SS" || label === "CS") && value >> 16n === 0n) return hex(value, 4);
  if (label === "RFLAGS" && value >> 32n === 0n) return hex(value, 8);
  return hex(value);
}

export function count(number: number, one: string, many: string): string {
  return `${number.toLocaleString("en-GB")} ${number === 1 ? one : many}`;
}

export interface FlagBit {
  readonly name: string;
  readonly bit: number;
  readonly meaning: string;
}

/** The RFLAGS bits worth a place, most telling first. */
export const FLAG_BITS: readonly FlagBit[] = [
  { name: "RF", bit: 16, meaning: FLAG_TEXTS.RF },
  { name: "NT", bit: 14, meaning: FLAG_TEXTS.NT },
  { name: "DF", bit: 10, meaning: FLAG_TEXTS.DF },
  { name: "IF", bit: 9, meaning: FLAG_TEXTS.IF },
  { name: "TF", bit: 8, meaning: FLAG_TEXTS.TF },
  { name: "SF", bit: 7, meaning: FLAG_TEXTS.SF },
  { name: "ZF", bit: 6, meaning: FLAG_TEXTS.ZF },
  { name: "AF", bit: 4, meaning: FLAG_TEXTS.AF },
  { name: "PF", bit: 2, meaning: FLAG_TEXTS.PF },
  { name: "CF", bit: 0, meaning: FLAG_TEXTS.CF },
];

export function flagSet(value: bigint, bit: number): boolean {
  return ((value >> BigInt(bit)) & 1n) === 1n;
}
