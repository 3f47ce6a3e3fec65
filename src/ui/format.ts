// Values as text: hex without prefix as in the kernel's own dumps, widths by
// what the value is.

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
  { name: "RF", bit: 16, meaning: "resume: no instruction breakpoint at the next instruction" },
  { name: "NT", bit: 14, meaning: "nested task: iretq would fault" },
  { name: "DF", bit: 10, meaning: "direction: string instructions go down" },
  { name: "IF", bit: 9, meaning: "maskable interrupts are taken" },
  { name: "TF", bit: 8, meaning: "trap after each instruction" },
  { name: "SF", bit: 7, meaning: "sign: the last result is negative" },
  { name: "ZF", bit: 6, meaning: "zero: the last result is zero" },
  { name: "AF", bit: 4, meaning: "carry out of the low four bits" },
  { name: "PF", bit: 2, meaning: "parity: the low byte has an even number of ones" },
  { name: "CF", bit: 0, meaning: "carry or borrow" },
];

export function flagSet(value: bigint, bit: number): boolean {
  return ((value >> BigInt(bit)) & 1n) === 1n;
}
