// A run as JSON lines: header, steps, end. The names are an interface: others read
// these traces.

import { hex } from "../../base/hex.ts";
import type { Event, RegisterName, Registers } from "../../machine/types.ts";
import { REGIONS } from "../../machine/layout.ts";
import { GENERAL_REGISTERS } from "../../machine/types.ts";
import type { Scenario } from "../../scenario/scenario.ts";
import { printSchedule } from "../../scenario/schedule.ts";
import type { Program } from "../program.ts";
import type { StepFact } from "../run-scenario.ts";
import type { RunView } from "../views.ts";

const REGISTERS: readonly RegisterName[] = [
  ...GENERAL_REGISTERS,
  ...(["rip", "rflags", "cs", "ss", "ds", "es", "fs", "gs", "fsBase", "gsBase", "kernelGsBase"] as const),
  ...(["cr0", "cr2", "cr3", "cr4", "efer"] as const),
];

const word = (value: bigint) => hex(BigInt.asUintN(64, value));

function registersJson(registers: Registers): Record<string, string> {
  return Object.fromEntries(REGISTERS.map((name) => [name, word(registers[name])]));
}

/** As in a schedule: "pf(0x...)". */
export function eventText(event: Event): string {
  if (event.kind === "irq") return `irq(${event.vector})`;
  return event.kind === "pf" && event.address !== undefined ? `pf(${hex(event.address)})` : event.kind;
}

export function headerJson(handler: string, scenario: Scenario, program: Program, initial: Registers): string {
  const own = program.source.assembly.annotations.regions;
  return JSON.stringify({
    type: "header",
    handler,
    workload: scenario.workload,
    body: scenario.body,
    options: scenario.options,
    schedule: printSchedule(scenario.schedule),
    ...(program.flavor === "att" ? {} : { flavor: program.flavor }),
    ...(scenario.notes === undefined ? {} : { notes: scenario.notes }),
    symbols: Object.fromEntries([...program.naming.symbols].map(([name, value]) => [name, word(value)])),
    regions: [...REGIONS, ...own].map(({ name, from, to }) => ({ name, from: word(from), to: word(to) })),
    initial: registersJson(initial),
  });
}

export function stepJson({ index, step, registers, at, text, idealised }: StepFact): string {
  return JSON.stringify({
    type: "step",
    step: index,
    kind: step.kind,
    ...(step.vector === undefined ? {} : { vector: step.vector }),
    ...(step.errorCode === undefined ? {} : { errorCode: hex(step.errorCode) }),
    events: step.events.map(({ event }) => eventText(event)),
    outcomes: step.events.map(({ outcome }) => outcome.kind),
    ripBefore: word(step.ripBefore),
    at,
    text,
    ...(idealised ? { idealised } : {}),
    ...(step.reason === undefined ? {} : { reason: step.reason }),
    registers: registersJson(registers),
    nmi: step.nmi,
    writes: step.writes.map(({ address, sizeBytes, value }) => ({
      address: word(address),
      size: sizeBytes,
      value: word(value),
    })),
  });
}

export function endJson({ end, endText, length, violations }: RunView, unused: readonly string[]): string {
  return JSON.stringify({
    type: "end",
    reason: end.kind,
    ...(end.kind === "panic" ? { vector: end.vector } : {}),
    ...(end.kind === "loop" ? { from: end.from, period: end.period, livelock: end.livelock } : {}),
    ...(end.kind === "not-modelled" ? { name: end.name } : {}),
    text: endText,
    steps: length,
    unused,
    violations: violations.map(({ property, step, at, summary, chain }) => ({ property, step, at, summary, chain })),
  });
}
