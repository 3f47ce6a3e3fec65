// A position of a run as the page shows it: sentence, registers, NMI state, stack,
// variables, and what could be injected now.

import type { Event, EventOutcome, RegisterName, Registers } from "../../machine/types.ts";
import { NO_WRITE } from "../history/write-log.ts";
import type { Run } from "../run.ts";
import { sentenceOf, startSentence } from "../sentence/sentence.ts";
import type { FlagVariableView, InjectView, MomentView, RegisterView, StackRow } from "../views.ts";
import { makeStackView } from "./stack-view.ts";
import type { At } from "./word-view.ts";
import { INJECT_TEXTS, VARIABLE_TEXTS } from "../texts/run.ts";

const SHOWN: readonly RegisterName[] = [
  "rip", "rsp", "rflags",
  "rax", "rbx", "rcx", "rdx", "rsi", "rdi", "rbp",
  "r8", "r9", "r10", "r11", "r12", "r13", "r14", "r15",
  "cs", "ss", "ds", "es", "fs", "gs", "fsBase", "gsBase", "kernelGsBase",
  "cr2", "cr0", "cr3", "cr4", "cr8", "efer", "dr0", "dr1", "dr2", "dr3", "dr6", "dr7",
]; // prettier-ignore

/** The machine must stand at the position that is shown. */
export function makeMoment(run: Run): MomentView {
  const { timeline } = run;
  const { machine, position, lastStep, tracker } = timeline;
  const now = machine.registers();
  const before = timeline.registersBefore();
  const at: At = { run, position, rsp: now.rsp, rspBefore: before.rsp, wanted: wantedWords(run, position) };
  const stack = makeStackView(at);
  const nmi = machine.nmi();
  const blocked = tracker.nmi.at(position);
  return {
    position,
    kind: lastStep?.kind,
    sentence: lastStep === undefined ? startSentence(run) : sentenceOf(run, position - 1, lastStep),
    context: tracker.steps.running(position),
    rip: now.rip,
    place: run.program.naming.place(now.rip),
    nextText: run.program.lines.get(now.rip)?.text ?? "",
    cpl: Number(now.cs & 3n),
    registers: SHOWN.map((name) => registerView(run, name, now, before)),
    nmi: { ...nmi, before: lastStep?.nmiBefore ?? nmi, blockedSince: blocked?.from, blockedBy: blocked?.by },
    shadow: machine.shadow(),
    stack,
    flags: run.program.variables.map((variable) => variableView(run, variable)),
    inject: injectViews(run, now),
    returns: returnAddresses([...stack.rows, ...(stack.copy?.rows.map(({ word }) => word) ?? [])]),
  };
}

function registerView(run: Run, name: RegisterName, now: Registers, before: Registers): RegisterView {
  const value = now[name];
  const old = before[name];
  const meaning = run.meaning.register(name, value);
  const changed = value !== old;
  return { name, value, old, changed, meaning, oldMeaning: changed ? run.meaning.register(name, old) : meaning };
}

function variableView(run: Run, variable: Run["program"]["variables"][number]): FlagVariableView {
  const { name, address, sizeBytes, used } = variable;
  const { machine, position, tracker, lastStep } = run.timeline;
  const bytes = machine.read(address, sizeBytes);
  let value = 0n;
  for (const byte of bytes?.toReversed() ?? []) value = (value << 8n) | BigInt(byte);
  const write = tracker.writes.lastTouching(address, sizeBytes, position);
  const end = address + BigInt(sizeBytes);
  return {
    name,
    value,
    sizeBytes,
    writer:
      write === NO_WRITE ? undefined : { context: tracker.writes.context(write), step: tracker.writes.step(write) },
    remark: write !== NO_WRITE ? "" : used ? VARIABLE_TEXTS.neverWritten : VARIABLE_TEXTS.notUsed,
    changed:
      lastStep?.writes.some((w) => w.address < end && w.address + BigInt(w.sizeBytes) > address && w.value !== w.old) ??
      false,
  };
}

const INJECTED: readonly Event[] = [
  { kind: "nmi" },
  { kind: "pf" },
  { kind: "db" },
  { kind: "bp" },
  { kind: "mc" },
  { kind: "gp" },
  { kind: "irq", vector: 32 },
];

function injectViews(run: Run, now: Registers): readonly InjectView[] {
  return INJECTED.map((event) => {
    const outcome = run.timeline.machine.can(event);
    return { event: event.kind, possible: outcome.kind !== "refused", remark: remarkOf(run, event, outcome, now) };
  });
}

function remarkOf(run: Run, event: Event, outcome: EventOutcome, now: Registers): string {
  const { tracker, position } = run.timeline;
  switch (outcome.kind) {
    case "refused":
      return outcome.reason;
    case "merged":
      return INJECT_TEXTS.merges;
    case "pending": {
      const blocked = tracker.nmi.at(position);
      return blocked === undefined
        ? INJECT_TEXTS.waitsForBoundary
        : INJECT_TEXTS.waitsForUnblocking(tracker.contexts.name(blocked.by));
    }
    case "delivered":
      break;
  }
  if (event.kind === "pf") return INJECT_TEXTS.pageFault(run.program.naming.place(now.rip));
  if (event.kind === "mc") return INJECT_TEXTS.machineCheck;
  const mnemonic = run.program.lines.get(now.rip)?.text.split(" ")[0];
  return mnemonic === undefined ? INJECT_TEXTS.now : INJECT_TEXTS.before(mnemonic);
}

function returnAddresses(rows: readonly StackRow[]): readonly bigint[] {
  const found = new Set<bigint>();
  for (const row of rows)
    if (row.kind === "word" && row.state !== "stale" && (row.label === "RIP" || row.label === "return to"))
      found.add(row.value);
  return [...found];
}

/** At a bad return: the values that the returning context's own frame had. */
function wantedWords(run: Run, position: number): ReadonlyMap<bigint, bigint> {
  const { violations, frames, steps, writes } = run.timeline.tracker;
  const wanted = new Map<bigint, bigint>();
  const bad = violations.some(({ step, note }) => step === position - 1 && note.property === "resume-exact");
  const frame = bad ? frames.of(steps.context(position - 1)) : undefined;
  for (const { address, write } of frame?.words ?? []) {
    const value = writes.value(write);
    if (writes.valueAt(address, position) !== value) wanted.set(address, value);
  }
  return wanted;
}
