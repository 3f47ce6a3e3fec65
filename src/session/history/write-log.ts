// Who wrote what when, quadword by quadword, for the whole run: the value of any
// word at any position, its writer and what it held before. Only grows, so every
// question about the past is a binary search, not a replay.

import type { ContextId } from "../../machine/types.ts";
import { Int32List, WordList } from "./growable.ts";

/** Index of a write; -1: none. */
export type WriteIndex = number;
export const NO_WRITE: WriteIndex = -1;

const PAGE_WORDS = 512;
const WORD_IN_PAGE = 0x1ffn;

export interface Write {
  readonly step: number;
  readonly context: ContextId;
  /** Of the quadword. */
  readonly address: bigint;
  /** The quadword after the write. */
  readonly value: bigint;
  /** Bit per byte that was written. */
  readonly bytes: number;
}

interface Word {
  readonly writes: Int32List;
  /** Before its first write. */
  readonly initial: bigint;
}

export class WriteLog {
  readonly #steps = new Int32List();
  readonly #addresses = new WordList();
  readonly #values = new WordList();
  readonly #previous = new Int32List();
  readonly #contexts = new Int32List();
  readonly #bytes = new Int32List();
  readonly #usedAt = new Int32List();
  readonly #roles = new Int32List();
  readonly #sources = new Int32List();
  readonly #pages = new Map<number, (Word | undefined)[]>();
  readonly #roleNames: string[] = [""];
  readonly #roleIndex = new Map<string, number>([["", 0]]);

  get length(): number {
    return this.#steps.length;
  }

  /** `initial` is asked only at the first write of a word. */
  push({ step, context, address, value, bytes }: Write, initial: () => bigint): WriteIndex {
    const index = this.#steps.length;
    const word = this.#findOrMake(address, initial);
    this.#steps.push(step);
    this.#addresses.push(address);
    this.#values.push(value);
    this.#previous.push(word.writes.length === 0 ? NO_WRITE : word.writes.at(word.writes.length - 1));
    this.#contexts.push(context);
    this.#bytes.push(bytes);
    this.#usedAt.push(-1);
    this.#roles.push(0);
    this.#sources.push(NO_WRITE);
    word.writes.push(index);
    return index;
  }

  step(index: WriteIndex): number {
    return this.#steps.at(index);
  }

  address(index: WriteIndex): bigint {
    return this.#addresses.at(index);
  }

  value(index: WriteIndex): bigint {
    return this.#values.at(index);
  }

  context(index: WriteIndex): ContextId {
    return this.#contexts.at(index);
  }

  /** The write that this one replaced. */
  previous(index: WriteIndex): WriteIndex {
    return this.#previous.at(index);
  }

  /** What the word held before this write. */
  valueBefore(index: WriteIndex): bigint {
    const before = this.previous(index);
    return before === NO_WRITE ? (this.#word(this.address(index))?.initial ?? 0n) : this.value(before);
  }

  /** First step after which nobody needs the written value; -1: still needed. */
  usedAt(index: WriteIndex): number {
    return this.#usedAt.at(index);
  }

  markUsed(index: WriteIndex, step: number): void {
    if (this.#usedAt.at(index) === -1) this.#usedAt.set(index, step);
  }

  /** "RIP", "saved rax"; empty if unknown. */
  role(index: WriteIndex): string {
    return this.#roleNames[this.#roles.at(index)] ?? "";
  }

  setRole(index: WriteIndex, role: string): void {
    let number = this.#roleIndex.get(role);
    if (number === undefined) {
      number = this.#roleNames.push(role) - 1;
      this.#roleIndex.set(role, number);
    }
    this.#roles.set(index, number);
  }

  /** The write whose value this one copied; the original, not a copy of it. */
  source(index: WriteIndex): WriteIndex {
    return this.#sources.at(index);
  }

  setSource(index: WriteIndex, source: WriteIndex): void {
    this.#sources.set(index, source);
  }

  /** The write that the word holds at boundary `position`. */
  lastBefore(address: bigint, position: number): WriteIndex {
    const writes = this.#word(address)?.writes;
    if (writes === undefined) return NO_WRITE;
    let low = 0;
    let high = writes.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.step(writes.at(middle)) < position) low = middle + 1;
      else high = middle;
    }
    return low === 0 ? NO_WRITE : writes.at(low - 1);
  }

  /** The last write before `position` to any of these bytes of one quadword. */
  lastTouching(address: bigint, sizeBytes: number, position: number): WriteIndex {
    const wanted = ((1 << sizeBytes) - 1) << Number(address & 7n);
    let index = this.lastBefore(address & ~7n, position);
    while (index !== NO_WRITE && (this.#bytes.at(index) & wanted) === 0) index = this.previous(index);
    return index;
  }

  /** The write that replaced this one before boundary `position`. */
  nextBefore(index: WriteIndex, position: number): WriteIndex {
    const writes = this.#word(this.address(index))?.writes;
    if (writes === undefined) return NO_WRITE;
    const next = writes.lowerBound(index) + 1;
    const found = next < writes.length ? writes.at(next) : NO_WRITE;
    return found !== NO_WRITE && this.step(found) < position ? found : NO_WRITE;
  }

  /** The word's value at boundary `position`; undefined if it is never written in this run. */
  valueAt(address: bigint, position: number): bigint | undefined {
    const index = this.lastBefore(address, position);
    return index === NO_WRITE ? this.#word(address)?.initial : this.value(index);
  }

  /** Index of the first write of step `step` or later. */
  firstOf(step: number): WriteIndex {
    return this.#steps.lowerBound(step);
  }

  /** Index of the latest write so far to a word. */
  latest(address: bigint): WriteIndex {
    const writes = this.#word(address)?.writes;
    return writes === undefined || writes.length === 0 ? NO_WRITE : writes.at(writes.length - 1);
  }

  #word(address: bigint): Word | undefined {
    return this.#pages.get(Number(address >> 12n))?.[Number((address >> 3n) & WORD_IN_PAGE)];
  }

  #findOrMake(address: bigint, initial: () => bigint): Word {
    const pageNumber = Number(address >> 12n);
    let page = this.#pages.get(pageNumber);
    if (page === undefined) {
      page = Array.from<Word | undefined>({ length: PAGE_WORDS });
      this.#pages.set(pageNumber, page);
    }
    const at = Number((address >> 3n) & WORD_IN_PAGE);
    let word = page[at];
    if (word === undefined) {
      word = { writes: new Int32List(), initial: initial() };
      page[at] = word;
    }
    return word;
  }

  get sizeBytes(): number {
    let total = 0;
    for (const list of [
      this.#steps,
      this.#previous,
      this.#contexts,
      this.#bytes,
      this.#usedAt,
      this.#roles,
      this.#sources,
    ])
      total += list.sizeBytes;
    for (const page of this.#pages.values()) for (const word of page) total += word?.writes.sizeBytes ?? 0;
    return total + this.#addresses.sizeBytes + this.#values.sizeBytes;
  }
}
