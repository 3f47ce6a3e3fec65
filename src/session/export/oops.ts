// A moment in the order of a kernel oops: RIP with code bytes, RSP, registers, stack
// words, call trace. For mailing lists: ASCII, 80 columns.

import type { Scenario } from "../../scenario/scenario.ts";
import { printSchedule } from "../../scenario/schedule.ts";
import { makeMoment } from "../panels/moment.ts";
import type { Run } from "../run.ts";
import { plainText } from "../sentence/sentence.ts";
import type { ContextView, MomentView, RunView, StackRow, WordView } from "../views.ts";
import { ascii, wrapped } from "./ascii.ts";
import { EXPORT_TEXTS, MOMENT_TEXTS } from "../texts/exports.ts";

/** As many code bytes as one line holds, a third of them before RIP. */
const CODE_BYTES = 21;
const BYTES_BEFORE = 7;
const STACK_WORDS = 24;

export function handlerName({ handler }: Scenario): string {
  return handler.name ?? EXPORT_TEXTS.yourHandler;
}

export function titleLines(scenario: Scenario): string {
  const { title, note, workload, schedule, body } = scenario;
  return [
    wrapped(EXPORT_TEXTS.project(title ?? handlerName(scenario))),
    wrapped(EXPORT_TEXTS.handler(handlerName(scenario), workload, body), "  "),
    wrapped(EXPORT_TEXTS.schedule(printSchedule(schedule)), "  "),
    note === undefined ? "" : wrapped(EXPORT_TEXTS.note(note), "  "),
  ].join("");
}

/** The machine stands at the moment that is told. */
export function oopsText(run: Run, scenario: Scenario, view: RunView): string {
  const moment = makeMoment(run);
  const note = scenario.notes?.find(({ at }) => at === moment.position);
  return [
    titleLines(scenario),
    "\n",
    sentenceLines(moment, view),
    note === undefined ? "" : wrapped(MOMENT_TEXTS.noteHere(note.text), "  "),
    registerLines(run, moment),
    wrapped(nmiLine(moment, view), "     "),
    stackLines(moment, view),
    traceLines(run, moment, view),
    verdictLines(view),
  ].join("");
}

function sentenceLines({ position, sentence }: MomentView, { length }: RunView): string {
  if (position === 0) return `${MOMENT_TEXTS.start(length)}\n`;
  return wrapped(MOMENT_TEXTS.step(position - 1, length - 1, plainText(sentence.what)), "  ");
}

const word = (value: bigint): string => BigInt.asUintN(64, value).toString(16).padStart(16, "0");
const short = (value: bigint, digits: number): string => value.toString(16).padStart(digits, "0");

function registerLines(run: Run, { registers, place }: MomentView): string {
  const values = new Map(registers.map(({ name, value }) => [name as string, value]));
  const of = (name: string): bigint => values.get(name) ?? 0n;
  const row = (...names: readonly string[]): string =>
    `${names.map((name) => `${name.toUpperCase().replace(/^R(\d)$/, "R0$1")}: ${word(of(name))}`).join(" ")}\n`;
  return [
    wrapped(`RIP: ${short(of("cs"), 4)}:${place}`),
    `Code: ${codeBytes(run, of("rip"))}\n`,
    `RSP: ${short(of("ss"), 4)}:${word(of("rsp"))} EFLAGS: ${short(of("rflags"), 8)}\n`,
    row("rax", "rbx", "rcx"),
    row("rdx", "rsi", "rdi"),
    row("rbp", "r8", "r9"),
    row("r10", "r11", "r12"),
    row("r13", "r14", "r15"),
    `FS:  ${word(of("fsBase"))}(${short(of("fs"), 4)}) GS:${word(of("gsBase"))}(${short(of("gs"), 4)})\n`,
    `knlGS: ${word(of("kernelGsBase"))}\n`,
    `CS:  ${short(of("cs"), 4)} DS: ${short(of("ds"), 4)} ES: ${short(of("es"), 4)} CR0: ${word(of("cr0"))}\n`,
    row("cr2", "cr3", "cr4"),
  ].join("");
}

/** "48 89 <0f> 05", the byte at RIP marked; ".." where nothing is mapped. */
function codeBytes(run: Run, rip: bigint): string {
  const bytes: string[] = [];
  for (let at = -BYTES_BEFORE; at < CODE_BYTES - BYTES_BEFORE; at++) {
    const byte = run.timeline.machine.read(rip + BigInt(at), 1)?.[0];
    const text = byte === undefined ? ".." : byte.toString(16).padStart(2, "0");
    bytes.push(at === 0 ? `<${text}>` : text);
  }
  return bytes.join(" ");
}

function nameOf(view: RunView, id: number | undefined): string {
  return view.contexts.find((context) => context.id === id)?.name ?? "?";
}

function nmiLine({ nmi }: MomentView, view: RunView): string {
  const by = nmi.blockedBy === undefined ? undefined : nameOf(view, nmi.blockedBy);
  const blocked = nmi.blocked ? MOMENT_TEXTS.blocked(nmi.blockedSince, by) : MOMENT_TEXTS.notBlocked;
  return MOMENT_TEXTS.nmi(blocked, nmi.pending, nmi.merged);
}

function isWord(row: StackRow): row is WordView {
  return row.kind === "word";
}

function stackLines({ stack }: MomentView, view: RunView): string {
  const written = stack.rows.filter(isWord).filter(({ writer }) => writer !== undefined);
  const copied = stack.copy?.rows.map((row) => row.word).filter(({ writer }) => writer !== undefined) ?? [];
  const lines = (words: readonly WordView[]): string =>
    words
      .slice(0, STACK_WORDS)
      .map((one) => wrapped(stackLine(one, view), "      "))
      .join("");
  const rest = written.length - STACK_WORDS;
  return [
    ascii(`${MOMENT_TEXTS.stack(stack.title)}\n`),
    written.length === 0 ? ` ${MOMENT_TEXTS.nothingWritten}\n` : lines(written),
    rest > 0 ? ` ${MOMENT_TEXTS.wordsBelow(rest)}\n` : "",
    copied.length === 0 ? "" : `${MOMENT_TEXTS.copy}\n${lines(copied)}`,
  ].join("");
}

function stackLine({ offset, label, value, meaning, writer, state, rsp, wanted }: WordView, view: RunView): string {
  const by = writer === undefined ? "" : ` [${nameOf(view, writer.context)}@${writer.step}]`;
  const remark = [state === "stale" ? MOMENT_TEXTS.stale : "", rsp === "now" ? "<-- RSP" : ""].filter(
    (text) => text !== "",
  );
  const should = wanted === undefined ? "" : ` ${MOMENT_TEXTS.shouldBe(word(wanted.value), wanted.meaning)}`;
  return ` ${offset.padEnd(6)} ${label.padEnd(9)} ${word(value)} ${meaning}${by} ${remark.join(" ")}${should}`;
}

/** Who runs, whom that interrupted where, down to the workload. */
function traceLines(run: Run, { context, place }: MomentView, view: RunView): string {
  let out = `${MOMENT_TEXTS.callTrace}\n`;
  let at = place;
  let next = view.contexts.find(({ id }) => id === context);
  const seen = new Set<ContextView>();
  while (next !== undefined && !seen.has(next)) {
    seen.add(next);
    const { name, enteredAt, interrupted } = next;
    const tag = enteredAt === undefined ? "TASK" : name;
    out += wrapped(` <${tag}>${enteredAt === undefined ? "" : ` ${MOMENT_TEXTS.sinceStep(enteredAt)}`}`);
    out += wrapped(`  ${at}`, "   ");
    out += ` </${ascii(tag)}>\n`;
    if (enteredAt !== undefined) at = run.program.naming.place(run.timeline.ripAt(enteredAt));
    next = view.contexts.find(({ id }) => id === interrupted);
  }
  return out;
}

export function verdictLines({ violations, endText, length }: RunView): string {
  let out = wrapped(MOMENT_TEXTS.end(endText, length), "  ");
  if (violations.length === 0) return `${out}${EXPORT_TEXTS.nothingBroken}\n`;
  for (const { property, step, at, summary, chain } of violations) {
    out += wrapped(MOMENT_TEXTS.broken(property, step, at, summary), "  ");
    for (const cause of chain) {
      out += wrapped(
        `    ${cause.step === undefined ? cause.text : MOMENT_TEXTS.cause(cause.step, cause.text)}`,
        "      ",
      );
    }
  }
  return out;
}
