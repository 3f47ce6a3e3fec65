// The words of a fault or a refusal. The core knows only which rule it was and
// two values; every sentence that a user reads about a rule is here.

import { hex } from "../base/hex.ts";
import { Reason } from "../core/reason.ts";

/** What a reason is told with: its two values. */
type Words = (a: bigint, b: bigint) => string;

const decimal = (value: bigint): string => value.toString();

/** Number of the lowest bit of four. */
const lowestBit = (bits: bigint): number => [0, 1, 2, 3].find((bit) => ((bits >> BigInt(bit)) & 1n) !== 0n) ?? 0;

const GATE =
  (what: string): Words =>
  (a) =>
    `gate of vector ${decimal(a)}: ${what}`;
const SELECTOR =
  (register: string, what: string): Words =>
  (a) =>
    `${register} selector ${hex(a)} ${what}`;
const PAGE =
  (what: string): Words =>
  (a, b) =>
    `${access(b)} ${hex(a)}: ${what}`;

/** The access in words, from a page fault's error code. */
function access(code: bigint): string {
  const who = (code & 4n) !== 0n ? "user " : "";
  if ((code & 16n) !== 0n) return `${who}fetch of`;
  return (code & 2n) !== 0n ? `${who}write to` : `${who}read of`;
}

const MEMORY: Partial<Record<Reason, Words>> = {
  [Reason.NotPresent]: PAGE("the page is not present"),
  [Reason.WriteToReadOnly]: PAGE("the page is read-only"),
  [Reason.SupervisorPage]: PAGE("the page is the supervisor's"),
  [Reason.NoExecute]: PAGE("the page may not be executed"),
  [Reason.ReservedBits]: PAGE("an entry on the way has reserved bits set"),
  [Reason.SmepFetch]: PAGE("SMEP forbids the kernel to execute a user page"),
  [Reason.SmapAccess]: PAGE("SMAP forbids the kernel to touch a user page"),
  [Reason.NonCanonical]: (a) => `address ${hex(a)} is not canonical`,
  [Reason.NonCanonicalStack]: (a) => `stack address ${hex(a)} is not canonical`,
  [Reason.NonCanonicalFetch]: (a) => `RIP ${hex(a)} is not canonical`,
  [Reason.Misaligned]: (a) => `address ${hex(a)} is not aligned`,
};

const INSTRUCTION: Partial<Record<Reason, Words>> = {
  [Reason.InvalidOpcode]: () => "no such instruction in 64-bit mode",
  [Reason.TooLong]: () => "the instruction is longer than 15 bytes",
  [Reason.LockNotAllowed]: () => "LOCK is not allowed here",
  [Reason.DivideByZero]: () => "division by zero",
  [Reason.DivideOverflow]: () => "the quotient does not fit",
  [Reason.Privileged]: () => "the instruction needs CPL 0",
  [Reason.IoPrivilege]: () => "the instruction needs CPL <= IOPL",
  [Reason.ControlReserved]: (a) => `${hex(a)} sets bits that must not be set`,
  [Reason.ControlMissing]: () => "no such control register",
  [Reason.MsrUnknown]: (a) => `no MSR ${hex(a)}`,
  [Reason.MsrValue]: (a) => `the MSR does not take ${hex(a)}`,
  [Reason.FeatureOff]: () => "the instruction is switched off",
  [Reason.UserModeInstruction]: () => "UMIP forbids the instruction to user code",
  [Reason.NonCanonicalTarget]: (a) => `branch target ${hex(a)} is not canonical`,
};

const SELECTORS: Partial<Record<Reason, Words>> = {
  [Reason.CsNull]: SELECTOR("CS", "is null"),
  [Reason.CsBeyondLimit]: (a, b) => `CS selector ${hex(a)} lies beyond the table's limit ${hex(b)}`,
  [Reason.CsRplBelowCpl]: SELECTOR("CS", "would raise the privilege"),
  [Reason.CsNotCode]: SELECTOR("CS", "is no code segment"),
  [Reason.CsDpl]: SELECTOR("CS", "has a privilege that does not fit"),
  [Reason.CsNotPresent]: SELECTOR("CS", "names a segment that is not present"),
  [Reason.CsMode]: SELECTOR("CS", "names a segment with both L and D set"),
  [Reason.SsNull]: SELECTOR("SS", "is null"),
  [Reason.SsBeyondLimit]: (a, b) => `SS selector ${hex(a)} lies beyond the table's limit ${hex(b)}`,
  [Reason.SsRpl]: SELECTOR("SS", "has another RPL than the privilege it is for"),
  [Reason.SsNotWritable]: SELECTOR("SS", "is no writable data segment"),
  [Reason.SsDpl]: SELECTOR("SS", "has another DPL than the privilege it is for"),
  [Reason.SsNotPresent]: SELECTOR("SS", "names a segment that is not present"),
  [Reason.DataBeyondLimit]: (a, b) => `selector ${hex(a)} lies beyond the table's limit ${hex(b)}`,
  [Reason.DataNotReadable]: SELECTOR("data", "cannot be read through"),
  [Reason.DataDpl]: SELECTOR("data", "is more privileged than the code"),
  [Reason.DataNotPresent]: SELECTOR("data", "names a segment that is not present"),
  [Reason.SystemBeyondLimit]: (a, b) => `selector ${hex(a)} lies beyond the GDT's limit ${hex(b)}`,
  [Reason.SystemType]: SELECTOR("system", "has the wrong type"),
  [Reason.SystemNotPresent]: SELECTOR("system", "names a segment that is not present"),
  [Reason.CsLoad]: () => "CS cannot be loaded by a move",
  [Reason.NestedTask]: () => "RFLAGS.NT is set",
  [Reason.FredRing]: SELECTOR("CS", "has another privilege: under FRED only ERETU goes to CPL 3"),
  [Reason.FredCs]: (a) => `the frame's CS word ${hex(a)} is not one that this return takes`,
  [Reason.FredFlags]: (a) => `the frame's RFLAGS ${hex(a)} has bits that this return does not take`,
  [Reason.FredSs]: (a) => `the frame's SS word ${hex(a)} is not one that this return takes`,
  [Reason.FredLevel]: (a) => `ERETU needs stack level 0, not ${decimal(a)}`,
  [Reason.IretNonCanonical]: (a) => `RIP ${hex(a)} of the frame is not canonical`,
};

const DELIVERY: Partial<Record<Reason, Words>> = {
  [Reason.GateBeyondLimit]: (a, b) => `gate of vector ${decimal(a)} lies beyond the IDT's limit ${hex(b)}`,
  [Reason.GateType]: (a, b) => `gate of vector ${decimal(a)}: type ${hex(b)} is no 64-bit interrupt or trap gate`,
  [Reason.GateDpl]: GATE("its DPL forbids software to use it"),
  [Reason.GateNotPresent]: GATE("not present"),
  [Reason.GateCsNull]: (_, b) => `gate of vector ${decimal(b)}: null code selector`,
  [Reason.GateCsBeyondLimit]: (a, b) => `gate of vector ${decimal(b)}: selector ${hex(a)} lies beyond its table`,
  [Reason.GateCsNotCode]: (a, b) => `gate of vector ${decimal(b)}: selector ${hex(a)} is no code segment`,
  [Reason.GateCsDpl]: (a, b) => `gate of vector ${decimal(b)}: selector ${hex(a)} is less privileged than the code`,
  [Reason.GateCsMode]: (a, b) => `gate of vector ${decimal(b)}: selector ${hex(a)} is no 64-bit code segment`,
  [Reason.GateCsNotPresent]: (a, b) => `gate of vector ${decimal(b)}: segment ${hex(a)} is not present`,
  [Reason.GateNonCanonical]: (a, b) => `gate of vector ${decimal(a)}: target ${hex(b)} is not canonical`,
  [Reason.TssLimit]: (a, b) => `the stack pointer at TSS+${hex(a)} lies beyond the TSS's limit ${hex(b)}`,
  [Reason.StackNonCanonical]: (a) => `the handler's stack at ${hex(a)} is not canonical`,
  [Reason.DoubleFault]: (a, b) => `exception ${decimal(b)} while exception ${decimal(a)} was being delivered`,
  [Reason.Injected]: () => "injected",
  [Reason.SingleStep]: () => "RFLAGS.TF was set when the instruction began",
  [Reason.InstructionBreakpoint]: (a) => `DR7 has a breakpoint at ${hex(a)}`,
  [Reason.DataBreakpoint]: (a) => `the data breakpoint of DR${lowestBit(a)} was hit`,
  [Reason.GeneralDetect]: () => "DR7.GD guards the debug registers",
  [Reason.SoftwareInterrupt]: (a) => `the instruction asks for vector ${decimal(a)}`,
};

const REFUSALS: Partial<Record<Reason, Words>> = {
  [Reason.RefusedMachineCheck]: () => "a machine check comes first at this boundary",
  [Reason.RefusedTrap]: () => "a trap comes first at this boundary",
  [Reason.RefusedNmi]: () => "an NMI comes first at this boundary",
  [Reason.RefusedInterrupt]: () => "an interrupt comes first at this boundary",
  [Reason.RefusedFault]: () => "another fault comes first at this boundary",
  [Reason.RefusedInterruptFlag]: () => "interrupts are off: RFLAGS.IF is 0",
  [Reason.RefusedShadow]: () => "the instruction before (MOV SS or STI) holds it back for one boundary",
  [Reason.RefusedVector]: () => "an interrupt needs a vector from 16 to 255",
  [Reason.RefusedHalted]: () => "the processor is halted: no instruction is there to fault",
};

const LIMITS: Partial<Record<Reason, Words>> = {
  [Reason.CompatibilityMode]: () => "16- and 32-bit code segments",
  [Reason.TaskGate]: () => "task gates",
  [Reason.FarTransfer]: () => "far transfers through gates",
  [Reason.ExitLongMode]: () => "leaving long mode",
  [Reason.IdealisedForm]: () => "this idealised form",
};

const WORDS: Partial<Record<Reason, Words>> = {
  ...MEMORY,
  ...INSTRUCTION,
  ...SELECTORS,
  ...DELIVERY,
  ...REFUSALS,
  ...LIMITS,
};

/** A reason in words; undefined for none. */
export function reasonInWords(reason: Reason, a = 0n, b = 0n): string | undefined {
  return WORDS[reason]?.(a, b);
}
