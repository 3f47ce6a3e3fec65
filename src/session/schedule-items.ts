// One item of the schedule as an event and a boundary, against the symbols of one
// program. The text's grammar is the scenario's; runs are unknown here.

import type { Event } from "../machine/types.ts";
import type { ScheduleItem } from "../scenario/scenario.ts";
import {
  parseEvent,
  parsePlace,
  parseWhen,
  resolvePlace,
  type EventText,
  type PlaceText,
  type WhenText,
} from "../scenario/schedule-words.ts";
import { SCHEDULE_TEXTS } from "./texts/run.ts";

export type When =
  | { readonly kind: "step"; readonly step: number }
  /** The nth time that RIP is at `address` at a boundary. */
  | { readonly kind: "place"; readonly address: bigint; readonly nth: number };

export type ResolvedItem =
  | { readonly kind: "off" }
  | { readonly kind: "invalid"; readonly reason: string }
  | { readonly kind: "due"; readonly event: Event; readonly when: When };

export type SymbolLookup = (name: string) => bigint | undefined;

export type Resolved<Value> =
  { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly reason: string };

export function formatItem(item: ScheduleItem): string {
  return `${item.event}@${item.when}`;
}

function findPlace(place: PlaceText, symbols: SymbolLookup): Resolved<bigint> {
  const value = resolvePlace(place, symbols);
  return value === undefined ? { ok: false, reason: SCHEDULE_TEXTS.noSymbol(place.symbol ?? "") } : { ok: true, value };
}

/** `label`, `label+0x4`, `0x1000`. */
export function resolveAddress(text: string, symbols: SymbolLookup): Resolved<bigint> {
  const parsed = parsePlace(text);
  return parsed.ok ? findPlace(parsed.value, symbols) : { ok: false, reason: parsed.problem.message };
}

export function resolveEvent(text: string, symbols: SymbolLookup): Resolved<Event> {
  const parsed = parseEvent(text);
  return parsed.ok ? eventOf(parsed.value, symbols) : { ok: false, reason: parsed.problem.message };
}

function eventOf(event: EventText, symbols: SymbolLookup): Resolved<Event> {
  if (event.kind === "irq") return { ok: true, value: { kind: "irq", vector: event.vector } };
  if (event.kind !== "pf") return { ok: true, value: { kind: event.kind } };
  if (event.address === undefined) return { ok: true, value: { kind: "pf" } };
  const address = findPlace(event.address, symbols);
  return address.ok ? { ok: true, value: { kind: "pf", address: address.value } } : address;
}

function whenOf(when: WhenText, symbols: SymbolLookup): Resolved<When> {
  if (when.kind === "step") return { ok: true, value: when };
  const address = findPlace(when.place, symbols);
  if (!address.ok) return address;
  return { ok: true, value: { kind: "place", address: address.value, nth: when.occurrence } };
}

export function resolveItem(item: ScheduleItem, symbols: SymbolLookup): ResolvedItem {
  if (item.off) return { kind: "off" };
  const event = resolveEvent(item.event, symbols);
  if (!event.ok) return { kind: "invalid", reason: event.reason };
  const parsed = parseWhen(item.when);
  if (!parsed.ok) return { kind: "invalid", reason: parsed.problem.message };
  const when = whenOf(parsed.value, symbols);
  if (!when.ok) return { kind: "invalid", reason: when.reason };
  return { kind: "due", event: event.value, when: when.value };
}
