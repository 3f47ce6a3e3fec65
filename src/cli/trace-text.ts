// A run for a reader: a line a step, with what it changed; deliveries, events and
// violations stand out.

import { hex } from "../base/hex.ts";
import type { Registers, Step } from "../machine/types.ts";
import type { StepFact } from "../session/index.ts";
import type { RunView } from "../session/views.ts";
import { eventText } from "../session/export/json.ts";

const PLACE_WIDTH = 28;
const TEXT_WIDTH = 34;

function mask(sizeBytes: number): bigint {
  return (1n << BigInt(8 * sizeBytes)) - 1n;
}

/** "rax=0x1 [0x..]=0x2"; RIP is the next line's. */
function changes(step: Step): string {
  const registers = step.changes
    .filter(({ name }) => name !== "rip" && name !== "rflags")
    .map(({ name, value }) => `${name}=${hex(value)}`);
  const writes = step.writes.map(
    ({ address, sizeBytes, value }) => `[${hex(address)}]=${hex(value & mask(sizeBytes))}`,
  );
  return [...registers, ...writes].join(" ");
}

function frameLines(step: Step, registers: Registers): string {
  if (step.frame === undefined) return "";
  const { address, ist } = step.frame;
  const stack = ist === 0 ? "the stack in use" : `IST${ist}`;
  return `          frame at ${hex(address)} (${stack}), returns to ${hex(step.ripBefore)}; RSP ${hex(registers.rsp)}\n`;
}

export function stepText(fact: StepFact): string {
  const { index, step, registers, at, text, idealised } = fact;
  const number = String(index).padStart(6);
  let out = "";
  for (const { event, outcome } of step.events) {
    const said = outcome.kind === "refused" ? `refused: ${outcome.reason}` : outcome.kind;
    out += `${number}  >>> ${eventText(event)}: ${said}\n`;
  }
  if (step.kind === "delivery") {
    out += `${number}  *** ${fact.describe()}\n${frameLines(step, registers)}`;
    return step.reason === undefined ? out : `${out}          why: ${step.reason}\n`;
  }
  const mark = idealised ? " (idealised)" : "";
  out += `${number}  ${at.padEnd(PLACE_WIDTH)} ${(text + mark).padEnd(TEXT_WIDTH)} ${changes(step)}`.trimEnd() + "\n";
  return step.unblockedNmi ? `${out}          NMIs are no longer blocked\n` : out;
}

/** Under the step after which a property is broken. */
export function violationText({ violations }: RunView): string {
  let out = "";
  for (const { property, step, at, summary, chain } of violations) {
    out += `violated: ${property} at step ${step} (${at}): ${summary}\n`;
    for (const cause of chain) out += `    ${cause.step === undefined ? "" : `step ${cause.step}: `}${cause.text}\n`;
  }
  return out;
}

export function endText(view: RunView, unused: readonly string[]): string {
  let out = `\nend: ${view.endText} (${view.length} steps)\n`;
  for (const row of view.schedule) {
    if (row.state === "unused" || row.state === "refused" || row.state === "merged")
      out += `${row.text}: ${row.outcome}\n`;
  }
  if (unused.length > 0) out += `unused: ${unused.join("; ")}\n`;
  return out + (view.violations.length === 0 ? "no property is broken on this run\n" : violationText(view));
}
