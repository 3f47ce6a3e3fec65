// The words of pushes, pops and returns: which word, what it stands for, and whom
// a return resumes.

import { Operation } from "../../isa/vocabulary.ts";
import { NO_WRITE } from "../history/write-log.ts";
import { flagNames, selectorName } from "../meaning.ts";
import { named } from "./markup.ts";
import type { Executed } from "./operand.ts";
import { INSTRUCTION_TEXTS } from "../texts/instructions.ts";
import { CALL_TEXTS, IRET_TEXTS, POP_TEXTS, PUSH_TEXTS, RETURN_TEXTS } from "../texts/stack-instructions.ts";
import { hex, valueWords } from "../texts/words.ts";
import type { Told } from "./sentence.ts";

const TELLING = /^(SS|RSP|RFLAGS|CS|RIP|CR2|err code)$/;

export function pushWords({ run, step, index, text }: Executed): Told {
  const write = step.writes[0];
  if (write === undefined) return { what: INSTRUCTION_TEXTS.plain(text), why: "" };
  const { writes, frames } = run.timeline.tracker;
  const log = writes.lastBefore(write.address, index + 1);
  const role = log === NO_WRITE ? "" : writes.role(log);
  const source = log === NO_WRITE ? NO_WRITE : writes.source(log);
  const frame = source === NO_WRITE ? undefined : frames.at(source);
  const place = run.meaning.place(write.address);
  const value = valueWords(write.value, run.meaning.word(role, write.value, write.address));
  if (source !== NO_WRITE && frame === undefined && role !== "")
    return { what: PUSH_TEXTS.copies(text, role, value, place), why: "" };
  if (frame !== undefined)
    return { what: PUSH_TEXTS.copiesOfFrame(text, role, named(frame.context), value, place), why: "" };
  return { what: PUSH_TEXTS.stores(text, TELLING.test(role) ? role : undefined, value, place), why: "" };
}

export function popWords({ run, step, index, instruction, text, before }: Executed): Told {
  const { writes } = run.timeline.tracker;
  const from = run.meaning.place(before.rsp);
  const log = writes.lastBefore(before.rsp, index);
  const role = log === NO_WRITE ? "" : writes.role(log);
  const writer = log === NO_WRITE ? undefined : { named: named(writes.context(log)), step: writes.step(log) };
  if (instruction.operation === Operation.Popf) {
    const flags = step.changes.find(({ name }) => name === "rflags")?.value ?? before.rflags;
    const wrong = /^(RIP|CS|SS|RSP)$/.test(role) ? role : undefined;
    return {
      what: POP_TEXTS.loadsFlags(text, from, hex(flags), flagNames(flags), wrong),
      why: writer === undefined ? "" : POP_TEXTS.thatWord(role, writer),
    };
  }
  const change = step.changes.find(({ name }) => name !== "rsp" && name !== "rip");
  const value = change === undefined ? undefined : valueWords(change.value, run.meaning.pointer(change.value));
  return { what: POP_TEXTS.loads(text, value, from), why: role === "" ? "" : POP_TEXTS.thatWord(role, writer) };
}

export function callWords({ run, step, text }: Executed): Told {
  const write = step.writes[0];
  const target = step.changes.find(({ name }) => name === "rip")?.value ?? 0n;
  const { naming } = run.program;
  const back =
    write === undefined ? undefined : { to: naming.place(write.value), at: run.meaning.place(write.address) };
  return { what: CALL_TEXTS.goes(text, naming.place(target), back), why: "" };
}

/** A RET may end a context too: the nested return without IRET. */
export function returnWords(executed: Executed): Told {
  const { run, step, text, before } = executed;
  const target = step.changes.find(({ name }) => name === "rip")?.value ?? before.rip;
  const resumed = step.notes.find((note) => note.kind === "resumed");
  const place = run.program.naming.place(target);
  const what =
    resumed === undefined
      ? RETURN_TEXTS.returns(text, place)
      : RETURN_TEXTS.returnsResuming(text, place, named(resumed.context), step.nmi.blocked);
  return { what, why: "" };
}

export function iretWords(executed: Executed): Told {
  const { run, step, index, text, before } = executed;
  const { tracker } = run.timeline;
  const rip = step.changes.find(({ name }) => name === "rip")?.value ?? before.rip;
  const resumed = step.notes.find((note) => note.kind === "resumed");
  const target = run.program.naming.place(rip);
  const direct = resumed === undefined || target.startsWith(tracker.contexts.name(resumed.context));
  const ripWord = tracker.writes.lastBefore(before.rsp, index);
  const frame = ripWord === NO_WRITE ? undefined : tracker.frames.at(ripWord);
  const source = ripWord === NO_WRITE ? NO_WRITE : tracker.writes.source(ripWord);
  const copied = source === NO_WRITE ? undefined : tracker.frames.at(source);
  const through =
    frame !== undefined
      ? IRET_TEXTS.throughFrame(named(frame.context), run.meaning.place(before.rsp))
      : copied !== undefined
        ? IRET_TEXTS.throughCopy(named(copied.context), run.meaning.place(before.rsp))
        : IRET_TEXTS.throughWords(run.meaning.place(before.rsp));
  const cs = step.changes.find(({ name }) => name === "cs");
  return {
    what: IRET_TEXTS.returns({
      text,
      named: direct ? undefined : named(resumed.context),
      target,
      cs: cs === undefined ? undefined : selectorName(cs.value) || hex(cs.value),
      unblocks: step.unblockedNmi,
      differs: resumed?.differs ?? [],
    }),
    why: step.unblockedNmi && step.nmi.pending ? IRET_TEXTS.pending(through) : through,
  };
}
