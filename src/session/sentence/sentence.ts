// One step in words: what happened and why it could. Chooses who tells it.

import type { Step } from "../../machine/types.ts";
import type { Run } from "../run.ts";
import type { Sentence } from "../views.ts";
import { deliveryWords } from "./delivery.ts";
import { instructionWords } from "./instruction.ts";
import { summaryOf } from "../verdict/summary.ts";
import { START_TEXTS } from "../texts/instructions.ts";
import { named, partsOf, plainText } from "./markup.ts";

export { plainText };

const WORKLOAD = 0;

/** What a step did, with marks. */
export interface Told {
  readonly what: string;
  readonly why: string;
}

/** The sentence of step `index`; the machine stands after it. */
export function sentenceOf(run: Run, index: number, step: Step): Sentence {
  const { contexts, violations } = run.timeline.tracker;
  const told = step.kind === "delivery" ? deliveryWords(run, index, step) : instructionWords(run, index, step);
  const broken = told.what.includes("**") ? undefined : violations.find((violation) => violation.step === index);
  const what = broken === undefined ? told.what : `${told.what} **${summaryOf(run, broken)}**`;
  return { what: partsOf(what, contexts), why: partsOf(told.why, contexts) };
}

/** At the start of the run there is no step to tell of; what may be done, and by which key, the page says. */
export function startSentence(run: Run): Sentence {
  const { contexts } = run.timeline.tracker;
  return {
    what: partsOf(START_TEXTS.what(named(WORKLOAD)), contexts),
    why: partsOf(START_TEXTS.why, contexts),
  };
}
