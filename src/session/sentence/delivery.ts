// The words of a delivery: which event, on which stack, over whose frame, and what
// had made it possible.

import type { ContextId, Step } from "../../machine/types.ts";
import { NMI_STACK_TOP } from "../../machine/layout.ts";
import type { Context } from "../history/contexts.ts";
import type { Frame, FrameFacts } from "../history/frames.ts";
import { NO_WRITE } from "../history/write-log.ts";
import { stackOffset } from "../meaning.ts";
import type { Run } from "../run.ts";
import { arrivalWords, faultWords } from "./fault.ts";
import { named } from "./markup.ts";
import { DELIVERY_TEXTS, SURVIVAL_TEXTS } from "../texts/deliveries.ts";
import { hex, valueWords } from "../texts/words.ts";
import type { Told } from "./sentence.ts";

const NMI = 2;

export function deliveryWords(run: Run, index: number, step: Step): Told {
  const { tracker } = run.timeline;
  const context = tracker.contexts.find(tracker.steps.context(index));
  const frame = context === undefined ? undefined : tracker.frames.of(context.id);
  if (context === undefined || frame === undefined) return { what: DELIVERY_TEXTS.unknown, why: "" };
  const victims = overwrittenFrames(run, frame);
  const happened = step.external
    ? DELIVERY_TEXTS.external(named(context.id), step.frame?.ist ?? 0)
    : faultWords(run, step, context);
  const consequence = victims.length > 0 ? victimWords(run, victims, index + 1) : returnWords(run, frame, context);
  const overwritten = victims.map((victim) => named(victim.context));
  return {
    what: [
      DELIVERY_TEXTS.happened(happened, overwritten),
      consequence,
      ...(panics(run, step) ? [DELIVERY_TEXTS.panic] : []),
    ].join(" "),
    why: whyWords(run, index, step, context, frame, victims),
  };
}

/** Unfinished contexts whose frame words this delivery's frame replaced. */
export function overwrittenFrames(run: Run, frame: Frame): readonly Frame[] {
  const { frames, writes, contexts } = run.timeline.tracker;
  const victims = new Set<Frame>();
  for (const { write } of frame.words) {
    const before = writes.previous(write);
    const victim = before === NO_WRITE ? undefined : frames.at(before);
    const used = before === NO_WRITE ? -1 : writes.usedAt(before);
    if (victim !== undefined && (used === -1 || used > frame.step)) victims.add(victim);
  }
  return [...victims].filter(({ context }) => {
    const found = contexts.find(context);
    return found?.leftAt === undefined || found.leftAt > frame.step;
  });
}

function victimWords(run: Run, victims: readonly Frame[], position: number): string {
  const { frames, contexts } = run.timeline.tracker;
  return victims
    .map((victim) => {
      const facts = frames.facts(victim, contexts.find(victim.context), position);
      return SURVIVAL_TEXTS.strong(survivalWords(run, victim.context, facts));
    })
    .join(" ");
}

export function survivalWords(run: Run, context: ContextId, facts: FrameFacts): string {
  const name = named(context);
  if (facts.overwritten.length === 0) return SURVIVAL_TEXTS.unchanged(name);
  if (facts.state !== "lost") {
    const copied = facts.words.every(({ copies }) => copies.length > 0);
    return copied ? SURVIVAL_TEXTS.allCopied(name, facts.words.length) : SURVIVAL_TEXTS.changedCopied;
  }
  const lost = facts.overwritten.filter(({ copies }) => copies.length === 0);
  const rip = lost.find(({ word }) => word.role === "RIP")?.word;
  if (rip === undefined)
    return SURVIVAL_TEXTS.rolesLost(
      lost.map(({ word }) => word.role),
      name,
    );
  const target = run.timeline.tracker.writes.value(rip.write);
  return SURVIVAL_TEXTS.ripLost(name, run.program.naming.place(target));
}

function returnWords(run: Run, frame: Frame, context: Context): string {
  const { writes } = run.timeline.tracker;
  const rip = frame.words.find(({ role }) => role === "RIP");
  const target = rip === undefined ? "" : run.program.naming.place(writes.value(rip.write));
  const whom = context.interrupted === undefined ? undefined : run.timeline.tracker.contexts.find(context.interrupted);
  const into = whom === undefined || target.startsWith(whom.name) ? undefined : named(whom.id);
  return DELIVERY_TEXTS.returnsTo(run.meaning.place(frame.address), into, target);
}

function panics(run: Run, step: Step): boolean {
  const target = step.vector === undefined ? undefined : run.program.image.vectors[step.vector];
  return run.program.image.panics.some(({ address }) => address === target);
}

function whyWords(
  run: Run,
  index: number,
  step: Step,
  context: Context,
  frame: Frame,
  victims: readonly Frame[],
): string {
  const words: string[] = [arrivalWords(run, index, step)].filter((text) => text !== "");
  if (victims.length > 0 && frame.ist > 0)
    words.push(
      DELIVERY_TEXTS.rspReset(
        stackTopName(frame),
        victims.map((victim) => named(victim.context)),
      ),
    );
  if (step.vector === NMI) words.push(...nmiWords(run, index, context));
  if (step.errorCode !== undefined && step.vector !== undefined)
    words.push(DELIVERY_TEXTS.errorCode(hex(step.errorCode)));
  if (step.vector === 14) words.push(pageFaultWords(run, step));
  if (frame.gapBytes > 0) words.push(DELIVERY_TEXTS.aligned(frame.gapBytes));
  if (victims.length === 0 && step.vector === NMI && frame.ist > 0)
    words.push(DELIVERY_TEXTS.istChosen(frame.ist, stackTopName(frame)));
  if (step.unblockedNmi) words.push(DELIVERY_TEXTS.iretHadUnblocked);
  for (const vector of step.attempted) words.push(DELIVERY_TEXTS.deliveryFaulted(vector));
  return words.join(" ");
}

function stackTopName(frame: Frame): string {
  const top = frame.address + 40n;
  return top === NMI_STACK_TOP ? "T" : stackOffset(top);
}

/** Why an NMI could come at this boundary. */
function nmiWords(run: Run, index: number, context: Context): readonly string[] {
  const { nmi, contexts, steps } = run.timeline.tracker;
  const ended = nmi.endedBefore(index);
  const pending = ended?.pendingFrom !== undefined && ended.to === index ? ended.pendingFrom : undefined;
  const words: string[] = [];
  const unfinished = contexts.all.some(
    ({ kind, enteredAt, leftAt, id }) =>
      kind === "nmi" &&
      id !== context.id &&
      enteredAt !== undefined &&
      enteredAt < index &&
      (leftAt ?? Infinity) > index,
  );
  if (ended?.to !== undefined && (unfinished || pending !== undefined)) {
    const by = ended.endedBy === undefined ? undefined : named(ended.endedBy);
    const text = run.program.lines.get(steps.rip(ended.to - 1))?.text.split(" ")[0] ?? "iret";
    const waited = pending === undefined ? undefined : { named: named(context.id), since: pending };
    words.push(DELIVERY_TEXTS.unblockedBy(by, text, ended.to - 1, waited));
  } else if (ended === undefined || !unfinished) words.push(DELIVERY_TEXTS.notBlocked);
  return words;
}

function pageFaultWords(run: Run, step: Step): string {
  const cr2 = step.changes.find(({ name }) => name === "cr2");
  return cr2 === undefined
    ? DELIVERY_TEXTS.cr2Kept
    : DELIVERY_TEXTS.cr2Now(valueWords(cr2.value, run.meaning.pointer(cr2.value)));
}
