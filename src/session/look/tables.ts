// The processor's tables as they stand in the guest's memory, decoded field by
// field: gates, descriptors, the task's stacks, per-CPU variables, control registers.

import { GDT, IDT, PAGE_BYTES, PER_CPU, TSS, TSS_SELECTOR } from "../../machine/layout.ts";
import { vectorName } from "../history/contexts.ts";
import { NO_WRITE } from "../history/write-log.ts";
import { selectorName } from "../meaning.ts";
import type { Run } from "../run.ts";
import { hex } from "../texts/words.ts";
import type { TableCell, TableName, TableRow, TableView } from "../views/look.ts";
import { controlView } from "./control.ts";
import { readQuad } from "./read.ts";
import { VARIABLE_TEXTS } from "../texts/run.ts";
import { GDT_TEXTS, IDT_TEXTS, PER_CPU_TEXTS, TSS_TEXTS } from "../texts/tables.ts";

export function tableView(run: Run, table: TableName): TableView {
  switch (table) {
    case "idt":
      return idtView(run);
    case "gdt":
      return gdtView(run);
    case "tss":
      return tssView(run);
    case "percpu":
      return perCpuView(run);
    case "control":
      return controlView(run);
  }
}

const GATES = 32;
const GATE_BYTES = 16n;

/** SDM 3A, figure 6-8: a 64-bit gate. */
function idtView(run: Run): TableView {
  const rows = Array.from({ length: GATES }, (_, vector): TableRow => {
    const at = IDT + BigInt(vector) * GATE_BYTES;
    const low = readQuad(run.timeline.machine, at) ?? 0n;
    const high = readQuad(run.timeline.machine, at + 8n) ?? 0n;
    return gateRow(run, vector, low, high);
  });
  return {
    title: IDT_TEXTS.title,
    source: IDT_TEXTS.source(GATES, hex(IDT), hex(BigInt(GATES) * GATE_BYTES - 1n)),
    head: IDT_TEXTS.head,
    rows,
  };
}

function gateRow(run: Run, vector: number, low: bigint, high: bigint): TableRow {
  const target = (low & 0xffffn) | ((low >> 32n) & 0xffff0000n) | (BigInt.asUintN(32, high) << 32n);
  const ist = Number((low >> 32n) & 7n);
  const type = Number((low >> 40n) & 0x1fn);
  const dpl = Number((low >> 45n) & 3n);
  const selector = (low >> 16n) & 0xffffn;
  const panics = run.program.image.panics.some(({ address }) => address === target);
  return {
    id: String(vector),
    cells: [
      cell(String(vector)),
      cell(vectorName(vector)),
      { text: run.program.naming.place(target), link: { kind: "memory", at: hex(target) } },
      { text: `${hex(selector)} ${selectorName(selector)}`.trim(), link: row("gdt", hex(selector & ~7n)) },
      ist === 0 ? cell(IDT_TEXTS.noIst) : { text: `IST${ist}`, link: row("tss", `IST${ist}`) },
      cell(String(dpl)),
      cell(GATE_TYPES[type] ?? IDT_TEXTS.noGate(type)),
      cell(String((low >> 47n) & 1n)),
    ],
    ...(panics ? { note: IDT_TEXTS.panics } : {}),
  };
}

const GATE_TYPES: Readonly<Record<number, string>> = { 14: IDT_TEXTS.interruptGate, 15: IDT_TEXTS.trapGate };

/** SDM 3A, 3.4.5. */
function gdtView(run: Run): TableView {
  const rows: TableRow[] = [];
  for (let selector = 0; selector <= TSS_SELECTOR; selector += 8) {
    const value = readQuad(run.timeline.machine, GDT + BigInt(selector)) ?? 0n;
    const upper = selector === TSS_SELECTOR ? readQuad(run.timeline.machine, GDT + BigInt(selector) + 8n) : undefined;
    rows.push(descriptorRow(selector, value, upper));
  }
  return {
    title: GDT_TEXTS.title,
    source: GDT_TEXTS.source(hex(GDT), hex(BigInt(TSS_SELECTOR + 15))),
    head: GDT_TEXTS.head,
    rows,
  };
}

function descriptorRow(selector: number, value: bigint, upper: bigint | undefined): TableRow {
  const base = ((value >> 16n) & 0xffffffn) | ((value >> 32n) & 0xff000000n) | ((upper ?? 0n) << 32n);
  const dpl = (value >> 45n) & 3n;
  const id = hex(BigInt(selector));
  const named = selectorName(BigInt(selector) | (selector === 0x40 ? 0n : dpl));
  return {
    id,
    cells: [
      cell(id),
      cell(named),
      cell(kindOf(value)),
      cell(value === 0n ? "" : String(dpl)),
      cell(value === 0n ? "" : String((value >> 47n) & 1n)),
      upper === undefined
        ? cell(value === 0n ? "" : GDT_TEXTS.flat)
        : { text: hex(base), link: { kind: "memory", at: hex(base) } },
      cell(value.toString(16).padStart(16, "0")),
    ],
  };
}

function kindOf(value: bigint): string {
  if (value === 0n) return GDT_TEXTS.null;
  const type = Number((value >> 40n) & 0xfn);
  const isSystem = ((value >> 44n) & 1n) === 0n;
  if (isSystem) return type === 9 ? GDT_TEXTS.tssAvailable : type === 11 ? GDT_TEXTS.tssBusy : GDT_TEXTS.system(type);
  if ((type & 8) === 0) return GDT_TEXTS.data((type & 2) !== 0);
  return GDT_TEXTS.code(((value >> 53n) & 1n) === 1n, (type & 4) !== 0);
}

/** SDM 3A, figure 7-11. */
function tssView(run: Run): TableView {
  const names: readonly (readonly [string, number])[] = [
    ...[0, 1, 2].map((n) => [`RSP${n}`, 4 + 8 * n] as const),
    ...[1, 2, 3, 4, 5, 6, 7].map((n) => [`IST${n}`, 0x1c + 8 * n] as const),
  ];
  const rows = names.map(([name, offset]): TableRow => {
    const top = readQuad(run.timeline.machine, TSS + BigInt(offset)) ?? 0n;
    const users = gatesOf(run, name);
    return {
      id: name,
      cells: [
        cell(name),
        cell(hex(BigInt(offset))),
        top === 0n ? cell("0") : { text: hex(top), link: { kind: "memory", at: hex(top - 0x40n) } },
        cell(top === 0n ? TSS_TEXTS.notUsed : run.meaning.pointer(top - 8n).replace(/, T-.*$/, "")),
        cell(users),
      ],
    };
  });
  return {
    title: TSS_TEXTS.title,
    source: TSS_TEXTS.source(hex(TSS), hex(BigInt(TSS_SELECTOR))),
    head: TSS_TEXTS.head,
    rows,
  };
}

function gatesOf(run: Run, name: string): string {
  if (name === "RSP0") return TSS_TEXTS.usersOfRsp0;
  if (!name.startsWith("IST")) return "";
  const ist = Number(name.slice(3));
  const users: string[] = [];
  for (let vector = 0; vector < GATES; vector++) {
    const low = readQuad(run.timeline.machine, IDT + BigInt(vector) * GATE_BYTES) ?? 0n;
    if (Number((low >> 32n) & 7n) === ist) users.push(vectorName(vector));
  }
  return users.join(", ");
}

function perCpuView(run: Run): TableView {
  const { machine, tracker, position } = run.timeline;
  const inPage = run.program.variables.filter(
    ({ address }) => address >= PER_CPU && address < PER_CPU + BigInt(PAGE_BYTES),
  );
  return {
    title: PER_CPU_TEXTS.title,
    source: PER_CPU_TEXTS.source(hex(PER_CPU)),
    head: PER_CPU_TEXTS.head,
    rows: inPage.map(({ name, address, sizeBytes, used }): TableRow => {
      const bytes = machine.read(address, sizeBytes) ?? new Uint8Array();
      const value = bytes.reduceRight((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
      const write = tracker.writes.lastTouching(address, sizeBytes, position);
      return {
        id: name,
        cells: [
          { text: name, link: { kind: "memory", at: hex(address) } },
          cell(hex(address - PER_CPU)),
          cell(String(sizeBytes)),
          cell(hex(value)),
          cell(
            write === NO_WRITE
              ? used
                ? VARIABLE_TEXTS.neverWritten
                : VARIABLE_TEXTS.notUsed
              : tracker.contexts.name(tracker.writes.context(write)),
          ),
          cell(write === NO_WRITE ? "" : String(tracker.writes.step(write))),
        ],
      };
    }),
  };
}

function cell(text: string): TableCell {
  return { text };
}

function row(table: TableName, id: string): NonNullable<TableCell["link"]> {
  return { kind: "table", table, row: id };
}
