// Which per-CPU variables are flags: back at their first value whenever the
// workload runs. Told by how the handler's instructions use them.

import type { Assembly, PerCpuVariable } from "../../asm/assembly.ts";
import type { Instruction } from "../../isa/instruction.ts";
import { Operation, OperandKind, SegmentOverride } from "../../isa/vocabulary.ts";
import { PER_CPU } from "../../machine/layout.ts";
import { perCpuVariables } from "../per-cpu.ts";
import { directAddress } from "./counters.ts";
import { decodedAt } from "./decoded.ts";

/** Only ever counted: `nmi_run_count`. */
const COUNTER = "nmi_run_count";
/** Wider ones hold addresses and saved registers as well. */
const WIDEST_SMALL = 4;

type Use = "asks" | "counts" | "remembers" | "sets";

const ASKING: ReadonlySet<Operation> = new Set([Operation.Cmp, Operation.Test, Operation.Bt]);
const COUNTING: ReadonlySet<Operation> = new Set([Operation.Inc, Operation.Add, Operation.Xadd]);
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
 * counted down by constants, or stored to. What only counts up, or is only stored to,
 * is none. A quadword must keep no register's value.
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
  // Nobody looks at it: what is left in it says something to others, and decides nothing here.
  if (uses.has("sets") || isKept) return uses.has("asks");
  // Not written by its name: perhaps through a pointer, and then it is to be as it was.
  return !uses.has("counts");
}

function usesOf(handler: Assembly): ReadonlyMap<number, ReadonlySet<Use>> {
  const found = new Map<number, Set<Use>>();
  for (const place of handler.places) {
    const instruction = decodedAt(handler.sections, place);
    if (instruction?.segment !== SegmentOverride.Gs) continue;
    const address = directAddress(instruction, place);
    if (address === undefined) continue;
    const offset = Number(address - PER_CPU);
    const uses = found.get(offset) ?? new Set();
    for (const use of usesBy(instruction)) uses.add(use);
    found.set(offset, uses);
  }
  return found;
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
  if (!isWritten) return from?.kind === OperandKind.Memory ? ["asks"] : [];
  if (operation === Operation.Push) return ["asks"];
  return operation === Operation.Pop || from?.kind === OperandKind.Register || from?.kind === OperandKind.Segment
    ? ["remembers"]
    : ["sets"];
}
