// gdb's own spellings: the current line, addresses with symbols, values by format
// letter. Takes values, knows no commands.

import type { Run } from "../run.ts";
import type { Flavor } from "../views.ts";
import { NO_PROGRAM } from "../texts/programs.ts";

export function hex(value: bigint): string {
  return `0x${value.toString(16)}`;
}

export function hexOfSize(value: bigint, sizeBytes: number): string {
  return `0x${value.toString(16).padStart(sizeBytes * 2, "0")}`;
}

/** "0xffffffff81100000 <nmi+0>"; the number alone outside the program. */
export function addressWords(run: Run, address: bigint): string {
  const symbol = run.program.naming.angle(address);
  return symbol === "" ? hex(address) : `${hex(address)} ${symbol}`;
}

/** "=> 0xffffffff81100000 <nmi+0>:\tcmpq ..."; other lines are indented. */
export function codeLine(run: Run, address: bigint, flavor: Flavor, bytes = ""): string {
  const line = run.program.lines.get(address);
  const arrow = run.timeline.machine.registers().rip === address ? "=> " : "   ";
  const mark = line?.idealised ? "\t(idealised)" : "";
  return `${arrow}${addressWords(run, address)}:\t${bytes === "" ? "" : `${bytes}\t`}${(flavor === "intel" ? line?.intel : line?.text) ?? NO_PROGRAM}${mark}`;
}

/** A value as `p` and `x` show it. */
export function formatValue(run: Run, value: bigint, letter: string, sizeBytes: number): string {
  const bits = sizeBytes * 8;
  const unsigned = BigInt.asUintN(bits, value);
  switch (letter) {
    case "d":
      return BigInt.asIntN(bits, value).toString();
    case "u":
      return unsigned.toString();
    case "t":
      return unsigned.toString(2);
    case "o":
      return unsigned === 0n ? "0" : `0${unsigned.toString(8)}`;
    case "a":
      return addressWords(run, unsigned);
    case "c": {
      const byte = BigInt.asIntN(8, value);
      const code = Number(BigInt.asUintN(8, value));
      return `${byte} '${code >= 32 && code < 127 ? String.fromCodePoint(code) : `\\${code.toString(8).padStart(3, "0")}`}'`;
    }
    case "z":
      return hexOfSize(unsigned, sizeBytes);
    default:
      return hex(unsigned);
  }
}
