// The `#@` lines: what they say to the machine and the page. GNU as sees comments.

import type { Annotations, AssertionLine, MemoryRegion } from "./assembly.ts";
import { AssertionError, parseAssertion, type AssertedName } from "./assertion.ts";
import { Cursor } from "./cursor.ts";
import { finalNumber, type Lookup, placeAddress } from "./evaluate.ts";
import { ExpressionError, parseExpression } from "./expression.ts";
import type { Program } from "./program.ts";
import type { Comment, Origin } from "./statement.ts";

/** Labels that start the regular NMI code, the likeliest first. */
const USUAL_STARTS = ["regular_nmi_code", "exc_nmi", "do_nmi", "nmi"] as const;

/** As many as the machine judges. */
export const MAX_ASSERTION_LINES = 32;

interface Draft {
  service: { label: string; end?: string } | undefined;
  mayFault: { from: bigint; to: bigint }[];
  regions: MemoryRegion[];
  watches: { name: string; address: bigint; sizeBytes: number }[];
  assertions: AssertionLine[];
  title: string | undefined;
  source: string | undefined;
}

/** `perCpu`: offsets of the per-CPU variables. */
export function readAnnotations(
  program: Program,
  comments: readonly Comment[],
  lookup: Lookup,
  perCpu: ReadonlyMap<string, bigint>,
): Annotations {
  const draft: Draft = {
    service: undefined,
    mayFault: [],
    regions: [],
    watches: [],
    assertions: [],
    title: undefined,
    source: undefined,
  };
  for (const comment of comments)
    if (comment.text.startsWith("#@")) new AnnotationReader(program, comment, lookup, perCpu, draft).read();
  const isServiceDeclared = draft.service !== undefined;
  return { ...draft, service: draft.service ?? usualService(program), isServiceDeclared };
}

function isLabel(program: Program, name: string): boolean {
  return program.symbols.get(name)?.place !== undefined;
}

function withEnd(program: Program, label: string): { label: string; end?: string } {
  const end = "nmi_atomic";
  return label === "regular_nmi_code" && isLabel(program, end) ? { label, end } : { label };
}

function usualService(program: Program): Annotations["service"] {
  const label = USUAL_STARTS.find((name) => isLabel(program, name));
  return label === undefined ? undefined : withEnd(program, label);
}

class AnnotationReader {
  private readonly cursor: Cursor;
  private readonly origin: Origin;

  constructor(
    private readonly program: Program,
    comment: Comment,
    private readonly lookup: Lookup,
    private readonly perCpu: ReadonlyMap<string, bigint>,
    private readonly draft: Draft,
  ) {
    this.cursor = new Cursor(comment.text, 2);
    this.origin = {
      line: comment.line,
      column: comment.column,
      exact: true,
      length: comment.text.length,
      fromBody: false,
    };
  }

  read(): void {
    const { cursor } = this;
    cursor.skipSpace();
    const from = cursor.at;
    const word = this.word();
    switch (word) {
      case "service":
        return this.service();
      case "may-fault":
        return this.mayFault();
      case "region":
        return this.region();
      case "watch":
        return this.watch();
      case "assert":
        return this.assertion();
      case "without":
        if (!/^\s*\d+\s+\d+\s*$/.test(cursor.rest()))
          this.complain(
            0,
            cursor.text.length,
            "bad-annotation",
            "#@ without needs a line and a number: #@ without 12 1",
          );
        return;
      case "title":
        this.draft.title = cursor.rest().trim();
        return;
      case "source":
        this.draft.source = cursor.rest().trim();
        return;
      default:
        this.complain(
          from,
          cursor.at,
          "unknown-annotation",
          `"${word}" is no annotation; there are service, may-fault, region, watch, assert, without, title and source`,
        );
    }
  }

  private complain(from: number, to: number, code: string, message: string): void {
    this.program.report("warning", this.origin, from, to, { code, message });
  }

  /** What is asserted and not checked would seem to hold: an error. */
  private refuse(from: number, to: number, message: string): void {
    this.program.report("error", this.origin, from, Math.max(to, from + 1), { code: "bad-assertion", message });
  }

  private assertion(): void {
    const { cursor, program } = this;
    cursor.skipSpace();
    const from = cursor.at;
    const label = this.word();
    if (label === "")
      return this.refuse(
        0,
        cursor.text.length,
        "#@ assert needs a label and an expression: #@ assert LABEL $rsp == 0x1000",
      );
    const place = program.symbols.get(label)?.place;
    if (place === undefined) return this.refuse(from, cursor.at, `there is no label "${label}"`);
    if (!place.piece.section.isCode)
      return this.refuse(
        from,
        cursor.at,
        `"${label}" is in ${place.piece.section.name}: no instruction executes there`,
      );
    if (this.draft.assertions.length === MAX_ASSERTION_LINES)
      return this.refuse(
        0,
        cursor.text.length,
        `a handler has at most ${MAX_ASSERTION_LINES} assertions: this one is too many`,
      );
    cursor.skipSpace();
    const text = cursor.rest().trim();
    if (text === "") return this.refuse(from, from + label.length, "#@ assert needs an expression after the label");
    try {
      const expression = parseAssertion(cursor.text, cursor.at, (name) => this.asserted(name));
      const address = placeAddress(place);
      this.draft.assertions.push({ label, address, text, line: this.origin.line, expression });
    } catch (error) {
      if (!(error instanceof AssertionError)) throw error;
      this.refuse(error.from, error.to, error.message);
    }
  }

  private asserted(name: string): AssertedName | undefined {
    const offset = this.perCpu.get(name);
    if (offset !== undefined) return { kind: "per-cpu", offset };
    const expression = { kind: "symbol", name, from: 0, to: 0 } as const;
    const result = finalNumber(this.program, expression, this.lookup, undefined);
    return result.ok ? { kind: "number", value: BigInt.asUintN(64, result.value) } : undefined;
  }

  private word(): string {
    this.cursor.skipSpace();
    const match = /^"([^"]*)"|^\S+/.exec(this.cursor.rest());
    if (match === null) return "";
    this.cursor.at += match[0].length;
    return match[1] ?? match[0];
  }

  private service(): void {
    this.cursor.skipSpace();
    const from = this.cursor.at;
    const label = this.word();
    const to = this.cursor.at;
    this.cursor.skipSpace();
    const endFrom = this.cursor.at;
    const end = this.word();
    if (label === "") return this.complain(0, to, "bad-annotation", "#@ service needs a label");
    if (!isLabel(this.program, label)) return this.complain(from, to, "bad-annotation", `there is no label "${label}"`);
    if (end !== "" && !isLabel(this.program, end))
      return this.complain(endFrom, this.cursor.at, "bad-annotation", `there is no label "${end}"`);
    this.draft.service = end === "" ? withEnd(this.program, label) : { label, end };
  }

  /** An address or number, written without spaces. */
  private value(what: string): bigint | undefined {
    this.cursor.skipSpace();
    const from = this.cursor.at;
    const text = /^\S+/.exec(this.cursor.rest())?.[0] ?? "";
    this.cursor.at += text.length;
    const to = Math.max(this.cursor.at, from + 1);
    if (text === "") {
      this.complain(0, this.origin.length, "bad-annotation", `${what} is missing`);
      return undefined;
    }
    try {
      const part = new Cursor(text);
      const expression = parseExpression(part, this.program);
      if (part.atEnd) {
        const result = finalNumber(this.program, expression, this.lookup, undefined);
        if (result.ok) return BigInt.asUintN(64, result.value);
        this.complain(from, to, "bad-annotation", result.failure.message);
        return undefined;
      }
    } catch (error) {
      if (!(error instanceof ExpressionError)) throw error;
    }
    this.complain(from, to, "bad-annotation", `"${text}" is no address: write an expression without spaces`);
    return undefined;
  }

  private range(): { from: bigint; to: bigint } | undefined {
    const at = this.cursor.at;
    const from = this.value("FROM");
    if (from === undefined) return undefined;
    const to = this.value("TO");
    if (to === undefined) return undefined;
    if (from < to) return { from, to };
    this.complain(at, this.cursor.at, "bad-annotation", "the range is empty: FROM is not below TO");
    return undefined;
  }

  private mayFault(): void {
    const range = this.range();
    if (range !== undefined) this.draft.mayFault.push(range);
  }

  private region(): void {
    const name = this.word();
    if (name === "") return this.complain(0, this.origin.length, "bad-annotation", "#@ region needs a name");
    const range = this.range();
    if (range !== undefined) this.draft.regions.push({ name, ...range });
  }

  private watch(): void {
    this.cursor.skipSpace();
    const nameAt = this.cursor.at;
    const address = this.value("the variable");
    if (address === undefined) return;
    const name = this.cursor.text.slice(nameAt, this.cursor.at).trim();
    const sizeAt = this.cursor.at;
    const sizeBytes = this.value("the size in bytes");
    if (sizeBytes === undefined) return;
    if (sizeBytes !== 1n && sizeBytes !== 2n && sizeBytes !== 4n && sizeBytes !== 8n)
      return this.complain(sizeAt, this.cursor.at, "bad-annotation", "a watched variable has 1, 2, 4 or 8 bytes");
    this.draft.watches.push({ name, address, sizeBytes: Number(sizeBytes) });
  }
}
