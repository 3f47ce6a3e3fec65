// Values that trials with a state of their own are made of: selectors, addresses to
// go to, images of flags, words on the stack.
import type { Form } from "../../../src/isa/form.ts";
import * as layout from "../../../src/machine/layout.ts";
import type { Choice } from "./encoding.ts";
import { USER_WINDOW } from "./harness.ts";
import type { Setup } from "./setup.ts";
import { USER_SLOTS } from "./trial.ts";

export const [RAX, RCX, RDX, RBX, RSP, RBP, RSI, RDI] = [0, 1, 2, 3, 4, 5, 6, 7];
export const R11 = 11;

/** What a special set-up answers: how its row is to be encoded. */
export type Recipe = (setup: Setup, form: Form, size: number) => Partial<Choice>;

export const mask = (value: bigint, size: number): bigint => BigInt.asUintN(size * 8, value);

/** A selector, good or bad, that is neither a gate, a task nor 32-bit code. */
export function selector(setup: Setup): bigint {
  const { random } = setup;
  return BigInt(random.pick([0, 0, 3, 0x10, 0x18, 0x18, 0x1b, 0x2b, 0x2b, 0x28, 0x33, 0x50, 0x53, 0xfff8]));
}

/** A canonical address to go to that nobody fetches from. */
export function destination(setup: Setup): bigint {
  const { random } = setup;
  return random.chance(2)
    ? BigInt.asUintN(47, random.quadword())
    : BigInt.asUintN(64, -1n - BigInt.asUintN(40, random.quadword()));
}

/** An INT3 that both may reach. */
export function landing(setup: Setup, user: boolean): bigint {
  if (user) return layout.USER_TEXT + BigInt((setup.random.below(USER_SLOTS) + 1) * 32 - 1);
  return BigInt.asUintN(64, (setup.code | 31n) - 0n);
}

/** Words of `size` bytes each, as quadwords. */
export function packed(values: readonly bigint[], size: number): readonly bigint[] {
  const all = values.reduce((sum, value, index) => sum | (mask(value, size) << BigInt(index * size * 8)), 0n);
  const words = Math.ceil((values.length * size) / 8);
  return Array.from({ length: words }, (_, index) => BigInt.asUintN(64, all >> BigInt(64 * index)));
}

export function onStack(setup: Setup, values: readonly bigint[], size: number): void {
  setup.poke = { address: setup.stack(), words: packed(values, size) };
}

/** A stack below 4 GiB: QEMU takes IRETD's and LRET's words from RSP cut to 32 bits. */
export function onLowStack(setup: Setup, values: readonly bigint[], size: number): void {
  const address = USER_WINDOW + 64n + BigInt(setup.random.below(256));
  setup.fix(RSP, address);
  if (!setup.user) setup.ss = 0x18;
  setup.poke = { address, words: packed(values, size) };
}

export function flagImage(setup: Setup): bigint {
  const { random } = setup;
  // not VIF, VIP and VM, which QEMU leaves alone
  return BigInt(random.word()) & (random.chance(4) ? 0xffe5ffffn : 0x254fd5n);
}
