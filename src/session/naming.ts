// Names of addresses: the nearest label at or below, within the piece of program
// that the address lies in. One canonical spelling, "label+0x4", for every panel,
// schedule and console line.

import { parsePlace, resolvePlace } from "../scenario/schedule-words.ts";

export interface NamedRange {
  readonly from: bigint;
  /** Exclusive. */
  readonly to: bigint;
  /** In the order of the file: of two labels at one address the first is canonical. */
  readonly labels: readonly (readonly [name: string, address: bigint])[];
}

interface Label {
  readonly name: string;
  readonly address: bigint;
}

interface SortedRange {
  readonly from: bigint;
  readonly to: bigint;
  readonly labels: readonly Label[];
}

export function formatHex(value: bigint): string {
  return `0x${value.toString(16)}`;
}

export class Naming {
  readonly #ranges: readonly SortedRange[];
  readonly #symbols: ReadonlyMap<string, bigint>;

  constructor(ranges: readonly NamedRange[], symbols: ReadonlyMap<string, bigint>) {
    this.#symbols = symbols;
    this.#ranges = ranges.map(({ from, to, labels }) => {
      const canonical = new Map<bigint, Label>();
      for (const [name, address] of labels)
        if (address >= from && address <= to && !canonical.has(address)) canonical.set(address, { name, address });
      return { from, to, labels: [...canonical.values()].toSorted((a, b) => (a.address < b.address ? -1 : 1)) };
    });
  }

  /** "label+0x4"; undefined outside the program. */
  find(address: bigint): string | undefined {
    const found = this.#nearest(address);
    if (found === undefined) return undefined;
    const offset = address - found.address;
    return offset === 0n ? found.name : `${found.name}+${formatHex(offset)}`;
  }

  /** As `find`, or the number. */
  place(address: bigint): string {
    return this.find(address) ?? formatHex(address);
  }

  /** gdb's `<label+4>`; empty outside the program. */
  angle(address: bigint): string {
    const found = this.#nearest(address);
    return found === undefined ? "" : `<${found.name}+${address - found.address}>`;
  }

  /** `label`, `label+0x4`, `0x1000` as an address. */
  resolve(place: string): bigint | undefined {
    const parsed = parsePlace(place);
    return parsed.ok ? resolvePlace(parsed.value, (name) => this.#symbols.get(name)) : undefined;
  }

  symbol(name: string): bigint | undefined {
    return this.#symbols.get(name);
  }

  get symbols(): ReadonlyMap<string, bigint> {
    return this.#symbols;
  }

  #nearest(address: bigint): Label | undefined {
    const range = this.#ranges.find(({ from, to }) => address >= from && address < to);
    if (range === undefined) return undefined;
    let [from, to] = [0, range.labels.length];
    while (from < to) {
      const middle = (from + to) >> 1;
      if ((range.labels[middle]?.address ?? 0n) <= address) from = middle + 1;
      else to = middle;
    }
    return range.labels[from - 1];
  }
}
