// The texts of what stands below the stack while nothing is scheduled.

import type { FirstSituation } from "../../store/first-situations.ts";

interface SituationText {
  readonly title: string;
  readonly text: string;
}

const SITUATIONS: Readonly<Record<FirstSituation, SituationText>> = {
  naive: {
    title: "Naive: a frame is lost",
    text: "NMI 2 is about to land on NMI 1's frame: press Step.",
  },
  "desnoyers-2010": {
    title: "As mailed: its iret crashes",
    text: "The handler of 2010 is about to return: press Step.",
  },
  mainline: {
    title: "Linux today: all is kept",
    text: "The frame is about to be overwritten; its copies survive: press Step.",
  },
};

export const BEGIN_TEXTS = {
  region: "Where to begin",
  title: "Why a nested NMI is dangerous, one instruction at a time",
  text: "While an NMI is handled, the CPU blocks further ones, until any IRET. The IRET of a page fault in the handler is enough: the next NMI comes in, and its frame is pushed over the first one's. See it on an exact x86-64, then step back, move the NMI, edit the handler.",
  lessons: "Read the lessons",
  dismiss: "Do not show again",
  situations: SITUATIONS,
  demonstrations: "Schedules worth seeing with this handler:",
} as const;
