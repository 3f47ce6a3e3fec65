// Where everything lies: branches start short and only grow, section by
// section, until nothing changes (as GNU as relaxes); then sections get their
// addresses.

import { evaluate, finalNumber, placeAddress, type Lookup } from "./evaluate.ts";
import type { Expression } from "./expression.ts";
import { LIMITS, LimitReached, PER_CPU_SECTION, type Program } from "./program.ts";
import type { BranchPiece, LebPiece, OrgPiece, Piece, Section, SpacePiece } from "./section.ts";

/** Pieces of one named section in order, subsections joined. */
function piecesOf(parts: readonly Section[]): Piece[] {
  return parts.flatMap((part) => part.pieces);
}

export function layOut(program: Program): void {
  for (const parts of program.sections.values()) relax(program, parts);
  placeSections(program);
}

class Relaxation {
  /** How far what follows has moved in this round so far. */
  private stretch = 0;
  private round = 0;
  private total = 0;

  constructor(
    private readonly program: Program,
    private readonly name: string,
    private readonly pieces: readonly Piece[],
  ) {}

  run(): void {
    for (let again = true; again;) {
      this.round++;
      // growth is bounded by the number of branches; .org and .skip of moving labels are not
      if (this.round > this.pieces.length + 50) throw new LimitReached("the sizes of this section do not settle");
      again = this.once();
    }
  }

  private once(): boolean {
    let address = 0;
    let changed = false;
    this.stretch = 0;
    this.total = 0;
    for (const piece of this.pieces) {
      this.stretch = this.round === 1 ? 0 : address - piece.address;
      if (piece.address !== address) changed = true;
      piece.address = address;
      piece.round = this.round;
      const size = this.sizeOf(piece);
      if (size !== piece.size) changed = true;
      piece.size = size;
      address += size;
      this.total += size;
      if (this.total > LIMITS.outputBytes)
        throw new LimitReached(`section ${this.name} is larger than ${LIMITS.outputBytes / 1024 / 1024} MiB`);
    }
    return changed;
  }

  private sizeOf(piece: Piece): number {
    switch (piece.kind) {
      case "bytes":
        return piece.bytes.length;
      case "branch":
        return this.branch(piece);
      case "align": {
        const gap = (piece.alignment - (piece.address % piece.alignment)) % piece.alignment;
        return piece.max > 0 && gap > piece.max ? 0 : gap;
      }
      case "org":
        return this.org(piece);
      case "space":
        return this.space(piece);
      case "leb":
        return this.leb(piece);
    }
  }

  /** Offset in this section, as far as it is known in this round. */
  private offset(expression: Expression): number | undefined {
    const result = evaluate(this.program, expression, false);
    if (!result.ok) return undefined;
    const { place, addend } = result.value;
    if (place === undefined || place.piece.section.name !== this.name) return undefined;
    const notYet = place.piece.round < this.round;
    return place.piece.address + place.offset + Number(addend) + (notYet ? this.stretch : 0);
  }

  private branch(piece: BranchPiece): number {
    if (piece.isNear) return piece.near.length;
    const target = this.isPreemptible(piece.target) ? undefined : this.offset(piece.target);
    if (target !== undefined) {
      if (this.round === 1) return piece.short.length;
      const distance = target - (piece.address + piece.short.length);
      if (distance >= -128 && distance <= 127) return piece.short.length;
    }
    piece.isNear = true;
    return piece.near.length;
  }

  /** A weak symbol may be replaced at link time: GNU as keeps the long form. */
  private isPreemptible(target: Expression): boolean {
    if (target.kind === "symbol") return this.program.symbols.get(target.name)?.weak ?? false;
    return target.kind === "binary" && (this.isPreemptible(target.left) || this.isPreemptible(target.right));
  }

  /** A number that may depend on distances inside this section. */
  private amount(expression: Expression): bigint | undefined {
    const result = finalNumber(this.program, expression, () => undefined, undefined);
    return result.ok ? result.value : undefined;
  }

  private org(piece: OrgPiece): number {
    const number = evaluate(this.program, piece.target, false);
    const isNumber = number.ok && number.value.place === undefined && number.value.external === undefined;
    const target = isNumber && number.ok ? Number(number.value.addend) : this.offset(piece.target);
    if (target === undefined) return 0;
    if (target > LIMITS.outputBytes) throw new LimitReached("a place this far away does not fit");
    return Math.max(0, target - piece.address);
  }

  private space(piece: SpacePiece): number {
    const count = this.amount(piece.count);
    if (count === undefined || count < 0n) return 0;
    if (count > BigInt(LIMITS.outputBytes)) throw new LimitReached("a space this large does not fit");
    return Number(count) * Math.max(1, piece.fill.length);
  }

  private leb(piece: LebPiece): number {
    piece.bytes = lebBytes(this.amount(piece.value) ?? 0n, piece.signed);
    return Math.max(piece.size, piece.bytes.length);
  }
}

function relax(program: Program, parts: readonly Section[]): void {
  const first = parts[0];
  if (first === undefined) return;
  new Relaxation(program, first.name, piecesOf(parts)).run();
}

export function lebBytes(value: bigint, signed: boolean): number[] {
  const bytes: number[] = [];
  let rest = signed ? value : BigInt.asUintN(64, value);
  for (;;) {
    const low = Number(rest & 0x7fn);
    rest >>= 7n;
    const done = signed ? (rest === 0n && (low & 0x40) === 0) || (rest === -1n && (low & 0x40) !== 0) : rest === 0n;
    bytes.push(done ? low : low | 0x80);
    if (done) return bytes;
  }
}

const PAGE = 0x1000n;

export function sectionSize(parts: readonly Section[]): number {
  const last = piecesOf(parts).at(-1);
  return last === undefined ? 0 : last.address + last.size;
}

/** `.text` first, then the others that hold something, each at the next page. */
function placeSections(program: Program): void {
  const bases = program.options.bases;
  let next = bases?.get(".text") ?? 0n;
  for (const [name, parts] of program.sections) {
    let base = bases?.get(name);
    if (base === undefined && name === PER_CPU_SECTION) base = BigInt(program.options.perCpuBase ?? 0);
    if (base === undefined) {
      base = next;
    }
    for (const part of parts) part.base = base;
    if (name === PER_CPU_SECTION) continue;
    const end = base + BigInt(sectionSize(parts));
    const after = (end + PAGE - 1n) & ~(PAGE - 1n);
    if (name === ".text" || bases?.get(name) === undefined) next = after;
  }
}

export { placeAddress, type Lookup };
