// What of a handler is the level's whatever its text looks like: where the regular
// NMI code begins, the locked instructions there, and the gates that are not the
// handler's. Takes assembled code as plain facts; knows no assembler.

import type { Level } from "./level.ts";
import { FOUL_TEXTS } from "../texts/level-judging.ts";

export interface CodeLine {
  readonly address: bigint;
  readonly bytes: Uint8Array;
  /** As disassembled. */
  readonly text: string;
  readonly labels: readonly string[];
  /** 1-based line of the handler's text. */
  readonly line: number | undefined;
}

export interface HandlerFacts {
  /** In the order of addresses. */
  readonly handler: readonly CodeLine[];
  /** `end`: where a run is over, if that is declared. */
  readonly service: { readonly label: string; readonly start: bigint; readonly end: bigint | undefined } | undefined;
}

/** Gates that a file takes over by defining the label. */
const GATES = /^(?:vec_\d+|fred_entry_\w+)$/;
/** Names of the pages that may be absent; `touch0` and `touch1` are so at first. */
const LAZY_PAGE = /\btouch[0-3]\b/;

/** Why the edited handler is not one that this level asks for; undefined: it is. */
export function tampered(level: Level, original: HandlerFacts, edited: HandlerFacts): string | undefined {
  const known = new Set(labelsOf(original));
  const gate = labelsOf(edited).find((name) => GATES.test(name) && !known.has(name));
  if (gate !== undefined) return FOUL_TEXTS.foreignGate(gate);
  const { service } = original;
  if (service === undefined) return undefined;
  if (!sameService(service, edited.service)) return FOUL_TEXTS.serviceMoved(service.label);
  const names = [namesAt(original), namesAt(edited)] as const;
  const other = lockedCode(level, original).find(({ label, code }) => {
    const at = edited.handler.findIndex(({ labels }) => labels.includes(label));
    return at < 0 || !code.every((line, index) => isSame(line, edited.handler[at + index], names));
  });
  return other === undefined ? undefined : FOUL_TEXTS.codeChanged(other.label);
}

/** The level's own code, in the text `source`, takes a page fault: where none ever comes, it was avoided. */
export function faultsByItself(level: Level, original: HandlerFacts, source: string): boolean {
  const lines = source.split("\n");
  const locked = lockedCode(level, original).flatMap(({ code }) => code);
  return locked.some(({ line }) => LAZY_PAGE.test(lines[(line ?? 0) - 1] ?? ""));
}

/** From each label on, the instructions whose lines are locked. The entry may have others in front. */
function lockedCode({ editable }: Level, { handler }: HandlerFacts) {
  if (editable === undefined) return [];
  const isFree = ({ line }: CodeLine): boolean =>
    line === undefined || editable.some(([first, last]) => line >= first && line <= last);
  return handler.flatMap(({ labels }, from) => {
    const behind = handler.slice(from);
    const free = behind.findIndex(isFree);
    const code = free < 0 ? behind : behind.slice(0, free);
    return code.length === 0 ? [] : labels.filter((label) => label !== "nmi").map((label) => ({ label, code }));
  });
}

/** The same label, and if an end is declared, as far behind it. */
function sameService(
  { label, start, end }: NonNullable<HandlerFacts["service"]>,
  other: HandlerFacts["service"],
): boolean {
  if (other?.label !== label || (end === undefined) !== (other.end === undefined)) return false;
  return end === undefined || other.end === undefined || end - start === other.end - other.start;
}

type Names = ReadonlyMap<string, string>;

/** Bytes; where they depend on the place, the text with names for addresses. */
function isSame(line: CodeLine, other: CodeLine | undefined, [names, otherNames]: readonly [Names, Names]): boolean {
  if (other?.bytes.length !== line.bytes.length) return false;
  if (line.bytes.every((byte, index) => byte === other.bytes[index])) return true;
  return named(line.text, names) === named(other.text, otherNames);
}

const ADDRESS = /0x[0-9a-f]{16}/g;

function namesAt({ handler }: HandlerFacts): Names {
  const named = handler.filter(({ labels }) => labels.length > 0);
  return new Map(named.map(({ address, labels }) => [`0x${address.toString(16)}`, labels.join(" ")]));
}

function named(text: string, names: Names): string {
  return text.replaceAll(ADDRESS, (address) => names.get(address) ?? address);
}

const labelsOf = ({ handler }: HandlerFacts): readonly string[] => handler.flatMap(({ labels }) => labels);
