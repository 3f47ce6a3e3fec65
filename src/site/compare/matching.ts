// A schedule carried over from one handler to another: a place goes to the same
// label, else to the same instruction behind it, else to what has the same role.
// What has none of these is said.

import type { ScheduleItem } from "../../scenario/scenario.ts";
import { parseWhen, resolvePlace, type PlaceText } from "../../scenario/schedule-words.ts";
import type { ListingLine, ProgramView } from "../../session/views.ts";
import { CARRIED_TEXTS, ROLE_TEXTS } from "../../ui/texts/compare.ts";

export interface Carried {
  readonly items: readonly ScheduleItem[];
  /** Found otherwise than by label, and what could not be placed: a sentence each. */
  readonly byRole: readonly string[];
  readonly unplaced: readonly string[];
}

type Listings = Pick<ProgramView, "handler" | "vectors" | "workload" | "symbols" | "service">;

/** Where an event goes there; `how` is empty if it is simply the same place. */
interface Twin {
  readonly line: ListingLine;
  readonly how: string;
}

const linesOf = ({ handler, vectors, workload }: Listings) => [...handler, ...vectors, ...workload];

/** "the entry", "return 1 from the end": what an instruction is for in any handler. */
function rolesOf({ handler, service }: Listings): ReadonlyMap<string, ListingLine> {
  const roles = new Map<string, ListingLine>();
  const [entry] = handler;
  if (entry !== undefined) roles.set(ROLE_TEXTS.entry, entry);
  const first = handler.find(({ address }) => address === service?.start);
  if (first !== undefined) roles.set(ROLE_TEXTS.serviceStart, first);
  const behind = handler.find(({ address }) => address === service?.end);
  if (behind !== undefined) roles.set(ROLE_TEXTS.serviceEnd, behind);
  const returns = handler.filter(({ text }) => /^\s*(?:iret|eret)/.test(text)).toReversed();
  for (const [index, line] of returns.entries()) {
    roles.set(ROLE_TEXTS.return(index), line);
  }
  return roles;
}

/** The instructions from a label up to the next one. */
function blockOf(label: string, listings: Listings): readonly ListingLine[] {
  const lines = linesOf(listings);
  const from = lines.findIndex(({ labels }) => labels.includes(label));
  if (from < 0) return [];
  const length = lines.slice(from + 1).findIndex(({ labels }) => labels.length > 0);
  return length < 0 ? lines.slice(from) : lines.slice(from, from + 1 + length);
}

/** The same instruction behind the same label: the nth with that text there. */
function sameInBlock(source: ListingLine, label: string, from: Listings, to: Listings): Twin | undefined {
  const isSame = ({ text }: ListingLine): boolean => text === source.text;
  const block = blockOf(label, from);
  const before = block.slice(0, block.indexOf(source)).filter(isSame).length;
  const line = block.includes(source) ? blockOf(label, to).filter(isSame)[before] : undefined;
  if (line === undefined) return undefined;
  return { line, how: line.place === source.place ? "" : CARRIED_TEXTS.sameBehind(label) };
}

function sameRole(source: ListingLine, from: Listings, to: Listings): Twin | undefined {
  const there = rolesOf(to);
  for (const [role, line] of rolesOf(from)) {
    const twin = line === source ? there.get(role) : undefined;
    if (twin !== undefined) return { line: twin, how: role };
  }
  return undefined;
}

function twinOf(place: PlaceText, from: Listings, to: Listings): Twin | "unknown" | undefined {
  const meant = resolvePlace(place, (name) => from.symbols.get(name));
  const source = linesOf(from).find(({ address }) => address === meant);
  if (source === undefined) return "unknown";
  for (const label of source.labels) {
    const line = linesOf(to).find(({ labels }) => labels.includes(label));
    if (line !== undefined) return { line, how: "" };
  }
  const label = /^[^+]*/.exec(source.place)?.[0] ?? "";
  return sameInBlock(source, label, from, to) ?? sameRole(source, from, to);
}

/** An item as it is there, and how it was found; or why it is nowhere. */
function carryItem(
  item: ScheduleItem,
  from: Listings,
  to: Listings,
): { readonly item: ScheduleItem; readonly how: string } | string {
  const when = parseWhen(item.when);
  if (!when.ok) return CARRIED_TEXTS.noPlace;
  if (when.value.kind === "step") return CARRIED_TEXTS.stepNumber;
  const twin = twinOf(when.value.place, from, to);
  if (twin === "unknown") return CARRIED_TEXTS.noInstruction;
  if (twin === undefined) return CARRIED_TEXTS.noLabel;
  const { place } = twin.line;
  const times = when.value.occurrence === 1 ? "" : `#${when.value.occurrence}`;
  return { item: { ...item, when: twin.how === "" ? item.when : place + times }, how: twin.how };
}

export function carrySchedule(items: readonly ScheduleItem[], from: Listings, to: Listings): Carried {
  const carried: ScheduleItem[] = [];
  const byRole: string[] = [];
  const unplaced: string[] = [];
  for (const item of items) {
    const told = `${item.event}@${item.when}`;
    const found = carryItem(item, from, to);
    if (typeof found === "string") {
      unplaced.push(CARRIED_TEXTS.unplaced(told, found));
      continue;
    }
    carried.push(found.item);
    if (found.how !== "") byRole.push(CARRIED_TEXTS.byRole(told, found.item.when, found.how));
  }
  return { items: carried, byRole, unplaced };
}
