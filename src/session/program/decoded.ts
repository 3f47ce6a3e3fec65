// An assembled instruction, decoded again from its bytes.

import type { InstructionPlace, Section } from "../../asm/assembly.ts";
import { decode } from "../../isa/decode.ts";
import type { Instruction } from "../../isa/instruction.ts";

export function decodedAt(
  sections: readonly Section[],
  { address, idealised }: InstructionPlace,
): Instruction | undefined {
  const section = sections.find((one) => address >= one.address && address < one.address + BigInt(one.bytes.length));
  if (section === undefined) return undefined;
  const result = decode(section.bytes, Number(address - section.address), { idealised });
  return result.kind === "instruction" ? result.instruction : undefined;
}
