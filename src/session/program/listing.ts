// Assembled bytes as lines: address, bytes, text in GNU as syntax, labels, source
// line. The isa folder decodes and formats; here are only the lines.

import type { InstructionPlace, Section } from "../../asm/assembly.ts";
import { format, formatIntel, type Instruction } from "../../isa/index.ts";
import type { Naming } from "../naming.ts";
import type { ListingLine } from "../views.ts";
import type { DecodedAssembly } from "./decoded.ts";

export interface ListedInstruction {
  readonly line: ListingLine;
  readonly instruction: Instruction | undefined;
}

export function labelsByAddress(labels: ReadonlyMap<string, bigint>): ReadonlyMap<bigint, readonly string[]> {
  const byAddress = new Map<bigint, string[]>();
  for (const [name, address] of labels) {
    const list = byAddress.get(address);
    if (list === undefined) byAddress.set(address, [name]);
    else list.push(name);
  }
  return byAddress;
}

export function formatAt(instruction: Instruction, address: bigint, naming: Naming): string {
  return format(instruction, address, (target) => naming.find(target));
}

function intelAt(instruction: Instruction, address: bigint, naming: Naming): string {
  return formatIntel(instruction, address, (target) => naming.find(target));
}

/** Every instruction of an assembly; `withLines`: its source is the user's own file. */
export function listAssembly(
  assembly: DecodedAssembly,
  naming: Naming,
  withLines: boolean,
): readonly ListedInstruction[] {
  const labels = labelsByAddress(assembly.labels);
  const listed: ListedInstruction[] = [];
  for (const { place, section, instruction: found } of assembly.decoded) {
    if (section === undefined) continue;
    const instruction = found !== undefined && found.length <= place.length ? found : undefined;
    const text =
      instruction === undefined || place.fromBody
        ? asWritten(place.text)
        : formatAt(instruction, place.address, naming);
    const line: ListingLine = {
      address: place.address,
      bytes: bytesOf(section, place),
      text,
      intel: instruction === undefined ? text : intelAt(instruction, place.address, naming),
      labels: labels.get(place.address) ?? [],
      line: withLines ? place.line : undefined,
      idealised: place.idealised,
      fromBody: place.fromBody,
      place: naming.place(place.address),
    };
    listed.push({ line, instruction });
  }
  return listed;
}

/** The editor does not show a body's source, so its listing does, with the symbols' names. */
function asWritten(text: string): string {
  return text.trim().replace(/\s+/g, " ").replaceAll(", ", ",");
}

/** Of one buffer for all: a thousand of their own take as long to send as all else in the lines. */
function bytesOf(section: Section, { address, length }: InstructionPlace): Uint8Array {
  const from = Number(address - section.address);
  return section.bytes.subarray(from, from + length);
}
