// Where QEMU 7.2 is not the manual, in what a trial's log shows. Each is counted
// whenever it applies; what no entry explains is a divergence.
import { Operation } from "../../../src/isa/vocabulary.ts";
import type { LogEntry } from "./machines.ts";

/** Exceptions that save the RIP of the instruction that caused them (SDM 3A, table 6-1). */
const FAULTS: ReadonlySet<number> = new Set([0, 5, 6, 7, 10, 11, 12, 13, 14, 17]);

const STRINGS: ReadonlySet<Operation> = new Set([
  Operation.Movs,
  Operation.Cmps,
  Operation.Stos,
  Operation.Lods,
  Operation.Scas,
]);

export interface Deviation {
  readonly name: string;
  readonly qemu: string;
  readonly manual: string;
  readonly explains: (ours: LogEntry, theirs: LogEntry, operation: Operation) => boolean;
  /** The log entry as the manual would have it. */
  readonly corrected: (theirs: LogEntry) => LogEntry;
}

const sameVector = (ours: LogEntry, theirs: LogEntry, vector: number): boolean =>
  ours.vector === vector && theirs.vector === vector;

export const LOG_DEVIATIONS: readonly Deviation[] = [
  {
    name: "rf",
    qemu: "RF is 0 in the image of RFLAGS that a fault pushes",
    manual: "1 (3A, 6.8.3 and 17.3.1.1)",
    explains: (ours, theirs) => FAULTS.has(ours.vector) && ours.resumeFlag && !theirs.resumeFlag,
    corrected: (theirs) => ({ ...theirs, resumeFlag: true }),
  },
  {
    name: "rf-rep",
    qemu: "RF is 0 in the image that an interruption between two iterations of REP pushes",
    manual: "1 (3B, 17.3.1.1)",
    explains: (ours, theirs, operation) =>
      STRINGS.has(operation) && sameVector(ours, theirs, 1) && ours.resumeFlag && !theirs.resumeFlag,
    corrected: (theirs) => ({ ...theirs, resumeFlag: true }),
  },
  {
    name: "sysret-rf",
    qemu: "SYSRET loads RF from R11",
    manual: "RF is cleared (2B, SYSRET)",
    explains: (ours, theirs, operation) =>
      operation === Operation.Sysret && sameVector(ours, theirs, ours.vector) && !ours.resumeFlag && theirs.resumeFlag,
    corrected: (theirs) => ({ ...theirs, resumeFlag: false }),
  },
  {
    name: "idt-code",
    qemu: "a vector beyond the IDT's limit: #GP with error code vector * 16 + 2",
    manual: "vector * 8 + 2: the index in bits 15:3 (3A, 6.13)",
    explains: (ours, theirs) =>
      sameVector(ours, theirs, 13) &&
      (ours.errorCode & 7) === 2 &&
      theirs.errorCode === (ours.errorCode & ~7) * 2 + 2 &&
      ours.errorCode !== theirs.errorCode,
    corrected: (theirs) => ({ ...theirs, errorCode: ((theirs.errorCode - 2) >> 1) + 2 }),
  },
  {
    name: "read-first",
    qemu: "an instruction that reads and writes an absent page: #PF of a read",
    manual: "of a write, as processors have it (asked of an AMD EPYC)",
    explains: (ours, theirs) =>
      sameVector(ours, theirs, 14) && ours.errorCode === (theirs.errorCode | 2) && (theirs.errorCode & 2) === 0,
    corrected: (theirs) => ({ ...theirs, errorCode: theirs.errorCode | 2 }),
  },
  {
    name: "stack-fault",
    qemu: "a non-canonical address through RSP or RBP is #GP(0)",
    manual: "#SS(0) (1, 3.3.7.1)",
    explains: (ours, theirs) =>
      ours.vector === 12 && theirs.vector === 13 && ours.errorCode === 0 && theirs.errorCode === 0,
    corrected: (theirs) => ({ ...theirs, vector: 12 }),
  },
];

/** QEMU's entry put right, and which deviations that took. */
export function corrected(
  ours: LogEntry,
  theirs: LogEntry,
  operation: Operation,
): { entry: LogEntry; names: readonly string[] } {
  const names: string[] = [];
  let entry = theirs;
  for (const deviation of LOG_DEVIATIONS) {
    if (!deviation.explains(ours, entry, operation)) continue;
    entry = deviation.corrected(entry);
    names.push(deviation.name);
  }
  return { entry, names };
}
