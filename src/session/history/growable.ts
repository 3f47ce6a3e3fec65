// Typed arrays that grow by doubling. They know nothing of what they hold.

const FIRST_CAPACITY = 16;

abstract class Growable<
  Element,
  Store extends { readonly length: number; set(from: Store): void; fill(v: Element): Store },
> {
  #store: Store;
  #length = 0;
  readonly #make: (capacity: number) => Store;

  constructor(make: (capacity: number) => Store) {
    this.#make = make;
    this.#store = make(FIRST_CAPACITY);
  }

  get length(): number {
    return this.#length;
  }

  protected get store(): Store {
    return this.#store;
  }

  /** Makes room for one more and returns its index. */
  protected extend(): number {
    if (this.#length === this.#store.length) {
      const larger = this.#make(this.#length * 2);
      larger.set(this.#store);
      this.#store = larger;
    }
    return this.#length++;
  }

  get sizeBytes(): number {
    return (this.#store as unknown as { byteLength: number }).byteLength;
  }
}

/** Signed 32-bit numbers: steps, contexts, indices; -1 for none. */
export class Int32List extends Growable<number, Int32Array<ArrayBuffer>> {
  constructor() {
    super((capacity) => new Int32Array(capacity));
  }

  push(value: number): void {
    const index = this.extend();
    this.store[index] = value;
  }

  at(index: number): number {
    return this.store[index] ?? -1;
  }

  set(index: number, value: number): void {
    this.store[index] = value;
  }

  /** Index of the first element not below `value`, in a list that never descends. */
  lowerBound(value: number): number {
    let low = 0;
    let high = this.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.at(middle) < value) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** Unsigned 64-bit values. */
export class WordList extends Growable<bigint, BigUint64Array<ArrayBuffer>> {
  constructor() {
    super((capacity) => new BigUint64Array(capacity));
  }

  push(value: bigint): void {
    const index = this.extend();
    this.store[index] = value;
  }

  at(index: number): bigint {
    return this.store[index] ?? 0n;
  }
}
