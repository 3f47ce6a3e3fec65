// The rows of the instruction table: which of them trials run, and for every other
// one why not. A row that is in neither list fails the test.
import type { Form } from "../../../src/isa/form.ts";
import { formatRow } from "./row-name.ts";
import { FORMS } from "../../../src/isa/table.ts";
import { Operation } from "../../../src/isa/vocabulary.ts";

const isTestTwin = (form: Form): boolean => form.operation === Operation.Test && form.extension === 1;
const isWideFarPointer = (form: Form): boolean => form.operation === Operation.LoadFarPointer && form.onlySize === 8;
const named =
  (...names: readonly string[]): ((form: Form) => boolean) =>
  ({ name }) =>
    names.includes(name);

export interface Uncovered {
  readonly why: string;
  readonly is: (form: Form) => boolean;
}

/** Why a row is in no trial; the first that fits. */
export const UNCOVERED: readonly Uncovered[] = [
  {
    why: "refused by name: not modelled",
    is: (form) => form.operation === Operation.NotModelled,
  },
  { why: "#UD in QEMU 7.2 (its CPU is none of Intel's): checked by unit tests", is: named("sysenter", "sysexit") },
  { why: "notation of the 2010 mail: no x86-64 has it", is: (form) => form.idealised },
  { why: "another spelling of an encoding that has a row of its own", is: (form) => form.encodeOnly },
  { why: "FRED is not in QEMU 7.2: checked by unit tests", is: named("erets", "eretu", "lkgs") },
  { why: "#UD in QEMU 7.2 (INT1, F1)", is: named("int1") },
  { why: "#UD in QEMU 7.2, which has none of them", is: named("rdpid", "invpcid", "serialize", "wrmsrns") },
  { why: "TEST by the second encoding, F6 and F7 /1: #UD in QEMU 7.2", is: isTestTwin },
  {
    why: "PREFETCH's opcode with a register: #UD in QEMU 7.2",
    is: (form) => form.operation === Operation.Nop && form.map === "0f" && form.opcode === 0x0d,
  },
  { why: "with REX.W QEMU reads 16:32, as AMD's processors do", is: isWideFarPointer },
];

export function whyUncovered(form: Form): string | undefined {
  return UNCOVERED.find(({ is }) => is(form))?.why;
}

/** Rows that trials run. */
export const ROWS: readonly Form[] = FORMS.filter((form) => whyUncovered(form) === undefined);

/** Rows without a trial, by reason. */
export function uncoveredRows(): ReadonlyMap<string, readonly string[]> {
  const all = new Map<string, string[]>();
  for (const form of FORMS) {
    const why = whyUncovered(form);
    if (why === undefined) continue;
    const list = all.get(why) ?? [];
    list.push(formatRow(form));
    all.set(why, list);
  }
  return all;
}
