// The two halves of `EVENT@WHEN`: their grammar, and what they mean against the
// symbols of a program. A failure is a place in the text and a sentence.

import * as texts from "./texts/schedule.ts";

export interface Problem {
  /** Offsets into the text that was given; `to` is exclusive. */
  readonly from: number;
  readonly to: number;
  readonly message: string;
}

export type Parsed<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: Problem };

/** An address as written: a number, or a symbol and a distance from it. */
export interface PlaceText {
  /** Absent: `offset` is the address. */
  readonly symbol?: string;
  readonly offset: bigint;
}

export type EventText =
  | { readonly kind: "nmi" | "db" | "bp" | "mc" | "gp" }
  | { readonly kind: "pf"; readonly address?: PlaceText }
  | { readonly kind: "irq"; readonly vector: number };

export type WhenText =
  | { readonly kind: "step"; readonly step: number }
  /** The nth boundary at which RIP is there; n counts from 1. */
  | { readonly kind: "place"; readonly place: PlaceText; readonly occurrence: number };

const SYMBOL = /^[A-Za-z_.$][\w.$]*/;
const NUMBER = /^(?:0[xX][0-9a-fA-F]+|\d+)/;
const EVENT = /^([A-Za-z]+)\s*(\(([^()]*)\))?$/;
const ADDRESS_LIMIT = 1n << 64n;

/** Vectors below are the CPU's own exceptions. */
const FIRST_IRQ = 32;

const fail = (from: number, to: number, message: string): { ok: false; problem: Problem } => ({
  ok: false,
  problem: { from, to, message },
});

const indent = (text: string) => text.length - text.trimStart().length;

/** Shortened, for a message. */
function quote(text: string): string {
  return text.length > 40 ? `"${text.slice(0, 40)}..."` : `"${text}"`;
}

/** `0x1000`, `label`, `label+0x4`, `label - 8`. */
export function parsePlace(text: string): Parsed<PlaceText> {
  const start = indent(text);
  const rest = text.trim();
  const end = start + rest.length;
  const number = NUMBER.exec(rest)?.[0];
  if (number !== undefined && number.length === rest.length) {
    const offset = BigInt(number);
    if (offset >= ADDRESS_LIMIT) return fail(start, end, texts.addressTooLarge(quote(rest)));
    return { ok: true, value: { offset } };
  }
  const symbol = SYMBOL.exec(rest)?.[0];
  if (symbol === undefined) return fail(start, end, texts.noPlace(quote(rest)));
  const tail = rest.slice(symbol.length).trim();
  if (tail === "") return { ok: true, value: { symbol, offset: 0n } };
  const sign = tail[0];
  const distance = tail.slice(1).trim();
  const from = end - tail.length;
  if ((sign !== "+" && sign !== "-") || NUMBER.exec(distance)?.[0] !== distance) {
    return fail(from, end, texts.noDistance(quote(tail)));
  }
  const offset = BigInt(distance);
  if (offset >= ADDRESS_LIMIT) return fail(from, end, texts.distanceTooLarge(quote(distance)));
  return { ok: true, value: { symbol, offset: sign === "-" ? -offset : offset } };
}

/** `nmi`, `pf`, `pf(touch0+8)`, `irq(32)`. */
export function parseEvent(text: string): Parsed<EventText> {
  const start = indent(text);
  const rest = text.trim();
  const end = start + rest.length;
  if (rest === "") return fail(0, text.length, texts.eventMissing);
  const match = EVENT.exec(rest);
  if (match === null) return fail(start, end, texts.notAnEvent(quote(rest)));
  const [, kind = "", brackets, argument = ""] = match;
  const argumentAt = start + rest.indexOf("(") + 1;
  switch (kind) {
    case "nmi":
    case "db":
    case "bp":
    case "mc":
    case "gp":
      if (brackets !== undefined) return fail(argumentAt - 1, end, texts.nothingInBrackets(kind));
      return { ok: true, value: { kind } };
    case "pf": {
      if (brackets === undefined) return { ok: true, value: { kind } };
      const place = parsePlace(argument);
      if (place.ok) return { ok: true, value: { kind, address: place.value } };
      const { from, to, message } = place.problem;
      return fail(argumentAt + from, argumentAt + to, message);
    }
    case "irq": {
      const vector = NUMBER.exec(argument.trim())?.[0] === argument.trim() ? Number(argument) : -1;
      if (vector < FIRST_IRQ || vector > 255) {
        return fail(start, end, texts.wantsVector(FIRST_IRQ));
      }
      return { ok: true, value: { kind, vector } };
    }
    default:
      return fail(start, start + kind.length, texts.unknownEvent(quote(kind)));
  }
}

/** `17`, `label`, `label+0x4`, `label#2`. */
export function parseWhen(text: string): Parsed<WhenText> {
  const start = indent(text);
  const rest = text.trim();
  const end = start + rest.length;
  if (rest === "") return fail(0, text.length, texts.whenMissing);
  if (/^\d+$/.test(rest)) {
    const step = Number(rest);
    return Number.isSafeInteger(step)
      ? { ok: true, value: { kind: "step", step } }
      : fail(start, end, texts.stepTooLarge(quote(rest)));
  }
  const hash = rest.indexOf("#");
  const placeText = hash < 0 ? rest : rest.slice(0, hash);
  const place = parsePlace(placeText);
  if (!place.ok) return fail(start + place.problem.from, start + place.problem.to, place.problem.message);
  if (place.value.symbol === undefined) {
    return fail(start, end, texts.neitherStepNorPlace(quote(rest)));
  }
  if (hash < 0) return { ok: true, value: { kind: "place", place: place.value, occurrence: 1 } };
  const count = rest.slice(hash + 1).trim();
  const occurrence = /^\d+$/.test(count) ? Number(count) : 0;
  if (occurrence < 1 || !Number.isSafeInteger(occurrence)) {
    return fail(start + hash, end, texts.badOccurrence);
  }
  return { ok: true, value: { kind: "place", place: place.value, occurrence } };
}

function printPlace({ symbol, offset }: PlaceText): string {
  if (symbol === undefined) return `0x${offset.toString(16)}`;
  if (offset === 0n) return symbol;
  return offset < 0n ? `${symbol}-0x${(-offset).toString(16)}` : `${symbol}+0x${offset.toString(16)}`;
}

/** The canonical text: hexadecimal distances, no blanks, no `#1`. */
export function printEvent(event: EventText): string {
  if (event.kind === "irq") return `irq(${event.vector})`;
  return event.kind === "pf" && event.address !== undefined ? `pf(${printPlace(event.address)})` : event.kind;
}

export function printWhen(when: WhenText): string {
  if (when.kind === "step") return String(when.step);
  return printPlace(when.place) + (when.occurrence === 1 ? "" : `#${when.occurrence}`);
}

/** The address that is meant; undefined if the symbol is unknown. */
export function resolvePlace(place: PlaceText, symbols: (name: string) => bigint | undefined): bigint | undefined {
  const base = place.symbol === undefined ? 0n : symbols(place.symbol);
  return base === undefined ? undefined : BigInt.asUintN(64, base + place.offset);
}
