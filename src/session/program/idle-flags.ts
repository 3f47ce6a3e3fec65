// Which per-CPU variables are flags: back at their first value whenever the
// workload runs. Told by how the handler's instructions use them.

import type { PerCpuVariable } from "../../asm/assembly.ts";
import type { Instruction } from "../../isa/instruction.ts";
import { Operation, OperandKind, SegmentOverride } from "../../isa/vocabulary.ts";
import { HANDLER_DATA, HANDLER_DATA_BYTES, PER_CPU } from "../../machine/layout.ts";
import { perCpuVariables } from "../per-cpu.ts";
import { directAddress } from "./direct-address.ts";
import type { DecodedAssembly } from "./decoded.ts";

/** Only ever counted: `nmi_run_count`. */
const COUNTER = "nmi_run_count";
/** Wider ones hold addresses and saved registers as well. */
const WIDEST_SMALL = 4;

type Use = "asks" | "counts" | "remembers" | "sets" | `into ${number}` | `from ${number}`;

const ASKING: ReadonlySet<Operation> = new Set([Operation.Cmp, Operation.Test, Operation.Bt]);
const COUNTING: ReadonlySet<Operation> = new Set([
  Operation.Inc,
  Operation.Add,
  Operation.Xadd,
  Operation.Xor,
  Operation.Not,
]);
/** Set and ask at once: the flags of DEC decide a loop, CMPXCHG compares, the others tell what was there. */
const SETTING: ReadonlySet<Operation> = new Set([
  Operation.Dec,
  Operation.Sub,
  Operation.Cmpxchg,
  Operation.Bts,
  Operation.Btr,
  Operation.Btc,
]);

/**
 * The machine's own flags; of the file's variables those that are asked, and set or
 * counted down by constants, or stored to. What only counts up, is turned over, is counted
 * in a register, or is only stored to, is none. A quadword must keep no register's value.
 */
export function idleFlags(handler: DecodedAssembly): readonly PerCpuVariable[] {
  const uses = usesOf(handler, perCpuOffset);
  return perCpuVariables(handler).filter((variable) => {
    if (variable.name === COUNTER) return false;
    if (variable.origin === "predefined") return true;
    return isFlag(variable, uses.get(variable.offset) ?? new Set());
  });
}

function isFlag({ sizeBytes }: PerCpuVariable, uses: ReadonlySet<Use>): boolean {
  const isKept = uses.has("remembers");
  if (sizeBytes > WIDEST_SMALL) return uses.has("asks") && uses.has("sets") && !isKept;
  // Nobody looks at it: what is left in it says something to others, and decides nothing here.
  if (uses.has("sets")) return uses.has("asks");
  if (isKept) return uses.has("asks") && !isMadeOfItself(uses);
  // Not written by its name: perhaps through a pointer, and then it is to be as it was.
  return !uses.has("counts");
}

/** Loaded and stored through one register: counted there, as the index of a ring is. */
function isMadeOfItself(uses: ReadonlySet<Use>): boolean {
  return [...Array(16).keys()].some((register) => uses.has(`into ${register}`) && uses.has(`from ${register}`));
}

/** As many as are looked at. */
const MOST_LATCHES = 32;

/** Words of the handler's own data that it uses as flags: asked, and set by constants or counted down. */
export function latches(handler: DecodedAssembly): readonly { readonly address: bigint; readonly sizeBytes: number }[] {
  const sizes = new Map<bigint, number>();
  const uses = usesOf(handler, (instruction, address) => {
    if (address < HANDLER_DATA || address >= HANDLER_DATA + BigInt(HANDLER_DATA_BYTES)) return undefined;
    sizes.set(address, Math.max(sizes.get(address) ?? 1, instruction.width));
    return address;
  });
  const isLatch = (use: ReadonlySet<Use>) => use.has("asks") && use.has("sets") && !use.has("remembers");
  return [...uses]
    .filter(([, use]) => isLatch(use))
    .slice(0, MOST_LATCHES)
    .map(([address]) => ({ address, sizeBytes: sizes.get(address) ?? 1 }));
}

/** By what `keyOf` makes of an operand's address; undefined: of no interest. */
function usesOf<Key>(
  handler: DecodedAssembly,
  keyOf: (instruction: Instruction, address: bigint) => Key | undefined,
): ReadonlyMap<Key, ReadonlySet<Use>> {
  const found = new Map<Key, Set<Use>>();
  for (const { place, instruction } of handler.decoded) {
    const address = instruction && directAddress(instruction, place);
    if (instruction === undefined || address === undefined) continue;
    const key = keyOf(instruction, address);
    if (key === undefined) continue;
    const uses = found.get(key) ?? new Set();
    for (const use of usesBy(instruction)) uses.add(use);
    found.set(key, uses);
  }
  return found;
}

function perCpuOffset({ segment }: Instruction, address: bigint): number | undefined {
  return segment === SegmentOverride.Gs ? Number(address - PER_CPU) : undefined;
}

function usesBy({ operation, operands, immediate }: Instruction): readonly Use[] {
  const [to, from] = operands;
  if (ASKING.has(operation)) return ["asks"];
  const isWritten = to?.kind === OperandKind.Memory;
  const isCountedDown = operation === Operation.Add && from?.kind === OperandKind.Immediate && immediate < 0n;
  if (SETTING.has(operation) || isCountedDown) return isWritten ? ["sets", "asks"] : ["asks"];
  if (operation === Operation.Xadd) return ["counts", "asks"];
  if (COUNTING.has(operation)) return isWritten ? ["counts"] : ["asks"];
  if (operation === Operation.Xchg) return ["sets", "asks"];
  if (!isWritten) {
    if (from?.kind !== OperandKind.Memory) return [];
    return to?.kind === OperandKind.Register ? ["asks", `into ${to.register}`] : ["asks"];
  }
  if (operation === Operation.Push) return ["asks"];
  if (from?.kind === OperandKind.Register) return ["remembers", `from ${from.register}`];
  return operation === Operation.Pop || from?.kind === OperandKind.Segment ? ["remembers"] : ["sets"];
}
