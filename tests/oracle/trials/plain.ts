// Operands for rows without a mind of their own: any registers, any memory, any
// immediate; and what a few operations want of them.
import type { Form, OperandForm } from "../../../src/isa/form.ts";
import { Operation as O } from "../../../src/isa/vocabulary.ts";
import { encode, sizesOf, widthOf, type Choice } from "./encoding.ts";
import type { Setup } from "./setup.ts";
import { isGood, target } from "./targets.ts";
import { undefinedFlags } from "./undefined.ts";

export interface Coded {
  readonly bytes: readonly number[];
  readonly undefinedFlags: number;
}

export const DOUBLE_SHIFTS: ReadonlySet<O> = new Set([O.Shld, O.Shrd]);
export const BIT_TESTS: ReadonlySet<O> = new Set([O.Bt, O.Bts, O.Btr, O.Btc]);
const SCANS: ReadonlySet<O> = new Set([O.Bsf, O.Bsr]);
const RCX = 1;
const RAX = 0;
const RDX = 2;
const LOCK = 0xf0;
/** With a register: #UD. QEMU itself dies of LOCK BTS and NEG there, and runs LOCK XOR of a register with itself. */
const LOCKED_REGISTERS: ReadonlySet<O> = new Set([O.Add, O.Or, O.Adc, O.And]);
const CARRIES: ReadonlySet<O> = new Set([O.Adcx, O.Adox]);
/** QEMU changes their flags before a write that faults. */
const CLOBBERING: ReadonlySet<O> = new Set([O.Rcl, O.Rcr]);

/** The prefetches' opcodes: with a register a NOP, but #UD to QEMU. */
function isPrefetch(form: Form): boolean {
  return form.operation === O.Nop && form.map === "0f" && (form.opcode === 0x0d || form.opcode === 0x18);
}

/** Has the row a register in this place? */
const at = (form: Form, place: string): boolean => form.operands.some((operand) => operand.place === place);

function memoryBytes(form: Form, size: number): number {
  const operand = form.operands.find(({ memory }) => memory);
  return operand === undefined ? 0 : Math.max(widthOf(operand, size), 8);
}

const isCl = ({ place, class: kind, number }: OperandForm): boolean =>
  place === "implied" && kind === "general" && number === RCX;
const isOne = ({ place, class: kind }: OperandForm): boolean => place === "implied" && kind === "immediate";

function shiftCount(
  setup: Setup,
  form: Form,
  size: number,
  isFirst: boolean,
): { immediate: bigint; count: number | undefined } {
  const { random } = setup;
  // of 16 bits and by more than 16: any result
  const isNarrow = DOUBLE_SHIFTS.has(form.operation) && size === 2;
  const count = isNarrow ? random.below(17) : random.pick([0, 1, 1, size * 8 - 1, size * 8, random.below(256)]);
  if (form.operands.some(isCl)) {
    if (!isFirst) return { immediate: 0n, count: undefined };
    setup.fix(RCX, (random.quadword() & ~0xffn) | BigInt(count));
    return { immediate: 0n, count };
  }
  return { immediate: BigInt(count), count: form.operands.some(isOne) ? 1 : count };
}

const SHIFTING: ReadonlySet<O> = new Set([O.Rol, O.Ror, O.Rcl, O.Rcr, O.Shl, O.Shr, O.Sar, O.Shld, O.Shrd]);

/** Values of an operation's own, before addresses are chosen. */
function prepare(setup: Setup, form: Form, size: number): void {
  const { random } = setup;
  if ((form.operation === O.Div || form.operation === O.Idiv) && random.chance(2)) {
    setup.fix(RDX, random.pick([0n, 0n, -1n, BigInt(random.below(64))]));
    if (size === 1) setup.fix(RAX, BigInt(random.below(0x400)));
  }
}

/** One instruction of a row, at `address`; `isFirst`: registers are as the set-up says. */
export function plain(setup: Setup, form: Form, address: bigint, isFirst: boolean): Coded {
  const { random } = setup;
  let sizes = sizesOf(form);
  if (!isFirst && SCANS.has(form.operation)) sizes = sizes.filter((size) => size !== 4);
  if (!isFirst && DOUBLE_SHIFTS.has(form.operation)) sizes = sizes.filter((size) => size !== 2);
  // of 32 bits QEMU adds the upper halves to RFLAGS
  if (!isFirst && CARRIES.has(form.operation)) sizes = sizes.filter((size) => size !== 4);
  const size = random.pick(sizes);
  const shift = SHIFTING.has(form.operation) ? shiftCount(setup, form, size, isFirst) : undefined;
  if (isFirst) prepare(setup, form, size);
  const rmOperand = form.operands.find(({ place }) => place === "rm");
  const wantsMemory =
    rmOperand?.memory === true &&
    (!rmOperand.register || isPrefetch(form) || (random.chance(2) && (isFirst || !CLOBBERING.has(form.operation))));
  const bytes = memoryBytes(form, size);
  const isMemory = wantsMemory || at(form, "offset");
  // what cannot be written may be 0, of which 32-bit scans make anything
  const needsGood = CLOBBERING.has(form.operation) || (SCANS.has(form.operation) && size === 4);
  const place = isMemory ? (needsGood ? setup.place() : target(setup, bytes)) : undefined;
  const isRightPlace = place !== undefined && isGood(setup, place, 16);
  const register = random.below(16);
  const rm = wantsMemory ? undefined : random.below(16);
  const keep = [register];
  if (BIT_TESTS.has(form.operation) && wantsMemory && at(form, "reg")) {
    if (!isFirst) return plain(setup, form, address, isFirst);
    // a bit offset moves the address
    setup.fix(register, BigInt(random.below(250) - 125));
  }
  if (isFirst && isRightPlace && setup.poke === undefined) {
    setup.poke = { address: place, words: [random.quadword(), random.quadword()] };
  }
  if (isFirst && SCANS.has(form.operation) && size === 4) {
    // of 32 bits and 0, the upper half of the destination is anybody's
    if (rm !== undefined) setup.fix(rm, setup.value(rm) | BigInt(1 << random.below(31)));
    else if (setup.poke !== undefined) setup.poke = { ...setup.poke, words: [random.quadword() | 0x400n, 0n] };
  }
  if (isFirst && CARRIES.has(form.operation) && size === 4) {
    for (const each of [register, rm ?? register]) setup.fix(each, setup.value(each) & 0xffffffffn);
  }
  if (isFirst && form.operation === O.Bswap && size === 2) setup.ignored |= 1 << (rm ?? 0);
  const choice: Choice = {
    form,
    size,
    register,
    ...(rm === undefined ? {} : { rm }),
    ...(place === undefined ? {} : { memory: place }),
    vvvv: random.below(16),
    // QEMU forgets the immediate's byte in a RIP-relative address
    fixed: DOUBLE_SHIFTS.has(form.operation),
    ...(at(form, "offset") && place !== undefined
      ? { immediate: place }
      : { immediate: shift?.immediate ?? random.quadword() }),
    ...(form.lockable && (wantsMemory ? random.chance(4) : LOCKED_REGISTERS.has(form.operation) && random.chance(60))
      ? { prefix: LOCK }
      : {}),
    keep,
  };
  const flags = undefinedFlags(form.operation, size, shift?.count);
  return { bytes: encode(setup, choice, address), undefinedFlags: flags };
}
