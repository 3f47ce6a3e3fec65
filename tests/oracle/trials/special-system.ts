// States for what only a kernel does: segments, descriptor tables, control and debug
// registers, MSRs.
import type { Form } from "../../../src/isa/form.ts";
import { Operation as O } from "../../../src/isa/vocabulary.ts";
import { GDT_LIMIT, IDT_LIMIT } from "../../../src/machine/boot-memory.ts";
import * as layout from "../../../src/machine/layout.ts";
import type { Choice } from "./encoding.ts";
import type { Setup } from "./setup.ts";
import { destination, mask, RAX, RCX, RDX, selector, type Recipe } from "./special-values.ts";

export function selectorOperand(setup: Setup, form: Form, _size: number, stackToo = false): Partial<Choice> {
  const { random } = setup;
  const chosen = selector(setup);
  const value = stackToo && chosen === 3n ? 0n : chosen;
  const rm = form.operands.find(({ place }) => place === "rm");
  if (rm?.register === true && (!rm.memory || random.chance(2))) {
    const register = random.below(16);
    setup.fix(register, (random.quadword() & ~0xffffn) | value);
    return { rm: register };
  }
  const memory = setup.place();
  setup.poke = { address: memory, words: [(random.quadword() & ~0xffffn) | value] };
  return { memory };
}

export const loadSegment: Recipe = (setup, form, size) => {
  setup.dirty = true;
  const register = setup.random.pick([0, 2, 3, 4, 5]);
  // SS: QEMU takes a null selector of any RPL; FS and GS: it keeps the RPL of one when it returns to CPL 3
  return { ...selectorOperand(setup, form, size, register !== 0 && register !== 3), register };
};

const MSRS = [
  0xc0000080, 0xc0000081, 0xc0000082, 0xc0000083, 0xc0000084, 0xc0000100, 0xc0000101, 0xc0000102, 0xc0000103,
];

export const readMsr: Recipe = (setup) => {
  setup.fix(RCX, BigInt(setup.random.pick(MSRS)) | (BigInt(setup.random.word()) << 32n));
  return {};
};

export const writeMsr: Recipe = (setup) => {
  const { random } = setup;
  const number = random.pick(MSRS);
  const value =
    number === 0xc0000080
      ? random.pick([0xd01n, 0xd00n])
      : number === 0xc0000103 || number === 0xc0000084
        ? BigInt(random.word())
        : number === 0xc0000081
          ? random.quadword()
          : destination(setup);
  setup.dirty = true;
  setup.fix(RCX, BigInt(number));
  setup.fix(RAX, (BigInt(random.word()) << 32n) | BigInt.asUintN(32, value));
  setup.fix(RDX, (BigInt(random.word()) << 32n) | (value >> 32n));
  return {};
};

const CR0 = 0x80050033n;
const CR4 = 0x106a0n;
const someBits = (setup: Setup, all: bigint): bigint => setup.random.quadword() & all;

export function controlValue(setup: Setup, number: number): bigint {
  const { random } = setup;
  // values that leave long mode QEMU takes, and is lost
  if (number === 0) return CR0 ^ someBits(setup, 0x5002en);
  if (number === 3) return BigInt(layout.CR3) | someBits(setup, 0x18n);
  if (number === 4) return CR4 ^ someBits(setup, 0x31090fn);
  return number === 8 ? 0n : random.quadword();
}

export const toControl: Recipe = (setup) => {
  const number = setup.random.pick([0, 2, 3, 4, 4, 8]);
  const register = setup.random.below(16);
  setup.dirty = true;
  setup.fix(register, controlValue(setup, number));
  return { register: number, rm: register };
};

export const fromControl: Recipe = (setup) => ({
  register: setup.random.pick([0, 2, 3, 4, 8]),
  rm: setup.random.below(16),
});

export const toDebug: Recipe = (setup) => {
  const { random } = setup;
  const number = random.pick([0, 1, 2, 3]);
  const register = random.below(16);
  setup.dirty = true;
  setup.fix(register, destination(setup));
  return { register: number, rm: register };
};

export const fromDebug: Recipe = (setup) => ({
  register: setup.random.pick([0, 1, 2, 3, 6, 7, 4, 5]),
  rm: setup.random.below(16),
});

export const loadTable: Recipe = (setup, form) => {
  const memory = setup.place();
  const isGdt = form.operation === O.Lgdt;
  const [base, limit] = isGdt ? [layout.GDT, GDT_LIMIT] : [layout.IDT, IDT_LIMIT];
  const value = BigInt(limit) | (base << 16n);
  setup.poke = { address: memory, words: [BigInt.asUintN(64, value), value >> 64n] };
  return { memory };
};

export const dirty: Recipe = (setup) => {
  setup.dirty = true;
  return {};
};

export const baseRegister: Recipe = (setup, form) => {
  const register = setup.random.below(16);
  const isWrite = form.operation === O.Wrfsbase || form.operation === O.Wrgsbase;
  if (isWrite) {
    setup.dirty = true;
    setup.fix(register, destination(setup));
  }
  return { rm: register };
};

export const farPointer: Recipe = (setup, form, size) => {
  const memory = setup.place();
  setup.dirty = true;
  const offset = setup.random.quadword();
  const chosen = selector(setup);
  const whole = mask(offset, size) | ((chosen === 3n ? 0n : chosen) << BigInt(size * 8));
  setup.poke = { address: memory, words: [BigInt.asUintN(64, whole), whole >> 64n] };
  void form;
  return { memory, register: setup.random.below(16) };
};

/** A busy task, or what is none; QEMU takes the null selector. */
export function taskSelector(setup: Setup): Partial<Choice> {
  const register = setup.random.below(16);
  setup.fix(register, setup.random.pick([BigInt(layout.TSS_SELECTOR), 0x18n, 0x2bn, 0x10n, 0x50n, 0xfff8n]));
  return { rm: register };
}
