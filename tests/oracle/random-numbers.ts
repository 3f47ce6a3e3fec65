// Numbers that look random and are the same for the same seed (xorshift, 32 bits),
// with a liking for the values at which arithmetic goes wrong.
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = (Math.imul(seed + 1, 0x9e3779b1) ^ 0x6a09e667) >>> 0 || 1;
    for (let turn = 0; turn < 8; turn++) this.word();
  }

  /** 32 bits. */
  word(): number {
    let state = this.#state;
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    this.#state = state >>> 0;
    return this.#state;
  }

  below(limit: number): number {
    return this.word() % limit;
  }

  chance(oneIn: number): boolean {
    return this.below(oneIn) === 0;
  }

  pick<Value>(values: readonly Value[]): Value {
    const value = values[this.below(values.length)];
    if (value === undefined) throw new Error("nothing to pick from");
    return value;
  }

  /** 64 bits; often near 0, or near the sign bit of a width. */
  quadword(): bigint {
    if (!this.chance(3)) return (BigInt(this.word()) << 32n) | BigInt(this.word());
    const edge = this.pick([0n, 0x80n, 0x100n, 0x8000n, 0x10000n, 0x80000000n, 0x100000000n, 1n << 63n]);
    return BigInt.asUintN(64, edge + BigInt(this.below(5) - 2));
  }

  /** An immediate that fits `bytes` bytes, sign-extended from 32 bits for 8. */
  immediate(bytes: number): string {
    const size = bytes === 8 ? 32 : bytes * 8;
    return `$${BigInt.asIntN(size, this.quadword())}`;
  }
}
