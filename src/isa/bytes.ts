// The bytes of an instruction as they are read: prefixes, REX, VEX, and little
// endian numbers (SDM 2, chapter 2). Knows no opcode.

import type { MandatoryPrefix, OpcodeMap } from "./form.ts";
import type { Decoded } from "./instruction.ts";
import { MAX_INSTRUCTION_BYTES, SegmentOverride } from "./vocabulary.ts";

/** Bytes run out, or more than 15 of them. */
export class End {
  constructor(readonly decoded: Decoded) {}
}

export const INVALID: Decoded = { kind: "invalid" };
const TRUNCATED: Decoded = { kind: "truncated" };

/** What the prefixes and escape bytes said. */
export interface Prefixes {
  operandSize: boolean;
  addressSize: boolean;
  lock: boolean;
  /** Last of F2, F3; 0 if none. */
  repeat: 0 | 0xf2 | 0xf3;
  segment: SegmentOverride;
  rexPresent: boolean;
  rexW: 0 | 1;
  /** Added to ModRM.reg, SIB.index, ModRM.rm: 0 or 8. */
  rexR: number;
  rexX: number;
  rexB: number;
  vex: boolean;
  vexL: 0 | 1;
  vvvv: number;
  /** The prefix that VEX implies. */
  vexPrefix: MandatoryPrefix;
}

/** The bytes and how far they were read. */
export class ByteReader {
  at: number;
  readonly end: number;
  constructor(
    readonly bytes: Uint8Array,
    readonly start: number,
  ) {
    this.at = start;
    this.end = Math.min(bytes.length, start + MAX_INSTRUCTION_BYTES);
  }
  get length(): number {
    return this.at - this.start;
  }
  byte(): number {
    const value = this.at < this.end ? this.bytes[this.at] : undefined;
    if (value === undefined) throw new End(this.length >= MAX_INSTRUCTION_BYTES ? INVALID : TRUNCATED);
    this.at++;
    return value;
  }
  /** Little endian, sign-extended. */
  signed(size: number): bigint {
    if (size === 1) return BigInt((this.byte() << 24) >> 24);
    if (size === 2) return BigInt(((this.byte() | (this.byte() << 8)) << 16) >> 16);
    const low = this.byte() | (this.byte() << 8) | (this.byte() << 16) | (this.byte() << 24) | 0;
    if (size === 4) return BigInt(low);
    const high = this.byte() | (this.byte() << 8) | (this.byte() << 16) | (this.byte() << 24);
    return (BigInt(high | 0) << 32n) | BigInt(low >>> 0);
  }
}

const SEGMENT_OF_PREFIX: Readonly<Record<number, SegmentOverride>> = {
  0x26: SegmentOverride.Es,
  0x2e: SegmentOverride.Cs,
  0x36: SegmentOverride.Ss,
  0x3e: SegmentOverride.Ds,
  0x64: SegmentOverride.Fs,
  0x65: SegmentOverride.Gs,
};

/** Reads legacy prefixes and REX; returns the first opcode byte. */
export function readPrefixes(reader: ByteReader, prefixes: Prefixes): number {
  for (;;) {
    const byte = reader.byte();
    if ((byte & 0xf0) === 0x40) {
      prefixes.rexPresent = true;
      prefixes.rexW = byte & 8 ? 1 : 0;
      prefixes.rexR = byte & 4 ? 8 : 0;
      prefixes.rexX = byte & 2 ? 8 : 0;
      prefixes.rexB = byte & 1 ? 8 : 0;
      continue;
    }
    const segment = SEGMENT_OF_PREFIX[byte];
    if (segment !== undefined) {
      // ES CS SS DS do not undo FS or GS: in 64-bit mode they are ignored
      if (segment >= SegmentOverride.Fs || prefixes.segment < SegmentOverride.Fs) prefixes.segment = segment;
    } else if (byte === 0x66) prefixes.operandSize = true;
    else if (byte === 0x67) prefixes.addressSize = true;
    else if (byte === 0xf0) prefixes.lock = true;
    else if (byte === 0xf2 || byte === 0xf3) prefixes.repeat = byte;
    else return byte;
    // REX counts only right before the opcode
    prefixes.rexPresent = false;
    prefixes.rexW = 0;
    prefixes.rexR = prefixes.rexX = prefixes.rexB = 0;
  }
}

const VEX_MAPS: readonly (OpcodeMap | undefined)[] = [undefined, "vex0f", "vex0f38", "vex0f3a"];
const VEX_PREFIXES = ["np", "66", "f3", "f2"] as const;

/** C4 or C5 was read: the rest of VEX (SDM 2, 2.3). */
export function readVex(reader: ByteReader, prefixes: Prefixes, three: boolean): OpcodeMap | undefined {
  if (prefixes.rexPresent || prefixes.operandSize || prefixes.lock || prefixes.repeat !== 0) return undefined;
  const first = reader.byte();
  prefixes.vex = true;
  prefixes.rexR = first & 0x80 ? 0 : 8;
  let last = first;
  let map: OpcodeMap | undefined = "vex0f";
  if (three) {
    last = reader.byte();
    prefixes.rexX = first & 0x40 ? 0 : 8;
    prefixes.rexB = first & 0x20 ? 0 : 8;
    prefixes.rexW = last & 0x80 ? 1 : 0;
    map = VEX_MAPS[first & 0x1f];
  }
  prefixes.vvvv = ~(last >> 3) & 15;
  prefixes.vexL = last & 4 ? 1 : 0;
  prefixes.vexPrefix = VEX_PREFIXES[last & 3] ?? "np";
  return map;
}
