// What the page is told: three plain-data views, already labelled with names,
// values still raw. ProgramView changes with the source, RunView with the
// schedule, MomentView with the position.

import type { Assembly, Diagnostic, LeftOut, PerCpuVariable } from "../asm/assembly.ts";
import type { OutcomeDigest } from "../scenario/link/link.ts";
import type { ContextId, NmiState, Property, RegisterName } from "../machine/types.ts";

/* ---- program ---- */

export interface ListingLine {
  readonly address: bigint;
  readonly bytes: Uint8Array;
  /** AT&T's, as GNU as takes it. */
  readonly text: string;
  /** The same in Intel's syntax. */
  readonly intel: string;
  /** Labels at this address. */
  readonly labels: readonly string[];
  /** 1-based line of the handler's source; undefined in vectors and workload. */
  readonly line: number | undefined;
  readonly idealised: boolean;
  readonly fromBody: boolean;
  /** "label+0x4", the canonical name of this place in a schedule. */
  readonly place: string;
}

/** The syntax in which instructions are shown. */
export type Flavor = "att" | "intel";

export interface ProgramView {
  readonly source: string;
  /** What the source is called: a catalogue title or "your handler". */
  readonly title: string;
  readonly assembled: boolean;
  readonly diagnostics: readonly Diagnostic[];
  readonly leftOut: readonly LeftOut[];
  readonly handler: readonly ListingLine[];
  readonly vectors: readonly ListingLine[];
  readonly workload: readonly ListingLine[];
  readonly symbols: ReadonlyMap<string, bigint>;
  readonly perCpu: readonly PerCpuVariable[];
  readonly regions: Assembly["annotations"]["regions"];
  /** Where a run of the regular NMI code begins and, if that is known, ends. */
  readonly service: { readonly label: string; readonly start: bigint; readonly end: bigint | undefined } | undefined;
}

/* ---- run ---- */

export type ContextKind = "workload" | "nmi" | "pf" | "db" | "bp" | "mc" | "gp" | "other";

/** Someone who ran: the workload, or one delivery's handler. */
export interface ContextView {
  readonly id: ContextId;
  readonly kind: ContextKind;
  readonly vector: number | undefined;
  /** "workload", "NMI 2", "#PF", "#PF 2" */
  readonly name: string;
  /** One or two characters for tags: "W", "2", "P". */
  readonly letter: string;
  /** Index into the event palette: 0 workload, 1 first NMI, 2 first fault, ... */
  readonly tone: number;
  readonly enteredAt: number | undefined;
  readonly interrupted: ContextId | undefined;
  /** Step whose return resumed the context that this one interrupted. */
  readonly leftAt: number | undefined;
  /** What became of its return frame, for the lane: "return frame in copy". */
  readonly fate: string | undefined;
  readonly fateIsBad: boolean;
}

/** Steps [from, to) ran in `context`. */
export interface LaneRun {
  readonly context: ContextId;
  readonly from: number;
  readonly to: number;
}

export interface RunMark {
  readonly step: number;
  readonly kind: "injection" | "delivery" | "return" | "unblock" | "merged" | "violation" | "loop" | "breakpoint";
  readonly text: string;
  readonly context: ContextId | undefined;
}

/** Steps [from, to) with NMIs blocked by `context`; `pending` within them. */
export interface BlockedRun {
  readonly from: number;
  readonly to: number;
  readonly by: ContextId;
  readonly pendingFrom: number | undefined;
}

export interface ScheduleRow {
  /** Position in the schedule; rows are in schedule order. */
  readonly index: number;
  /** "nmi@workload+0x3" */
  readonly text: string;
  readonly off: boolean;
  readonly state: "delivered" | "pending" | "merged" | "refused" | "unused" | "off" | "invalid";
  /** "pending 22, delivered 31", "place never reached", the reason of a refusal. */
  readonly outcome: string;
  /** Boundary at which it happened. */
  readonly at: number | undefined;
  readonly context: ContextId | undefined;
}

/** A link of a cause chain, first cause first. */
export interface Cause {
  readonly step: number | undefined;
  readonly text: string;
}

export interface ViolationView {
  readonly property: Property;
  /** The bad step: after it the property is broken. */
  readonly step: number;
  /** "label+0x4" of the instruction or delivery. */
  readonly at: string;
  /** One sentence. */
  readonly summary: string;
  /** Of an assertion: "assertion-1" is the file's first, and its line. */
  readonly assertion?: { readonly cause: string; readonly line: number };
  readonly chain: readonly Cause[];
}

export interface PropertyView {
  readonly property: Property;
  readonly meaning: string;
  /** Boundary from which it is broken; undefined: holds on this run. */
  readonly brokenAt: number | undefined;
}

export type RunEnd =
  | { readonly kind: "idle" }
  | { readonly kind: "loop"; readonly from: number; readonly period: number; readonly livelock: boolean }
  | { readonly kind: "panic"; readonly vector: number }
  | { readonly kind: "triple-fault" }
  | { readonly kind: "not-modelled"; readonly name: string }
  | { readonly kind: "max-steps" };

export interface RunView {
  /** Number of steps known; positions 0..length are valid. */
  readonly length: number;
  readonly end: RunEnd;
  /** The end in words. */
  readonly endText: string;
  readonly contexts: readonly ContextView[];
  readonly lanes: readonly LaneRun[];
  readonly blocked: readonly BlockedRun[];
  readonly marks: readonly RunMark[];
  readonly schedule: readonly ScheduleRow[];
  readonly violations: readonly ViolationView[];
  readonly properties: readonly PropertyView[];
  /** Why the position moved, or stayed but means something else, after an edit. */
  readonly notice: string | undefined;
  /** Where the scenario alone leads; undefined while that is not computed. */
  readonly digest?: OutcomeDigest;
}

/** One drawn step of the lanes. */
export interface LaneCell {
  readonly step: number;
  readonly context: ContextId;
  /** "cmpq", or "#PF" of a delivery. */
  readonly text: string;
  readonly delivery: boolean;
}

/* ---- moment ---- */

/** Text with the events in it named, so that the page can colour them. */
export interface SentencePart {
  readonly text: string;
  readonly context?: ContextId;
  readonly strong?: true;
}

export interface Sentence {
  readonly what: readonly SentencePart[];
  readonly why: readonly SentencePart[];
}

export interface RegisterView {
  readonly name: RegisterName;
  readonly value: bigint;
  readonly old: bigint;
  readonly changed: boolean;
  /** "nmi+0x8", "T-184", "per-CPU page"; empty if it points to nothing known. */
  readonly meaning: string;
  readonly oldMeaning: string;
}

export interface Writer {
  readonly context: ContextId;
  readonly step: number;
}

export type WordState =
  /** Written by the step just done. */
  | "fresh"
  | "live"
  /** Consumed: still there, nobody will use it. */
  | "stale";

export interface WordView {
  readonly kind: "word";
  readonly address: bigint;
  /** "T-40", "C-48". */
  readonly offset: string;
  /** "SS", "RIP", "err code", "saved rax"; empty if unknown. */
  readonly label: string;
  readonly value: bigint;
  readonly meaning: string;
  /** undefined: never written since the start. */
  readonly writer: Writer | undefined;
  readonly state: WordState;
  /** What it held before its present writer; undefined: nothing worth showing. */
  readonly was:
    | { readonly value: bigint; readonly meaning: string; readonly writer: Writer | undefined; readonly same: boolean }
    | undefined;
  /** First row of a frame: which context's return frame begins here. */
  readonly frameOf: ContextId | undefined;
  /** The bad word of a violation at this step: what it should have been. */
  readonly wanted: { readonly value: bigint; readonly meaning: string } | undefined;
  /** RSP points here now / pointed here before the step. */
  readonly rsp: "now" | "was" | undefined;
}

export interface WordGap {
  readonly kind: "gap";
  readonly offset: string;
  readonly address: bigint;
  readonly words: number;
  /** "never written", "skipped: delivery aligns RSP to 16", "stack copy, drawn beside". */
  readonly text: string;
  readonly band: string | undefined;
}

export type StackRow = WordView | WordGap;

/** A word of a copy region and the frame word that it copies. */
export interface CopyRow {
  readonly word: WordView;
  /** Frame word beside it, by role; undefined: it has no counterpart (CR2). */
  readonly of: bigint | undefined;
  readonly equal: boolean | undefined;
}

export interface FrameFate {
  readonly context: ContextId;
  /** "NMI 1 frame" */
  readonly title: string;
  readonly state: "live" | "safe in copy" | "used" | "lost";
  readonly text: string;
}

/** A region of the stack in which a frame is kept, beside what it was copied from. */
export interface CopyView {
  readonly title: string;
  readonly subtitle: string;
  readonly rows: readonly CopyRow[];
}

/** Another stack on which handlers have written: the thread's, that of machine checks. */
export interface OtherStack {
  readonly title: string;
  readonly subtitle: string;
  /** From the top downwards, the words that handlers wrote and the one at RSP. */
  readonly words: readonly WordView[];
  /** Words further down that are left out. */
  readonly more: number;
}

export interface StackView {
  /** "NMI stack", "IST1" */
  readonly title: string;
  readonly subtitle: string;
  readonly from: bigint;
  readonly to: bigint;
  /** From the top (highest address) downwards. */
  readonly rows: readonly StackRow[];
  readonly copy: CopyView | undefined;
  /** Further regions in which a frame is kept. */
  readonly kept: readonly CopyView[];
  readonly others: readonly OtherStack[];
  readonly frames: readonly FrameFate[];
}

export interface FlagVariableView {
  readonly name: string;
  readonly value: bigint;
  readonly sizeBytes: number;
  readonly writer: Writer | undefined;
  /** "not used", "never written", "" */
  readonly remark: string;
  readonly changed: boolean;
}

export interface InjectView {
  readonly event: "nmi" | "pf" | "db" | "bp" | "mc" | "gp" | "irq";
  readonly possible: boolean;
  /** What it would do, or why it cannot: "waits: blocked by NMI 2". */
  readonly remark: string;
}

export interface MomentView {
  /** Boundary: `position` steps are done. */
  readonly position: number;
  /** Of the step just done; undefined at 0. */
  readonly kind: "instruction" | "delivery" | undefined;
  readonly sentence: Sentence;
  readonly context: ContextId;
  /** Address of the next instruction, and its place in words. */
  readonly rip: bigint;
  readonly place: string;
  readonly nextText: string;
  readonly cpl: number;
  readonly registers: readonly RegisterView[];
  readonly nmi: NmiState & {
    readonly before: NmiState;
    /** Boundary since which they are blocked, and by whom. */
    readonly blockedSince: number | undefined;
    readonly blockedBy: ContextId | undefined;
  };
  readonly shadow: "mov-ss" | "sti" | undefined;
  readonly stack: StackView;
  readonly flags: readonly FlagVariableView[];
  readonly inject: readonly InjectView[];
  /** Addresses that words on the stack return to: "return" marks in the gutter. */
  readonly returns: readonly bigint[];
}

/* ---- files ---- */

/** What a scenario can be saved as; `text` and `svg` are of the present moment. */
export type ExportFormat = "image" | "text" | "run" | "markdown" | "json" | "chrome" | "svg" | "test" | "gdb";

/** A file for the user to keep. */
export interface FileView {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** What to type with it, a line each. */
  readonly how: readonly string[];
}

/* ---- console ---- */

export interface ConsoleLine {
  readonly kind: "echo" | "output" | "error";
  readonly text: string;
}
