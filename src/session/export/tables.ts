// A whole run as a table: for a mailing list, as Markdown, and as Chrome's trace
// events (chrome://tracing, Perfetto).

import { hex } from "../../base/hex.ts";
import type { Step } from "../../machine/types.ts";
import { momentWords } from "../../scenario/notes.ts";
import type { MomentNote, Scenario } from "../../scenario/scenario.ts";
import { printSchedule } from "../../scenario/schedule.ts";
import type { StepFact } from "../run-scenario.ts";
import type { RunView } from "../views.ts";
import { wrapped } from "./ascii.ts";
import { eventText } from "./json.ts";
import { handlerName, titleLines, verdictLines } from "./oops.ts";
import { EXPORT_TEXTS, TABLE_TEXTS } from "../texts/exports.ts";

/** "rax=0x1 [0x..]=0x2"; RIP and flags follow from the rest. */
function changesOf({ changes, writes }: Step): string {
  const registers = changes
    .filter(({ name }) => name !== "rip" && name !== "rflags")
    .map(({ name, value }) => `${name}=${hex(BigInt.asUintN(64, value))}`);
  const words = writes.map(({ address, value }) => `[${hex(address)}]=${hex(BigInt.asUintN(64, value))}`);
  return [...registers, ...words].join(" ");
}

function eventsOf({ events }: Step): readonly string[] {
  return events.map(({ event, outcome }) =>
    outcome.kind === "refused"
      ? TABLE_TEXTS.refused(eventText(event), outcome.reason)
      : `${eventText(event)} ${outcome.kind}`,
  );
}

function whatOf(fact: StepFact): string {
  return fact.step.kind === "delivery" ? fact.describe() : fact.text;
}

/** By the number of steps that are done. */
function notesByMoment({ notes = [] }: Scenario): ReadonlyMap<number, string> {
  return new Map(notes.map(({ at, text }) => [at, text]));
}

function notReached({ notes = [] }: Scenario, view: RunView): readonly MomentNote[] {
  return notes.filter(({ at }) => at > view.length);
}

/** A line a step, changes below it. */
export function runText(scenario: Scenario, facts: readonly StepFact[], view: RunView): string {
  const notes = notesByMoment(scenario);
  const told = (at: number): string => (notes.has(at) ? wrapped(`      --- ${notes.get(at)}`, "          ") : "");
  let out = `${titleLines(scenario)}\n${told(0)}`;
  for (const fact of facts) {
    const { index, step, context, at } = fact;
    for (const event of eventsOf(step)) out += wrapped(`      >>> ${event}`, "          ");
    const broken = view.violations.filter((violation) => violation.step === index);
    const line = `${String(index).padStart(5)} ${context.padEnd(9)} ${at.padEnd(24)} ${whatOf(fact)}`;
    out += wrapped(line, " ".repeat(16));
    const changes = step.kind === "delivery" ? "" : changesOf(step);
    if (changes !== "") out += wrapped(`${" ".repeat(16)}${changes}`, " ".repeat(16));
    for (const { property } of broken) out += wrapped(`  ${TABLE_TEXTS.brokenHere(property)}`);
    out += told(index + 1);
  }
  for (const { at, text } of notReached(scenario, view))
    out += wrapped(TABLE_TEXTS.noteNotReached(momentWords(at), text));
  return `${out}\n${verdictLines(view)}`;
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|").replaceAll("\n", " ").replaceAll("<", "&lt;");
}

export function markdownText(scenario: Scenario, facts: readonly StepFact[], view: RunView): string {
  const events = printSchedule(scenario.schedule);
  const notes = notesByMoment(scenario);
  const rows = facts.map((fact) => {
    const events = eventsOf(fact.step).map((event) => `**${cell(event)}** `);
    const broken = view.violations.filter(({ step }) => step === fact.index).map(({ property }) => ` ✕ ${property}`);
    const what = fact.step.kind === "delivery" ? cell(fact.describe()) : `\`${cell(fact.text)}\``;
    const changes = changesOf(fact.step);
    const note = notes.get(fact.index + 1);
    const told = note === undefined ? "" : `<br>${TABLE_TEXTS.note(cell(note))}`;
    return `| ${fact.index} | ${cell(fact.context)} | \`${cell(fact.at)}\` | ${events.join("")}${what}${broken.join("")}${told} | ${changes === "" ? "" : `\`${cell(changes)}\``} |`;
  });
  return [
    `# ${cell(scenario.title ?? handlerName(scenario))}`,
    "",
    TABLE_TEXTS.introduction(
      cell(handlerName(scenario)),
      scenario.workload,
      cell(events || TABLE_TEXTS.nothingInjected),
    ),
    ...(scenario.note === undefined ? [] : ["", cell(scenario.note)]),
    ...(notes.has(0) ? ["", TABLE_TEXTS.noteAtStart(cell(notes.get(0) ?? ""))] : []),
    "",
    TABLE_TEXTS.head,
    "|---:|---|---|---|---|",
    ...rows,
    "",
    TABLE_TEXTS.end(cell(view.endText), view.length),
    ...notReached(scenario, view).map(({ at, text }) => `- ${TABLE_TEXTS.noteOutside(momentWords(at), cell(text))}`),
    ...view.violations.map(
      ({ property, step, summary }) => `- ${TABLE_TEXTS.violation(property, step, cell(summary))}`,
    ),
    ...(view.violations.length === 0 ? [EXPORT_TEXTS.nothingBroken] : []),
    "",
  ].join("\n");
}

/** A step lasts a microsecond there; each context is a thread. */
export function chromeText(scenario: Scenario, facts: readonly StepFact[], view: RunView): string {
  const threads = new Map(view.contexts.map(({ id, name }) => [name, id]));
  const shared = { pid: 1 };
  const events: object[] = [
    { ...shared, name: "process_name", ph: "M", tid: 0, args: { name: EXPORT_TEXTS.project(handlerName(scenario)) } },
  ];
  for (const { id, name } of view.contexts) {
    events.push({ ...shared, name: "thread_name", ph: "M", tid: id, args: { name } });
  }
  for (const fact of facts) {
    const tid = threads.get(fact.context) ?? 0;
    const name = fact.step.kind === "delivery" ? TABLE_TEXTS.deliver(fact.context) : fact.text;
    const args = { at: fact.at, changes: changesOf(fact.step) };
    events.push({ ...shared, name, cat: fact.step.kind, ph: "X", ts: fact.index, dur: 1, tid, args });
    for (const event of eventsOf(fact.step)) {
      events.push({ ...shared, name: event, cat: "event", ph: "i", s: "p", ts: fact.index, tid });
    }
  }
  for (const { at, text } of scenario.notes ?? []) {
    if (at <= view.length) events.push({ ...shared, name: text, cat: "note", ph: "i", s: "g", ts: at, tid: 0 });
  }
  for (const { property, step, summary } of view.violations) {
    events.push({
      ...shared,
      name: TABLE_TEXTS.broken(property),
      cat: "violation",
      ph: "i",
      s: "g",
      ts: step,
      tid: 0,
      args: { summary },
    });
  }
  return `${JSON.stringify({ displayTimeUnit: "ns", traceEvents: events, otherData: { schedule: printSchedule(scenario.schedule) } })}\n`;
}
