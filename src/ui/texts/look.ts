// Texts of the panels that look at the run: trace, origins, tables, memory, phases.
// Loaded with them.

import type { TableName, TraceKind } from "../../session/views/look.ts";

const KINDS: Readonly<Record<TraceKind, string>> = {
  instruction: "instructions",
  delivery: "deliveries",
  return: "returns",
  injection: "injections",
  violation: "violations",
};
const TABLES: Readonly<Record<TableName, string>> = {
  idt: "IDT",
  gdt: "GDT",
  tss: "TSS",
  percpu: "Per-CPU",
  control: "Control",
};

export const LOOK_TEXTS = {
  region: "Look closer",
  tabs: { trace: "Trace", history: "Origins", table: "Tables", memory: "Memory", phases: "Phases" },
  close: "Close this panel",
  wider: "Whole column",
  asking: "Asking the machine.",
  go: (step: number) => `Go to step ${step}`,
  trace: {
    list: "Steps, one after the other; j and k or the arrows go from one to the next",
    filter: "Show only",
    kinds: KINDS,
    context: "Context",
    anyone: "everyone",
    search: "Search place or instruction",
    count: (total: number, length: number) =>
      total === length
        ? `${length.toLocaleString("en-GB")} steps`
        : `${total.toLocaleString("en-GB")} of ${length.toLocaleString("en-GB")} steps`,
    none: "No step of this run is like that.",
    segment: "Part of the trace",
    segmentOf: (from: number, to: number) => `rows ${from.toLocaleString("en-GB")} to ${to.toLocaleString("en-GB")}`,
    unchanged: "changes nothing but RIP",
    broken: (properties: string) => `breaks ${properties}`,
    loading: "…",
  },
  history: {
    none: "Click a word of the stack or a register: who wrote it, when, and what it was before.",
    now: "now",
    origins: "How this value came here, nearest first",
    fromStart: "from the start",
    entries: (shown: number, total: number) =>
      total === shown ? `Every change so far (${total})` : `The last ${shown} of ${total} changes`,
    never: "Never changed since the start.",
    head: ["step", "by", "place", "instruction", "before", "after"],
  },
  table: {
    names: TABLES,
    walk: "Page walk",
    label: "Tables of the machine",
    address: "Address, symbol or $register to walk",
    walkButton: "Walk",
    walkHead: ["level", "slot", "entry at", "entry", "flags"],
    physical: (address: string) => `physical ${address}`,
    noPhysical: "no physical page",
    atSource: "Read from the guest's memory at this position:",
  },
  memory: {
    at: "Address, symbol or $register",
    show: "Show",
    stacks: "Stacks",
    rspHere: "RSP is here",
    radix: "Values as",
    radices: { hex: "hex", dec: "decimal", symbol: "symbol" },
    down: "Growth: highest address on top",
    up: "Growth: lowest address on top",
    before: "Before this step",
    head: ["address", "place", "word", "value", "means", "text", "written by", "age"],
    unmapped: "no page here",
    never: "never written",
    now: "by this step",
    age: (steps: number) => `${steps} ${steps === 1 ? "step" : "steps"} ago`,
    origins: (place: string) => `Origins of ${place}`,
    earlier: "Lower addresses",
    later: "Higher addresses",
  },
  phases: {
    list: "Phases of this step, in order; all of them are one step for events",
    whole: "The whole step",
    touches: (words: number) => (words === 0 ? "no word" : words === 1 ? "1 word" : `${words} words`),
  },
} as const;
