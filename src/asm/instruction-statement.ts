// One instruction statement: prefixes and hints, mnemonic, operands; bytes with
// holes, or a branch whose size is settled later.

import {
  encode,
  isBareExpression,
  isMnemonic,
  mnemonics,
  NO_HINTS,
  type Encoded,
  type EncodeFailure,
  type EncodeHints,
  type SourceOperand,
} from "../isa/index.ts";
import { Cursor, isNamePart } from "./cursor.ts";
import { evaluate } from "./evaluate.ts";
import { ExpressionError } from "./expression.ts";
import { nearest } from "./nearest.ts";
import { reportIdealisedLoad, reportIdealisedPush, reportIret } from "./notation.ts";
import { OperandError, OperandParser, type ParsedOperand } from "./operand.ts";
import type { Program } from "./program.ts";
import type { Statement } from "./statement.ts";

const PREFIX_BYTES: Readonly<Record<string, number>> = {
  lock: 0xf0,
  rep: 0xf3,
  repe: 0xf3,
  repz: 0xf3,
  repne: 0xf2,
  repnz: 0xf2,
  bnd: 0xf2,
  notrack: 0x3e,
  xacquire: 0xf2,
  xrelease: 0xf3,
  cs: 0x2e,
  ds: 0x3e,
  fs: 0x64,
  gs: 0x65,
  data16: 0x66,
  word: 0x66,
  addr32: 0x67,
};

const NOT_64_BIT_PREFIXES = new Set(["es", "ss", "addr16", "aword", "data32", "dword"]);

const REX_PREFIX = /^rex(?:\.(w?r?x?b?))?$/;

interface MutableHints {
  prefixes: number[];
  rex: number | undefined;
  displacement: 8 | 32 | undefined;
  direction: EncodeHints["direction"];
  vex3: boolean;
}

function rexBits(word: string): number | undefined {
  if (word === "rex64") return 8;
  const match = REX_PREFIX.exec(word);
  if (match === null) return undefined;
  const letters = match[1] ?? "";
  return (
    (letters.includes("w") ? 8 : 0) |
    (letters.includes("r") ? 4 : 0) |
    (letters.includes("x") ? 2 : 0) |
    (letters.includes("b") ? 1 : 0)
  );
}

/** {disp32} and its kin; false: not known. */
function takeHint(hints: MutableHints, word: string): boolean {
  switch (word.toLowerCase()) {
    case "disp8":
      hints.displacement = 8;
      return true;
    case "disp32":
      hints.displacement = 32;
      return true;
    case "load":
      hints.direction = "load";
      return true;
    case "store":
      hints.direction = "store";
      return true;
    case "vex3":
      hints.vex3 = true;
      return true;
    case "rex":
      hints.rex ??= 0;
      return true;
    case "vex":
    case "vex2":
    case "nooptimize":
      return true;
    default:
      return false;
  }
}

const BRANCH = /^j/;

/** The mnemonic without `,pt`, `.s` and the like, which it turns into hints. */
function readMnemonic(cursor: Cursor, hints: MutableHints): { word: string; from: number; to: number } {
  const from = cursor.at;
  while (isNamePart(cursor.peek)) cursor.at++;
  let word = cursor.text.slice(from, cursor.at);
  const to = cursor.at;
  const dot = /\.(s|d8|d32)$/.exec(word);
  if (dot !== null && !isMnemonic(word) && rexBits(word) === undefined) {
    word = word.slice(0, dot.index);
    if (dot[1] === "s") hints.direction = "swap";
    else hints.displacement = dot[1] === "d8" ? 8 : 32;
  }
  const hint = /^,(pt|pn)(?![A-Za-z0-9_])/.exec(cursor.rest());
  if (hint !== null && BRANCH.test(word)) {
    cursor.at += hint[0].length;
    hints.prefixes.push(hint[1] === "pt" ? 0x3e : 0x2e);
  }
  return { word: word.toLowerCase(), from, to };
}

/** Words that are prefixes here: also instructions only if nothing else follows. */
function isPrefix(word: string): boolean {
  return PREFIX_BYTES[word] !== undefined || rexBits(word) !== undefined;
}

export class InstructionStatement {
  private readonly hints: MutableHints = {
    prefixes: [],
    rex: undefined,
    displacement: undefined,
    direction: undefined,
    vex3: false,
  };
  private readonly cursor: Cursor;
  /** Where the statement proper began, after labels. */
  private readonly from: number;
  private readonly prefixWords: string[] = [];

  constructor(
    private readonly program: Program,
    private readonly statement: Statement,
    at: number,
  ) {
    this.cursor = new Cursor(statement.text, at);
    this.cursor.skipSpace();
    this.from = this.cursor.at;
  }

  /** Where what was read so far ends, without white space. */
  private get end(): number {
    return Math.min(this.cursor.at, this.statement.text.trimEnd().length);
  }

  private error(from: number, to: number, code: string, message: string): void {
    this.program.report("error", this.statement, from, to, { code, message });
  }

  assemble(): void {
    const mnemonic = this.prefixesAndMnemonic();
    if (mnemonic === undefined) return;
    if (mnemonic.word === "") {
      this.emit(this.loosePrefixes());
      return;
    }
    const operands = this.operands(mnemonic.word);
    if (operands === undefined) return;
    this.assembleWith(mnemonic, operands);
  }

  private loosePrefixes(): Encoded | undefined {
    const bytes = [...this.hints.prefixes];
    if (this.hints.rex !== undefined) bytes.push(0x40 | this.hints.rex);
    if (bytes.length === 0) return undefined;
    const nop = encode("nop", [], NO_HINTS);
    return nop.ok ? { ...nop.encoded, bytes } : undefined;
  }

  /** Undefined: a mistake, reported. An empty word: prefixes alone. */
  private prefixesAndMnemonic(): { word: string; from: number; to: number } | undefined {
    const cursor = this.cursor;
    for (;;) {
      cursor.skipSpace();
      if (cursor.atEnd) return { word: "", from: this.from, to: cursor.at };
      if (cursor.peek === "{") {
        const close = cursor.text.indexOf("}", cursor.at);
        const word = close < 0 ? "" : cursor.text.slice(cursor.at + 1, close).trim();
        if (close < 0 || !takeHint(this.hints, word)) {
          this.error(cursor.at, close < 0 ? cursor.text.length : close + 1, "unknown-hint", `unknown hint "{${word}}"`);
          return undefined;
        }
        cursor.at = close + 1;
        continue;
      }
      const start = cursor.at;
      const mnemonic = readMnemonic(cursor, this.hints);
      if (mnemonic.word === "") {
        this.error(start, start + 1, "bad-statement", `a statement cannot begin with "${cursor.peek}"`);
        return undefined;
      }
      if (!isPrefix(mnemonic.word)) {
        if (NOT_64_BIT_PREFIXES.has(mnemonic.word) && /^\s*[a-z]/.test(cursor.rest())) {
          this.error(mnemonic.from, mnemonic.to, "not-64-bit", `"${mnemonic.word}" is not supported in 64-bit mode`);
          return undefined;
        }
        return mnemonic;
      }
      const bits = rexBits(mnemonic.word);
      if (bits !== undefined) this.hints.rex = (this.hints.rex ?? 0) | bits;
      else this.hints.prefixes.push(PREFIX_BYTES[mnemonic.word] ?? 0);
      this.prefixWords.push(mnemonic.word);
    }
  }

  private operands(word: string): ParsedOperand[] | undefined {
    const cursor = this.cursor;
    const operands: ParsedOperand[] = [];
    const parser = new OperandParser(this.program, this.statement, cursor);
    cursor.skipSpace();
    // a name that is no instruction: say so rather than complain about its operands
    if (!isMnemonic(word)) return operands;
    try {
      while (!cursor.atEnd) {
        operands.push(parser.parse());
        cursor.skipSpace();
        if (cursor.atEnd) break;
        if (!cursor.take(",")) {
          this.error(cursor.at, cursor.text.length, "junk", `"${cursor.rest().trim()}" cannot follow an operand`);
          return undefined;
        }
        cursor.skipSpace();
        if (cursor.atEnd) {
          this.error(cursor.at - 1, cursor.at, "missing-operand", "an operand is missing after ','");
          return undefined;
        }
        if (operands.length > 4) {
          this.error(cursor.at, cursor.text.length, "too-many-operands", "no instruction has this many operands");
          return undefined;
        }
      }
    } catch (error) {
      if (!(error instanceof OperandError) && !(error instanceof ExpressionError)) throw error;
      this.error(error.from, error.to, error.code, error.message);
      return undefined;
    }
    return operands;
  }

  private assembleWith(mnemonic: { word: string; from: number; to: number }, parsed: readonly ParsedOperand[]): void {
    const { word, from, to } = mnemonic;
    // ENTER alone keeps Intel's order in AT&T syntax
    const operands = word.startsWith("enter") ? parsed : [...parsed].reverse();
    const sources: SourceOperand[] = operands.map((operand) => operand.source);
    const hints: EncodeHints = { ...this.hints, relative: 0, idealised: !this.program.strict };
    const isBranch = this.isBranch(word, sources);
    const result = encode(word, sources, isBranch ? { ...hints, relative: 1 } : this.callHints(word, hints));
    if (!result.ok) {
      this.explain(result.failure, mnemonic, operands);
      return;
    }
    const encoded = result.encoded;
    if (!this.prefixesAllowed(encoded)) return;
    this.warn(encoded, word, from, to, operands);
    if (isBranch) this.emitBranch(word, sources, hints, encoded, operands);
    else this.emit(encoded, operands);
  }

  private isBranch(word: string, sources: readonly SourceOperand[]): boolean {
    const only = sources[0];
    return (
      /^j/.test(word) &&
      !/^j[er]?cxz$/.test(word) &&
      sources.length === 1 &&
      only !== undefined &&
      isBareExpression(only)
    );
  }

  /** GNU as drops segment prefixes of calls, with a warning. */
  private callHints(word: string, hints: EncodeHints): EncodeHints {
    const segments: readonly number[] = hints.prefixes.filter(
      (byte) => byte === 0x2e || byte === 0x3e || byte === 0x64 || byte === 0x65,
    );
    if (!/^callq?$/.test(word) || segments.length === 0) return hints;
    this.program.report("warning", this.statement, this.from, this.end, {
      code: "prefix-skipped",
      message: `prefixes of "${word}" are left out: they mean nothing there`,
    });
    return { ...hints, prefixes: hints.prefixes.filter((byte) => !segments.includes(byte)) };
  }

  private prefixesAllowed(encoded: Encoded): boolean {
    const name = encoded.form.name;
    if (this.prefixWords.includes("lock") && !encoded.form.lockable) {
      this.error(this.from, this.end, "not-lockable", `"${name}" cannot be locked`);
      return false;
    }
    const repeat = this.prefixWords.find((word) => word.startsWith("rep"));
    const harmless = new Set(["nop", "ret", "lods", "outs", "ins", "bsf", "bsr"]);
    if (repeat !== undefined && encoded.form.repeats === undefined && !harmless.has(name)) {
      this.error(
        this.from,
        this.cursor.at,
        "not-repeatable",
        `"${name}" cannot be repeated: it is no string operation`,
      );
      return false;
    }
    return true;
  }

  private warn(encoded: Encoded, word: string, from: number, to: number, operands: readonly ParsedOperand[]): void {
    const program = this.program;
    if (encoded.assumedSize) {
      if (encoded.form.name === "iret") reportIret(program, this.statement, from, to);
      else
        program.report("warning", this.statement, from, to, {
          code: "assumed-size",
          message: `"${word}" has no size suffix and no register that tells the size: 32 bits are taken`,
          explanation: "A suffix says how wide the operation is: b, w, l or q for 1, 2, 4 or 8 bytes.",
          ...(encoded.form.suffixes.includes("q") ? { fix: { title: `Write "${word}q"`, text: `${word}q` } } : {}),
        });
    }
    if (encoded.shortened !== undefined) {
      const at = operands.find((operand) => operand.source.kind === "immediate");
      const [written, stored] = encoded.shortened;
      program.report("warning", this.statement, at?.from ?? from, at?.to ?? to, {
        code: "value-shortened",
        message: `0x${written.toString(16)} does not fit and is cut to 0x${stored.toString(16)}`,
      });
    }
    if (encoded.missingStar) {
      const at = operands[0];
      program.report("warning", this.statement, at?.from ?? from, at?.to ?? to, {
        code: "missing-star",
        message: `"${word}" through a register or memory is written with "*"`,
        fix: { title: 'Write "*"', text: `*${this.statement.text.slice(at?.from ?? from, at?.to ?? to)}` },
      });
    }
    if (encoded.form.idealised) this.warnIdealised(operands);
  }

  private warnIdealised(operands: readonly ParsedOperand[]): void {
    const control = operands.find((operand) => operand.source.kind === "register");
    const name = control?.source.kind === "register" ? control.source.register.name : "cr2";
    const memory = operands.find((operand) => operand.source.kind === "memory");
    const end = this.end;
    if (memory === undefined) reportIdealisedPush(this.program, this.statement, this.from, end, name);
    else {
      const text = this.statement.text
        .slice(memory.from, memory.to)
        .replace(/%(?=[A-Za-z_.$][\w.$]*(?:[+-]|$))/, (sign, at: number) => {
          const word = /^%([\w.$]+)/.exec(this.statement.text.slice(memory.from + at))?.[1];
          return word !== undefined && /^(r?[a-d]x|e[a-d]x|[re]?[sbd][ip]|r\d+)$/.test(word) ? sign : "";
        });
      reportIdealisedLoad(this.program, this.statement, this.from, end, name, text);
    }
  }

  private emitBranch(
    word: string,
    sources: readonly SourceOperand[],
    hints: EncodeHints,
    short: Encoded,
    operands: readonly ParsedOperand[],
  ): void {
    const operand = operands[0];
    const near = encode(word, sources, { ...hints, relative: 4 });
    if (!near.ok || operand?.expression === undefined) return;
    const target = operand.expression;
    const value = evaluate(this.program, target, false);
    const isNumber = value.ok && value.value.place === undefined && value.value.external === undefined;
    if (isNumber || hints.displacement === 32) {
      this.emit(near.encoded, operands);
      return;
    }
    if (hints.displacement === 8) {
      this.emit(short, operands);
      return;
    }
    const span = { origin: this.statement, from: operand.from, to: operand.to };
    const strip = (encoded: Encoded, size: number): number[] => encoded.bytes.slice(0, encoded.bytes.length - size);
    this.program.spend(near.encoded.bytes.length);
    this.program.current.add((base) => {
      const piece = {
        ...base,
        kind: "branch" as const,
        short: [...strip(short, 1), 0],
        near: [...strip(near.encoded, 4), 0, 0, 0, 0],
        target,
        span,
        isNear: false,
      };
      this.place(piece, 0, undefined, false);
      return piece;
    }, undefined);
  }

  private place(
    piece: Parameters<Program["placed"]["push"]>[0]["piece"],
    offset: number,
    length: number | undefined,
    idealised: boolean,
  ): void {
    const text = this.statement.text.slice(this.from).trim();
    this.program.placed.push({ piece, offset, length, origin: this.statement, text, idealised });
  }

  private emit(encoded: Encoded | undefined, operands: readonly ParsedOperand[] = []): void {
    if (encoded === undefined) return;
    const piece = this.program.current.bytes();
    const offset = piece.bytes.length;
    this.program.spend(encoded.bytes.length);
    for (const byte of encoded.bytes) piece.bytes.push(byte);
    for (const fixup of encoded.fixups) {
      const operand = operands[fixup.operand];
      if (operand?.expression === undefined) continue;
      piece.holes.push({
        offset: offset + fixup.offset,
        size: fixup.size,
        expression: operand.expression,
        relativeTo: fixup.relative ? offset + encoded.bytes.length : undefined,
        range: fixup.range,
        span: { origin: this.statement, from: operand.from, to: operand.to },
      });
    }
    this.place(piece, offset, encoded.bytes.length, encoded.form.idealised);
  }

  private explain(
    failure: EncodeFailure,
    mnemonic: { word: string; from: number; to: number },
    operands: readonly ParsedOperand[],
  ): void {
    const { word, from, to } = mnemonic;
    const end = this.end;
    switch (failure.why) {
      case "unknown": {
        const similar = nearest(word, mnemonics());
        this.program.report("error", this.statement, from, to, {
          code: "unknown-mnemonic",
          message: `no such instruction: "${this.statement.text.slice(from).trim()}"`,
          ...(similar === undefined ? {} : { fix: { title: `Write "${similar}"`, text: similar } }),
        });
        return;
      }
      case "suffix":
        this.error(from, to, "bad-suffix", `"${failure.name}" does not take the suffix "${word.slice(-1)}"`);
        return;
      case "count":
        this.error(from, end, "operand-count", `"${failure.name}" does not take ${countWords(operands.length)}`);
        return;
      case "type":
        this.error(from, end, "operand-type", `"${word}" does not take operands of these kinds`);
        return;
      case "size":
        this.error(from, end, "operand-size", `the sizes of the operands of "${word}" do not agree`);
        return;
      case "range": {
        const at = operands.find((operand) => operand.source.kind === "immediate");
        this.error(at?.from ?? from, at?.to ?? end, "immediate-range", `the immediate does not fit "${word}"`);
        return;
      }
      case "not-64-bit":
        this.error(from, to, "not-64-bit", `"${failure.name}" is not supported in 64-bit mode`);
        return;
      case "high-byte-with-rex":
        this.error(
          from,
          end,
          "high-byte-with-rex",
          `%${failure.register} cannot be encoded in an instruction that needs a REX prefix`,
        );
        return;
      case "displacement":
        this.error(
          from,
          end,
          "displacement-range",
          `0x${failure.value.toString(16)} is out of range of a signed 32-bit displacement`,
        );
        return;
      case "hint":
        this.error(from, end, "bad-hint", `"${failure.name}" cannot be encoded as asked`);
    }
  }
}

function countWords(count: number): string {
  if (count === 0) return "no operands";
  return count === 1 ? "one operand" : `${count} operands`;
}
