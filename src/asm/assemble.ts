// Program text to bytes, symbols, places and diagnostics. Never throws,
// whatever the text; work and output are bounded.

import { readAnnotations } from "./annotations.ts";
import type {
  Annotations,
  AssembleOptions,
  Assembly,
  InstructionPlace,
  LeftOut,
  PerCpuVariable,
  Section,
} from "./assembly.ts";
import { noteCpp } from "./cpp.ts";
import { placeAddress, finalNumber, type Lookup } from "./evaluate.ts";
import { Filler } from "./fill.ts";
import { layOut } from "./layout.ts";
import { codeOfMail } from "./mail.ts";
import { perCpuVariables } from "./per-cpu.ts";
import { Preprocessor } from "./preprocess.ts";
import { isNumericName, LimitReached, LIMITS, Program } from "./program.ts";
import { readStatements } from "./read-statements.ts";
import { scan, type Comment, type Origin, type Scanned } from "./statement.ts";

const NO_ANNOTATIONS: Annotations = {
  service: undefined,
  isServiceDeclared: false,
  mayFault: [],
  regions: [],
  watches: [],
  assertions: [],
  title: undefined,
  source: undefined,
};

/** Assembles `source`, AT&T syntax for GNU as; see AssembleOptions for what else is understood. */
export function assemble(source: string, options: AssembleOptions = {}): Assembly {
  options.known?.begin();
  const program = new Program(options, source);
  if (source.length > LIMITS.sourceBytes) return tooLarge(program);
  const mail = program.strict ? undefined : codeOfMail(source);
  const text = mail?.text ?? source;
  const leftOut = mail?.leftOut ?? [];
  noteLeftOut(program, leftOut);
  try {
    const preprocessor = program.strict ? undefined : new Preprocessor(program, text);
    const plain = preprocessor?.text() ?? text;
    const scanned = scan(plain, { slashes: !program.strict, fromBody: false, at: undefined, firstLine: 1 });
    noteUnterminated(program, scanned);
    const lines = plain.split("\n");
    for (const comment of scanned.comments) noteCpp(program, comment, isAlone(lines, comment));
    readStatements(program, preprocessor?.expand(scanned.statements) ?? scanned.statements);
    readAppended(program);
    layOut(program);
    return complete(program, scanned.comments, leftOut);
  } catch (error) {
    if (!(error instanceof LimitReached)) throw error;
    if (program.diagnostics.errors === 0) limitDiagnostic(program, error.message);
    return finish(program, [], [], NO_ANNOTATIONS, leftOut, undefined);
  }
}

const WHOLE_FILE: Origin = { line: 1, column: 0, exact: true, length: 1, fromBody: false };

function limitDiagnostic(program: Program, message: string): void {
  program.report("error", WHOLE_FILE, 0, 1, { code: "limit", message: `the assembler gives up: ${message}` });
}

function tooLarge(program: Program): Assembly {
  limitDiagnostic(program, `the text is larger than ${LIMITS.sourceBytes} characters`);
  return finish(program, [], [], NO_ANNOTATIONS, [], undefined);
}

function isAlone(lines: readonly string[], comment: Comment): boolean {
  return (lines[comment.line - 1] ?? "").slice(0, comment.column).trim() === "";
}

function noteUnterminated(program: Program, scanned: Scanned): void {
  const open = scanned.unterminated;
  if (open === undefined) return;
  const origin = { line: open.line, column: open.column, exact: true, length: 1, fromBody: false };
  program.report("warning", origin, 0, open.what === "comment" ? 2 : 1, {
    code: `unterminated-${open.what}`,
    message: `this ${open.what} is not closed`,
  });
}

function noteLeftOut(program: Program, leftOut: readonly LeftOut[]): void {
  const first = leftOut[0];
  if (first === undefined) return;
  const words = leftOut.map((each) => {
    const lines = each.fromLine === each.toLine ? `line ${each.fromLine}` : `lines ${each.fromLine}-${each.toLine}`;
    return `${each.what} (${lines})`;
  });
  const origin = { line: first.fromLine, column: 0, exact: true, length: 1, fromBody: false };
  program.report("note", origin, 0, 1, {
    code: "mail-left-out",
    message: `this is a mail: its code is assembled; left out: ${words.join(", ")}`,
  });
}

/** What the body of a `...` line adds after the end of the file. */
function readAppended(program: Program): void {
  const body = program.options.body;
  if (body === undefined || program.ellipses === 0 || body.appended.trim() === "") return;
  program.enter(program.section(".text", 0, true));
  program.ended = false;
  const place = program.placed.find((each) => each.origin.fromBody)?.origin ?? WHOLE_FILE;
  const scanned = scan(body.appended, { slashes: true, fromBody: true, at: undefined, firstLine: 1 });
  const origin = { line: place.line, column: place.column, exact: false, length: place.length, fromBody: true };
  readStatements(
    program,
    scanned.statements.map((each) => ({ ...origin, text: each.text })),
  );
}

function complete(program: Program, comments: readonly Comment[], leftOut: readonly LeftOut[]): Assembly {
  const perCpu = perCpuVariables(program);
  const offsets = new Map(perCpu.map((variable) => [variable.name, BigInt(variable.offset)]));
  const lookup: Lookup = (name) => {
    const found = program.options.environment?.get(name) ?? offsets.get(name);
    return found ?? (program.symbols.get(name)?.weak === true ? 0n : undefined);
  };
  const filler = new Filler(program, lookup);
  const sections: Section[] = [];
  for (const [name, parts] of program.sections) {
    const bytes = filler.section(parts);
    if (bytes.length > 0 || name === ".text")
      sections.push({ name, address: parts[0]?.base ?? 0n, bytes, isCode: parts[0]?.isCode ?? false });
  }
  const annotations = readAnnotations(program, comments, lookup, offsets);
  return finish(program, sections, perCpu, annotations, leftOut, lookup);
}

function placesOf(program: Program): readonly InstructionPlace[] {
  return program.placed.map((each) => ({
    address: placeAddress({ piece: each.piece, offset: each.offset }),
    length: each.length ?? each.piece.size,
    line: each.origin.line,
    text: each.text,
    idealised: each.idealised,
    fromBody: each.origin.fromBody,
  }));
}

function finish(
  program: Program,
  sections: readonly Section[],
  perCpu: readonly PerCpuVariable[],
  annotations: Annotations,
  leftOut: readonly LeftOut[],
  lookup: Lookup | undefined,
): Assembly {
  const symbols = new Map<string, bigint>();
  const labels = new Map<string, bigint>();
  if (lookup !== undefined) {
    for (const symbol of program.symbols.values()) {
      if (isNumericName(symbol.name)) continue;
      if (symbol.place !== undefined) {
        const address = placeAddress(symbol.place);
        labels.set(symbol.name, address);
        symbols.set(symbol.name, address);
      } else if (symbol.value !== undefined) {
        const value = finalNumber(program, symbol.value, lookup, undefined);
        if (value.ok) symbols.set(symbol.name, BigInt.asUintN(64, value.value));
        else if (symbol.origin !== undefined && value.failure.undefinedSymbol === undefined)
          program.report("error", symbol.origin, 0, symbol.origin.length, value.failure);
      }
    }
  }
  return {
    ok: program.diagnostics.errors === 0,
    sections,
    symbols,
    labels,
    places: lookup === undefined ? [] : placesOf(program),
    perCpu,
    annotations,
    leftOut,
    diagnostics: program.diagnostics.sorted(),
  };
}
