// What the machine takes and gives, as plain data.

/** One selectable difference between vendors or emulators. Defaults are Intel's manual. */
export interface CpuOptions {
  /** A faulting IRET ends NMI blocking (SDM 3A 6.7.1). */
  readonly faultingIretUnblocks: boolean;
  /** SS becomes null when an event is delivered through an IST at the same CPL. */
  readonly nullSsOnSameCplIst: boolean;
  /** The instruction after STI is a shadow for NMIs too. */
  readonly stiBlocksNmi: boolean;
  /** The machine starts with FRED in the place of IDT and IRET (Linux's stack levels). */
  readonly fred: boolean;
}

export const DEFAULT_CPU_OPTIONS: CpuOptions = {
  faultingIretUnblocks: true,
  nullSsOnSameCplIst: false,
  stiBlocksNmi: true,
  fred: false,
};

/** An event that arrives at a boundary. */
export type Event =
  | { readonly kind: "nmi" }
  /** #PF as if the next instruction had faulted; address default: its own RIP (a fetch). */
  | { readonly kind: "pf"; readonly address?: bigint }
  | { readonly kind: "db" }
  | { readonly kind: "bp" }
  | { readonly kind: "mc" }
  | { readonly kind: "gp" }
  | { readonly kind: "irq"; readonly vector: number };

export type EventKind = Event["kind"];

/** What became of an event at its boundary. */
export type EventOutcome =
  | { readonly kind: "delivered" }
  /** NMI latched: delivered when blocking ends. */
  | { readonly kind: "pending" }
  /** NMI latched already: this edge is lost in it. */
  | { readonly kind: "merged" }
  /** Could not happen here; the reason in words. */
  | { readonly kind: "refused"; readonly reason: string };

export const GENERAL_REGISTERS = [
  "rax",
  "rcx",
  "rdx",
  "rbx",
  "rsp",
  "rbp",
  "rsi",
  "rdi",
  "r8",
  "r9",
  "r10",
  "r11",
  "r12",
  "r13",
  "r14",
  "r15",
] as const;

export type RegisterName =
  | (typeof GENERAL_REGISTERS)[number]
  | "rip"
  | "rflags"
  | "cs"
  | "ss"
  | "ds"
  | "es"
  | "fs"
  | "gs"
  | "fsBase"
  | "gsBase"
  | "kernelGsBase"
  | "cr0"
  | "cr2"
  | "cr3"
  | "cr4"
  | "cr8"
  | "efer"
  | "dr0"
  | "dr1"
  | "dr2"
  | "dr3"
  | "dr6"
  | "dr7";

export type Registers = { readonly [name in RegisterName]: bigint };

/** Hidden CPU state that decides what comes next. */
export interface NmiState {
  readonly blocked: boolean;
  readonly pending: boolean;
  /** Edges lost in a pending one so far. */
  readonly merged: number;
}

export interface MemoryWrite {
  /** Linear. */
  readonly address: bigint;
  readonly sizeBytes: number;
  readonly value: bigint;
  readonly old: bigint;
}

export interface RegisterChange {
  readonly name: RegisterName;
  readonly old: bigint;
  readonly value: bigint;
}

/** The frame that a delivery pushed. */
export interface DeliveredFrame {
  /** Linear address of the RIP word; CS, RFLAGS, RSP, SS follow upwards. */
  readonly address: bigint;
  /** 0: no IST. */
  readonly ist: number;
  /** Bytes skipped by the 16-byte alignment of RSP. */
  readonly gapBytes: number;
}

/** One step and all that it did (machine.md, "A step"). */
export interface Step {
  readonly kind: "instruction" | "delivery";
  /** The vector delivered; also of an instruction that delivers (INT3, TF). */
  readonly vector?: number;
  readonly errorCode?: bigint;
  /** Vectors whose own delivery faulted before this one was delivered. */
  readonly attempted: readonly number[];
  readonly frame?: DeliveredFrame;
  /** An external event (not an exception of the instruction at RIP). */
  readonly external: boolean;
  /** Of a fault: which rule, in words ("CS selector 0xffff is beyond the GDT's limit"). */
  readonly reason?: string;
  readonly ripBefore: bigint;
  readonly events: readonly { readonly event: Event; readonly outcome: EventOutcome }[];
  readonly changes: readonly RegisterChange[];
  readonly writes: readonly MemoryWrite[];
  /** NMI state before and after. */
  readonly nmiBefore: NmiState;
  readonly nmi: NmiState;
  /** This step's IRET ended NMI blocking. */
  readonly unblockedNmi: boolean;
  /** What the machine itself noticed about contexts and properties, in order. */
  readonly notes: readonly GhostNote[];
}

export type StepResult =
  | { readonly kind: "step"; readonly step: Step }
  /** No step was taken; the machine cannot go on. */
  | { readonly kind: "stopped"; readonly why: "triple-fault" | "shutdown" }
  | { readonly kind: "stopped"; readonly why: "not-modelled"; readonly name: string };

export const PROPERTIES = [
  "resume-exact",
  "every-nmi-served",
  "no-reentry",
  "progress",
  "no-crash",
  "cr2-preserved",
  "idle-clean",
  "stack-bounds",
  "assertion",
] as const;

export type Property = (typeof PROPERTIES)[number];

/** Those that are judged of every handler; `assertion` only where its file asserts something. */
export const GENERAL_PROPERTIES: readonly Property[] = PROPERTIES.filter((property) => property !== "assertion");

/** What an asserted expression may look at, beside memory. */
export type AssertedState = RegisterName | "cpl" | "nmiBlocked" | "nmiPending";

export type AssertionOperator =
  "+" | "-" | "*" | "/" | "%" | "&" | "|" | "^" | "<<" | ">>" | "==" | "!=" | "<" | "<=" | ">" | ">=";

/** An instruction of an asserted expression, on a stack of 64-bit values; comparisons are unsigned. */
export type AssertionCode =
  | { readonly kind: "constant"; readonly value: bigint }
  | { readonly kind: "state"; readonly name: AssertedState }
  /** Memory at the address on the stack. */
  | { readonly kind: "read"; readonly sizeBytes: 1 | 2 | 4 | 8 }
  | { readonly kind: "unary"; readonly operator: "-" | "~" | "!" | "truth" }
  | { readonly kind: "binary"; readonly operator: AssertionOperator }
  /** If the top is `when`: it becomes 0 or 1 and `count` instructions are left out; else it is dropped. */
  | { readonly kind: "skip"; readonly when: boolean; readonly count: number };

/** What must be true whenever the instruction at an address is about to execute. */
export interface Assertion {
  readonly address: bigint;
  readonly code: readonly AssertionCode[];
}

/** Context 0 is the workload; every delivery opens the next number. */
export type ContextId = number;

/** Ghost state: bookkeeping that no guest can see (docs/properties.md). */
export type GhostNote =
  | { readonly kind: "entered"; readonly context: ContextId; readonly interrupted: ContextId; readonly vector: number }
  /** Control is back in `context`; `differs` lists what is not as it was. */
  | {
      readonly kind: "resumed";
      readonly context: ContextId;
      readonly from: ContextId;
      readonly differs: readonly RegisterName[];
    }
  /** `context` was dropped without being returned to. */
  | { readonly kind: "abandoned"; readonly context: ContextId }
  | { readonly kind: "run-started"; readonly context: ContextId }
  | { readonly kind: "run-ended"; readonly context: ContextId }
  | {
      readonly kind: "violated";
      readonly property: Property;
      readonly cause: string;
      readonly context: ContextId;
      readonly detail: readonly bigint[];
    };

export interface Segment {
  /** Linear; must lie in the layout's pages. */
  readonly address: bigint;
  readonly bytes: Uint8Array;
}

/** Everything the machine needs to start: code, gates, first state. */
export interface Image {
  readonly segments: readonly Segment[];
  /** Gate targets of vectors 0-31. */
  readonly vectors: readonly bigint[];
  /** Vectors whose gate leads to a panic. */
  readonly panics: readonly { readonly vector: number; readonly address: bigint }[];
  readonly workload: "kernel" | "kernel-df" | "user" | "user-swapgs" | "page-fault" | "syscall";
  /** First instruction of the workload. */
  readonly start: bigint;
  readonly workloadRange: { readonly from: bigint; readonly to: bigint };
  /** The workload's own code at CPL 0, behind SYSCALL. */
  readonly workloadKernelRange?: { readonly from: bigint; readonly to: bigint } | undefined;
  readonly options: CpuOptions;
  /** Entry point for CPL 3 under FRED, on a page's start; that for CPL 0 lies 256 bytes behind. */
  readonly fredEntry?: bigint | undefined;
  readonly idealised: ReadonlySet<bigint>;
  /**
   * Start and end (exclusive; undefined: its own return) of one run of the regular NMI code. `isTaken`: nothing says
   * where it ends, so re-entry is not judged. `isInside`: in a function that may have a latch around it.
   */
  readonly service:
    | {
        readonly start: bigint;
        readonly end: bigint | undefined;
        readonly isTaken?: boolean;
        readonly isInside?: boolean;
      }
    | undefined;
  /** Per-CPU flags that must be as they were whenever the workload runs. */
  readonly idleFlags: readonly { readonly address: bigint; readonly sizeBytes: number }[];
  /** Flags in the handler's data: they tell when a run is over, and are not judged. */
  readonly latches?: readonly { readonly address: bigint; readonly sizeBytes: number }[];
  /** At most MAX_ASSERTIONS; violations of the first have the cause "assertion-1". */
  readonly assertions?: readonly Assertion[];
}
