// Which per-CPU variables are flags: back at their first value whenever the
// workload runs. Told by how the handler's instructions use them.

import type { Assembly, InstructionPlace, PerCpuVariable, Section } from "../../asm/assembly.ts";
import { decode } from "../../isa/decode.ts";
import type { Instruction } from "../../isa/instruction.ts";
import { MemoryRegister, Operation, OperandKind, SegmentOverride } from "../../isa/vocabulary.ts";
import { perCpuVariables } from "../per-cpu.ts";

/** Only ever counted: `nmi_run_count`. */
const COUNTER = "nmi_run_count";
/** Wider ones hold addresses and saved registers as well. */
const WIDEST_SMALL = 4;

type Use = "asks" | "counts" | "remembers" | "sets";

const ASKING: ReadonlySet<Operation> = new Set([Operation.Cmp, Operation.Test, Operation.Bt]);
const COUNTING: ReadonlySet<Operation> = new Set([Operation.Inc, Operation.Add, Operation.Xadd]);

/**
 * The machine's own flags; of the file's variables those that are set or counted
 * down by constants, or stored to and asked. What only counts up, or only keeps a
 * register's value, is none. A quadword must be asked, and keep no register's value.
 */
export function idleFlags(handler: Assembly): readonly PerCpuVariable[] {
  const uses = usesOf(handler);
  return perCpuVariables(handler).filter((variable) => {
    if (variable.name === COUNTER) return false;
    if (variable.origin === "predefined") return true;
    return isFlag(variable, uses.get(variable.offset) ?? new Set());
  });
}

function isFlag({ sizeBytes }: PerCpuVariable, uses: ReadonlySet<Use>): boolean {
  const isKept = uses.has("remembers");
  if (sizeBytes > WIDEST_SMALL) return uses.has("asks") && uses.has("sets") && !isKept;
  if (uses.has("sets") || (isKept && uses.has("asks"))) return true;
  // Not written by its name: perhaps through a pointer, and then it is to be as it was.
  return !isKept && !uses.has("counts");
}

function usesOf(handler: Assembly): ReadonlyMap<number, ReadonlySet<Use>> {
  const found = new Map<number, Set<Use>>();
  for (const place of handler.places) {
    const instruction = decoded(handler.sections, place);
    const offset = instruction && perCpuOffset(instruction);
    if (instruction === undefined || offset === undefined) continue;
    const uses = found.get(offset) ?? new Set();
    for (const use of usesBy(instruction)) uses.add(use);
    found.set(offset, uses);
  }
  return found;
}

function decoded(sections: readonly Section[], { address, idealised }: InstructionPlace): Instruction | undefined {
  const section = sections.find((s) => address >= s.address && address < s.address + BigInt(s.bytes.length));
  if (section === undefined) return undefined;
  const result = decode(section.bytes, Number(address - section.address), { idealised });
  return result.kind === "instruction" ? result.instruction : undefined;
}

function perCpuOffset({ segment, memory }: Instruction): number | undefined {
  if (segment !== SegmentOverride.Gs || memory === undefined) return undefined;
  const { base, index, displacement } = memory;
  return base === MemoryRegister.None && index === MemoryRegister.None ? Number(displacement) : undefined;
}

function usesBy({ operation, operands }: Instruction): readonly Use[] {
  const [to, from] = operands;
  if (ASKING.has(operation)) return ["asks"];
  if (COUNTING.has(operation)) return to?.kind === OperandKind.Memory ? ["counts"] : [];
  // Both ask: the flags of DEC decide a loop, CMPXCHG compares.
  if (operation === Operation.Dec || operation === Operation.Sub || operation === Operation.Cmpxchg)
    return to?.kind === OperandKind.Memory ? ["sets", "asks"] : [];
  if (operation === Operation.Xchg) return ["sets", "asks"];
  if (to?.kind !== OperandKind.Memory) return from?.kind === OperandKind.Memory ? ["asks"] : [];
  if (operation === Operation.Push) return ["asks"];
  return operation === Operation.Pop || from?.kind === OperandKind.Register || from?.kind === OperandKind.Segment
    ? ["remembers"]
    : ["sets"];
}
