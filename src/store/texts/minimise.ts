// What is said of a schedule that was made smaller. Loaded with what does it.

import { many } from "./explorer.ts";

interface Size {
  readonly injections: number;
  readonly steps: number;
}

const sizeWords = ({ injections, steps }: Size): string => `${many(injections, "event")}, ${many(steps, "step")}`;

export const MINIMISE_TEXTS = {
  nothingBroken: "This schedule breaks nothing: there is nothing to keep while it shrinks.",
  done: (property: string, before: Size, after: Size, complete: boolean) =>
    `${property}: ${sizeWords(before)} became ${sizeWords(after)}. ${
      complete ? "No event can be left out or come earlier." : "Stopped before everything was tried."
    }`,
} as const;
