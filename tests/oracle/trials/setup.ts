// The state that a trial begins in, while it is chosen: registers that must have a
// value, and those still free.
import type { Random } from "../random-numbers.ts";
import { KERNEL_WINDOW, USER_WINDOW, WINDOW_BYTES } from "./harness.ts";
import { TRAP_FLAG, type Poke } from "./trial.ts";

const RSP = 4;
/** CF PF AF ZF SF DF OF. */
const ARITHMETIC = 0xcd5n;
const NESTED_TASK = 1n << 14n;
const ALIGNMENT = 1n << 18n;
const IDENTIFICATION = 1n << 21n;
const INTERRUPT = 1n << 9n;

export class Setup {
  readonly random: Random;
  readonly user: boolean;
  /** Where the first instruction lies. */
  readonly code: bigint;
  readonly fixed = new Map<number, bigint>();
  poke: Poke | undefined;
  ss: number;
  ignored = 0;
  dirty = false;
  /** Single-step traps. */
  trap = true;

  constructor(random: Random, user: boolean, code: bigint) {
    this.random = random;
    this.user = user;
    this.code = code;
    this.ss = user ? 0x2b : random.pick([0x18, 0x18, 0]);
  }

  fix(register: number, value: bigint): void {
    this.fixed.set(register, BigInt.asUintN(64, value));
  }

  /** The value that a register will have; chosen now if it was free. */
  value(register: number): bigint {
    let value = this.fixed.get(register);
    if (value === undefined) this.fixed.set(register, (value = this.random.quadword()));
    return value;
  }

  /** Present, writable memory with room for `bytes` on both sides. */
  place(bytes = 16): bigint {
    const window = this.user || this.random.chance(5) ? USER_WINDOW : KERNEL_WINDOW;
    return window + BigInt(bytes + this.random.below(WINDOW_BYTES - 2 * bytes));
  }

  stack(room = 64): bigint {
    const place = this.place(room);
    const rsp = this.random.chance(6) ? place : place & ~7n;
    this.fix(RSP, rsp);
    return rsp;
  }

  registers(): readonly bigint[] {
    return Array.from({ length: 16 }, (_, index) => this.value(index));
  }

  flags(): bigint {
    const { random } = this;
    let flags = (BigInt(random.word()) & ARITHMETIC) | 2n;
    if (this.trap) flags |= TRAP_FLAG;
    if (random.chance(12)) flags |= NESTED_TASK;
    if (random.chance(12)) flags |= IDENTIFICATION;
    // QEMU has no #AC
    if (!this.user && random.chance(8)) flags |= ALIGNMENT;
    if (random.chance(3)) flags |= INTERRUPT;
    if (random.chance(6)) flags |= BigInt(random.below(4)) << 12n;
    return flags;
  }
}
