// What a console remembers between commands: the last line, printed values, where
// `x` goes on, numbers of breakpoints, displays, checkpoints, settings.

import type { BreakPlace, ConsoleWish } from "../../protocol/messages.ts";
import type { FileView, Flavor } from "../views.ts";

export interface ExamineFormat {
  readonly letter: string;
  readonly sizeBytes: number;
}

export interface Display {
  readonly number: number;
  readonly format: string;
  readonly expression: string;
}

const TRAIL_LENGTH = 200;

export class ConsoleState {
  lastLine = "";
  /** Every line that was typed, for `save`. */
  readonly typed: string[] = [];
  /** $1, $2, ... */
  readonly values: bigint[] = [];
  examine: ExamineFormat = { letter: "x", sizeBytes: 8 };
  /** The line that `list` goes on with. */
  listNext: number | undefined;
  examineNext: bigint | undefined;
  /** Made by the last command, for the page to save. */
  file: FileView | undefined;
  /** What the last command asks of the page. */
  wish: ConsoleWish | undefined;
  /** The breakpoint that a search stopped at last, and where. */
  hit: { readonly key: string; readonly boundary: number } | undefined;
  readonly temporary = new Set<string>();
  /** Lines to run at a stop, by the breakpoint's key. */
  readonly commands = new Map<string, readonly string[]>();
  /** Lines of `commands` that are being typed. */
  collecting: { readonly key: string; readonly lines: string[] } | undefined;
  /** How deep lines of `commands` run within lines of `commands`. */
  depth = 0;
  displays: readonly Display[] = [];
  displayCount = 0;
  /** Positions by number or name. */
  readonly checkpoints = new Map<string, number>();
  checkpointCount = 0;
  /** Positions that `back` and `forward` walk through. */
  trail: { readonly places: readonly number[]; readonly at: number } = { places: [], at: -1 };
  backwards = false;
  flavor: Flavor = "att";
  readonly #numbers = new Map<string, number>();

  /** A move of a command led from one position to another. */
  keepTrail(from: number, to: number): void {
    if (from === to) return;
    const kept = this.trail.places.slice(0, this.trail.at + 1);
    if (kept.at(-1) !== from) kept.push(from);
    const places = [...kept, to].slice(-TRAIL_LENGTH);
    this.trail = { places, at: places.length - 1 };
  }

  /** A breakpoint keeps its number for as long as the console lives. */
  numberOf(place: BreakPlace): number {
    const key = breakKey(place);
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    const number = this.#numbers.size + 1;
    this.#numbers.set(key, number);
    return number;
  }
}

export function breakKey(place: BreakPlace): string {
  switch (place.kind) {
    case "line":
      return `line ${place.line}`;
    case "place":
      return place.place;
    case "watch":
      return `${WATCH_COMMANDS[place.access]} ${place.target}`;
    case "catch":
      return `catch ${place.event}`;
  }
}

export const WATCH_COMMANDS = { write: "watch", read: "rwatch", access: "awatch" } as const;
