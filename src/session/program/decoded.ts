// The instructions of an assembly, decoded again from their bytes: once, for all who
// look at them.

import type { Assembly, InstructionPlace, Section } from "../../asm/assembly.ts";
import { decode } from "../../isa/decode.ts";
import type { Instruction } from "../../isa/instruction.ts";

export interface DecodedPlace {
  readonly place: InstructionPlace;
  /** Undefined: no section holds the place. */
  readonly section: Section | undefined;
  /** Undefined: its bytes are none. It may be longer than the place: a prefix alone goes on in the next one. */
  readonly instruction: Instruction | undefined;
}

export interface DecodedAssembly extends Assembly {
  readonly decoded: readonly DecodedPlace[];
}

export function decodeAssembly(assembly: Assembly): DecodedAssembly {
  return { ...assembly, decoded: assembly.places.map((place) => decodedAt(assembly.sections, place)) };
}

function decodedAt(sections: readonly Section[], place: InstructionPlace): DecodedPlace {
  const { address, idealised } = place;
  const section = sections.find((one) => address >= one.address && address < one.address + BigInt(one.bytes.length));
  if (section === undefined) return { place, section, instruction: undefined };
  const result = decode(section.bytes, Number(address - section.address), { idealised });
  return { place, section, instruction: result.kind === "instruction" ? result.instruction : undefined };
}
