// Two states that differ in anything that matters are two states: every byte of the
// CPU block, of the canonical ghost state and of memory changes the key.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { BLOCK_BYTES, Block, STATE_BYTES } from "../../src/core/block.ts";
import { startCore } from "../../src/machine/core.ts";
import { VisitMode } from "../../src/core/search/codes.ts";
import { layout, searchBytes } from "../../src/machine/index.ts";
import { Random } from "../oracle/random-numbers.ts";
import { machine, source } from "./support.ts";
import { NESTING } from "./toys.ts";

const MOST_STATES = 10_000;
const CORE = join(import.meta.dirname, "../../build/core.wasm");
const core = await startCore(readFileSync(CORE), () => false, searchBytes(MOST_STATES, "exact"));
const bytes = new Uint8Array(core.memory.buffer);

/** The state of a run in a breakpoint of an NMI's handler: three contexts are live. */
function prepare(): void {
  const program = source(NESTING);
  machine.load(program.image);
  machine.step([{ kind: "nmi" }]);
  for (let i = 0; i < 2; i++) machine.step([]);
  const { block, pages } = machine.snapshot();
  bytes.set(machine.physicalMemory(), core.RAM.value);
  core.begin();
  for (const { page, bytes: content } of pages) {
    bytes.set(content, core.SCRATCH_ENTRY.value);
    core.putPage(page, core.SCRATCH_ENTRY.value);
  }
  bytes.set(block, core.CPU.value);
  core.settle();
}

/** `keyNow`: of the state as it is. */
function changes(at: number, keyNow = () => core.searchHashAnew(0)): boolean {
  const before = keyNow();
  const old = bytes[at] ?? 0;
  bytes[at] = old ^ 0x40;
  const after = keyNow();
  bytes[at] = old;
  return after !== before;
}

/** Offsets in the ghost block and in a slot, and sizes, as core/properties/block.ts has them. */
const Ghost = { Canonical: 104, Top: 104, FrameCount: 105, Frames: 112, Slots: 272, Used: 272 + 18 * 208 };
const Slot = { Saved: 24, Bytes: 208 };

/** Of the ghost block: the frames that there are, what each context is, and what an interrupted one was. */
function usedBytes(ghost: Uint8Array): (at: number) => boolean {
  const frames = Ghost.Frames + 16 * (ghost[Ghost.FrameCount] ?? 0);
  const running = Ghost.Slots + Slot.Bytes * (ghost[Ghost.Top] ?? 0);
  return (at) => (at >= Ghost.Canonical && at < frames) || (at >= Ghost.Slots && at < running + Slot.Saved);
}

const merged = (offset: number) => offset >= Block.NmiMerged && offset < Block.NmiMerged + 4;
const counted = (offset: number) => offset >= Block.Steps && offset < Block.Steps + 8;

describe("the key of a state", () => {
  prepare();

  it("covers every byte of the CPU block but the counts that decide nothing", () => {
    for (let offset = 0; offset < STATE_BYTES; offset++) {
      const expected = !merged(offset) && !counted(offset);
      // the byte that says whether the step count matters brings the count in
      expect([offset, changes(core.CPU.value + offset)]).toEqual([offset, expected]);
    }
  });

  it("of whole states covers the same of it", () => {
    core.searchClear(0, VisitMode.Exact, BigInt(MOST_STATES));
    const keyNow = () => core.treeKey(0, 0n);
    for (let offset = 0; offset < STATE_BYTES; offset++) {
      const expected = !merged(offset) && !counted(offset);
      expect([offset, changes(core.CPU.value + offset, keyNow)]).toEqual([offset, expected]);
    }
    core.searchClear(0, VisitMode.Hash, BigInt(MOST_STATES));
  });

  it("covers the step count once it was read", () => {
    bytes[core.CPU.value + Block.TscRead] = 1;
    expect(changes(core.CPU.value + Block.Steps)).toBe(true);
    bytes[core.CPU.value + Block.TscRead] = 0;
  });

  it("covers every byte of the canonical ghost state in use, and none that only remembers", () => {
    const ghost = core.CPU.value + BLOCK_BYTES;
    const to = core.ghostCanonical() + core.ghostCanonicalBytes();
    expect(to - core.ghostCanonical()).toBe(168 + 3 * 208);
    const isUsed = usedBytes(bytes.subarray(ghost, to));
    for (let at = ghost; at < to; at++) expect([at - ghost, changes(at)]).toEqual([at - ghost, isUsed(at - ghost)]);
  });

  it("leaves out of the ghost state only what is zero", () => {
    const random = new Random(11);
    machine.load(source(NESTING).image);
    let most = 0;
    for (let step = 0; step < 800; step++) {
      machine.step(random.below(20) === 0 ? [{ kind: "nmi" }] : []);
      const ghost = machine.snapshot().block.subarray(BLOCK_BYTES, BLOCK_BYTES + Ghost.Used);
      const isUsed = usedBytes(ghost);
      most = Math.max(most, ghost[Ghost.Top] ?? 0);
      const left = [...ghost.subarray(Ghost.Canonical).entries()].filter(([at]) => !isUsed(at + Ghost.Canonical));
      expect(left.find(([, byte]) => byte !== 0)).toBeUndefined();
    }
    expect(most).toBeGreaterThan(2);
  });

  it("follows every store to memory, as if made from nothing", () => {
    for (const physical of [0x13cfd8, 0x13a000, 0x13a008, 0x120000, 0x110000, 0x14fff8]) {
      const before = core.searchHash(0);
      const page = (physical - layout.RAM_BASE) >> 12;
      const copy = bytes.slice(core.RAM.value + page * 4096, core.RAM.value + page * 4096 + 4096);
      copy[physical & 0xfff] = (copy[physical & 0xfff] ?? 0) ^ 1;
      bytes.set(copy, core.SCRATCH_ENTRY.value);
      core.putPage(page, core.SCRATCH_ENTRY.value);
      expect(core.searchHash(0)).not.toBe(before);
      copy[physical & 0xfff] = (copy[physical & 0xfff] ?? 0) ^ 1;
      bytes.set(copy, core.SCRATCH_ENTRY.value);
      core.putPage(page, core.SCRATCH_ENTRY.value);
      expect(core.searchHash(0)).toBe(before);
    }
  });

  it("takes the word that only counts as zero", () => {
    const counter = 0x13a008;
    const before = core.searchHashAnew(counter);
    const page = (counter - layout.RAM_BASE) >> 12;
    const copy = bytes.slice(core.RAM.value + page * 4096, core.RAM.value + page * 4096 + 4096);
    copy[counter & 0xfff] = 0x77;
    bytes.set(copy, core.SCRATCH_ENTRY.value);
    core.putPage(page, core.SCRATCH_ENTRY.value);
    expect(core.searchHashAnew(counter)).toBe(before);
  });
});
