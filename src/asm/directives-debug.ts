// Directives that leave no bytes here: debug lines, unwinding notes, relocations. What
// they must not say is refused all the same.

import type { Directive, DirectiveHandler } from "./directive.ts";
import { setSymbol } from "./directives-symbol.ts";

function skipRest(directive: Directive): void {
  directive.cursor.at = directive.cursor.text.length;
}

/** .loc FILE LINE ...; `view NAME` gives the name a value, which only debug sections use: 0 here. */
function line(directive: Directive): void {
  const { program, statement, cursor, from } = directive;
  if (!/^\s*\d/.test(cursor.rest())) directive.fail("bad-number", ".loc needs the number of a file and of a line");
  const name = /\bview\s+([A-Za-z_.$][\w.$]*)/.exec(cursor.rest())?.[1];
  skipRest(directive);
  if (name === undefined || program.isDefined(name)) return;
  setSymbol(program, name, { kind: "number", value: 0n }, false, statement, from, cursor.at);
}

function relocation(directive: Directive): void {
  directive.expression();
  if (!directive.comma()) directive.fail("missing-comma", "a comma is missing after the place");
  const name = directive.symbolName();
  skipRest(directive);
  if (/^R_X86_64_NONE$|^BFD_RELOC_NONE$/.test(name)) return;
  directive.fail("not-modelled", `not modelled: .reloc with ${name}; write the value itself, as in .long or .quad`);
}

function bundles(directive: Directive): void {
  if (directive.name === ".bundle_align_mode" && directive.constant("the power") === 0n) return;
  directive.fail("not-modelled", `not modelled: ${directive.name}; bundles are for sandboxes, not for kernels`);
}

const UNWINDING =
  "def_cfa def_cfa_register def_cfa_offset adjust_cfa_offset offset rel_offset register return_column restore undefined " +
  "same_value remember_state restore_state window_save negate_ra_state escape signal_frame personality lsda " +
  "val_encoded_addr inline_lsda label fde_data personality_id val_offset";

/** GNU as refuses such notes; a pasted part of a file may have them. */
function refuseNote(directive: Directive, code: string, message: string): void {
  if (directive.program.strict) directive.fail(code, message);
  directive.warn(code, message);
}

/** A note belongs to a function: between .cfi_startproc and .cfi_endproc. */
function note(directive: Directive): void {
  skipRest(directive);
  if (directive.program.unwinding === undefined)
    refuseNote(directive, "cfi-outside", `${directive.name} stands between .cfi_startproc and .cfi_endproc only`);
}

function beginNotes(directive: Directive): void {
  skipRest(directive);
  if (directive.program.unwinding !== undefined)
    refuseNote(directive, "cfi-nested", "the .cfi_startproc before this one has no .cfi_endproc");
  directive.program.unwinding = directive.statement;
}

function endNotes(directive: Directive): void {
  note(directive);
  directive.program.unwinding = undefined;
}

export const DEBUG_DIRECTIVES: Readonly<Record<string, DirectiveHandler>> = {
  ".loc": line,
  ".reloc": relocation,
  ".bundle_align_mode": bundles,
  ".bundle_lock": bundles,
  ".bundle_unlock": bundles,
  ".cfi_sections": skipRest,
  ".cfi_startproc": beginNotes,
  ".cfi_endproc": endNotes,
  ...Object.fromEntries(UNWINDING.split(" ").map((name) => [`.cfi_${name}`, note])),
};
