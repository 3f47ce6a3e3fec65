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

/** What trials do not contain, because QEMU 7.2 is known to be elsewhere or the manual is silent: [what, why]. */
export const KEPT_AWAY: readonly (readonly [what: string, why: string])[] = [
  ["an alignment check (AC at CPL 3)", "QEMU has no #AC"],
  [
    "single-step traps behind STI, LSS and PAUSE",
    "QEMU holds the first two back and forgets the last; they run without TF",
  ],
  ["RCL and RCR of memory that cannot be written", "QEMU changes the flags before it faults"],
  ["SHLD and SHRD with a RIP-relative operand", "QEMU forgets the immediate's byte in the address"],
  ["SHLD and SHRD of 16 bits by more than 16", "undefined"],
  ["BSF and BSR of 32 bits of a source of 0; BSWAP of 16 bits: its result", "undefined"],
  ["ADCX and ADOX of 32 bits with set upper halves", "QEMU leaves bits of them in RFLAGS"],
  ["BLSI: CF; SYSCALL: arithmetic flags", "QEMU has them the other way round, and clears them"],
  ["RET and LRET with an immediate from 0x8000", "QEMU takes it as signed"],
  ["IRET, LRET and far CALL of 16 and 32 bits with RSP above 4 GiB", "QEMU cuts RSP to 32 bits"],
  ["non-canonical targets of branches; of WRMSR, WRFSBASE, WRGSBASE", "QEMU faults at the fetch, and accepts them"],
  ["an operand across the canonical limit", "the manual does not say which fault comes first"],
  ["null selectors with an RPL in SS, FS, GS", "QEMU accepts them in SS, and keeps them when it returns to CPL 3"],
  ["LTR of a null selector; CR0 and CR4 that leave long mode", "QEMU accepts them, and is lost"],
  ["VIF, VIP and VM in images of flags", "QEMU leaves them alone"],
  ["SGDT and SIDT across an absent page; CLFLUSH of one", "QEMU writes the limit first, and does not look"],
  ["LOCK with registers but for ADD, OR, ADC, AND", "QEMU itself dies of some"],
  ["unknown MSRs; CR8 other than 0", "QEMU reads 0; without a local APIC it has no CR8"],
  ["16- and 32-bit code segments, gates and tasks", "refused by name here"],
  ["CPUID, RDTSC, RDTSCP: their results", "each processor's own; that they run, and fault, is compared"],
  ["HLT at CPL 0", "it waits for ever"],
];
