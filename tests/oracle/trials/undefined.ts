// Which flags the manual leaves undefined after an instruction (SDM 2, "Flags
// Affected"), and those that QEMU 7.2 is known to set wrongly.
import { Operation as O } from "../../../src/isa/vocabulary.ts";

const CF = 1;
const PF = 1 << 2;
const AF = 1 << 4;
const ZF = 1 << 6;
const SF = 1 << 7;
const OF = 1 << 11;

const ALWAYS: ReadonlyMap<O, number> = new Map([
  ...[O.And, O.Or, O.Xor, O.Test].map((operation) => [operation, AF] as const),
  ...[O.Mul, O.Imul, O.Imul2].map((operation) => [operation, SF | ZF | AF | PF] as const),
  ...[O.Div, O.Idiv].map((operation) => [operation, CF | PF | AF | ZF | SF | OF] as const),
  ...[O.Bt, O.Bts, O.Btr, O.Btc].map((operation) => [operation, OF | SF | AF | PF] as const),
  ...[O.Bsf, O.Bsr].map((operation) => [operation, CF | OF | SF | AF | PF] as const),
  ...[O.Lzcnt, O.Tzcnt].map((operation) => [operation, OF | SF | PF | AF] as const),
  ...[O.Andn, O.Blsmsk, O.Blsr, O.Bzhi].map((operation) => [operation, AF | PF] as const),
  [O.Bextr, AF | SF | PF],
  // QEMU 7.2 clears them
  [O.Syscall, CF | PF | AF | ZF | SF | OF | (1 << 10)],
  // CF is 1 unless the source is 0; QEMU 7.2 has it the other way round
  [O.Blsi, AF | PF | CF],
]);

const ROTATES: ReadonlySet<O> = new Set([O.Rol, O.Ror, O.Rcl, O.Rcr]);
const SHIFTS: ReadonlySet<O> = new Set([O.Shl, O.Shr, O.Sar, O.Shld, O.Shrd]);

/** `count` of a shift, not masked yet; undefined: it is not known. */
export function undefinedFlags(operation: O, width: number, count: number | undefined): number {
  const always = ALWAYS.get(operation);
  if (always !== undefined) return always;
  const rotates = ROTATES.has(operation);
  if (!rotates && !SHIFTS.has(operation)) return 0;
  if (count === undefined) return rotates ? OF : AF | OF | CF;
  const used = count & (width === 8 ? 63 : 31);
  if (used === 0) return 0;
  const overflow = used === 1 ? 0 : OF;
  if (rotates) return overflow;
  const logical = operation === O.Shl || operation === O.Shr;
  return AF | overflow | (logical && used >= width * 8 ? CF : 0);
}
