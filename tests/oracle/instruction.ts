// What the harness has to know of the instruction at RIP, by a decoder that is not
// the project's own.
import { Code, Decoder, DecoderOptions, Mnemonic, OpKind, Register } from "iced-x86";

export interface KnownInstruction {
  readonly length: number;
  readonly isIret: boolean;
  /** IRET with 32-bit operand size: CF without REX.W. */
  readonly isIretd: boolean;
  readonly loadsSs: boolean;
  readonly isSti: boolean;
  readonly isSyscall: boolean;
  /** A string instruction under REP, REPE or REPNE. */
  readonly isRepeated: boolean;
}

export function knownInstruction(bytes: Uint8Array, address: bigint): KnownInstruction {
  const decoder = new Decoder(64, bytes, DecoderOptions.None);
  decoder.ip = address;
  const instruction = decoder.decode();
  const { code, mnemonic, length } = instruction;
  const isRepeated = instruction.isStringInstruction && (instruction.hasRepPrefix || instruction.hasRepnePrefix);
  const writesSs =
    (mnemonic === Mnemonic.Mov || mnemonic === Mnemonic.Pop) &&
    instruction.op0Kind === OpKind.Register &&
    instruction.op0Register === Register.SS;
  instruction.free();
  decoder.free();
  return {
    length,
    isIret: code === Code.Iretw || code === Code.Iretd || code === Code.Iretq,
    isIretd: code === Code.Iretd,
    loadsSs: writesSs,
    isSti: mnemonic === Mnemonic.Sti,
    isSyscall: mnemonic === Mnemonic.Syscall,
    isRepeated,
  };
}
