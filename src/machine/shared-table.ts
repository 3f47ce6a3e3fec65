// The table of states that several workers share, and the words by which they keep out
// of each other's way: the face of core/table. Every slice of work lies between `begin`
// and `end`. Decides neither what is searched nor by whom.

import { Control, MOST_WORKERS, TABLE } from "../core/table/codes.ts";

export { MOST_WORKERS } from "../core/table/codes.ts";

/** What another thread needs of it: plain data. */
export interface SharedMemory {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
}

/** Exports of core/table. */
interface TableExports {
  attach(worker: number, slots: number): void;
  clear(slots: number, unused: number): void;
  grow(): number;
}

/** A level has fewer. */
const MOST_BLOCKS = 0x10000;

const WASM_PAGE_BYTES = 0x10000;
const FULLEST = 6 / 8;
const FEWEST_SLOTS = 2 ** 14;
/** New states that one slice may come to, more or less. */
const RESERVED = 40_000;
/** Who has not heard of the leader for so many steps rests, for so many milliseconds. */
const STEPS_ALONE = 2_000_000;
const REST_MS = 20;

function slotsFor(states: number): number {
  let slots = FEWEST_SLOTS;
  while (slots * FULLEST < states) slots *= 2;
  return slots;
}

function pagesFor(slots: number): number {
  return (TABLE + slots * 8) / WASM_PAGE_BYTES;
}

/** Undefined: memory may not be shared here, or there is not so much. */
export function makeSharedMemory(module: WebAssembly.Module, states: number): SharedMemory | undefined {
  try {
    const maximum = pagesFor(slotsFor(states + MOST_WORKERS * RESERVED));
    return { module, memory: new WebAssembly.Memory({ initial: pagesFor(FEWEST_SLOTS), maximum, shared: true }) };
  } catch (failure) {
    if (failure instanceof RangeError || failure instanceof TypeError) return undefined;
    throw failure;
  }
}

/** Who takes part in which search. */
export interface Part {
  readonly worker: number;
  readonly most: number;
  readonly search: number;
}

/** "wait": ask again; "full": there is no room for more; "over": the search is not made any more. */
export type SliceStart = "go" | "wait" | "full" | "over";

/** Word of the control block. */
function at(byte: number): number {
  return byte / 4;
}

export class SharedTable {
  /** What the core calls. */
  readonly exports: WebAssembly.Exports;
  readonly #table: TableExports;
  readonly #memory: WebAssembly.Memory;
  readonly #words: Int32Array;
  readonly #worker: number;
  readonly #most: number;
  readonly #search: number;
  /** Slots as this worker's module knows them. */
  #slots = 0;
  #turn = 0;
  /** A slice goes on, since this worker had come to so many states. */
  #isOpen = false;
  #from = 0;
  /** Steps of the search when the turn was new. */
  #since = 0;

  /** `worker`: 0 leads; `most`: states; `search`: no other in this memory has this number. */
  constructor({ module, memory }: SharedMemory, { worker, most, search }: Part) {
    this.exports = new WebAssembly.Instance(module, { env: { memory } }).exports;
    this.#table = this.exports as unknown as TableExports;
    this.#memory = memory;
    this.#words = new Int32Array(memory.buffer, 0, TABLE / 4);
    this.#worker = worker;
    this.#most = most;
    this.#search = search;
  }

  /** The leader's: an empty table for so many states, `stored` of which are to be put in first; `unused`: the memory's first. */
  clear(states: number, stored: number, unused: boolean): void {
    this.#slots = slotsFor(Math.min(states, this.#most) + RESERVED);
    this.#provide(this.#slots);
    this.#table.clear(this.#slots, unused ? 1 : 0);
    this.#table.attach(this.#worker, this.#slots);
    for (const word of [Control.Over, Control.Wanted, Control.Blocks, Control.Gate, Control.Visited])
      this.#set(word, 0);
    for (let worker = 0; worker < MOST_WORKERS; worker++) this.#set(Control.Busy + worker * 4, 0);
    this.#set(Control.Taken, stored);
    this.#set(Control.Slots, this.#slots);
  }

  #provide(slots: number): void {
    const missing = pagesFor(slots) - this.#memory.buffer.byteLength / WASM_PAGE_BYTES;
    if (missing > 0) this.#memory.grow(missing);
  }

  #get(word: Control): number {
    return Atomics.load(this.#words, at(word));
  }

  #set(word: Control, value: number): void {
    Atomics.store(this.#words, at(word), value);
  }

  /** States that were put in since the table is shared. */
  get visited(): number {
    return this.#get(Control.Visited);
  }

  /** The blocks of a level are there to be taken. */
  openLevel(level: number, blocks: number): void {
    this.#set(Control.Blocks, blocks);
    this.#set(Control.Next, this.#tag(level) * MOST_BLOCKS);
  }

  /** Who comes late takes no block of another level, or of another search. */
  #tag(level: number): number {
    return ((this.#search & 0xff) << 7) | (level & 0x7f);
  }

  /** The next block of this level; undefined: none is left. */
  take(level: number): number | undefined {
    for (;;) {
      const next = this.#get(Control.Next);
      const block = next % MOST_BLOCKS;
      if (Math.floor(next / MOST_BLOCKS) !== this.#tag(level) || block >= this.#get(Control.Blocks)) return undefined;
      if (Atomics.compareExchange(this.#words, at(Control.Next), next, next + 1) === next) return block;
    }
  }

  /** Nobody is to begin anything any more. */
  close(): void {
    this.#set(Control.Over, 1);
  }

  /** Nobody but these is in a slice. */
  isQuiet(except: ReadonlySet<number>, workers: number): boolean {
    for (let worker = 0; worker < workers; worker++)
      if (!except.has(worker) && this.#get(Control.Busy + worker * 4) !== 0) return false;
    return true;
  }

  /** The leader is there: the others go on. */
  nextTurn(): void {
    Atomics.add(this.#words, at(Control.Turn), 1);
    Atomics.notify(this.#words, at(Control.Turn));
  }

  /** A slice, if it may begin now, or the one that goes on; so many states were new to this worker until now. */
  begin(states: number): SliceStart {
    if (this.#isOpen && states - this.#from < RESERVED / 2) return "go";
    this.end(states);
    const busy = at(Control.Busy + this.#worker * 4);
    Atomics.store(this.#words, busy, 1);
    const start = this.#get(Control.Over) ? "over" : this.#get(Control.Gate) ? "wait" : this.#reserve();
    this.#isOpen = start === "go";
    this.#from = states;
    if (this.#isOpen) this.#follow();
    else Atomics.store(this.#words, busy, 0);
    return start;
  }

  #reserve(): SliceStart {
    const taken = Atomics.add(this.#words, at(Control.Taken), RESERVED) + RESERVED;
    if (taken <= Math.min(this.#get(Control.Slots) * FULLEST, this.#most)) return "go";
    Atomics.sub(this.#words, at(Control.Taken), RESERVED);
    if (taken > this.#most) return "full";
    this.#set(Control.Wanted, 1);
    return "wait";
  }

  #follow(): void {
    const slots = this.#get(Control.Slots);
    if (slots === this.#slots) return;
    this.#slots = slots;
    this.#table.attach(this.#worker, slots);
  }

  /** Before this worker rests, or waits for anything: the slice is over, if there is one. */
  end(states: number): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    const fresh = states - this.#from;
    Atomics.sub(this.#words, at(Control.Taken), RESERVED - fresh);
    Atomics.add(this.#words, at(Control.Visited), fresh);
    Atomics.store(this.#words, at(Control.Busy + this.#worker * 4), 0);
  }

  /** Not the leader's, after so many steps in all: rests while the leader does, or cannot let it go on. */
  rest(mustWait: boolean, steps: number): void {
    const turn = this.#get(Control.Turn);
    if (turn !== this.#turn) this.#since = steps;
    this.#turn = turn;
    if (mustWait || steps - this.#since > STEPS_ALONE) Atomics.wait(this.#words, at(Control.Turn), turn, REST_MS);
  }

  get isGrowthWanted(): boolean {
    return this.#get(Control.Wanted) !== 0;
  }

  /** The leader's: nobody begins a slice until the table has grown. */
  hold(): void {
    this.#set(Control.Gate, 1);
  }

  /** The leader's, between levels: room for so many states, if there is memory. */
  expect(states: number): void {
    const wanted = slotsFor(Math.min(states, this.#most) + RESERVED);
    while (this.#slots < wanted && this.grow());
  }

  /** When all are quiet; false: there is no memory for it. */
  grow(): boolean {
    try {
      this.#provide(this.#slots * 2);
    } catch {
      return false;
    }
    if (!this.#table.grow()) return false;
    this.#slots *= 2;
    this.#set(Control.Slots, this.#slots);
    this.#set(Control.Wanted, 0);
    this.#set(Control.Gate, 0);
    return true;
  }
}
