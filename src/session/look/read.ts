// Guest memory in words, and places as users type them: numbers, symbols, $rsp.

import type { RegisterName } from "../../machine/types.ts";
import type { StepMachine } from "../machine-face.ts";
import type { Run } from "../run.ts";
import { REFUSED_LOOK_TEXTS } from "../texts/looks.ts";

export function readQuad(machine: StepMachine, address: bigint): bigint | undefined {
  const bytes = machine.read(address, 8);
  if (bytes === undefined) return undefined;
  return new DataView(bytes.buffer, bytes.byteOffset, 8).getBigUint64(0, true);
}

const MASK = (1n << 64n) - 1n;
const HEX = /^(?:0x)?[0-9a-f]{5,16}$|^0x[0-9a-f]{1,16}$/i;

/** The address that a text names; a message if it names none. */
export function resolveAt(run: Run, text: string): bigint | { readonly why: string } {
  const match = /^\s*(.*?)\s*([+-]\s*(?:0x[0-9a-f]+|\d+))?\s*$/i.exec(text);
  const name = match?.[1] ?? "";
  const offset = offsetOf(match?.[2]);
  const base = baseOf(run, name);
  if (base === undefined) return { why: REFUSED_LOOK_TEXTS.noAddress(text.trim()) };
  return (base + offset) & MASK;
}

function offsetOf(text: string | undefined): bigint {
  if (text === undefined) return 0n;
  const digits = BigInt(text.slice(1).trim());
  return text.startsWith("-") ? -digits : digits;
}

function baseOf(run: Run, name: string): bigint | undefined {
  const { machine } = run.timeline;
  if (name.startsWith("$") || name.startsWith("%")) {
    const registers = machine.registers();
    const wanted = name.slice(1).toLowerCase();
    const found = (Object.keys(registers) as RegisterName[]).find((candidate) => candidate.toLowerCase() === wanted);
    return found === undefined ? undefined : registers[found];
  }
  const variable = run.program.variables.find((candidate) => candidate.name === name);
  if (variable !== undefined) return variable.address;
  const symbol = run.program.naming.symbol(name);
  if (symbol !== undefined) return symbol;
  if (/^\d+$/.test(name) && name.length < 5) return BigInt(name);
  return HEX.test(name) ? BigInt(name.toLowerCase().startsWith("0x") ? name : `0x${name}`) : undefined;
}
