// All lists of cases, by the name of the file that holds their bytes.

import type { GoldenCase } from "../format.ts";
import { ADDRESSES } from "./addresses.ts";
import { ALIGNMENT } from "./alignment.ts";
import { CONDITIONS } from "./conditions.ts";
import { CONSTANTS } from "./constants.ts";
import { DATA } from "./data.ts";
import { DIRECTIVES } from "./directives.ts";
import { MORE_DIRECTIVES } from "./directives-more.ts";
import { ENTRY_CODE } from "./entry-code.ts";
import { ENTRY_EXPRESSIONS } from "./entry-expressions.ts";
import { ENTRY_MACROS } from "./entry-macros.ts";
import { ERRORS } from "./errors.ts";
import { EXPRESSIONS } from "./expressions.ts";
import { GENERAL_LINES } from "./general-lines.ts";
import { INTEL } from "./intel.ts";
import { KERNEL } from "./kernel.ts";
import { MACROS } from "./macros.ts";
import { PREFIXES } from "./prefixes.ts";
import { RANDOM } from "./random.ts";
import { RELAXATION } from "./relaxation.ts";
import { ROWS } from "./rows.ts";
import { SECTIONS } from "./sections.ts";
import { SYMBOLS } from "./symbols.ts";
import { SYSTEM_LINES } from "./system-lines.ts";

export interface List {
  readonly name: string;
  readonly about: string;
  readonly cases: readonly GoldenCase[];
}

/** A case twice says nothing more. */
function distinct(cases: readonly GoldenCase[]): GoldenCase[] {
  return [...new Map(cases.map((each) => [each.source, each])).values()];
}

const list = (name: string, about: string, cases: readonly GoldenCase[]): List => ({
  name,
  about,
  cases: distinct(cases),
});

export const LISTS: readonly List[] = [
  list("rows", "every row of the instruction table: suffixes, registers, memory, immediates", ROWS),
  list("addresses", "every base and index, displacements at their limits, segments, absolute places", ADDRESSES),
  list("constants", "immediates at the limits of every width", CONSTANTS),
  list("prefixes", "prefixes as words, hints in braces, and what they may not stand before", PREFIXES),
  list("intel", "Intel syntax", INTEL),
  list("errors", "what must be refused", ERRORS),
  list("expressions", "operators, precedence, numbers, characters", EXPRESSIONS),
  list("data", "data directives and strings", DATA),
  list("alignment", "alignment, filling, .org", ALIGNMENT),
  list("symbols", "labels, numeric labels, .set and its kin, attributes", SYMBOLS),
  list("sections", "sections and subsections", SECTIONS),
  list("conditions", ".if and its family", CONDITIONS),
  list("macros", "macros and repetitions", MACROS),
  list("relaxation", "branches at every distance that matters", RELAXATION),
  list("kernel", "constructs of kernel entry code", KERNEL),
  list("general-lines", "moves and arithmetic in every spelling, right and wrong", GENERAL_LINES),
  list("system-lines", "stack, system and state instructions in every spelling, right and wrong", SYSTEM_LINES),
  list("directives", "directives in their less common forms", DIRECTIVES),
  list("directives-more", "sections, counting, conditions on unknown names", MORE_DIRECTIVES),
  list("entry-macros", "macros, repetitions and conditions as entry code writes them", ENTRY_MACROS),
  list("entry-code", "whole constructs of entry code", ENTRY_CODE),
  list("entry-expressions", "expressions, branches, prefixes and comments of entry code", ENTRY_EXPRESSIONS),
  list("random", "random lines, most of them wrong", RANDOM),
];
