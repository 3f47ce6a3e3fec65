// Control registers, debug registers and MSRs, bit by bit (SDM 3A, 2.5, 2.2.1;
// 3B, 17.2).

import type { RegisterName } from "../../machine/types.ts";
import { PER_CPU } from "../../machine/layout.ts";
import type { Run } from "../run.ts";
import { hex } from "../texts/words.ts";
import type { TableRow, TableView } from "../views/look.ts";
import {
  type Bits,
  CONTROL_REGISTERS,
  CONTROL_TEXTS,
  CR0_BITS,
  CR4_BITS,
  DR6_BITS,
  DR7_TEXTS,
  EFER_BITS,
} from "../texts/control-registers.ts";

const BY_NAME: Readonly<Partial<Record<RegisterName, Bits>>> = {
  cr0: CR0_BITS,
  cr4: CR4_BITS,
  efer: EFER_BITS,
  dr6: DR6_BITS,
};

const SHOWN = [
  "cr0", "cr2", "cr3", "cr4", "cr8", "efer", "fsBase", "gsBase", "kernelGsBase",
  "dr0", "dr1", "dr2", "dr3", "dr6", "dr7",
] as const; // prettier-ignore

export function controlView(run: Run): TableView {
  const registers = run.timeline.machine.registers();
  return {
    title: CONTROL_TEXTS.title,
    source: CONTROL_TEXTS.source,
    head: CONTROL_TEXTS.head,
    rows: SHOWN.map((name): TableRow => {
      const value = registers[name];
      return {
        id: name,
        cells: [{ text: CONTROL_REGISTERS[name] }, { text: hex(value) }, { text: meaningOf(run, name, value) }],
      };
    }),
  };
}

function meaningOf(run: Run, name: RegisterName, value: bigint): string {
  const bits = BY_NAME[name];
  if (bits !== undefined) return bitWords(bits, value);
  switch (name) {
    case "cr2":
      return value === 0n ? CONTROL_TEXTS.noPageFault : run.meaning.pointer(value);
    case "cr3":
      return CONTROL_TEXTS.pml4(hex(value & 0xffffffffff000n));
    case "cr8":
      return CONTROL_TEXTS.priority(value);
    case "dr7":
      return dr7Words(value);
    case "gsBase":
    case "kernelGsBase":
      return value === PER_CPU ? CONTROL_TEXTS.perCpuPage : run.meaning.pointer(value);
    default:
      return value === 0n ? "" : run.meaning.pointer(value);
  }
}

/** "PE protected mode; PG paging". */
export function bitWords(bits: Bits, value: bigint): string {
  return bits
    .filter(([bit]) => (value >> BigInt(bit)) & 1n)
    .map(([, name, meaning]) => CONTROL_TEXTS.bit(name, meaning))
    .join("; ");
}

/** SDM 3B, 17.2.4. */
export function dr7Words(value: bigint): string {
  const armed = [0, 1, 2, 3].flatMap((n) => {
    const enabled = Number((value >> BigInt(2 * n)) & 3n);
    if (enabled === 0) return [];
    const condition = Number((value >> BigInt(16 + 4 * n)) & 3n);
    const length = Number((value >> BigInt(18 + 4 * n)) & 3n);
    return [DR7_TEXTS.armed(n, condition, length, enabled === 1)];
  });
  const general = (value >> 13n) & 1n ? [DR7_TEXTS.general] : [];
  const all = [...armed, ...general];
  return all.length === 0 ? DR7_TEXTS.none : all.join("; ");
}
