// The face of the x86-64 dictionary: decode, print, encode, and the record for the core.

export { decode, type DecodeOptions } from "./decode.ts";
export { format, type SymbolAt } from "./format.ts";
export { formatIntel } from "./format-intel.ts";
export { writeRecord } from "./record.ts";
export type { Decoded, Instruction, Memory, Operand } from "./instruction.ts";
export { findRegister, generalName, segmentName, SEGMENT_NAMES, type RegisterName } from "./registers.ts";
export { isMnemonic, mnemonics, operandCounts, sharesForm, type EncodeFailure } from "./choose.ts";
export { encode, type Encoded, type EncodeResult } from "./encode.ts";
export {
  isTarget,
  NO_HINTS,
  type EncodeHints,
  type Fixup,
  type SourceImmediate,
  type SourceMemory,
  type SourceOperand,
  type SourceRegister,
} from "./source-operand.ts";
export { fitsEither, fitsSigned } from "./match.ts";
export { Operation } from "./vocabulary.ts";
