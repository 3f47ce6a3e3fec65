// All directives by name, and those that are accepted and change nothing here.

import type { DirectiveHandler } from "./directive.ts";
import { DATA_DIRECTIVES } from "./directives-data.ts";
import { DEBUG_DIRECTIVES } from "./directives-debug.ts";
import { CONDITION_DIRECTIVES, FLOW_DIRECTIVES } from "./directives-flow.ts";
import { SECTION_DIRECTIVES } from "./directives-section.ts";
import { ignore, SYMBOL_DIRECTIVES } from "./directives-symbol.ts";

/** Debug information, listings, attributes: no bytes of ours depend on them. */
const IGNORED = (
  ".file .loc_mark_labels .ident .line .linefile .stabs .stabn .stabd .version .symver " +
  ".code64 .arch .list .nolist .title .sbttl .psize .eject .lflags .gnu_attribute " +
  ".func .endfunc .vtable_entry .vtable_inherit .att_mnemonic " +
  ".allow_index_reg .disallow_index_reg .optim .noformat .xref .name .attach_to_group"
).split(" ");

export const DIRECTIVES: ReadonlyMap<string, DirectiveHandler> = new Map([
  ...Object.entries(DATA_DIRECTIVES),
  ...Object.entries(SYMBOL_DIRECTIVES),
  ...Object.entries(SECTION_DIRECTIVES),
  ...Object.entries(FLOW_DIRECTIVES),
  ...Object.entries(CONDITION_DIRECTIVES),
  ...Object.entries(DEBUG_DIRECTIVES),
  ...IGNORED.map((name): [string, DirectiveHandler] => [name, ignore]),
]);

export const CONDITIONS: ReadonlySet<string> = new Set(Object.keys(CONDITION_DIRECTIVES));
