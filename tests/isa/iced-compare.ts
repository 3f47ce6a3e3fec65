// One instruction judged by iced-x86 and by us: what they disagree about.

import { Code, Decoder, DecoderOptions, Mnemonic, OpKind, Register } from "iced-x86";
import { decode, type Instruction } from "../../src/isa/index.ts";
import { MemoryRegister, Operation, OperandKind } from "../../src/isa/vocabulary.ts";

/**
 * Of vendors other than Intel, or newer than what GNU as 2.40 knows: iced has
 * them, we do not.
 */
const NOT_OURS =
  /^(Femms|Extrq|Insertq|Movntss|Movntsd|X(store|crypt|sha)|Undoc|Montmul|Ccs|Wrmsrlist|Rdmsrlist|Rmpquery|Rmpread|Pbndkb|Clzero|Altinst|Loadall|P(f|avgusb|i2f|mulhrw|swapd)|Llwpcb|Slwpcb|Lwp|Vp(com|cmov|perm|rot|shl|sha|macs|madcs|hadd|hsub)|Vfrcz|Bl(cfill|ci|cic|cmsk|cs|sfill|sic)|T1mskc|Tzmsk|Bextr)/;

/** Classes that we only measure; their existence is not checked behind VEX and EVEX. */
const CLASSES = new Set(["avx", "avx512"]);

export interface Judgement {
  readonly bytes: string;
  readonly what: string;
}

const CONDITION_NAMES = /^(Cmov|Set|J)(o|no|b|ae|e|ne|be|a|s|ns|p|np|l|ge|le|g)$/;

const STRING = /^(Movs|Cmps|Stos|Lods|Scas)[bwdq]$/;

/** iced's mnemonic as the name of our Operation. */
function operationName(name: string): string {
  const condition = CONDITION_NAMES.exec(name);
  if (condition !== null) return condition[1] === "J" ? "Jcc" : `${condition[1]}cc`;
  const string = STRING.exec(name);
  if (string !== null) return string[1] ?? name;
  const known: Readonly<Record<string, string>> = {
    Movsxd: "Movsx",
    Pushfq: "Pushf",
    Popfq: "Popf",
    Pushfw: "Pushf",
    Popfw: "Popf",
    Cwde: "Cbw",
    Cdqe: "Cbw",
    Cdq: "Cwd",
    Cqo: "Cwd",
    Xlatb: "Xlat",
    Sal: "Shl",
    Jecxz: "Jrcxz",
    Retf: "RetFar",
    Iretd: "Iret",
    Iretq: "Iret",
    Sysretq: "Sysret",
    Sysexitq: "Sysexit",
    Ud2: "Ud",
    Ud1: "Ud",
    Ud0: "Ud",
    Endbr64: "Endbr",
    Endbr32: "Endbr",
    Lss: "LoadFarPointer",
    Lfs: "LoadFarPointer",
    Lgs: "LoadFarPointer",
    Prefetchw: "Prefetch",
    Prefetchnta: "Prefetch",
    Prefetcht0: "Prefetch",
    Prefetcht1: "Prefetch",
    Prefetcht2: "Prefetch",
    Prefetchwt1: "Prefetch",
    Clflushopt: "Clflush",
    Clwb: "Clflush",
    Serialize: "Sfence",
    Wbnoinvd: "Wbinvd",
    Wrmsrns: "Wrmsr",
    Reservednop: "Nop",
    Cldemote: "Nop",
    Prefetchit0: "Nop",
    Prefetchit1: "Nop",
  };
  return known[name] ?? name;
}

/** Ours, with the operations that iced names by their plain mnemonic. */
function ourName(instruction: Instruction): string {
  const name = Operation[instruction.operation] ?? "?";
  if (name === "Imul2") return "Imul";
  if (/^Mov(To|From)/.test(name)) return "Mov";
  if (name === "PushSegment") return "Push";
  if (name === "PopSegment") return "Pop";
  if (name === "JmpFar") return "Jmp";
  if (name === "CallFar") return "Call";
  return name;
}

function registerNumber(register: Register): number {
  if (register === Register.None) return MemoryRegister.None;
  if (register === Register.RIP || register === Register.EIP) return MemoryRegister.Rip;
  if (register >= Register.RAX && register <= Register.R15) return register - Register.RAX;
  if (register >= Register.EAX && register <= Register.R15D) return register - Register.EAX;
  return -1;
}

/** Undefined: they agree, or iced's is not ours to judge. */
export function disagreement(bytes: Uint8Array): Judgement | undefined {
  const text = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join(" ");
  const decoder = new Decoder(64, bytes, DecoderOptions.None);
  const theirs = decoder.decode();
  try {
    const ours = decode(bytes, 0, { idealised: false });
    const name = Mnemonic[theirs.mnemonic] ?? "?";
    if (ours.kind === "instruction" && CLASSES.has(ours.instruction.mnemonic)) return undefined;
    if (theirs.code === Code.INVALID) {
      if (ours.kind !== "instruction") return undefined;
      return { bytes: text, what: `iced: invalid; ours: ${ours.instruction.mnemonic}` };
    }
    if (NOT_OURS.test(name)) return undefined;
    if (ours.kind !== "instruction") return { bytes: text, what: `iced: ${name}; ours: ${ours.kind}` };
    const mine = ours.instruction;
    if (mine.length !== theirs.length)
      return { bytes: text, what: `${name}: length ${theirs.length}, ours ${mine.length} (${mine.mnemonic})` };
    if (mine.operation === Operation.NotModelled) return undefined;
    if (operationName(name) !== ourName(mine))
      return { bytes: text, what: `iced: ${name}; ours: ${mine.mnemonic} (${Operation[mine.operation]})` };
    return memoryDisagreement(text, theirs, mine) ?? immediateDisagreement(text, theirs, mine);
  } finally {
    theirs.free();
    decoder.free();
  }
}

type Iced = ReturnType<Decoder["decode"]>;

function memoryDisagreement(text: string, theirs: Iced, mine: Instruction): Judgement | undefined {
  const memory = mine.memory;
  if (memory === undefined || memory.base === MemoryRegister.Rip) return undefined;
  const kinds = Array.from({ length: theirs.opCount }, (_, at) => theirs.opKind(at));
  if (!kinds.includes(OpKind.Memory)) return undefined;
  const base = registerNumber(theirs.memoryBase);
  const index = registerNumber(theirs.memoryIndex);
  const same =
    base === memory.base &&
    index === memory.index &&
    (index === MemoryRegister.None || theirs.memoryIndexScale === memory.scale) &&
    BigInt.asUintN(mine.addressWidth * 8, theirs.memoryDisplacement) ===
      BigInt.asUintN(mine.addressWidth * 8, memory.displacement);
  return same ? undefined : { bytes: text, what: `memory operand of ${mine.mnemonic} differs` };
}

function immediateDisagreement(text: string, theirs: Iced, mine: Instruction): Judgement | undefined {
  for (let at = 0; at < theirs.opCount; at++) {
    const kind = theirs.opKind(at);
    if (kind < OpKind.Immediate8 || kind > OpKind.Immediate32to64 || kind === OpKind.Immediate8_2nd) continue;
    const operand = mine.operands.find((o) => o.kind === OperandKind.Immediate);
    if (operand === undefined) return { bytes: text, what: `${mine.mnemonic}: no immediate` };
    const bits = operand.width * 8 || 64;
    if (BigInt.asUintN(bits, theirs.immediate(at)) !== BigInt.asUintN(bits, mine.immediate))
      return { bytes: text, what: `${mine.mnemonic}: immediate ${theirs.immediate(at)}, ours ${mine.immediate}` };
  }
  return undefined;
}
