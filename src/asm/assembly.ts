// What assembling a program text gives: bytes, symbols, places and diagnostics.
// Plain data; lines and columns count from 1, `endColumn` is exclusive.

import type { KnownInstructions } from "./known-instructions.ts";

export type Severity = "error" | "warning" | "note";

/** One repair: replace [column, endColumn) of `line` by `text` (which may hold line breaks). */
export interface Fix {
  readonly title: string;
  readonly line: number;
  readonly column: number;
  readonly endColumn: number;
  readonly text: string;
}

export interface Diagnostic {
  readonly severity: Severity;
  readonly line: number;
  readonly column: number;
  readonly endColumn: number;
  /** Stable, kebab-case: "iret-is-iretd", "unknown-mnemonic". */
  readonly code: string;
  /** One sentence: what is wrong and by which rule. */
  readonly message: string;
  /** Why it matters here and what to do; shown under "Why". */
  readonly explanation?: string;
  readonly fixes: readonly Fix[];
}

export interface Section {
  readonly name: string;
  readonly address: bigint;
  readonly bytes: Uint8Array;
  /** By its flag "x", or by a name such as .text.hot. */
  readonly isCode: boolean;
}

/** Where an instruction came from. */
export interface InstructionPlace {
  readonly address: bigint;
  readonly length: number;
  /** 1-based source line; of the `...` line for an instruction of the body. */
  readonly line: number;
  readonly text: string;
  /** Run as one idealised step: no x86-64 has it. */
  readonly idealised: boolean;
  /** Filled in for a `...` line. */
  readonly fromBody: boolean;
}

export interface PerCpuVariable {
  readonly name: string;
  /** From the GS base. */
  readonly offset: number;
  readonly sizeBytes: number;
  /** "file": .data..percpu; "predefined"; "implied": used as %gs:name, defined nowhere. */
  readonly origin: "file" | "predefined" | "implied";
}

export interface MemoryRegion {
  readonly name: string;
  readonly from: bigint;
  /** Exclusive. */
  readonly to: bigint;
}

/** What an asserted expression may name beside memory; nmiBlocked and nmiPending are 0 or 1. */
export type AssertedRegister =
  | "rax" | "rcx" | "rdx" | "rbx" | "rsp" | "rbp" | "rsi" | "rdi"
  | "r8" | "r9" | "r10" | "r11" | "r12" | "r13" | "r14" | "r15"
  | "rip" | "rflags" | "cs" | "ss" | "ds" | "es" | "fs" | "gs"
  | "fsBase" | "gsBase" | "kernelGsBase"
  | "cr0" | "cr2" | "cr3" | "cr4" | "cr8" | "efer"
  | "dr0" | "dr1" | "dr2" | "dr3" | "dr6" | "dr7"
  | "cpl" | "nmiBlocked" | "nmiPending"; // prettier-ignore

/** 64-bit values; comparisons are unsigned and come to 0 or 1; && and || leave out what decides nothing. */
export type AssertedExpression =
  | { readonly kind: "number"; readonly value: bigint }
  /** The linear address of a per-CPU variable. */
  | { readonly kind: "per-cpu"; readonly offset: bigint }
  | { readonly kind: "register"; readonly name: AssertedRegister }
  | { readonly kind: "read"; readonly sizeBytes: 1 | 2 | 4 | 8; readonly address: AssertedExpression }
  | { readonly kind: "unary"; readonly operator: "-" | "~" | "!"; readonly operand: AssertedExpression }
  | {
      readonly kind: "binary";
      readonly operator:
        | "+"
        | "-"
        | "*"
        | "/"
        | "%"
        | "&"
        | "|"
        | "^"
        | "<<"
        | ">>"
        | "=="
        | "!="
        | "<"
        | "<="
        | ">"
        | ">="
        | "&&"
        | "||";
      readonly left: AssertedExpression;
      readonly right: AssertedExpression;
    };

/** `#@ assert LABEL EXPRESSION`: true whenever the instruction at the label is about to execute. */
export interface AssertionLine {
  readonly label: string;
  readonly address: bigint;
  /** The expression as it is written. */
  readonly text: string;
  readonly line: number;
  readonly expression: AssertedExpression;
}

/** The file's `#@` lines, resolved. */
export interface Annotations {
  /** Start (and, where given, end) of one run of the regular NMI code. */
  readonly service: { readonly label: string; readonly end?: string } | undefined;
  /** By a line of the file, not by a usual label. */
  readonly isServiceDeclared: boolean;
  readonly mayFault: readonly { readonly from: bigint; readonly to: bigint }[];
  readonly regions: readonly MemoryRegion[];
  readonly watches: readonly { readonly name: string; readonly address: bigint; readonly sizeBytes: number }[];
  /** In the order of the file; at most MAX_ASSERTION_LINES. */
  readonly assertions: readonly AssertionLine[];
  readonly title: string | undefined;
  readonly source: string | undefined;
}

/** Lines of a pasted mail that are not code. */
export interface LeftOut {
  readonly fromLine: number;
  readonly toLine: number;
  /** "mail header", "prose", "signature". */
  readonly what: string;
}

export interface Assembly {
  /** No diagnostic is an error. */
  readonly ok: boolean;
  readonly sections: readonly Section[];
  /** Labels and absolute symbols that the file defines. */
  readonly symbols: ReadonlyMap<string, bigint>;
  /** The subset of `symbols` that are labels in a section. */
  readonly labels: ReadonlyMap<string, bigint>;
  readonly places: readonly InstructionPlace[];
  readonly perCpu: readonly PerCpuVariable[];
  readonly annotations: Annotations;
  readonly leftOut: readonly LeftOut[];
  readonly diagnostics: readonly Diagnostic[];
}

/** What stands in for a `...` line: text at the line, and text after the end of the file. */
export interface RegularCodeBody {
  readonly name: string;
  readonly inline: string;
  readonly appended: string;
}

export interface AssembleOptions {
  /** Address of the first byte of each section; absent ones follow `.text` page-aligned. */
  readonly bases?: ReadonlyMap<string, bigint>;
  /** Absolute symbols that the file may use and may redefine. */
  readonly environment?: ReadonlyMap<string, bigint>;
  /** Per-CPU variables that exist before the file's own. */
  readonly perCpu?: readonly PerCpuVariable[];
  /** Offset of the file's first own per-CPU variable. */
  readonly perCpuBase?: number;
  /** Refuse all that GNU as refuses. */
  readonly strict?: boolean;
  readonly body?: RegularCodeBody;
  /** Of the texts before this one; the result is the same without it. */
  readonly known?: KnownInstructions;
}
