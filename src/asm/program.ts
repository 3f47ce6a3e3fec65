// The state of one assembly: sections, symbols, where we are. No module state:
// every assembly has its own Program.

import type { AssembleOptions } from "./assembly.ts";
import { Diagnostics, type Remark } from "./diagnostics.ts";
import { fold, type Expression, type NameScope } from "./expression.ts";
import type { KnownInstructions } from "./known-instructions.ts";
import type { Macro } from "./macro.ts";
import { Omissions } from "./omissions.ts";
import { Section, type LabelPlace, type Piece } from "./section.ts";
import type { Origin, Statement } from "./statement.ts";

export interface AsmSymbol {
  readonly name: string;
  /** A label's place. */
  place: LabelPlace | undefined;
  /** The value of .set, .equ, `=`. */
  value: Expression | undefined;
  /** The value that it had first. */
  firstValue: Expression | undefined;
  /** Where it was defined. */
  origin: Origin | undefined;
  /** .equiv and labels may not be redefined. */
  redefinable: boolean;
  /** .eqv and `==`: the names in its value mean at each use what they mean there. */
  live: boolean;
  weak: boolean;
  global: boolean;
  sizeBytes: Expression | undefined;
  common: number | undefined;
}

/** An instruction and where its bytes are. */
export interface PlacedInstruction {
  readonly piece: Piece;
  readonly offset: number;
  /** undefined: all of the piece. */
  readonly length: number | undefined;
  readonly origin: Origin;
  readonly text: string;
  readonly idealised: boolean;
}

/** One level of .if. */
export interface Conditional {
  /** This branch is being assembled. */
  active: boolean;
  /** Some branch was taken already, or the whole is inside a dead one. */
  done: boolean;
  elseSeen: boolean;
  readonly origin: Origin;
}

/** Work and size limits: an input may be hostile, the page must stay alive. */
export const LIMITS = {
  statements: 100_000,
  expansionBytes: 1_000_000,
  macroDepth: 100,
  outputBytes: 1 << 22,
  sourceBytes: 4_000_000,
  expressionSteps: 2_000_000,
} as const;

/** Thrown to stop at a limit; caught in assemble(). */
export class LimitReached extends Error {}

/** Per-CPU variables live here; their symbols are offsets from the GS base. */
export const PER_CPU_SECTION = ".data..percpu";

/** A source of statements: the file, a macro's expansion, a repetition. */
export interface Input {
  readonly statements: readonly Statement[];
  at: number;
  /** Depth of .if when it began: .exitm returns to it. */
  readonly conditionals: number;
  readonly isMacro: boolean;
}

export class Program implements NameScope {
  readonly diagnostics = new Diagnostics();
  readonly symbols = new Map<string, AsmSymbol>();
  readonly sections = new Map<string, Section[]>();
  readonly placed: PlacedInstruction[] = [];
  readonly macros = new Map<string, Macro>();
  readonly omissions: Omissions;
  readonly conditionals: Conditional[] = [];
  readonly inputs: Input[] = [];
  /** Names used as %gs:name, with the first use. */
  readonly usedByGs = new Map<string, { readonly origin: Origin; readonly from: number; readonly to: number }>();
  /** Further sources of `...` lines: how many there were. */
  ellipses = 0;
  private readonly counts = new Map<string, number>();
  private readonly stack: (readonly [Section, Section])[] = [];
  current: Section;
  previous: Section;
  altmacro = false;
  /** Since .intel_syntax or .att_syntax: whose operands, and whether registers need their %. */
  syntax: { readonly intel: boolean; readonly prefixed: boolean } = { intel: false, prefixed: true };
  macroCount = 0;
  /** The .cfi_startproc whose function is not at its end. */
  unwinding: Origin | undefined;
  /** Behind .struct no section is filled: labels are numbers, counted from this one. */
  counting: bigint | undefined;
  statementCount = 0;
  outputBytes = 0;
  ended = false;
  /** How often an expression asked what a name, `.` or 1b stands for: then it depends on more than its text. */
  namesAsked = 0;

  constructor(
    readonly options: AssembleOptions,
    source: string,
  ) {
    this.omissions = new Omissions(options.strict === true ? "" : source);
    this.current = this.previous = this.section(".text", 0, true);
    for (const name of [".data", ".bss"]) this.section(name, 0, false);
  }

  /** Where instructions may be looked up: they are written in the usual way. */
  get known(): KnownInstructions | undefined {
    const isUsual = !this.strict && !this.syntax.intel && this.syntax.prefixed;
    return isUsual ? this.options.known : undefined;
  }

  get strict(): boolean {
    return this.options.strict === true;
  }

  report(severity: "error" | "warning" | "note", origin: Origin, from: number, to: number, remark: Remark): void {
    this.diagnostics.add(severity, origin, from, to, remark);
  }

  /* sections */

  /** Where there are per-CPU variables, Linux's other sections for them (..page_aligned) are one with the first. */
  section(asked: string, subsection: number, isCode: boolean): Section {
    const isPerCpu = this.options.perCpu !== undefined && asked.startsWith(`${PER_CPU_SECTION}..`);
    const name = isPerCpu ? PER_CPU_SECTION : asked;
    let parts = this.sections.get(name);
    if (parts === undefined) this.sections.set(name, (parts = []));
    const found = parts.find((part) => part.subsection === subsection);
    if (found !== undefined) return found;
    const made = new Section(name, subsection, parts[0]?.isCode ?? isCode);
    parts.push(made);
    parts.sort((a, b) => a.subsection - b.subsection);
    return made;
  }

  enter(section: Section): void {
    this.counting = undefined;
    this.previous = this.current;
    this.current = section;
  }

  push(): void {
    this.stack.push([this.current, this.previous]);
  }

  /** False: nothing was pushed. */
  pop(): boolean {
    const top = this.stack.pop();
    if (top === undefined) return false;
    [this.current, this.previous] = top;
    return true;
  }

  /** Counts bytes of output; throws at the limit. */
  spend(bytes: number): void {
    this.outputBytes += bytes;
    if (this.outputBytes > LIMITS.outputBytes)
      throw new LimitReached(`the output is larger than ${LIMITS.outputBytes / 1024 / 1024} MiB`);
  }

  /* symbols */

  symbol(name: string): AsmSymbol {
    let found = this.symbols.get(name);
    if (found === undefined) {
      found = {
        name,
        place: undefined,
        value: undefined,
        firstValue: undefined,
        origin: undefined,
        redefinable: true,
        live: false,
        weak: false,
        global: false,
        sizeBytes: undefined,
        common: undefined,
      };
      this.symbols.set(name, found);
    }
    return found;
  }

  isDefined(name: string): boolean {
    const symbol = this.symbols.get(name);
    return symbol !== undefined && (symbol.place !== undefined || symbol.value !== undefined);
  }

  defineLabel(name: string, origin: Origin, from: number, to: number): void {
    const symbol = this.symbol(name);
    if (symbol.place !== undefined || symbol.value !== undefined) {
      const where = symbol.origin === undefined ? "" : ` in line ${symbol.origin.line}`;
      this.report("error", origin, from, to, {
        code: "symbol-redefined",
        message: `symbol "${name}" is already defined${where}`,
      });
      return;
    }
    if (this.counting === undefined) symbol.place = this.current.here();
    else symbol.value = { kind: "number", value: this.counting };
    symbol.origin = origin;
  }

  defineNumericLabel(number: string): void {
    const count = (this.counts.get(number) ?? 0) + 1;
    this.counts.set(number, count);
    this.symbol(numericName(number, count)).place = this.current.here();
  }

  /* NameScope */

  here(): Expression {
    this.namesAsked++;
    if (this.counting !== undefined) return { kind: "number", value: this.counting };
    return { kind: "place", place: this.current.here() };
  }

  numericLabel(number: string, direction: "b" | "f"): string | undefined {
    this.namesAsked++;
    const key = String(BigInt(number));
    const count = this.counts.get(key) ?? 0;
    if (direction === "f") return numericName(key, count + 1);
    return count === 0 ? undefined : numericName(key, count);
  }

  valueNow(name: string, depth = 0): Expression | undefined {
    this.namesAsked++;
    const symbol = this.symbols.get(name);
    if (symbol?.value === undefined || !symbol.live || depth > MAX_LIVE_DEPTH) return symbol?.value;
    return this.withValuesNow(symbol.value, depth + 1);
  }

  private withValuesNow(expression: Expression, depth: number): Expression {
    if (expression.kind === "symbol") return this.valueNow(expression.name, depth) ?? expression;
    if (expression.kind === "unary")
      return fold({ ...expression, operand: this.withValuesNow(expression.operand, depth) });
    if (expression.kind !== "binary") return expression;
    const left = this.withValuesNow(expression.left, depth);
    return fold({ ...expression, left, right: this.withValuesNow(expression.right, depth) });
  }
}

/** Values of .eqv through each other. */
const MAX_LIVE_DEPTH = 50;

const SEPARATOR = "\u0002";

function numericName(number: string, count: number): string {
  return `${number}${SEPARATOR}${count}`;
}

/** Not a name that the user wrote. */
export function isNumericName(name: string): boolean {
  return name.includes(SEPARATOR);
}

/** "1:" of an internal name, for messages. */
export function spokenName(name: string): string {
  return name.split(SEPARATOR)[0] ?? name;
}
