// Instructions of which only the length matters: SSE, x87, AVX. They decode to
// Operation.NotModelled under the name of their class.

import type { OpcodeMap } from "./form.ts";
import type { ByteReader, Prefixes } from "./decode.ts";
import type { Decoded } from "./instruction.ts";

export function decodeOpaque(
  _reader: ByteReader,
  _map: OpcodeMap,
  _opcode: number,
  _prefixes: Prefixes,
): Decoded | undefined {
  return undefined;
}
