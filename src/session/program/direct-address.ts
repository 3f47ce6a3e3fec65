// What a memory operand without registers is about.

import type { InstructionPlace } from "../../asm/assembly.ts";
import type { Instruction } from "../../isa/instruction.ts";
import { MemoryRegister, Operation, SegmentOverride } from "../../isa/vocabulary.ts";
import { PER_CPU } from "../../machine/layout.ts";

/** Its linear address while GS is the kernel's; undefined: there is none. LEA only makes an address. */
export function directAddress(
  { memory, segment, length, operation }: Instruction,
  place: InstructionPlace,
): bigint | undefined {
  if (memory === undefined || operation === Operation.Lea || memory.index !== MemoryRegister.None) return undefined;
  const base = segment === SegmentOverride.Gs ? PER_CPU : 0n;
  if (memory.base === MemoryRegister.None) return BigInt.asUintN(64, base + memory.displacement);
  if (memory.base !== MemoryRegister.Rip) return undefined;
  return BigInt.asUintN(64, base + place.address + BigInt(length) + memory.displacement);
}
