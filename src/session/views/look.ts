// What the page asks of a run while it looks at it, and what it is told: windows of
// the trace, where a value came from, tables, memory, phases. Plain data.

import type { ContextId, RegisterName } from "../../machine/types.ts";

/* ---- trace ---- */

export type TraceKind = "instruction" | "delivery" | "return" | "injection" | "violation";

export interface TraceFilter {
  /** Rows of any of these; empty: all. */
  readonly kinds: readonly TraceKind[];
  /** Rows of this context alone. */
  readonly context?: ContextId;
  /** Found in place, instruction or marks, whatever the case. */
  readonly text?: string;
}

/** Old and new of something that a step changed; `place` is a register or a word in words. */
export interface TraceChange {
  readonly place: string;
  readonly old: bigint;
  readonly value: bigint;
  /** What the new value means; empty if nothing is known. */
  readonly meaning: string;
  /** Of a word of memory. */
  readonly address?: bigint;
}

export interface TraceRow {
  readonly step: number;
  readonly context: ContextId;
  readonly kind: "instruction" | "delivery" | "return";
  readonly place: string;
  /** "pushq %rax", "#PF delivered". */
  readonly text: string;
  readonly changes: readonly TraceChange[];
  /** Injections, losses, ends of blocking. */
  readonly remarks: readonly string[];
  /** Properties that this step broke. */
  readonly broken: readonly string[];
}

/* ---- where a value came from ---- */

export type HistoryOf =
  { readonly kind: "word"; readonly address: bigint } | { readonly kind: "register"; readonly name: RegisterName };

/** One change of the word or register: who, when, by what, from and to. */
export interface HistoryEntry {
  readonly step: number;
  readonly context: ContextId;
  readonly place: string;
  readonly text: string;
  readonly old: bigint;
  readonly value: bigint;
  readonly meaning: string;
}

/** A station of a value on its way here, nearest first. */
export interface Origin {
  /** Undefined: before the first step. */
  readonly step: number | undefined;
  readonly context: ContextId | undefined;
  readonly text: string;
  readonly value: bigint;
}

/* ---- tables ---- */

export type TableName = "idt" | "gdt" | "tss" | "percpu" | "control";

export type LookLink =
  | { readonly kind: "table"; readonly table: TableName; readonly row: string }
  | { readonly kind: "memory"; readonly at: string }
  | { readonly kind: "walk"; readonly at: string };

export interface TableCell {
  readonly text: string;
  readonly link?: LookLink;
}

export interface TableRow {
  /** What links name: "2" of the IDT, "IST1" of the TSS. */
  readonly id: string;
  readonly cells: readonly TableCell[];
  /** What the bits say. */
  readonly note?: string;
}

export interface TableView {
  readonly title: string;
  /** Where it lies and how it was read. */
  readonly source: string;
  readonly head: readonly string[];
  readonly rows: readonly TableRow[];
}

export interface WalkLevel {
  readonly name: string;
  /** Slot in the table, 0 to 511. */
  readonly index: number;
  /** Physical address of the entry. */
  readonly at: bigint;
  readonly entry: bigint;
  readonly flags: string;
}

/* ---- phases ---- */

/** A part of a delivery or a return; all of them are one step. */
export interface Phase {
  readonly title: string;
  readonly text: string;
  /** Words that it reads or writes. */
  readonly touches: readonly bigint[];
  readonly writes: boolean;
}

/* ---- memory ---- */

export interface MemoryWord {
  readonly address: bigint;
  readonly place: string;
  /** Undefined: no such page. */
  readonly value: bigint | undefined;
  readonly label: string;
  readonly meaning: string;
  /** Printable characters, dots for others. */
  readonly characters: string;
  readonly writer: { readonly context: ContextId; readonly step: number } | undefined;
  /** Steps since it was written. */
  readonly age: number | undefined;
  /** Before the step just done; undefined: the step left it alone. */
  readonly old: bigint | undefined;
  readonly state: "fresh" | "live" | "stale";
  /** Of the source's `#@ region`. */
  readonly region: string | undefined;
  /** "rsp" and the like: registers that point at it. */
  readonly pointed: readonly string[];
}

export interface StackPlace {
  readonly name: string;
  readonly top: bigint;
  /** RSP is in it. */
  readonly current: boolean;
}

/* ---- stops ---- */

/** Of one breakpoint, watchpoint or caught event, in the order of the list. */
export interface StopFacts {
  /** As the console counts them. */
  readonly number: number;
  /** Boundaries of the run at which it stops; undefined: that takes its condition, tried nearby only. */
  readonly hits: number | undefined;
  /** The nearest boundaries before and after this one. */
  readonly last: number | undefined;
  readonly next: number | undefined;
  /** What is watched, at this position. */
  readonly now?: string;
  /** Why it cannot stop, or why its condition always holds. */
  readonly problem?: string;
}

/* ---- questions and answers ---- */

export type LookQuestion =
  /** Rows [from, to) of those that the filter lets through. */
  | { readonly kind: "trace"; readonly filter: TraceFilter; readonly from: number; readonly to: number }
  | { readonly kind: "history"; readonly of: HistoryOf }
  | { readonly kind: "table"; readonly table: TableName }
  /** A number, a symbol or `$rsp`. */
  | { readonly kind: "walk"; readonly at: string }
  /** Of the step just done. */
  | { readonly kind: "phases" }
  /** Of the list as it is. */
  | { readonly kind: "stops" }
  /** Quadwords from `at` on, upwards. */
  | { readonly kind: "memory"; readonly at: string; readonly words: number };

/** Of a run alone; what it stops at is the experiment's. */
export type RunQuestion = Exclude<LookQuestion, { readonly kind: "stops" }>;

export type LookAnswer =
  | {
      readonly kind: "trace";
      readonly from: number;
      readonly rows: readonly TraceRow[];
      /** Rows that the filter lets through, and steps in all. */
      readonly total: number;
      readonly length: number;
      /** The first row at or after the step just done. */
      readonly here: number;
    }
  | {
      readonly kind: "history";
      readonly title: string;
      readonly value: bigint;
      readonly meaning: string;
      /** Newest first, up to the present; at most MAX_ENTRIES of `total`. */
      readonly entries: readonly HistoryEntry[];
      readonly total: number;
      readonly origins: readonly Origin[];
    }
  | { readonly kind: "table"; readonly view: TableView }
  | {
      readonly kind: "walk";
      readonly address: bigint;
      readonly name: string;
      readonly levels: readonly WalkLevel[];
      readonly physical: bigint | undefined;
      /** What the page allows, or what is missing. */
      readonly verdict: string;
    }
  | { readonly kind: "phases"; readonly title: string; readonly phases: readonly Phase[] }
  | {
      readonly kind: "memory";
      readonly from: bigint;
      readonly words: readonly MemoryWord[];
      readonly stacks: readonly StackPlace[];
    }
  | { readonly kind: "stops"; readonly stops: readonly StopFacts[] }
  | { readonly kind: "refused"; readonly why: string };
