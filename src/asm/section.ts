// The output as it grows: sections made of pieces, some of fixed bytes, some
// whose size depends on where things lie (branches, alignment, .org).

import type { Expression } from "./expression.ts";
import type { Origin } from "./statement.ts";

/** Offsets in a statement's text, for diagnostics about a value. */
export interface Span {
  readonly origin: Origin;
  readonly from: number;
  readonly to: number;
}

/** A hole in a piece's bytes, filled when addresses are known. */
export interface Hole {
  readonly offset: number;
  readonly size: number;
  readonly expression: Expression;
  /** Offset of the instruction's end if the value is relative to it. */
  readonly relativeTo: number | undefined;
  readonly range: "signed" | "either" | "any";
  readonly span: Span;
}

interface PieceBase {
  readonly section: Section;
  /** How many pieces of open size lie before this one in its section. */
  readonly epoch: number;
  /** Bytes since the last piece of open size. */
  readonly epochOffset: number;
  address: number;
  size: number;
  /** Round of relaxation that placed it last. */
  round: number;
}

export interface BytesPiece extends PieceBase {
  readonly kind: "bytes";
  readonly bytes: number[];
  readonly holes: Hole[];
}

/** A branch that is short if its target is near. */
export interface BranchPiece extends PieceBase {
  readonly kind: "branch";
  readonly short: readonly number[];
  readonly near: readonly number[];
  readonly target: Expression;
  readonly span: Span;
  isNear: boolean;
}

export interface AlignPiece extends PieceBase {
  readonly kind: "align";
  readonly alignment: number;
  /** undefined: NOPs. */
  readonly fill: readonly number[] | undefined;
  readonly max: number;
  readonly span: Span;
}

export interface OrgPiece extends PieceBase {
  readonly kind: "org";
  readonly target: Expression;
  readonly fill: number;
  readonly span: Span;
}

export interface SpacePiece extends PieceBase {
  readonly kind: "space";
  readonly count: Expression;
  readonly fill: readonly number[];
  /** NOPs no longer than this instead of `fill`. */
  readonly nops: number | undefined;
  readonly span: Span;
}

export interface LebPiece extends PieceBase {
  readonly kind: "leb";
  readonly value: Expression;
  readonly signed: boolean;
  readonly span: Span;
  bytes: readonly number[];
}

export type Piece = BytesPiece | BranchPiece | AlignPiece | OrgPiece | SpacePiece | LebPiece;

export interface LabelPlace {
  readonly piece: Piece;
  readonly offset: number;
}

export type { PieceBase };

export class Section {
  readonly pieces: Piece[] = [];
  /** Address of the first byte of the whole section. */
  base = 0n;
  private epoch = 0;
  private epochOffset = 0;
  constructor(
    readonly name: string,
    readonly subsection: number,
    readonly isCode: boolean,
  ) {}

  /** The open run of bytes at the end. */
  bytes(): BytesPiece {
    const last = this.pieces.at(-1);
    if (last?.kind === "bytes") return last;
    const piece: BytesPiece = { ...this.start(), kind: "bytes", bytes: [], holes: [] };
    this.pieces.push(piece);
    return piece;
  }

  here(): LabelPlace {
    const piece = this.bytes();
    return { piece, offset: piece.bytes.length };
  }

  /** Adds a piece; `size` undefined: it depends on where things will lie. */
  add(make: (base: PieceBase) => Piece, size: number | undefined): void {
    const piece = make(this.start());
    this.pieces.push(piece);
    if (size === undefined) {
      this.epoch++;
      this.epochOffset = 0;
    } else this.epochOffset += size;
  }

  private start(): PieceBase {
    const last = this.pieces.at(-1);
    if (last?.kind === "bytes") this.epochOffset = last.epochOffset + last.bytes.length;
    return { section: this, epoch: this.epoch, epochOffset: this.epochOffset, address: 0, size: 0, round: 0 };
  }
}

/** Of such a section only the size is kept. */
export function isBss(name: string): boolean {
  return name === ".bss" || name.startsWith(".bss.");
}

/** b - a if no piece of open size lies between, else undefined. */
export function fixedDistance(a: LabelPlace, b: LabelPlace): number | undefined {
  if (a.piece === b.piece) return b.offset - a.offset;
  if (a.piece.section !== b.piece.section || a.piece.epoch !== b.piece.epoch) return undefined;
  if (a.piece.kind !== "bytes" || b.piece.kind !== "bytes") return undefined;
  return b.piece.epochOffset + b.offset - (a.piece.epochOffset + a.offset);
}
