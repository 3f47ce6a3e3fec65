// The ghost state's notes as the core writes them, numbers, made into
// GhostNotes. Judges nothing.

import { Cause, FIRST_ASSERTION, NoteKind, PropertyCode, RegisterBit } from "../core/properties/notes.ts";
import { GENERAL_REGISTERS, type GhostNote, type Property, type RegisterName } from "./types.ts";

export interface RawNote {
  readonly kind: number;
  readonly a: bigint;
  readonly b: bigint;
}

export const PROPERTY_NAMES: { readonly [code in PropertyCode]: Property } = {
  [PropertyCode.ResumeExact]: "resume-exact",
  [PropertyCode.EveryNmiServed]: "every-nmi-served",
  [PropertyCode.NoReentry]: "no-reentry",
  [PropertyCode.Progress]: "progress",
  [PropertyCode.NoCrash]: "no-crash",
  [PropertyCode.Cr2Preserved]: "cr2-preserved",
  [PropertyCode.IdleClean]: "idle-clean",
  [PropertyCode.StackBounds]: "stack-bounds",
  [PropertyCode.Assertion]: "assertion",
};

export const CAUSE_NAMES: { readonly [code in Cause]: string } = {
  [Cause.RegistersDiffer]: "registers-differ",
  [Cause.StaleFrame]: "stale-frame",
  [Cause.WrongPlace]: "wrong-place",
  [Cause.Abandoned]: "abandoned",
  [Cause.Lost]: "lost",
  [Cause.StartedInside]: "started-inside",
  [Cause.ResumedInside]: "resumed-inside",
  [Cause.PanicVector]: "panic-vector",
  [Cause.PanicReached]: "panic-reached",
  [Cause.DoubleFault]: "double-fault",
  [Cause.TripleFault]: "triple-fault",
  [Cause.UnexpectedPageFault]: "unexpected-page-fault",
  [Cause.WrongCr2]: "wrong-cr2",
  [Cause.NmiBlocked]: "nmi-blocked",
  [Cause.FlagChanged]: "flag-changed",
  [Cause.RspOutside]: "rsp-outside",
  [Cause.WriteOutside]: "write-outside",
  [Cause.ForeignStack]: "foreign-stack",
  [Cause.UserWritten]: "user-written",
  [Cause.Livelock]: "livelock",
};

/** Each assertion is a cause of its own: "assertion-1" is the first of the image. */
export function causeName(cause: number): string {
  if (cause >= FIRST_ASSERTION) return `assertion-${cause - FIRST_ASSERTION + 1}`;
  const known: Cause = cause;
  return CAUSE_NAMES[known];
}

const SPECIAL_REGISTERS: readonly (readonly [RegisterBit, RegisterName])[] = [
  [RegisterBit.Rip, "rip"],
  [RegisterBit.Rflags, "rflags"],
  [RegisterBit.Cs, "cs"],
  [RegisterBit.Ss, "ss"],
  [RegisterBit.Ds, "ds"],
  [RegisterBit.Es, "es"],
  [RegisterBit.Fs, "fs"],
  [RegisterBit.Gs, "gs"],
  [RegisterBit.FsBase, "fsBase"],
  [RegisterBit.GsBase, "gsBase"],
  [RegisterBit.KernelGsBase, "kernelGsBase"],
  [RegisterBit.Cr3, "cr3"],
];

/** The registers in a set of RegisterBit; also the first detail word of `registers-differ`. */
export function registersIn(set: bigint): readonly RegisterName[] {
  const has = (bit: number): boolean => ((set >> BigInt(bit)) & 1n) === 1n;
  return [
    ...GENERAL_REGISTERS.filter((_, index) => has(index)),
    ...SPECIAL_REGISTERS.filter(([bit]) => has(bit)).map(([, name]) => name),
  ];
}

const low = (word: bigint): number => Number(word & 0xffff_ffffn);
const high = (word: bigint): number => Number((word >> 32n) & 0xffff_ffffn);

function violated(note: RawNote, details: readonly RawNote[]): GhostNote {
  const code: PropertyCode = Number(note.a & 0xffn);
  const cause = Number((note.a >> 8n) & 0xffn);
  const count = Number((note.a >> 16n) & 0xffn);
  const words = [note.b, ...details.flatMap(({ a, b }) => [a, b])];
  return {
    kind: "violated",
    property: PROPERTY_NAMES[code],
    cause: causeName(cause),
    context: high(note.a),
    detail: words.slice(0, count).map((word) => BigInt.asUintN(64, word)),
  };
}

/** The notes of one step, in order. */
export function ghostNotes(raw: readonly RawNote[]): readonly GhostNote[] {
  const notes: GhostNote[] = [];
  raw.forEach((note, index) => {
    const kind: NoteKind = note.kind;
    switch (kind) {
      case NoteKind.Entered:
        notes.push({ kind: "entered", context: low(note.a), interrupted: high(note.a), vector: Number(note.b) });
        return;
      case NoteKind.Resumed:
        notes.push({ kind: "resumed", context: low(note.a), from: high(note.a), differs: registersIn(note.b) });
        return;
      case NoteKind.Abandoned:
        notes.push({ kind: "abandoned", context: low(note.a) });
        return;
      case NoteKind.RunStarted:
        notes.push({ kind: "run-started", context: low(note.a) });
        return;
      case NoteKind.RunEnded:
        notes.push({ kind: "run-ended", context: low(note.a) });
        return;
      case NoteKind.Violated: {
        const rest = raw.slice(index + 1);
        const end = rest.findIndex((following) => following.kind !== NoteKind.Detail);
        notes.push(violated(note, end < 0 ? rest : rest.slice(0, end)));
        return;
      }
      case NoteKind.Detail:
        return;
    }
  });
  return notes;
}
