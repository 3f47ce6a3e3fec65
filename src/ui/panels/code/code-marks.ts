// The marks of the gutter: what is next, where it stops, where events come in,
// where words on the stack return to.

import type { BreakPlace } from "../../../protocol/messages.ts";
import type { HeatPlace, HeatVerdict } from "../../../session/views/exploration.ts";
import type { ListingLine } from "../../../session/views.ts";
import type { Heat } from "../../../store/explorer/state.ts";
import type { PageState } from "../../../store/state.ts";
import { TEXTS } from "../../texts.ts";

export type MarkKind = "shown" | "next" | "breakpoint" | "injection" | "return";

export const MARK_GLYPHS: Readonly<Record<MarkKind, string>> = {
  shown: "⇒",
  next: "▶",
  breakpoint: "●",
  injection: "▼",
  return: "↩",
};

/** What an NMI at an instruction leads to, as the gutter shows it. */
export interface HeatMark {
  readonly verdict: HeatVerdict;
  /** "▲1": harmful after one other event. */
  readonly glyph: string;
  readonly title: string;
  readonly place: HeatPlace;
}

export interface CodeMarks {
  /** Undefined: not explored. */
  heat(line: ListingLine): HeatMark | undefined;
  readonly hasHeat: boolean;
  /** Marks of the left gutter, the most telling one only. */
  at(line: ListingLine): Exclude<MarkKind, "breakpoint"> | undefined;
  hasBreakpoint(line: ListingLine): boolean;
}

export interface MarkSources extends Pick<PageState, "run" | "breakpoints"> {
  /** Asked for from a word that points there. */
  readonly shown?: bigint | undefined;
  readonly rip: bigint | undefined;
  readonly returns: readonly bigint[] | undefined;
}

export function codeMarks(state: MarkSources, heat?: Heat): CodeMarks {
  const { rip } = state;
  const returns = new Set(state.returns);
  const injected = new Set(state.run?.schedule.filter((row) => !row.off).map((row) => placeOfItem(row.text)) ?? []);
  return {
    at(line) {
      if (line.address === rip) return "next";
      if (line.address === state.shown) return "shown";
      if (injected.has(line.place) || line.labels.some((label) => injected.has(label))) return "injection";
      return returns.has(line.address) ? "return" : undefined;
    },
    hasHeat: heat !== undefined,
    heat(line) {
      const place = heat?.places.get(line.address);
      return place === undefined ? undefined : heatMark(place);
    },
    hasBreakpoint: (line) => state.breakpoints.some((place) => standsAt(place, line)),
  };
}

const BY_STRENGTH = ["next", "shown", "injection", "return"] as const;

/** Of a line that makes several instructions, the most telling mark of them all. */
export function strongest(lines: readonly ListingLine[], marks: CodeMarks): ReturnType<CodeMarks["at"]> {
  const all = lines.map((line) => marks.at(line));
  return BY_STRENGTH.find((mark) => all.includes(mark));
}

/** One mark a place, so that lines whose mark stands need not be drawn again. */
const heatMarks = new WeakMap<HeatPlace, HeatMark>();

export function heatMark(place: HeatPlace): HeatMark {
  const known = heatMarks.get(place);
  if (known !== undefined) return known;
  const made = makeHeatMark(place);
  heatMarks.set(place, made);
  return made;
}

function makeHeatMark(place: HeatPlace): HeatMark {
  const { verdict, injections = 0 } = place;
  const glyph = TEXTS.heat.glyphs[verdict];
  const count = verdict === "harmful" && injections > 0 ? String(Math.min(9, injections)) : "";
  return { verdict, glyph: glyph + count, title: heatTitle(place), place };
}

export function heatTitle({ verdict, properties, injections = 0 }: HeatPlace): string {
  const { heat } = TEXTS;
  switch (verdict) {
    case "harmful":
      return heat.harmful(properties.join(", "), injections);
    case "safe":
      return heat.safe(injections);
    case "blocked":
      return heat.blocked;
    case "untried":
      return heat.untried(injections);
    case "unreachable":
      return heat.unreachable;
  }
}

/** "nmi@label+0x4#2" to "label+0x4". */
function placeOfItem(text: string): string {
  const at = text.indexOf("@");
  return text.slice(at + 1).replace(/#\d+$/, "");
}

export function standsAt(place: BreakPlace, line: ListingLine): boolean {
  if (place.kind === "line") return !line.fromBody && line.line === place.line;
  if (place.kind !== "place") return false;
  return line.place === place.place || line.labels.includes(place.place);
}

/** How a breakpoint on this line is named: by line where the user edits, else by place. */
export function breakPlaceOf(line: ListingLine): BreakPlace {
  return line.line === undefined || line.fromBody
    ? { kind: "place", place: line.place }
    : { kind: "line", line: line.line };
}

export function markTitle(kind: MarkKind): string {
  return TEXTS.code.marks[kind];
}
