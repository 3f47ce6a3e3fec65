// Why an instruction could not be encoded, in words and at the exact place.

import { findRegister, mnemonics, operandCounts, type EncodeFailure } from "../isa/index.ts";
import type { Remark } from "./diagnostics.ts";
import { kernelWord } from "./kernel-words.ts";
import { nearest } from "./nearest.ts";
import type { ParsedOperand } from "./operand.ts";
import { adviseKinds, adviseRange, adviseSizes } from "./operand-advice.ts";
import { unmodelledKind } from "./unmodelled.ts";
import type { Program } from "./program.ts";
import type { Statement } from "./statement.ts";

/** A mnemonic as written, and where in the statement. */
export interface WrittenMnemonic {
  readonly word: string;
  readonly from: number;
  readonly to: number;
}

function countWords(count: number): string {
  if (count === 0) return "no operands";
  return count === 1 ? "one operand" : `${count} operands`;
}

/** Intel's way of writing, without the directive: "mov rax, rbx" names two symbols to AT&T syntax. */
function reportBareRegister(
  program: Program,
  statement: Statement,
  from: number,
  end: number,
  operands: readonly ParsedOperand[],
): boolean {
  if (program.syntax.intel) return false;
  const bare = operands.find(
    ({ expression }) => expression?.kind === "symbol" && findRegister(expression.name) !== undefined,
  );
  if (bare?.expression?.kind !== "symbol") return false;
  const { name } = bare.expression;
  const written = statement.text.slice(from, end);
  program.report("error", statement, from, end, {
    code: "register-without-percent",
    message: `"${name}" is a symbol here: registers are written with %, as in %${name}`,
    explanation:
      "This looks like Intel's syntax, which names the destination first. AT&T's names the source first: movq %rbx, %rax " +
      "copies RBX to RAX. Lines between .intel_syntax noprefix and .att_syntax are read as Intel's.",
    fix: { title: "Read this line as Intel's", text: `.intel_syntax noprefix; ${written}; .att_syntax`, from, to: end },
  });
  return true;
}

/** A macro of the kernel's headers, which are not here. */
function reportKernelWord(program: Program, statement: Statement, { from, to }: WrittenMnemonic, end: number): boolean {
  // as written: mnemonics are the same in capitals, macros are not
  const word = statement.text.slice(from, to);
  const known = kernelWord(word);
  if (known === undefined) return false;
  const stop = Math.max(end, statement.text.trimEnd().length);
  const repair = known.repair?.(statement.text.slice(from + word.length, stop));
  const instead = repair === "" ? "delete the line" : `write "${repair}"`;
  program.report("error", statement, from, stop, {
    code: "kernel-macro",
    message: `"${word}" is a macro of the kernel's headers, which are not here: it ${known.meaning}`,
    explanation:
      repair === undefined
        ? `Write its instructions, or define it above with .macro ${word}; the built-in handler "mainline" shows them.`
        : `Here, ${instead}; or define it above with .macro ${word}.`,
    ...(repair === undefined
      ? {}
      : { fix: { title: repair === "" ? "Delete it" : `Write "${repair}"`, text: repair, from, to: stop } }),
  });
  return true;
}

const GENERAL_ONLY =
  "The machine has the general registers and no x87, SSE or AVX state. Kernel code is compiled without them: gcc -mgeneral-regs-only.";

/** GNU as knows it, the instruction table does not. */
function reportUnmodelled(program: Program, statement: Statement, { word, from, to }: WrittenMnemonic): boolean {
  const kind = unmodelledKind(word);
  if (kind === undefined) return false;
  program.report("error", statement, from, to, {
    code: "not-modelled",
    message: `not modelled: ${word} (${kind})`,
    explanation: GENERAL_ONLY,
  });
  return true;
}

/** A mistake in number, kind or size of the operands, or in the suffix. */
function adviceFor(
  statement: Statement,
  failure: Extract<EncodeFailure, { why: "suffix" | "count" | "type" | "size" | "range" }>,
  word: string,
  operands: readonly ParsedOperand[],
): Remark {
  const { name } = failure;
  switch (failure.why) {
    case "suffix":
      if (!/^(push|pop)f?l$/.test(word))
        return { code: "bad-suffix", message: `"${name}" does not take the suffix "${word.slice(-1)}"` };
      return {
        code: "bad-suffix",
        message: `64-bit mode pushes and pops 64 bits, or 16: not "${word}"`,
        fix: { title: `Write "${name}q"`, text: `${name}q` },
      };
    case "count": {
      const takes = operandCounts(word).map(countWords).join(" or ");
      const wanted = takes === "" ? "" : `: it takes ${takes}`;
      const message = `"${name}" does not take ${countWords(operands.length)}${wanted}`;
      return { code: "operand-count", message };
    }
    case "type": {
      const plain = { message: `"${word}" does not take operands of these kinds` };
      return { code: "operand-type", ...(adviseKinds(word, statement, operands) ?? plain) };
    }
    case "size": {
      const plain = { message: `the sizes of the operands of "${word}" do not agree` };
      return { code: "operand-size", ...(adviseSizes(word, operands) ?? plain) };
    }
    case "range": {
      const plain = { message: `the immediate does not fit "${word}"` };
      return { code: "immediate-range", ...(adviseRange(word, operands) ?? plain) };
    }
  }
}

/** Reports `failure`; the statement proper ends at `end`. */
export function explain(
  program: Program,
  statement: Statement,
  failure: EncodeFailure,
  mnemonic: WrittenMnemonic,
  operands: readonly ParsedOperand[],
  end: number,
): void {
  const { word, from, to } = mnemonic;
  const error = (start: number, stop: number, code: string, message: string): void =>
    program.report("error", statement, start, stop, { code, message });
  if (failure.why !== "unknown" && reportBareRegister(program, statement, from, end, operands)) return;
  switch (failure.why) {
    case "unknown": {
      if (reportKernelWord(program, statement, mnemonic, end)) return;
      if (reportUnmodelled(program, statement, mnemonic)) return;
      const similar = nearest(word, mnemonics());
      program.report("error", statement, from, to, {
        code: "unknown-mnemonic",
        message: `no such instruction: "${statement.text.slice(from).trim()}"`,
        ...(similar === undefined ? {} : { fix: { title: `Write "${similar}"`, text: similar } }),
      });
      return;
    }
    case "suffix":
    case "count":
    case "type":
    case "size":
    case "range": {
      const immediate = operands.find((operand) => operand.source.kind === "immediate");
      const at = failure.why === "range" ? immediate : undefined;
      const stop = failure.why === "suffix" ? to : end;
      program.report(
        "error",
        statement,
        at?.from ?? from,
        at?.to ?? stop,
        adviceFor(statement, failure, word, operands),
      );
      return;
    }
    case "not-64-bit":
      return error(from, to, "not-64-bit", `"${failure.name}" is not supported in 64-bit mode`);
    case "prefix":
      return error(
        from,
        end,
        "prefix-clash",
        `the prefixes of "${word}" repeat each other, or one that it has already, or contradict its operands`,
      );
    case "high-byte-with-rex": {
      const register = `%${failure.register}`;
      return error(from, end, failure.why, `${register} cannot be encoded in an instruction that needs a REX prefix`);
    }
    case "displacement": {
      const value = `0x${failure.value.toString(16)}`;
      return error(from, end, "displacement-range", `${value} is out of range of a signed 32-bit displacement`);
    }
  }
}
