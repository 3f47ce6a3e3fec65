// A step as a value, read from the core's report and journal entry: what it was,
// what it changed, what it wrote. Reads the core's memory, changes nothing.

import { Block, Entry, HOT_BYTES, Item, ItemKind, Report, WriteFlag } from "../core/block.ts";
import type { Reason } from "../core/reason.ts";
import { type RawNote, ghostNotes } from "./ghost-notes.ts";
import { reasonInWords } from "./reasons.ts";
import {
  type DeliveredFrame,
  type Event,
  type EventOutcome,
  GENERAL_REGISTERS,
  type GhostNote,
  type MemoryWrite,
  type NmiState,
  type RegisterChange,
  type RegisterName,
  type Registers,
  type Step,
} from "./types.ts";

/** Where the register lies in the CPU block, and how many bytes it has. */
export const REGISTER_FIELDS: readonly (readonly [RegisterName, number, 2 | 8])[] = [
  ...GENERAL_REGISTERS.map((name, index) => [name, Block.General + index * 8, 8] as const),
  ["rip", Block.Rip, 8],
  ["rflags", Block.Rflags, 8],
  ["es", Block.Selectors, 2],
  ["cs", Block.Selectors + 2, 2],
  ["ss", Block.Selectors + 4, 2],
  ["ds", Block.Selectors + 6, 2],
  ["fs", Block.Selectors + 8, 2],
  ["gs", Block.Selectors + 10, 2],
  ["cr2", Block.Cr2, 8],
  ["fsBase", Block.FsBase, 8],
  ["gsBase", Block.GsBase, 8],
  ["kernelGsBase", Block.KernelGsBase, 8],
  ["cr0", Block.Cr0, 8],
  ["cr3", Block.Cr3, 8],
  ["cr4", Block.Cr4, 8],
  ["cr8", Block.Cr8, 8],
  ["efer", Block.Efer, 8],
  ["dr0", Block.Dr0, 8],
  ["dr1", Block.Dr1, 8],
  ["dr2", Block.Dr2, 8],
  ["dr3", Block.Dr3, 8],
  ["dr6", Block.Dr6, 8],
  ["dr7", Block.Dr7, 8],
];

/** A field of a block at `base`. */
function readField(view: DataView, base: number, offset: number, size: 2 | 8): bigint {
  return size === 8 ? view.getBigUint64(base + offset, true) : BigInt(view.getUint16(base + offset, true));
}

export function readRegisters(view: DataView, cpu: number): Registers {
  const registers: Partial<Record<RegisterName, bigint>> = {};
  for (const [name, offset, size] of REGISTER_FIELDS) registers[name] = readField(view, cpu, offset, size);
  return registers as Registers;
}

export function readNmi(view: DataView, cpu: number): NmiState {
  return {
    blocked: view.getUint8(cpu + Block.NmiBlocked) !== 0,
    pending: view.getUint8(cpu + Block.NmiPending) !== 0,
    merged: view.getUint32(cpu + Block.NmiMerged, true),
  };
}

interface Items {
  readonly writes: readonly MemoryWrite[];
  readonly notes: readonly RawNote[];
  /** Address of the cold part as it was; undefined: unchanged. */
  readonly cold: number | undefined;
}

function joined(before: MemoryWrite, after: MemoryWrite): MemoryWrite {
  const shift = BigInt(before.sizeBytes * 8);
  return {
    address: before.address,
    sizeBytes: before.sizeBytes + after.sizeBytes,
    value: before.value | (after.value << shift),
    old: before.old | (after.old << shift),
  };
}

function readWrite(view: DataView, at: number): MemoryWrite {
  return {
    address: view.getBigUint64(at + Item.Linear, true),
    sizeBytes: view.getUint32(at + Item.Bytes, true),
    value: view.getBigUint64(at + Item.New, true),
    old: view.getBigUint64(at + Item.Old, true),
  };
}

function readItems(view: DataView, entry: number, cpu: number): Items {
  const writes: MemoryWrite[] = [];
  const notes: RawNote[] = [];
  let cold: number | undefined;
  const end = view.getUint32(entry + Entry.ItemsEnd, true);
  for (let at = entry + Entry.Items; at < end; at += view.getUint16(at + Item.Size, true)) {
    const kind = view.getUint16(at + Item.Kind, true);
    if (kind === ItemKind.Write) {
      const write = readWrite(view, at);
      const last = writes.at(-1);
      const continues = (view.getUint16(at + Item.Flags, true) & WriteFlag.Continues) !== 0;
      if (continues && last !== undefined) writes[writes.length - 1] = joined(last, write);
      else writes.push(write);
    } else if (kind === ItemKind.Note) {
      notes.push({
        kind: view.getInt32(at + Item.NoteKind, true),
        a: view.getBigInt64(at + Item.NoteA, true),
        b: view.getBigInt64(at + Item.NoteB, true),
      });
    } else if (kind === ItemKind.Piece && view.getUint32(at + Item.PieceAddress, true) === cpu + Block.Cold) {
      cold = at + Item.PieceBytes;
    }
  }
  return { writes, notes, cold };
}

function readChanges(view: DataView, entry: number, cpu: number, cold: number | undefined): RegisterChange[] {
  const changes: RegisterChange[] = [];
  for (const [name, offset, size] of REGISTER_FIELDS) {
    if (offset >= HOT_BYTES && cold === undefined) continue;
    const base = offset < HOT_BYTES ? entry + Entry.Hot : (cold ?? 0) - Block.Cold;
    const old = readField(view, base, offset, size);
    const value = readField(view, cpu, offset, size);
    if (old !== value) changes.push({ name, old, value });
  }
  return changes;
}

function readFrame(view: DataView, report: number): DeliveredFrame {
  return {
    address: view.getBigUint64(report + Report.Frame, true),
    ist: view.getUint32(report + Report.Ist, true),
    gapBytes: view.getUint32(report + Report.Gap, true),
  };
}

function readAttempted(view: DataView, report: number): number[] {
  const count = Math.min(8, view.getUint32(report + Report.AttemptedCount, true));
  return Array.from({ length: count }, (_, index) => view.getUint8(report + Report.Attempted + index));
}

function readReason(view: DataView, report: number): string | undefined {
  const reason: Reason = view.getUint32(report + Report.Reason, true);
  return reasonInWords(
    reason,
    view.getBigUint64(report + Report.ReasonA, true),
    view.getBigUint64(report + Report.ReasonB, true),
  );
}

/** The parts of a step that only a delivery has. */
function readDelivery(view: DataView, report: number): Partial<Step> {
  const vector = view.getInt32(report + Report.Vector, true);
  if (vector < 0) return {};
  const hasCode = view.getUint32(report + Report.HasErrorCode, true) !== 0;
  const reason = readReason(view, report);
  return {
    vector,
    frame: readFrame(view, report),
    ...(hasCode ? { errorCode: view.getBigUint64(report + Report.ErrorCode, true) } : {}),
    ...(reason === undefined ? {} : { reason }),
  };
}

export interface StepPlaces {
  readonly cpu: number;
  readonly report: number;
  readonly entry: number;
}

/** The step that was just taken. */
export function readStep(
  view: DataView,
  places: StepPlaces,
  events: readonly { readonly event: Event; readonly outcome: EventOutcome }[],
): Step {
  const { cpu, report, entry } = places;
  const { writes, notes, cold } = readItems(view, entry, cpu);
  const said: readonly GhostNote[] = notes.length === 0 ? [] : ghostNotes(notes);
  return {
    kind: view.getUint32(report + Report.Kind, true) === 0 ? "instruction" : "delivery",
    ...readDelivery(view, report),
    attempted: readAttempted(view, report),
    external: view.getUint32(report + Report.External, true) !== 0,
    ripBefore: view.getBigUint64(entry + Entry.Hot + Block.Rip, true),
    events,
    changes: readChanges(view, entry, cpu, cold),
    writes,
    nmiBefore: readNmi(view, entry + Entry.Hot),
    nmi: readNmi(view, cpu),
    unblockedNmi: view.getUint32(report + Report.Unblocked, true) !== 0,
    notes: said,
  };
}
