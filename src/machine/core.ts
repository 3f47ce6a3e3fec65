// The compiled core as TypeScript sees it: its exports with their types, and the
// one function that it imports, decode on demand.

import { decode, writeRecord } from "../isa/index.ts";
import { MAX_INSTRUCTION_BYTES } from "../isa/vocabulary.ts";
import type { GhostConfiguration } from "./ghost-configure.ts";
import type { SearchExports } from "./search.ts";

interface Address {
  readonly value: number;
}

/** Exports of src/core/index.ts. */
export interface CoreExports extends GhostConfiguration, SearchExports {
  /** In a search that keeps whole states (src/core/search/tree.ts). */
  treeKey(without: number, budgets: bigint): bigint;
  readonly memory: WebAssembly.Memory & { readonly buffer: ArrayBuffer };
  readonly table: WebAssembly.Table;
  readonly CPU: Address;
  readonly REPORT: Address;
  readonly MAILBOX: Address;
  readonly STOPS: Address;
  readonly PAGE_FLAGS: Address;
  readonly PRISTINE: Address;
  readonly RAM: Address;
  readonly SCRATCH_ENTRY: Address;
  begin(): void;
  settle(): void;
  step(events: number): number;
  run(limit: number, stops: number): number;
  /** How often a place is begun with until its code is compiled; 0: never. */
  setHeatWanted(count: number): void;
  /** Regions that were compiled. */
  regionCount(): number;
  /** Steps taken in them. */
  regionStepsTaken(): bigint;
  undo(): number;
  undoable(): number;
  stateHash(from: number, to: number): bigint;
  setJournal(on: number): void;
  lastEntry(): number;
  translate(linear: bigint): number;
  putPage(page: number, bytes: number): void;
  resetPage(page: number): void;
  ghostContexts(): number;
  ghostCanonical(): number;
  ghostCanonicalBytes(): number;
  ghostRunning(): number;
  ghostContextId(index: number): number;
  ghostVector(index: number): number;
  ghostStatus(index: number): number;
  ghostHome(): number;
  ghostUnserved(): number;
  ghostBroken(): number;
}

/** Says whether the notation of the 2010 mail may stand at a linear address. */
export type IdealisedAt = (address: bigint) => boolean;

enum Answer {
  Done = 0,
  MoreBytes = 1,
  Invalid = 2,
  TooLong = 3,
}

/** Did the decoder give up only because the instruction goes beyond 15 bytes? */
function isTooLong(bytes: Uint8Array, idealised: boolean): boolean {
  if (bytes.length < MAX_INSTRUCTION_BYTES) return false;
  return decode(bytes.subarray(0, MAX_INSTRUCTION_BYTES - 1), 0, { idealised }).kind === "truncated";
}

function decodeInto(bytes: Uint8Array, record: DataView, idealised: boolean): Answer {
  const decoded = decode(bytes, 0, { idealised });
  switch (decoded.kind) {
    case "instruction":
      writeRecord(decoded.instruction, record, 0);
      return Answer.Done;
    case "truncated":
      return bytes.length < MAX_INSTRUCTION_BYTES ? Answer.MoreBytes : Answer.TooLong;
    case "invalid":
      return isTooLong(bytes, idealised) ? Answer.TooLong : Answer.Invalid;
  }
}

/** What the core compiled itself becomes two functions of its table; 0: the page may not do that. */
function linkRegion(core: CoreExports, bytes: Uint8Array<ArrayBuffer>, slot: number): number {
  const missing = slot + 2 - core.table.length;
  if (missing > 0) core.table.grow(missing);
  try {
    const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes), { m: { m: core.memory } });
    core.table.set(slot, exports["p"]);
    core.table.set(slot + 1, exports["k"]);
    return 1;
  } catch (error) {
    if (error instanceof WebAssembly.CompileError || error instanceof RangeError) return 0;
    throw error;
  }
}

const WASM_PAGE_BYTES = 0x10000;

/** Starts an instance of the module with at least `bytes` of memory; `isIdealised` is asked at each decode. */
export async function startCore(
  wasm: WebAssembly.Module | BufferSource,
  isIdealised: IdealisedAt,
  bytes = 0,
): Promise<CoreExports> {
  const started: { memory?: ArrayBuffer; exports?: CoreExports } = {};
  const imports = {
    host: {
      decode: (bytes: number, count: number, linear: bigint, record: number): number => {
        const { memory } = started;
        if (memory === undefined) throw new Error("decode before the core has started");
        const idealised = isIdealised(BigInt.asUintN(64, linear));
        return decodeInto(new Uint8Array(memory, bytes, count), new DataView(memory, record), idealised);
      },
      link: (bytes: number, count: number, slot: number): number => {
        const { exports } = started;
        if (exports === undefined) throw new Error("link before the core has started");
        return linkRegion(exports, new Uint8Array(exports.memory.buffer, bytes, count), slot);
      },
    },
    env: {
      abort: (): never => {
        throw new Error("the core met an impossible state");
      },
    },
  };
  const module = wasm instanceof WebAssembly.Module ? wasm : await WebAssembly.compile(wasm);
  const instance = await WebAssembly.instantiate(module, imports);
  const exports = instance.exports as unknown as CoreExports;
  const missing = Math.ceil((bytes - exports.memory.buffer.byteLength) / WASM_PAGE_BYTES);
  if (missing > 0) exports.memory.grow(missing);
  started.memory = exports.memory.buffer;
  started.exports = exports;
  return exports;
}
