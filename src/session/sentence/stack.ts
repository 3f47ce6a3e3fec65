// The words of pushes, pops and returns: which word, what it stands for, and whom
// a return resumes.

import { Operation } from "../../isa/vocabulary.ts";
import { NO_WRITE } from "../history/write-log.ts";
import { flagNames, selectorName } from "../meaning.ts";
import { named } from "./markup.ts";
import type { Executed } from "./operand.ts";
import { hex, valueWords } from "./words.ts";
import type { Told } from "./sentence.ts";

const TELLING = /^(SS|RSP|RFLAGS|CS|RIP|CR2|err code)$/;

export function pushWords({ run, step, index, text }: Executed): Told {
  const write = step.writes[0];
  if (write === undefined) return { what: `${text}.`, why: "" };
  const { writes, frames } = run.timeline.tracker;
  const log = writes.lastBefore(write.address, index + 1);
  const role = log === NO_WRITE ? "" : writes.role(log);
  const source = log === NO_WRITE ? NO_WRITE : writes.source(log);
  const frame = source === NO_WRITE ? undefined : frames.at(source);
  const place = run.meaning.place(write.address);
  const value = valueWords(write.value, run.meaning.word(role, write.value, write.address));
  if (source !== NO_WRITE && frame === undefined && role !== "")
    return { what: `${text} copies the ${role}, ${value}, to ${place}.`, why: "" };
  if (frame !== undefined)
    return { what: `${text} copies ${role} of ${named(frame.context)}'s frame, ${value}, to ${place}.`, why: "" };
  const what = TELLING.test(role) ? `stores ${role}, ${value},` : `stores ${value}`;
  return { what: `${text} ${what} at ${place}.`, why: "" };
}

export function popWords({ run, step, index, instruction, text, before }: Executed): Told {
  const { writes } = run.timeline.tracker;
  const from = run.meaning.place(before.rsp);
  const log = writes.lastBefore(before.rsp, index);
  const role = log === NO_WRITE ? "" : writes.role(log);
  const writer = log === NO_WRITE ? "" : `, written by ${named(writes.context(log))} at ${writes.step(log)}`;
  if (instruction.operation === Operation.Popf) {
    const flags = step.changes.find(({ name }) => name === "rflags")?.value ?? before.rflags;
    const wrong = /^(RIP|CS|SS|RSP)$/.test(role) ? ` **The word is ${role}, not flags.**` : "";
    return {
      what: `${text} loads RFLAGS from ${from}: ${hex(flags)} (${flagNames(flags) || "none set"}).${wrong}`,
      why: writer === "" ? "" : `That word is ${role === "" ? "a stored word" : role}${writer}.`,
    };
  }
  const change = step.changes.find(({ name }) => name !== "rsp" && name !== "rip");
  const value = change === undefined ? "the same value" : valueWords(change.value, run.meaning.pointer(change.value));
  return { what: `${text} loads ${value} from ${from}.`, why: role === "" ? "" : `That word is ${role}${writer}.` };
}

export function callWords({ run, step, text }: Executed): Told {
  const write = step.writes[0];
  const target = step.changes.find(({ name }) => name === "rip")?.value ?? 0n;
  const back =
    write === undefined
      ? ""
      : `; ${run.program.naming.place(write.value)} at ${run.meaning.place(write.address)} is where it returns`;
  return { what: `${text} goes to ${run.program.naming.place(target)}${back}.`, why: "" };
}

/** A RET may end a context too: the nested return without IRET. */
export function returnWords(executed: Executed): Told {
  const { run, step, text, before } = executed;
  const target = step.changes.find(({ name }) => name === "rip")?.value ?? before.rip;
  const resumed = step.notes.find((note) => note.kind === "resumed");
  const goesOn =
    resumed === undefined ? "" : ` ${named(resumed.context)} goes on${step.nmi.blocked ? "; NMIs stay blocked" : ""}.`;
  return { what: `${text} returns to ${run.program.naming.place(target)}.${goesOn}`, why: "" };
}

export function iretWords(executed: Executed): Told {
  const { run, step, index, text, before } = executed;
  const { tracker } = run.timeline;
  const rip = step.changes.find(({ name }) => name === "rip")?.value ?? before.rip;
  const resumed = step.notes.find((note) => note.kind === "resumed");
  const unblocks = step.unblockedNmi ? " and ends NMI blocking" : "";
  const target = run.program.naming.place(rip);
  const direct = resumed === undefined || target.startsWith(tracker.contexts.name(resumed.context));
  const into = direct ? ` to ${target}` : ` to ${named(resumed.context)}, at ${target}`;
  const differs =
    resumed === undefined || resumed.differs.length === 0 ? "" : ` **Not as it was: ${resumed.differs.join(", ")}.**`;
  const ripWord = tracker.writes.lastBefore(before.rsp, index);
  const frame = ripWord === NO_WRITE ? undefined : tracker.frames.at(ripWord);
  const source = ripWord === NO_WRITE ? NO_WRITE : tracker.writes.source(ripWord);
  const copied = source === NO_WRITE ? undefined : tracker.frames.at(source);
  const through =
    frame !== undefined
      ? `It goes through the frame of ${named(frame.context)} at ${run.meaning.place(before.rsp)}.`
      : copied !== undefined
        ? `It goes through the copy of ${named(copied.context)}'s frame at ${run.meaning.place(before.rsp)}.`
        : `It takes its five words from ${run.meaning.place(before.rsp)}.`;
  const pending =
    step.unblockedNmi && step.nmi.pending ? " An NMI is pending: it comes before the next instruction." : "";
  const cs = step.changes.find(({ name }) => name === "cs");
  const level = cs === undefined ? "" : ` with CS ${selectorName(cs.value) || hex(cs.value)}`;
  return {
    what: `${text} returns${into}${level}${unblocks}.${differs}`,
    why: `${through}${pending}`,
  };
}
