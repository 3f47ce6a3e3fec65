// Assembled bytes as lines: address, bytes, text in GNU as syntax, labels, source
// line. The isa folder decodes and formats; here are only the lines.

import type { Assembly } from "../../asm/assembly.ts";
import { decode, format, formatIntel, type Instruction } from "../../isa/index.ts";
import type { Naming } from "../naming.ts";
import type { ListingLine } from "../views.ts";

export interface ListedInstruction {
  readonly line: ListingLine;
  readonly instruction: Instruction | undefined;
}

/** Bytes and first address of a section. */
interface Piece {
  readonly address: bigint;
  readonly bytes: Uint8Array;
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
export function listAssembly(assembly: Assembly, naming: Naming, withLines: boolean): readonly ListedInstruction[] {
  const labels = labelsByAddress(assembly.labels);
  return assembly.places.flatMap((place) => {
    const piece = assembly.sections.find(
      ({ address, bytes }) => place.address >= address && place.address < address + BigInt(bytes.length),
    );
    if (piece === undefined) return [];
    const bytes = bytesAt(piece, place.address, place.length);
    const decoded = decode(bytes, 0, { idealised: place.idealised });
    const instruction = decoded.kind === "instruction" ? decoded.instruction : undefined;
    const text =
      instruction === undefined || place.fromBody
        ? asWritten(place.text)
        : formatAt(instruction, place.address, naming);
    const line: ListingLine = {
      address: place.address,
      bytes,
      text,
      intel: instruction === undefined ? text : intelAt(instruction, place.address, naming),
      labels: labels.get(place.address) ?? [],
      line: withLines ? place.line : undefined,
      idealised: place.idealised,
      fromBody: place.fromBody,
      place: naming.place(place.address),
    };
    return [{ line, instruction }];
  });
}

/** The editor does not show a body's source, so its listing does, with the symbols' names. */
function asWritten(text: string): string {
  return text.trim().replace(/\s+/g, " ").replaceAll(", ", ",");
}

function bytesAt(piece: Piece, address: bigint, length: number): Uint8Array {
  const from = Number(address - piece.address);
  return piece.bytes.slice(from, from + length);
}
