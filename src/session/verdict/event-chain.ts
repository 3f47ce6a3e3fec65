// Cause chains of events rather than words: which deliveries and returns led here.

import type { ContextId } from "../../machine/types.ts";
import type { Run } from "../run.ts";
import { named } from "../sentence/markup.ts";
import { valueWords } from "../texts/words.ts";
import type { MarkedCause } from "./chain.ts";
import { CAUSE_TEXTS } from "../texts/causes.ts";

/** NMIs accepted after the last start of the regular code. */
export function serviceChain(run: Run, position: number): readonly MarkedCause[] {
  const { acceptedNmis, serviceStarts } = run.timeline.tracker;
  const start = serviceStarts.findLast(({ step }) => step < position);
  const chain: MarkedCause[] = [];
  if (start !== undefined) chain.push({ step: start.step, text: CAUSE_TEXTS.lastRunStarts(named(start.context)) });
  for (const { step, context } of acceptedNmis)
    if (step < position && (start === undefined || step > start.step))
      chain.push({ step, text: CAUSE_TEXTS.accepted(named(context)) });
  return chain;
}

/** The earlier run of the regular code, and who came into it. */
export function reentryChain(run: Run, step: number, earlier: ContextId): readonly MarkedCause[] {
  const { serviceStarts, contexts, steps, nmi } = run.timeline.tracker;
  const chain: MarkedCause[] = [];
  const start = serviceStarts.findLast((one) => one.context === earlier && one.step < step);
  if (start !== undefined) chain.push({ step: start.step, text: CAUSE_TEXTS.startsRun(named(earlier)) });
  const later = contexts.find(steps.context(step));
  const unblocked = later?.enteredAt === undefined ? undefined : nmi.endedBefore(later.enteredAt);
  if (
    unblocked?.to !== undefined &&
    unblocked.endedBy !== undefined &&
    (start === undefined || unblocked.to > start.step)
  )
    chain.push({
      step: unblocked.to - 1,
      text: CAUSE_TEXTS.iretUnblocksInside(named(unblocked.endedBy)),
    });
  if (later?.enteredAt !== undefined)
    chain.push({ step: later.enteredAt, text: CAUSE_TEXTS.delivered(named(later.id)) });
  return chain;
}

/** The reading handler's own fault, and the faults after it that changed CR2. */
export function cr2Chain(run: Run, step: number): readonly MarkedCause[] {
  const { contexts, steps } = run.timeline.tracker;
  const reader = contexts.find(steps.context(step));
  if (reader?.enteredAt === undefined) return [];
  const cr2After = (delivery: number): string => {
    const { cr2 } = run.timeline.registersAt(delivery + 1);
    return valueWords(cr2, run.meaning.pointer(cr2));
  };
  const own = reader.enteredAt;
  const chain: MarkedCause[] = [
    {
      step: own,
      text: CAUSE_TEXTS.deliveredWithCr2(named(reader.id), cr2After(own)),
    },
  ];
  for (const { id, kind, enteredAt } of contexts.all)
    if (kind === "pf" && enteredAt !== undefined && enteredAt > own && enteredAt < step)
      chain.push({
        step: enteredAt,
        text: CAUSE_TEXTS.setsCr2(named(id), cr2After(enteredAt)),
      });
  return chain;
}

/** Which delivery blocked NMIs, and how the workload was reached without an IRET after it. */
export function blockedChain(run: Run, step: number): readonly MarkedCause[] {
  const { nmi, steps } = run.timeline.tracker;
  const blocked = nmi.at(step + 1);
  if (blocked === undefined) return [];
  const text = run.program.textAt(steps.rip(step)) ?? CAUSE_TEXTS.whatRan;
  return [
    { step: blocked.from, text: CAUSE_TEXTS.blocks(named(blocked.by)) },
    { step, text: CAUSE_TEXTS.backWithoutIret(text) },
  ];
}
