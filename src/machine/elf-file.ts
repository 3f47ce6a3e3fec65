// The ELF64 container: segments, symbols and the PVH entry note, laid out as bytes.
// Knows the format (System V ABI; Xen's note 18), not what the segments mean.

export interface ElfSegment {
  /** Section name: ".handler-text". */
  readonly name: string;
  readonly address: bigint;
  readonly physical: number;
  /** All of the segment's memory; zeros at its end are not stored. */
  readonly bytes: Uint8Array;
  readonly writable: boolean;
  readonly executable: boolean;
}

export interface ElfContent {
  readonly segments: readonly ElfSegment[];
  readonly symbols: ReadonlyMap<string, bigint>;
  /** Symbols that are numbers even where a segment contains them. */
  readonly absolute: ReadonlySet<string>;
  /** Physical address of the 32-bit entry. */
  readonly entry: number;
}

const HEADER_BYTES = 64;
const PROGRAM_HEADER_BYTES = 56;
const SECTION_HEADER_BYTES = 64;
const SYMBOL_BYTES = 24;
const ALIGN = 0x1000;

const PT_LOAD = 1;
const PT_NOTE = 4;
const SHT_PROGBITS = 1;
const SHT_SYMTAB = 2;
const SHT_STRTAB = 3;
const SHT_NOTE = 7;
const SHT_NOBITS = 8;
const SHN_ABS = 0xfff1;
/** XEN_ELFNOTE_PHYS32_ENTRY: where a loader enters in 32-bit protected mode. */
const XEN_PHYS32_ENTRY = 18;

class Strings {
  private readonly bytes: number[] = [0];

  add(text: string): number {
    const at = this.bytes.length;
    this.bytes.push(...new TextEncoder().encode(text), 0);
    return at;
  }

  get content(): Uint8Array {
    return Uint8Array.from(this.bytes);
  }
}

interface Piece {
  readonly name: number;
  readonly type: number;
  readonly flags: number;
  readonly address: bigint;
  readonly bytes: Uint8Array;
  /** In memory; what lies in the file may be shorter. */
  readonly size: number;
  readonly align: number;
  readonly link: number;
  readonly info: number;
  readonly entrySize: number;
}

const NO_PIECE: Piece = {
  name: 0,
  type: 0,
  flags: 0,
  address: 0n,
  bytes: new Uint8Array(0),
  size: 0,
  align: 0,
  link: 0,
  info: 0,
  entrySize: 0,
};

function withoutTrailingZeros(bytes: Uint8Array): Uint8Array {
  let length = bytes.length;
  while (length > 0 && bytes[length - 1] === 0) length--;
  return bytes.subarray(0, length);
}

function pvhNote(entry: number): Uint8Array {
  const note = new Uint8Array(24);
  const view = new DataView(note.buffer);
  view.setUint32(0, 4, true);
  view.setUint32(4, 8, true);
  view.setUint32(8, XEN_PHYS32_ENTRY, true);
  note.set(new TextEncoder().encode("Xen"), 12);
  view.setBigUint64(16, BigInt(entry), true);
  return note;
}

function symbolTable(content: ElfContent, strings: Strings): Uint8Array {
  const entries = [...content.symbols].toSorted(([, a], [, b]) => (a < b ? -1 : a > b ? 1 : 0));
  const table = new Uint8Array((entries.length + 1) * SYMBOL_BYTES);
  const view = new DataView(table.buffer);
  entries.forEach(([name, value], index) => {
    const at = (index + 1) * SYMBOL_BYTES;
    const home = content.absolute.has(name)
      ? -1
      : content.segments.findIndex(({ address, bytes }) => value >= address && value < address + BigInt(bytes.length));
    const type = content.segments[home]?.executable === true ? 2 : 0;
    view.setUint32(at, strings.add(name), true);
    view.setUint8(at + 4, (1 << 4) | type);
    view.setUint16(at + 6, home < 0 ? SHN_ABS : home + 1, true);
    view.setBigUint64(at + 8, BigInt.asUintN(64, value), true);
  });
  return table;
}

/** Sections in order: none, one a segment, note, symbols, their names, section names. */
function piecesOf(content: ElfContent): Piece[] {
  const sectionNames = new Strings();
  const symbolNames = new Strings();
  const loads = content.segments.map((segment): Piece => {
    const bytes = withoutTrailingZeros(segment.bytes);
    return {
      ...NO_PIECE,
      name: sectionNames.add(segment.name),
      type: bytes.length === 0 ? SHT_NOBITS : SHT_PROGBITS,
      flags: 2 | (segment.writable ? 1 : 0) | (segment.executable ? 4 : 0),
      address: segment.address,
      bytes,
      size: segment.bytes.length,
      align: ALIGN,
    };
  });
  const symbols = symbolTable(content, symbolNames);
  const plain = (name: string, type: number, bytes: Uint8Array, more: Partial<Piece> = {}): Piece => {
    return { ...NO_PIECE, name: sectionNames.add(name), type, bytes, size: bytes.length, align: 8, ...more };
  };
  const names = loads.length + 3;
  const rest = [
    plain(".note.Xen", SHT_NOTE, pvhNote(content.entry), { align: 4 }),
    plain(".symtab", SHT_SYMTAB, symbols, { link: names, info: 1, entrySize: SYMBOL_BYTES }),
    plain(".strtab", SHT_STRTAB, symbolNames.content, { align: 1 }),
  ];
  const own = sectionNames.add(".shstrtab");
  const ownBytes = sectionNames.content;
  const last = { ...NO_PIECE, name: own, type: SHT_STRTAB, bytes: ownBytes, size: ownBytes.length, align: 1 };
  return [NO_PIECE, ...loads, ...rest, last];
}

/** File offset of every piece, and of the section headers after them. */
function placesOf(pieces: readonly Piece[], from: number): { offsets: number[]; end: number } {
  let at = from;
  const offsets = pieces.map(({ bytes, align }) => {
    if (align > 1) at = Math.ceil(at / align) * align;
    const here = at;
    at += bytes.length;
    return here;
  });
  return { offsets, end: Math.ceil(at / 8) * 8 };
}

function writeHeader(view: DataView, entry: number, sectionsAt: number, programs: number, sections: number): void {
  [0x7f, 0x45, 0x4c, 0x46, 2, 1, 1].forEach((byte, index) => view.setUint8(index, byte));
  view.setUint16(16, 2, true); // an executable
  view.setUint16(18, 62, true); // x86-64
  view.setUint32(20, 1, true);
  view.setBigUint64(24, BigInt(entry), true);
  view.setBigUint64(32, BigInt(HEADER_BYTES), true);
  view.setBigUint64(40, BigInt(sectionsAt), true);
  view.setUint16(52, HEADER_BYTES, true);
  view.setUint16(54, PROGRAM_HEADER_BYTES, true);
  view.setUint16(56, programs, true);
  view.setUint16(58, SECTION_HEADER_BYTES, true);
  view.setUint16(60, sections, true);
  view.setUint16(62, sections - 1, true);
}

function writeProgramHeader(
  view: DataView,
  at: number,
  type: number,
  piece: Piece,
  offset: number,
  physical: number,
): void {
  const rights = 4 | (piece.flags & 1 ? 2 : 0) | (piece.flags & 4 ? 1 : 0);
  view.setUint32(at, type, true);
  view.setUint32(at + 4, rights, true);
  view.setBigUint64(at + 8, BigInt(offset), true);
  view.setBigUint64(at + 16, piece.address, true);
  view.setBigUint64(at + 24, BigInt(physical), true);
  view.setBigUint64(at + 32, BigInt(piece.bytes.length), true);
  view.setBigUint64(at + 40, BigInt(piece.size), true);
  view.setBigUint64(at + 48, BigInt(piece.align), true);
}

function writeSectionHeader(view: DataView, at: number, piece: Piece, offset: number): void {
  view.setUint32(at, piece.name, true);
  view.setUint32(at + 4, piece.type, true);
  view.setBigUint64(at + 8, BigInt(piece.flags), true);
  view.setBigUint64(at + 16, piece.address, true);
  view.setBigUint64(at + 24, BigInt(offset), true);
  view.setBigUint64(at + 32, BigInt(piece.type === SHT_NOBITS ? piece.size : piece.bytes.length), true);
  view.setUint32(at + 40, piece.link, true);
  view.setUint32(at + 44, piece.info, true);
  view.setBigUint64(at + 48, BigInt(piece.align), true);
  view.setBigUint64(at + 56, BigInt(piece.entrySize), true);
}

export function writeElf(content: ElfContent): Uint8Array {
  const pieces = piecesOf(content);
  const programs = content.segments.length + 1;
  const { offsets, end } = placesOf(pieces, HEADER_BYTES + programs * PROGRAM_HEADER_BYTES);
  const file = new Uint8Array(end + pieces.length * SECTION_HEADER_BYTES);
  const view = new DataView(file.buffer);
  writeHeader(view, content.entry, end, programs, pieces.length);
  const note = content.segments.length + 1;
  pieces.forEach((piece, index) => {
    const offset = offsets[index] ?? 0;
    file.set(piece.bytes, offset);
    writeSectionHeader(view, end + index * SECTION_HEADER_BYTES, piece, index === 0 ? 0 : offset);
    const segment = content.segments[index - 1];
    const header = HEADER_BYTES + (index - 1) * PROGRAM_HEADER_BYTES;
    if (segment !== undefined) writeProgramHeader(view, header, PT_LOAD, piece, offset, segment.physical);
    else if (index === note) writeProgramHeader(view, header, PT_NOTE, piece, offset, 0);
  });
  return file;
}
