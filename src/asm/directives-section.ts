// Directives about sections: which one is filled, and .struct, which only counts.

import { readString } from "./directives-data.ts";
import type { Directive, DirectiveHandler } from "./directive.ts";
import { LIMITS } from "./program.ts";
import type { Section } from "./section.ts";

const CODE_SECTION = /^\.(text|init|fini|plt)(\.|$)/;

function enter(directive: Directive, name: string, subsection: number, isCode: boolean): void {
  directive.program.enter(directive.program.section(name, subsection, isCode));
}

function fixedSection(name: string): DirectiveHandler {
  return (directive) => {
    const subsection = directive.atEnd ? 0 : directive.count("the subsection", 8192);
    directive.end();
    enter(directive, name, subsection, name === ".text");
  };
}

const SECTION_NAME = /^(?:"([^"]*)"|([^\s,"]+))/;
const FLAGS = /^[aewxoRMSGTld?]*$/;
const TYPE = /^[@%](?:\w+)$|^"\w+"$/;

/** The flags in quotes; undefined: none are given. */
function readFlags(directive: Directive): string | undefined {
  if (directive.atEnd) return undefined;
  const from = directive.cursor.at;
  const flags = String.fromCharCode(...readString(directive));
  if (!FLAGS.test(flags)) {
    const message = `"${flags}" is no list of section flags: a, e, o, w, x, M, S, G, T, R, ?`;
    directive.fail("bad-section", message, from, directive.cursor.at);
  }
  return flags;
}

/** @progbits and what may follow it: entry size, group, linked section. It changes no bytes. */
function skipType(directive: Directive, flags: string): void {
  const from = directive.cursor.at;
  const [type = "", ...rest] = directive.cursor
    .rest()
    .split(",")
    .map((part) => part.trim());
  directive.cursor.at = directive.cursor.text.length;
  if (!TYPE.test(type))
    directive.fail("bad-section", "the section's type is written @progbits, @nobits or @note", from);
  // "unique, 1" may follow whatever the flags ask for
  const wanted = (flags.includes("M") ? 1 : 0) + (flags.includes("G") ? 2 : 0) + (flags.includes("o") ? 1 : 0);
  if (rest.length > wanted + 2 || (rest.length > wanted && !rest.includes("unique") && !flags.includes("G")))
    directive.fail("junk", `"${rest.slice(wanted).join(", ")}" cannot follow`, from);
}

/** .section NAME[,"flags"[,@type...]] and .pushsection NAME[,subsection][,"flags"...] */
function namedSection(directive: Directive, mayHaveSubsection: boolean): Section {
  const cursor = directive.cursor;
  cursor.skipSpace();
  const match = SECTION_NAME.exec(cursor.rest());
  if (match === null) directive.fail("missing-name", `${directive.name} needs the name of a section`);
  const name = match[1] ?? match[2] ?? "";
  cursor.at += match[0].length;
  let subsection = 0;
  let flags: string | undefined;
  if (directive.comma()) {
    let more = true;
    if (mayHaveSubsection && !directive.atEnd && directive.cursor.peek !== '"') {
      subsection = directive.count("the subsection", 8192);
      more = directive.comma();
    }
    if (more) flags = readFlags(directive);
    if (directive.comma()) skipType(directive, flags ?? "");
  }
  directive.end();
  return directive.program.section(name, subsection, flags?.includes("x") ?? CODE_SECTION.test(name));
}

function pop(directive: Directive): void {
  if (!directive.program.pop()) directive.warn("nothing-pushed", ".popsection without .pushsection: left out");
}

/** .struct and .offset: labels that follow are numbers, counted from here. */
function count(directive: Directive): void {
  const at = directive.constant("the place");
  directive.end();
  directive.program.counting = at;
}

function aligned(at: bigint, alignment: bigint): bigint {
  return alignment <= 0n ? at : at + ((alignment - (at % alignment)) % alignment);
}

const COUNTERS: Readonly<Record<string, (at: bigint, given: bigint) => bigint>> = {
  ".skip": (at, given) => at + given,
  ".space": (at, given) => at + given,
  ".zero": (at, given) => at + given,
  ".org": (_at, given) => given,
  ".align": aligned,
  ".balign": aligned,
  ".p2align": (at, given) => aligned(at, 1n << (given & 31n)),
};

/** Behind .struct: moves the count; false: it is another directive. */
export function moveCount(directive: Directive, at: bigint): boolean {
  const counter = COUNTERS[directive.name];
  if (counter === undefined) return false;
  const given = directive.constant("the count");
  directive.end();
  const next = counter(at, given);
  if (next < 0n || next > BigInt(LIMITS.outputBytes)) directive.fail("bad-count", "this place is too far away");
  directive.program.counting = next;
  return true;
}

export const SECTION_DIRECTIVES: Readonly<Record<string, DirectiveHandler>> = {
  ".text": fixedSection(".text"),
  ".data": fixedSection(".data"),
  ".bss": fixedSection(".bss"),
  ".section": (directive) => directive.program.enter(namedSection(directive, false)),
  ".pushsection": (directive) => {
    directive.program.push();
    directive.program.enter(namedSection(directive, true));
  },
  ".popsection": pop,
  ".previous": (directive) => directive.program.enter(directive.program.previous),
  ".subsection": (directive) => {
    const current = directive.program.current;
    enter(directive, current.name, directive.count("the subsection", 8192), current.isCode);
  },
  ".struct": count,
  ".offset": count,
};
