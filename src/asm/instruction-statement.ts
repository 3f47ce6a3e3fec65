// One instruction statement: prefixes and hints, mnemonic, operands; bytes with
// holes, or a branch whose size is settled later.

import {
  encode,
  isTarget,
  isMnemonic,
  NO_HINTS,
  Operation,
  type Encoded,
  type EncodeHints,
  type SourceOperand,
} from "../isa/index.ts";
import { Cursor } from "./cursor.ts";
import { evaluate } from "./evaluate.ts";
import { explain, type WrittenMnemonic } from "./explain.ts";
import { ExpressionError } from "./expression.ts";
import {
  isPrefix,
  NEWER_THAN_GNU_AS,
  NOT_64_BIT_PREFIXES,
  PREFIX_BYTES,
  readMnemonic,
  rexBits,
  takeHint,
  type MutableHints,
} from "./mnemonic.ts";
import { reportIdealisedLoad, reportIdealisedPush, reportIret } from "./notation.ts";
import { attSpelling, isAmbiguous, isBranchName, isIntelMnemonic, keepsOrder } from "./intel-mnemonic.ts";
import { IntelOperandParser } from "./intel-operand.ts";
import { OperandError, OperandParser, type ParsedOperand } from "./operand.ts";
import { wrongPrefix } from "./prefix-rules.ts";
import type { Program } from "./program.ts";
import type { BytesPiece } from "./section.ts";
import type { Statement } from "./statement.ts";

export class InstructionStatement {
  private readonly hints: MutableHints = {
    prefixes: [],
    rex: undefined,
    wantsRex: false,
    displacement: undefined,
    direction: undefined,
    vex3: false,
    vex: false,
  };
  private readonly cursor: Cursor;
  /** Where the statement proper began, after labels. */
  private readonly from: number;
  private readonly prefixWords: string[] = [];
  private readonly text: string;

  constructor(
    private readonly program: Program,
    private readonly statement: Statement,
    at: number,
  ) {
    this.cursor = new Cursor(statement.text, at);
    this.cursor.skipSpace();
    this.from = this.cursor.at;
    this.text = statement.text.slice(this.from).trim();
  }

  /** Where what was read so far ends, without white space. */
  private get end(): number {
    return Math.min(this.cursor.at, this.statement.text.trimEnd().length);
  }

  private error(from: number, to: number, code: string, message: string): void {
    this.program.report("error", this.statement, from, to, { code, message });
  }

  assemble(): void {
    const { known, diagnostics, namesAsked } = this.program;
    const bytes = known?.bytes(this.text);
    if (bytes !== undefined) {
      this.put(bytes, false);
      return;
    }
    const { reported } = diagnostics;
    const encoded = this.assembleAnew();
    if (encoded === undefined || encoded.fixups.length > 0) return;
    // it is reported in some sections only
    if (encoded.form.operation === Operation.NotModelled) return;
    if (diagnostics.reported === reported && this.program.namesAsked === namesAsked)
      known?.keep(this.text, encoded.bytes);
  }

  /** What was put into the section; undefined: nothing, or a branch. */
  private assembleAnew(): Encoded | undefined {
    const mnemonic = this.prefixesAndMnemonic();
    if (mnemonic === undefined) return undefined;
    if (mnemonic.word === "") return this.emit(this.loosePrefixes());
    if (this.program.strict && NEWER_THAN_GNU_AS.has(mnemonic.word)) {
      const message = `GNU as knows "${mnemonic.word}" from version 2.41 on`;
      this.error(mnemonic.from, mnemonic.to, "newer-mnemonic", message);
      return undefined;
    }
    const operands = this.operands(mnemonic.word);
    return operands === undefined ? undefined : this.assembleWith(mnemonic, operands);
  }

  private loosePrefixes(): Encoded | undefined {
    const bytes = [...this.hints.prefixes];
    if (this.hints.rex !== undefined) bytes.push(0x40 | this.hints.rex);
    if (bytes.length === 0) return undefined;
    const nop = encode("nop", [], NO_HINTS);
    return nop.ok ? { ...nop.encoded, bytes } : undefined;
  }

  /** Undefined: a mistake, reported. An empty word: prefixes alone. */
  private prefixesAndMnemonic(): WrittenMnemonic | undefined {
    const cursor = this.cursor;
    for (;;) {
      cursor.skipSpace();
      if (cursor.atEnd) return { word: "", from: this.from, to: cursor.at };
      if (cursor.peek === "{") {
        const close = cursor.text.indexOf("}", cursor.at);
        const word = close < 0 ? "" : cursor.text.slice(cursor.at + 1, close);
        const alone = !this.program.strict || /^\s|^$/.test(cursor.text.charAt(close + 1));
        if (close < 0 || !alone || !takeHint(this.hints, this.program.strict ? word : word.trim())) {
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
      // as in lock/incl
      cursor.take("/");
    }
  }

  private operands(word: string): ParsedOperand[] | undefined {
    const cursor = this.cursor;
    const operands: ParsedOperand[] = [];
    const intel = this.program.syntax.intel;
    const parser = intel
      ? new IntelOperandParser(this.program, this.statement, cursor, isBranchName(word))
      : new OperandParser(this.program, this.statement, cursor);
    cursor.skipSpace();
    // a name that is no instruction: say so rather than complain about its operands
    if (!(intel ? isIntelMnemonic(word) : isMnemonic(word))) return operands;
    try {
      while (!cursor.atEnd) {
        operands.push(parser.parse());
        cursor.skipSpace();
        if (cursor.atEnd) break;
        if (!cursor.take(",")) {
          const rest = cursor.rest().trim();
          const hint = /^[%$(]/.test(rest) ? ": a comma is missing between them" : "";
          this.error(cursor.at, cursor.text.length, "junk", `"${rest}" cannot follow an operand${hint}`);
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
      const { from, to, code, message } = error;
      const advice = error instanceof OperandError ? error.advice : {};
      this.program.report("error", this.statement, from, to, { code, message, ...advice });
      return undefined;
    }
    return operands;
  }

  private assembleWith(mnemonic: WrittenMnemonic, parsed: readonly ParsedOperand[]): Encoded | undefined {
    const { from, to } = mnemonic;
    const intel = this.program.syntax.intel;
    const word = intel ? (attSpelling(mnemonic.word, parsed) ?? "") : mnemonic.word;
    // ENTER alone keeps Intel's order in AT&T syntax
    const isInOrder = intel ? !keepsOrder(word) : word.startsWith("enter");
    const operands = isInOrder ? parsed : [...parsed].reverse();
    const sources: SourceOperand[] = operands.map((operand) => operand.source);
    const hints: EncodeHints = { ...this.hints, relative: 0, idealised: !this.program.strict };
    const isBranch = this.isBranch(word, sources);
    const result = encode(word, sources, isBranch ? { ...hints, relative: 1 } : this.callHints(word, sources, hints));
    if (!result.ok) {
      explain(this.program, this.statement, result.failure, mnemonic, operands, this.end);
      return undefined;
    }
    const encoded = result.encoded;
    if (!this.prefixesAllowed(encoded, operands)) return undefined;
    if (intel && isAmbiguous(word, operands, encoded.assumedSize)) {
      this.error(from, this.end, "ambiguous-size", `the size of the operand is not known: write "qword ptr" before it`);
      return undefined;
    }
    this.warn(encoded, word, from, to, operands);
    if (!isBranch) return this.emit(encoded, operands);
    this.emitBranch(word, sources, hints, encoded, operands);
    return undefined;
  }

  private isBranch(word: string, sources: readonly SourceOperand[]): boolean {
    const only = sources[0];
    return (
      word.startsWith("j") && !/^j[er]?cxz$/.test(word) && sources.length === 1 && only !== undefined && isTarget(only)
    );
  }

  /** GNU as drops segment prefixes of calls, with a warning. */
  private callHints(word: string, sources: readonly SourceOperand[], hints: EncodeHints): EncodeHints {
    if (!sources.every((source) => isTarget(source))) return hints;
    const segments: readonly number[] = hints.prefixes.filter(
      (byte) => byte === 0x2e || byte === 0x3e || byte === 0x64 || byte === 0x65 || byte === 0x67,
    );
    if (!/^callq?$/.test(word) || segments.length === 0) return hints;
    this.program.report("warning", this.statement, this.from, this.end, {
      code: "prefix-skipped",
      message: `prefixes of "${word}" are left out: they mean nothing there`,
    });
    return { ...hints, prefixes: hints.prefixes.filter((byte) => !segments.includes(byte)) };
  }

  private prefixesAllowed(encoded: Encoded, operands: readonly ParsedOperand[]): boolean {
    const name = encoded.form.name;
    if (this.hints.vex && !encoded.form.map.startsWith("vex")) {
      this.error(this.from, this.end, "unusable-hint", `"${name}" has no VEX encoding`);
      return false;
    }
    const wrong = wrongPrefix(this.prefixWords, encoded.form, operands);
    if (wrong !== undefined) this.error(this.from, this.end, wrong.code, wrong.message);
    return wrong === undefined;
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
    if (encoded.foreignPointer !== undefined) this.warnForeignPointer(encoded, operands[encoded.foreignPointer]);
    if (encoded.form.idealised) this.warnIdealised(operands);
    if (encoded.form.operation === Operation.NotModelled) this.warnNotModelled(encoded.form.name, from, to);
  }

  /** It assembles, but a run ends where it would be executed. */
  private warnNotModelled(name: string, from: number, to: number): void {
    if (this.program.strict || !this.program.current.name.startsWith(".text")) return;
    this.program.report("warning", this.statement, from, to, {
      code: "not-modelled",
      message: `not modelled: ${name}: it assembles, and a run stops where it is reached`,
    });
  }

  private warnForeignPointer(encoded: Encoded, operand: ParsedOperand | undefined): void {
    const pointer = encoded.form.operands.find((each) => each.pointer !== undefined && each.pointer !== 6);
    const own = pointer?.pointer === 3 ? "(%rbx)" : "(%rsi) or (%rdi)";
    this.program.report("warning", this.statement, operand?.from ?? this.from, operand?.to ?? this.end, {
      code: "foreign-pointer",
      message: `"${encoded.form.name}" has no address of its own choice: it uses ${own}, whatever is written`,
    });
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
    this.program.placed.push({ piece, offset, length, origin: this.statement, text: this.text, idealised });
  }

  private emit(encoded: Encoded | undefined, operands: readonly ParsedOperand[] = []): Encoded | undefined {
    if (encoded === undefined) return undefined;
    const { piece, offset } = this.put(encoded.bytes, encoded.form.idealised);
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
    return encoded;
  }

  /** Bytes at the end of the section, as this instruction's. */
  private put(bytes: readonly number[], idealised: boolean): { readonly piece: BytesPiece; readonly offset: number } {
    const piece = this.program.current.bytes();
    const offset = piece.bytes.length;
    this.program.spend(bytes.length);
    for (const byte of bytes) piece.bytes.push(byte);
    this.place(piece, offset, bytes.length, idealised);
    return { piece, offset };
  }
}
