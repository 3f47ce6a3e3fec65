// The one instruction table, and its indexes by opcode (for the decoder) and
// by mnemonic (for the assembler).

import type { Form, OpcodeMap } from "./form.ts";
import { CONDITION_ALIASES } from "./conditions.ts";
import { ARITHMETIC_FORMS } from "./table-arithmetic.ts";
import { CONTROL_FORMS } from "./table-control.ts";
import { MOVE_FORMS } from "./table-move.ts";
import { UNMODELLED_FORMS } from "./table-unmodelled.ts";

export const FORMS: readonly Form[] = [...MOVE_FORMS, ...ARITHMETIC_FORMS, ...CONTROL_FORMS, ...UNMODELLED_FORMS].map(
  (form, index) => ({ ...form, index }),
);

/** Decoding order inside one opcode: the more of the bytes a form fixes, the earlier. */
function specificity(form: Form): number {
  return (
    (form.fixed === undefined ? 0 : 16) +
    (form.mandatory === undefined ? 0 : 8) +
    (form.extension === undefined ? 0 : 4) +
    (form.rexW === undefined ? 0 : 2) +
    (form.onlySize === undefined ? 0 : 1)
  );
}

function indexByOpcode(): ReadonlyMap<OpcodeMap, readonly (readonly Form[])[]> {
  const maps = new Map<OpcodeMap, Form[][]>();
  const put = (form: Form, opcode: number): void => {
    let table = maps.get(form.map);
    if (table === undefined) maps.set(form.map, (table = Array.from({ length: 256 }, () => [])));
    table[opcode]?.push(form);
  };
  for (const form of FORMS) {
    if (form.encodeOnly) continue;
    const last = form.plusRegister ? form.opcode | 7 : form.opcode;
    // 91..97 are listed one by one; see exchangeAccumulator
    if (form.name === "xchg" && form.map === "one" && form.plusRegister) put(form, form.opcode);
    else for (let opcode = form.opcode; opcode <= last; opcode++) put(form, opcode);
  }
  for (const table of maps.values()) for (const forms of table) forms.sort((a, b) => specificity(b) - specificity(a));
  return maps;
}

/** By opcode map and opcode byte, most specific first. */
export const FORMS_BY_OPCODE = indexByOpcode();

/** A spelling's form and the operand size that its suffix asks for. */
export interface Spelling {
  readonly form: Form;
  /** Bytes; undefined: no suffix was written. */
  readonly size: number | undefined;
}

const SIZE_OF_LETTER: Readonly<Record<string, number>> = { b: 1, w: 2, l: 4, q: 8 };

const ALIASES: readonly (readonly [alias: string, name: string])[] = [
  ["sal", "shl"],
  ["cbw", "cbtw"],
  ["cwde", "cwtl"],
  ["cdqe", "cltq"],
  ["cwd", "cwtd"],
  ["cdq", "cltd"],
  ["cqo", "cqto"],
  ["loopz", "loope"],
  ["loopnz", "loopne"],
  ["fxsaveq", "fxsave64"],
  ["xsaveq", "xsave64"],
  ["xsaveoptq", "xsaveopt64"],
  ["xrstorq", "xrstor64"],
  ["fxrstorq", "fxrstor64"],
  ["ud2a", "ud2"],
  ["ud2b", "ud1"],
  ["wait", "fwait"],
];

/** System V's names of the string operations. */
const STRING_ALIASES: readonly (readonly [alias: string, name: string])[] = [
  ["scmp", "cmps"],
  ["smov", "movs"],
  ["slod", "lods"],
  ["ssto", "stos"],
  ["ssca", "scas"],
];

/** Full spellings with the size suffix written out already. */
function spellings(): ReadonlyMap<string, readonly Spelling[]> {
  const all = new Map<string, Spelling[]>();
  const put = (spelling: string, form: Form, size: number | undefined): void => {
    const list = all.get(spelling);
    if (list === undefined) all.set(spelling, [{ form, size }]);
    else list.push({ form, size });
  };
  for (const form of FORMS) {
    if (form.decodeOnly) continue;
    put(form.name, form, undefined);
    for (const letter of form.suffixes) put(form.name + letter, form, SIZE_OF_LETTER[letter]);
  }
  const alias = (other: string, name: string, stringsOnly = false): void => {
    for (const letter of ["", "b", "w", "l", "q"]) {
      const list = all.get(name + letter)?.filter(({ form }) => !stringsOnly || form.repeats !== undefined);
      if (list !== undefined && list.length > 0 && !all.has(other + letter)) all.set(other + letter, list);
    }
  };
  for (const [other, name] of ALIASES) alias(other, name);
  for (const [other, name] of STRING_ALIASES) alias(other, name, true);
  for (const [other, name] of CONDITION_ALIASES)
    for (const stem of ["j", "set", "cmov"]) alias(stem + other, stem + name);
  return all;
}

/** By AT&T spelling, in the order of the table. */
export const FORMS_BY_SPELLING = spellings();
