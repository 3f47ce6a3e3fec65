// One quadword of a stack at one position: value, meaning, writer, state, and what
// it held before.

import { NO_WRITE, type WriteIndex } from "../history/write-log.ts";
import type { Run } from "../run.ts";
import type { WordState, WordView } from "../views.ts";

/** A moment of a run: the machine stands at `position`. */
export interface At {
  readonly run: Run;
  readonly position: number;
  readonly rsp: bigint;
  readonly rspBefore: bigint;
  /** What words should hold, where a violation of this step says so. */
  readonly wanted: ReadonlyMap<bigint, bigint>;
}

export function wordView(at: At, address: bigint, fallbackLabel = ""): WordView {
  const { run, position } = at;
  const { writes, frames } = run.timeline.tracker;
  const write = writes.lastBefore(address, position);
  const role = frameRole(run, address) ?? (write === NO_WRITE ? fallbackLabel : writes.role(write));
  const value = write === NO_WRITE ? memoryWord(run, address) : writes.value(write);
  const frame = write === NO_WRITE ? undefined : frames.at(write);
  const wanted = at.wanted.get(address);
  return {
    kind: "word",
    address,
    offset: run.meaning.offset(address),
    label: role,
    value,
    meaning: write === NO_WRITE ? "" : run.meaning.word(role, value, address),
    writer: write === NO_WRITE ? undefined : { context: writes.context(write), step: writes.step(write) },
    state: write === NO_WRITE ? "stale" : stateOf(at, write),
    was: write === NO_WRITE ? undefined : wasOf(at, write),
    frameOf: frame !== undefined && role === "SS" ? frame.context : undefined,
    wanted: wanted === undefined ? undefined : { value: wanted, meaning: run.meaning.word(role, wanted, address) },
    rsp: at.rsp === address ? "now" : at.rspBefore === address ? "was" : undefined,
  };
}

const FRAME_BYTES = 40n;

/** From the top down, as an event pushes them and IRET finds them. */
export const FRAME_ROLES = ["SS", "RSP", "RFLAGS", "CS", "RIP"] as const;

/** Regions that the handler names as frames, besides the one that the CPU pushes. */
export function frameRegions(run: Run) {
  return run.program.source.assembly.annotations.regions.filter(
    ({ name, from, to }) => /\bframe\b/i.test(name) && name !== "hardware frame" && to - from === FRAME_BYTES,
  );
}

/** In a frame a word is what IRET will take it for, whoever wrote it and from whatever register. */
function frameRole(run: Run, address: bigint): string | undefined {
  const region = frameRegions(run).find(({ from, to }) => address >= from && address < to);
  return region === undefined ? undefined : FRAME_ROLES[Number((region.to - 8n - address) / 8n)];
}

export function isWritten(at: At, address: bigint): boolean {
  return at.run.timeline.tracker.writes.lastBefore(address, at.position) !== NO_WRITE;
}

function stateOf({ run, position }: At, write: WriteIndex): WordState {
  const { writes } = run.timeline.tracker;
  if (writes.step(write) === position - 1) return "fresh";
  const used = writes.usedAt(write);
  return used !== -1 && used < position ? "stale" : "live";
}

/** Only what was still needed when it was overwritten is worth showing. */
function wasOf({ run }: At, write: WriteIndex): WordView["was"] {
  const { writes, frames } = run.timeline.tracker;
  const before = writes.previous(write);
  if (before === NO_WRITE) return undefined;
  const used = writes.usedAt(before);
  if (used !== -1 && used < writes.step(write)) return undefined;
  if (writes.context(before) === writes.context(write) && frames.at(before) === undefined) return undefined;
  const value = writes.value(before);
  return {
    value,
    meaning: run.meaning.word(writes.role(before), value, writes.address(before)),
    writer: { context: writes.context(before), step: writes.step(before) },
    same: value === writes.value(write),
  };
}

function memoryWord(run: Run, address: bigint): bigint {
  const bytes = run.timeline.machine.read(address, 8);
  if (bytes === undefined) return 0n;
  return new DataView(bytes.buffer, bytes.byteOffset, 8).getBigUint64(0, true);
}
