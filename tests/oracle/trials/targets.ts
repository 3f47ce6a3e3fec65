// Addresses for memory operands: mostly good ones, and each way to be a bad one.
import * as layout from "../../../src/machine/layout.ts";
import { KERNEL_WINDOW, USER_WINDOW, WINDOW_BYTES } from "./harness.ts";
import type { Setup } from "./setup.ts";

const PAGE = BigInt(layout.PAGE_BYTES);

/** An address for an operand of `bytes`; about one in six is no good. */
export function target(setup: Setup, bytes: number): bigint {
  const { random, user } = setup;
  if (!random.chance(6)) {
    // the page boundary in the kernel's window
    if (!user && random.chance(8)) return layout.TOUCH + 3n * PAGE - BigInt(random.below(Math.max(bytes, 2)));
    return setup.place(Math.max(bytes, 16));
  }
  const within = BigInt(random.below(layout.PAGE_BYTES - 64));
  const short = BigInt(random.below(Math.max(bytes, 2)));
  const bad = [
    layout.TOUCH + within,
    layout.TOUCH + 2n * PAGE - short,
    layout.USER_DATA + PAGE - short,
    layout.USER_LAZY + within,
    layout.VECTORS_TEXT + within,
    layout.USER_TEXT + within,
    user ? KERNEL_WINDOW : USER_WINDOW,
    within,
    random.quadword() | 0x7000000000000000n,
    0x7ffffff00000n + within,
    BigInt.asUintN(64, -1n - BigInt(random.below(8))),
    layout.NMI_STACK_TOP + within,
  ] as const;
  return random.pick(bad);
}

/** All of [address, address + bytes) lies where a trial may write. */
export function isGood(setup: Setup, address: bigint, bytes: number): boolean {
  const inside = (window: bigint): boolean =>
    address >= window && address + BigInt(bytes) <= window + BigInt(WINDOW_BYTES);
  return inside(USER_WINDOW) || (!setup.user && inside(KERNEL_WINDOW));
}
