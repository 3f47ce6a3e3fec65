// Operations that need a state made for them: the stack, strings, control flow and
// what a kernel does. One entry an operation: it chooses values and encodes.
import type { Form } from "../../../src/isa/form.ts";
import * as layout from "../../../src/machine/layout.ts";
import { Operation as O } from "../../../src/isa/vocabulary.ts";
import { encode, sizesOf, type Choice } from "./encoding.ts";
import type { Setup } from "./setup.ts";
import { isGood, target } from "./targets.ts";
import {
  baseRegister,
  dirty,
  farPointer,
  fromControl,
  fromDebug,
  loadSegment,
  loadTable,
  readMsr,
  selectorOperand,
  taskSelector,
  toControl,
  toDebug,
  writeMsr,
} from "./special-system.ts";
import {
  destination,
  flagImage,
  landing,
  mask,
  onLowStack,
  onStack,
  R11,
  RAX,
  RBP,
  RBX,
  RCX,
  RDI,
  RDX,
  RSI,
  RSP,
  selector,
  type Recipe,
} from "./special-values.ts";

const stack: Recipe = (setup, _, size) => {
  setup.stack();
  if (setup.random.chance(20)) setup.fix(RSP, target(setup, size));
  return {};
};

const poppedWord: Recipe = (setup, _, size) => {
  onStack(setup, [setup.random.quadword(), setup.random.quadword()], size);
  return {};
};

const strings: Recipe = (setup, form, size) => {
  const { random } = setup;
  setup.fix(RSI, target(setup, size));
  setup.fix(RDI, target(setup, size));
  setup.fix(RCX, random.pick([0n, 1n, 2n, 3n, BigInt(random.below(5)), random.quadword() & ~7n]));
  const prefix = random.pick([0, 0xf3, 0xf3, 0xf2]);
  // equal values now and then
  if (form.operation === O.Cmps && random.chance(2) && isGood(setup, setup.value(RSI), 64))
    setup.fix(RDI, setup.value(RSI));
  return prefix === 0 ? {} : { prefix };
};

const indirect: Recipe = (setup, form, size) => {
  setup.stack();
  const to = destination(setup);
  if (setup.random.chance(2)) {
    const register = setup.random.pick([0, 1, 2, 3, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15]);
    setup.fix(register, to);
    return { rm: register };
  }
  const memory = setup.place();
  setup.poke = { address: memory, words: [to] };
  void form;
  void size;
  return { memory, keep: [RSP] };
};

const far: Recipe = (setup, _, size) => {
  const { random, user } = setup;
  if (size === 8) setup.stack();
  else onLowStack(setup, [], 8);
  setup.dirty = true;
  const cs = random.chance(3) ? random.pick([0n, 0x18n, 0x2bn, 0x50n, 0x10n, 0x33n]) : user ? 0x33n : 0x10n;
  const memory = setup.place();
  const whole = mask(destination(setup), size) | (cs << BigInt(size * 8));
  setup.poke = { address: memory, words: [BigInt.asUintN(64, whole), whole >> 64n] };
  return { memory, keep: [RSP] };
};

const interruptReturn: Recipe = (setup, _, size) => {
  const { random, user } = setup;
  const outward = user || random.chance(2);
  let cs = outward ? 0x33n : 0x10n;
  let ss = outward ? 0x2bn : random.pick([0x18n, 0n]);
  if (random.chance(4)) cs = random.pick([0n, 3n, 0x18n, 0x2bn, 0x50n, 0x53n, 0x10n, 0x33n, 0xffffn]);
  if (random.chance(6)) ss = selector(setup);
  // TF may be off afterwards: what runs then must end the trial
  const to = size === 8 ? landing(setup, outward) : layout.USER_TEXT + 31n;
  const values = [to, cs, flagImage(setup) | (size === 8 && cs < 0x20n ? 0n : 0x100n), random.quadword(), ss];
  if (size === 8) onStack(setup, values, size);
  else onLowStack(setup, values, size);
  return {};
};

const farReturn: Recipe = (setup, _, size) => {
  const { random, user } = setup;
  const outward = user || random.chance(2);
  const cs = random.chance(4) ? random.pick([0n, 3n, 0x18n, 0x50n, 0x10n, 0x33n]) : outward ? 0x33n : 0x10n;
  const count = BigInt(random.pick([0, 0, 8, 16]));
  const ss = random.chance(5) ? selector(setup) : 0x2bn;
  const values = [mask(destination(setup), Math.min(size, 4)), cs];
  if (count !== 0n) return { ...low(setup, values, size), immediate: BigInt(random.below(0x8000)) };
  return { ...low(setup, [...values, random.quadword(), ss], size), immediate: 0n };
};

function low(setup: Setup, values: readonly bigint[], size: number): Partial<Choice> {
  onLowStack(setup, values, size);
  return {};
}

const exchange8: Recipe = (setup, form) => {
  const { random } = setup;
  const wide = form.operation === O.Cmpxchg16b;
  const bytes = wide ? 16n : 8n;
  const memory = random.chance(5) ? setup.place() : setup.place() & ~(bytes - 1n);
  const words = [random.quadword(), random.quadword()];
  const [first = 0n, second = 0n] = words;
  setup.poke = { address: memory, words };
  if (random.chance(2)) {
    setup.fix(RAX, wide ? first : (random.quadword() & ~0xffffffffn) | mask(first, 4));
    setup.fix(RDX, wide ? second : (random.quadword() & ~0xffffffffn) | (first >> 32n));
  }
  return { memory, ...(random.chance(2) ? { prefix: 0xf0 } : {}) };
};

const exchangeIfEqual: Recipe = (setup, form, size) => {
  const { random } = setup;
  const isMemory = random.chance(2);
  const value = random.quadword();
  const expected = (random.quadword() & ~mask(-1n, size)) | mask(value, size);
  if (random.chance(2)) setup.fix(RAX, expected);
  void form;
  if (!isMemory) {
    const rm = random.pick([1, 2, 3, 6, 7, 9, 15]);
    setup.fix(rm, value);
    return { rm, register: random.below(16) };
  }
  const memory = setup.place();
  setup.poke = { address: memory, words: [value] };
  return { memory, register: random.below(16), ...(random.chance(3) ? { prefix: 0xf0 } : {}) };
};

const enter: Recipe = (setup) => {
  const { random } = setup;
  setup.stack(200);
  setup.fix(RBP, setup.place(128) & ~7n);
  const level = random.pick([0, 0, 1, 2, 3, random.below(12), 32]);
  return { immediate: BigInt(random.below(64)) | (BigInt(level) << 16n) };
};

const returns: Recipe = (setup) => {
  onStack(setup, [destination(setup)], 8);
  // QEMU takes the immediate of RET and LRET as signed
  return { immediate: BigInt(setup.random.below(0x8000)) };
};

export const RECIPES: ReadonlyMap<O, Recipe> = new Map<O, Recipe>([
  [O.Push, stack],
  [O.Pushf, stack],
  [O.PushSegment, stack],
  [O.Pop, poppedWord],
  [O.Call, (setup, form, size) => (form.indirect ? indirect(setup, form, size) : stack(setup, form, size))],
  [O.Jmp, (setup, form, size) => (form.indirect ? indirect(setup, form, size) : {})],
  [O.Ret, returns],
  [
    O.Popf,
    (setup, _, size) => {
      onStack(setup, [flagImage(setup)], size);
      return {};
    },
  ],
  [
    O.PopSegment,
    (setup, _, size) => {
      setup.dirty = true;
      const chosen = selector(setup);
      onStack(setup, [chosen === 3n ? 0n : chosen], size);
      return {};
    },
  ],
  [O.Enter, enter],
  [
    O.Leave,
    (setup) => {
      const address = setup.place();
      setup.fix(RBP, address);
      setup.poke = { address, words: [setup.random.quadword()] };
      return {};
    },
  ],
  [
    O.Xlat,
    (setup) => {
      setup.fix(RBX, setup.place(0) - (setup.value(RAX) & 0xffn));
      return {};
    },
  ],
  ...[O.Movs, O.Cmps, O.Stos, O.Lods, O.Scas].map((operation) => [operation, strings] as const),
  ...[O.Loop, O.Loope, O.Loopne, O.Jrcxz].map(
    (operation) =>
      [
        operation,
        (setup: Setup) => {
          const { random } = setup;
          setup.fix(RCX, random.pick([0n, 1n, 2n, 1n << 32n, (1n << 32n) + 1n, random.quadword()]));
          return random.chance(3) ? { prefix: 0x67 } : {};
        },
      ] as const,
  ),
  [O.JmpFar, far],
  [O.CallFar, far],
  [O.RetFar, farReturn],
  [O.Iret, interruptReturn],
  [O.Int, ({ random }) => ({ immediate: BigInt(random.chance(4) ? random.below(256) : random.below(33)) })],
  [O.Syscall, dirty],
  [
    O.Sysret,
    (setup) => {
      setup.dirty = true;
      setup.fix(RCX, landing(setup, true));
      setup.fix(R11, flagImage(setup));
      return {};
    },
  ],
  [O.MovToSegment, loadSegment],
  [
    O.MovFromSegment,
    ({ random }) => ({ register: random.below(6), ...(random.chance(2) ? { rm: random.below(16) } : {}) }),
  ],
  [O.Lar, selectorOperand],
  [O.Lsl, selectorOperand],
  [O.Verr, selectorOperand],
  [O.Verw, selectorOperand],
  [O.Lldt, selectorOperand],
  [O.Ltr, taskSelector],
  [O.Rdmsr, readMsr],
  [O.Wrmsr, writeMsr],
  [O.MovToControl, toControl],
  [O.MovFromControl, fromControl],
  [O.MovToDebug, toDebug],
  [O.MovFromDebug, fromDebug],
  [O.Lgdt, loadTable],
  [O.Lidt, loadTable],
  [O.Swapgs, dirty],
  [O.Clts, dirty],
  [O.Lmsw, dirty],
  [O.Cmpxchg8b, exchange8],
  [O.Cmpxchg16b, exchange8],
  [O.Cmpxchg, exchangeIfEqual],
  ...[O.Rdfsbase, O.Rdgsbase, O.Wrfsbase, O.Wrgsbase].map((operation) => [operation, baseRegister] as const),
  [O.LoadFarPointer, farPointer],
  [
    O.Cpuid,
    (setup) => {
      setup.ignored |= 15;
      return {};
    },
  ],
  ...[O.Rdtsc, O.Rdtscp].map(
    (operation) =>
      [
        operation,
        (setup: Setup) => {
          setup.ignored |= 5;
          return {};
        },
      ] as const,
  ),
  // QEMU writes the limit before it finds that the base's page is absent
  ...[O.Sgdt, O.Sidt].map(
    (operation) =>
      [
        operation,
        (setup: Setup) => ({ memory: setup.random.chance(4) ? layout.TOUCH + 0x123n : setup.place() }),
      ] as const,
  ),
  [O.Clflush, (setup) => ({ memory: setup.place() })],
  [
    O.Invpcid,
    (setup) => {
      const memory = setup.place();
      const register = setup.random.below(16);
      setup.fix(register, BigInt(setup.random.below(5)));
      setup.poke = { address: memory, words: [setup.random.chance(4) ? 5n : 0n, destination(setup)] };
      return { memory, register, keep: [register] };
    },
  ],
]);

/** One instruction of a row with a recipe. */
export function special(setup: Setup, form: Form, recipe: Recipe, address: bigint): number[] {
  const { random } = setup;
  const size = random.pick(sizesOf(form).filter((each) => form.operation !== O.Sysret || each === 8));
  const rm = form.operands.find(({ place }) => place === "rm" || place === "opcode");
  const first: Partial<Choice> = recipe(setup, form, size);
  const operands: Partial<Choice> = { register: random.below(16), ...first };
  const needsRegister = rm !== undefined && operands.rm === undefined && operands.memory === undefined;
  const chosen: Partial<Choice> = !needsRegister
    ? {}
    : rm.register && (!rm.memory || random.chance(2))
      ? { rm: random.below(16) }
      : { memory: target(setup, 8) };
  const { prefix, ...rest } = { ...operands, ...chosen };
  const hasRm = rest.rm !== undefined && rm?.register !== false;
  const choice: Choice = {
    form,
    size,
    ...rest,
    ...(hasRm || form.operation === O.MovToControl ? {} : { keep: rest.keep ?? [] }),
    ...(prefix === undefined || (prefix === 0xf0 && rest.rm !== undefined) ? {} : { prefix }),
  };
  return encode(setup, choice, address);
}
