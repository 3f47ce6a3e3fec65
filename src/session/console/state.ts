// What a console remembers between commands: the last line, printed values, where
// `x` goes on, and the numbers of breakpoints.

import type { BreakPlace, ConsoleWish } from "../../protocol/messages.ts";
import type { FileView } from "../views.ts";

export interface ExamineFormat {
  readonly letter: string;
  readonly sizeBytes: number;
}

export class ConsoleState {
  lastLine = "";
  /** $1, $2, ... */
  readonly values: bigint[] = [];
  examine: ExamineFormat = { letter: "x", sizeBytes: 8 };
  examineNext: bigint | undefined;
  /** Made by the last command, for the page to save. */
  file: FileView | undefined;
  /** What the last command asks of the page. */
  wish: ConsoleWish | undefined;
  readonly temporary = new Set<string>();
  readonly #numbers = new Map<string, number>();

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
  return place.kind === "line" ? `line ${place.line}` : place.place;
}
