// Machine code as text, by a decoder that is not the project's own.
import { Decoder, DecoderOptions, Formatter, FormatterSyntax } from "iced-x86";

export function formatInstruction(bytes: readonly number[], address: bigint): string {
  const decoder = new Decoder(64, Uint8Array.from(bytes), DecoderOptions.None);
  decoder.ip = address;
  const instruction = decoder.decode();
  const formatter = new Formatter(FormatterSyntax.Gas);
  const text = formatter.format(instruction);
  formatter.free();
  instruction.free();
  decoder.free();
  return text;
}
