// Cause chains: from the bad step back to the words that made it bad. Which word,
// written by whom, when, and what it should have been.

import { Operation } from "../../isa/vocabulary.ts";
import { GENERAL_REGISTERS, type ContextId, type RegisterName } from "../../machine/types.ts";
import type { Frame } from "../history/frames.ts";
import { NO_WRITE, type WriteIndex } from "../history/write-log.ts";
import type { Run } from "../run.ts";
import { faultWords } from "../sentence/fault.ts";
import { named } from "../sentence/markup.ts";
import { valueWords } from "../texts/words.ts";
import { CAUSE_TEXTS } from "../texts/causes.ts";
import { DELIVERY_TEXTS } from "../texts/deliveries.ts";

/** A cause whose text still has the marks of sentences. */
export interface MarkedCause {
  readonly step: number | undefined;
  readonly text: string;
}

const RSP = 4;
const ROLE_OF: Partial<Record<RegisterName, string>> = { rip: "RIP", cs: "CS", rflags: "RFLAGS", rsp: "RSP", ss: "SS" };
const OFFSET_OF: Readonly<Record<string, bigint>> = { RIP: 0n, CS: 8n, RFLAGS: 16n, RSP: 24n, SS: 32n };

/** `resumed` came back at step `step`, not as it had been. */
export function registerChain(run: Run, step: number, resumed: ContextId): readonly MarkedCause[] {
  const { tracker } = run.timeline;
  const left = tracker.contexts.all.find((context) => context.leftAt === step);
  const target = left?.resumed ?? resumed;
  const interrupter = tracker.contexts.all.findLast(
    (context) => context.interrupted === target && (context.enteredAt ?? 0) <= step,
  );
  const differs: readonly RegisterName[] = left?.differs ?? [];
  const frame = interrupter === undefined ? undefined : tracker.frames.of(interrupter.id);
  const takeOver: MarkedCause[] =
    left?.enteredAt !== undefined && left.interrupted !== undefined && left.interrupted !== target
      ? [
          {
            step: left.enteredAt,
            text: CAUSE_TEXTS.takesOver(named(left.id), named(left.interrupted)),
          },
        ]
      : [];
  const inFrame = differs.map((name) => ROLE_OF[name]).filter((role) => role !== undefined);
  const chain = frame === undefined ? [] : inFrame.flatMap((role) => wordChain(run, step, frame, role));
  const general = differs.filter((name) => (GENERAL_REGISTERS as readonly string[]).includes(name) && name !== "rsp");
  return [...chain, ...takeOver, ...general.flatMap((name) => generalChain(run, step, name, interrupter?.enteredAt))];
}

/** What should have come back, who replaced it, and what the return took instead. */
function wordChain(run: Run, step: number, frame: Frame, role: string): readonly MarkedCause[] {
  const { writes, frames } = run.timeline.tracker;
  const word = frame.words.find((candidate) => candidate.role === role);
  if (word === undefined) return [];
  const should = wordValue(run, word.write, role);
  const chain: MarkedCause[] = [
    {
      step: frame.step,
      text: CAUSE_TEXTS.storedToComeBack(
        CAUSE_TEXTS.delivery(named(frame.context)),
        role,
        should,
        run.meaning.place(word.address),
      ),
    },
  ];
  const over = firstOverwrite(run, word.write, step);
  if (over !== NO_WRITE)
    chain.push({
      step: writes.step(over),
      text: CAUSE_TEXTS.overwrote(writerWords(run, over), wordValue(run, over, role)),
    });
  const rsp = run.timeline.registersAt(step).rsp;
  const taken = writes.lastBefore(rsp + (OFFSET_OF[role] ?? 0n), step);
  const isReturn = run.program.instructionAt(run.timeline.tracker.steps.rip(step))?.operation === Operation.Iret;
  if (isReturn && taken !== NO_WRITE && taken !== over && taken !== word.write) {
    const of = frames.at(taken);
    const owner = of === undefined ? undefined : named(of.context);
    const writer = { named: named(writes.context(taken)), step: writes.step(taken) };
    const place = run.meaning.place(writes.address(taken));
    chain.push({
      step,
      text: CAUSE_TEXTS.returnTook(role, place, owner, wordValue(run, taken, role), writer),
    });
  }
  return chain;
}

function generalChain(
  run: Run,
  step: number,
  name: RegisterName,
  interruptedAt: number | undefined,
): readonly MarkedCause[] {
  const { tracker } = run.timeline;
  const number = (GENERAL_REGISTERS as readonly string[]).indexOf(name);
  const chain: MarkedCause[] = [];
  const now = run.timeline.registersAt(step + 1)[name];
  if (interruptedAt !== undefined) {
    const was = run.timeline.registersAt(interruptedAt)[name];
    chain.push({
      step: interruptedAt,
      text: CAUSE_TEXTS.registerWas(name, valueWords(was, run.meaning.register(name, was))),
    });
  }
  const last = tracker.steps.lastChange(number, step);
  if (last >= 0 && (interruptedAt === undefined || last >= interruptedAt)) {
    const text = run.program.textAt(tracker.steps.rip(last)) ?? CAUSE_TEXTS.anInstruction;
    chain.push({
      step: last,
      text: CAUSE_TEXTS.registerSetLast(
        CAUSE_TEXTS.instructionOf(text, named(tracker.steps.context(last))),
        valueWords(now, run.meaning.register(name, now)),
      ),
    });
  }
  return chain;
}

/** Step `step` returned through words that had served before: the story of the RIP among them. */
export function frameHistory(run: Run, step: number): readonly MarkedCause[] {
  const { writes, steps, frames } = run.timeline.tracker;
  const { rsp } = run.timeline.registersAt(step);
  const taken = writes.lastBefore(rsp, step);
  const actor = steps.context(step);
  const should = frames.of(actor)?.words.find(({ role }) => role === "RIP");
  const chain: MarkedCause[] = [];
  if (should !== undefined) {
    const value = wordValue(run, should.write, "RIP");
    chain.push({
      step: writes.step(should.write),
      text: CAUSE_TEXTS.storedToReturn(CAUSE_TEXTS.delivery(named(actor)), value, run.meaning.place(should.address)),
    });
    const here = should.address === rsp ? should.write : frames.copyAt(should.write, rsp);
    if (here !== NO_WRITE && here !== should.write)
      chain.push({
        step: writes.step(here),
        text: CAUSE_TEXTS.copied(writerWords(run, here), run.meaning.place(rsp)),
      });
    const over = here === NO_WRITE ? NO_WRITE : firstOverwrite(run, here, step);
    if (over !== NO_WRITE)
      chain.push({
        step: writes.step(over),
        text: CAUSE_TEXTS.overwrote(writerWords(run, over), wordValue(run, over, "RIP")),
      });
  }
  if (taken === NO_WRITE) return chain;
  const used = writes.usedAt(taken);
  if (used !== -1 && used < step) chain.push({ step: used, text: CAUSE_TEXTS.usedUp(named(steps.context(used))) });
  chain.push({ step, text: CAUSE_TEXTS.usedOnceMore(named(actor), wordValue(run, taken, "RIP")) });
  return chain;
}

export function flagChain(run: Run, step: number, address: bigint): readonly MarkedCause[] {
  const { writes } = run.timeline.tracker;
  const write = writes.lastBefore(address & ~7n, step + 1);
  if (write === NO_WRITE) return [];
  const text = run.program.textAt(run.timeline.tracker.steps.rip(writes.step(write))) ?? CAUSE_TEXTS.anInstruction;
  return [
    {
      step: writes.step(write),
      text: CAUSE_TEXTS.wroteLast(
        CAUSE_TEXTS.instructionOf(text, named(writes.context(write))),
        run.meaning.place(address),
      ),
    },
  ];
}

/** The fault, the words that it read, and who had written them. */
export function crashChain(run: Run, step: number): readonly MarkedCause[] {
  const { tracker } = run.timeline;
  const taken = run.timeline.replay(step);
  const context = tracker.contexts.find(tracker.steps.context(step));
  const chain: MarkedCause[] = [];
  const instruction = run.program.instructionAt(taken.ripBefore);
  if (instruction?.operation === Operation.Iret) chain.push(...wordsRead(run, step));
  if (instruction === undefined) chain.push(...wildJump(run, step));
  if (taken.kind === "delivery" && !taken.external && context !== undefined)
    chain.push({ step, text: DELIVERY_TEXTS.happened(faultWords(run, taken, context), []) });
  return chain;
}

/** Who wrote the words that an IRET reads for RIP and CS. */
function wordsRead(run: Run, step: number): readonly MarkedCause[] {
  const { tracker } = run.timeline;
  const { rsp } = run.timeline.registersAt(step);
  const isDword = run.program.instructionAt(tracker.steps.rip(step))?.width === 4;
  const roles = isDword ? ["RIP"] : ["RIP", "CS"];
  const words = roles.flatMap((role) => {
    const address = rsp + (OFFSET_OF[role] ?? 0n);
    const write = tracker.writes.lastBefore(address, step);
    if (write === NO_WRITE) return [];
    const kept = tracker.writes.role(write) || role;
    const [writer, value, place] = [writerWords(run, write), wordValue(run, write, kept), run.meaning.place(address)];
    const text = isDword
      ? CAUSE_TEXTS.storedForIret(writer, kept, value, place)
      : CAUSE_TEXTS.storedForReturn(writer, kept, value, place, role);
    return [{ step: tracker.writes.step(write), text, misplaced: !isDword && kept !== role }];
  });
  return words.some(({ misplaced }) => misplaced) ? [...words, ...stackSwitch(run, step)] : words;
}

/** The last instruction that put RSP to a place of its own: from there on words were counted. */
export function stackSwitch(run: Run, step: number): readonly MarkedCause[] {
  const { steps } = run.timeline.tracker;
  for (let at = steps.lastChange(RSP, step); at >= 0; at = steps.lastChange(RSP, at)) {
    const rip = steps.rip(at);
    const operation = run.program.instructionAt(rip)?.operation;
    if (steps.row(at).delivery) return [];
    if (operation !== Operation.Mov && operation !== Operation.Lea) continue;
    const rsp = run.timeline.registersAt(at + 1).rsp;
    const text = run.program.textAt(rip) ?? CAUSE_TEXTS.anInstruction;
    return [
      {
        step: at,
        text: CAUSE_TEXTS.setRsp(CAUSE_TEXTS.instructionOf(text, named(steps.context(at))), run.meaning.place(rsp)),
      },
    ];
  }
  return [];
}

/** The last step that ran known code: it went where there is none. */
function wildJump(run: Run, step: number): readonly MarkedCause[] {
  const { steps } = run.timeline.tracker;
  for (let at = step - 1; at >= 0 && at > step - 8; at--) {
    const rip = steps.rip(at);
    const text = run.program.textAt(rip);
    if (text === undefined) continue;
    return [
      {
        step: at,
        text: CAUSE_TEXTS.wentWild(text, run.program.naming.place(rip), run.program.naming.place(steps.rip(at + 1))),
      },
    ];
  }
  return [];
}

function firstOverwrite(run: Run, write: WriteIndex, position: number): WriteIndex {
  const { writes } = run.timeline.tracker;
  const value = writes.value(write);
  let next = writes.nextBefore(write, position);
  while (next !== NO_WRITE && writes.value(next) === value) next = writes.nextBefore(next, position);
  return next;
}

function writerWords(run: Run, write: WriteIndex): string {
  const { writes, steps, frames } = run.timeline.tracker;
  const step = writes.step(write);
  if (frames.at(write) !== undefined) return CAUSE_TEXTS.delivery(named(writes.context(write)));
  const text = run.program.textAt(steps.rip(step)) ?? CAUSE_TEXTS.someInstruction;
  return CAUSE_TEXTS.instructionOf(text, named(writes.context(write)));
}

function wordValue(run: Run, write: WriteIndex, role: string): string {
  const { writes } = run.timeline.tracker;
  const value = writes.value(write);
  return valueWords(value, run.meaning.word(role, value, writes.address(write)));
}
