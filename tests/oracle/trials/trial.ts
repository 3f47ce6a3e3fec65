// A trial: one instruction or a few with the whole state that they begin in; and
// its record for the harness.
import * as layout from "../../../src/machine/layout.ts";
import { CODE_BYTES, Field, RECORD_BYTES, RECORDS } from "./harness.ts";

export interface Poke {
  readonly address: bigint;
  /** Five quadwords at most. */
  readonly words: readonly bigint[];
}

export interface Trial {
  /** Place among the records: the code's address follows from it. */
  readonly slot: number;
  readonly user: boolean;
  /** Bytes of each instruction. */
  readonly code: readonly (readonly number[])[];
  /** In Intel's order. */
  readonly registers: readonly bigint[];
  readonly flags: bigint;
  readonly ss: number;
  /** Written to memory first. */
  readonly poke: Poke | undefined;
  /** Steps to take while there are single-step traps. */
  readonly steps: number;
  /** Of the flags after each step, those that no manual defines. */
  readonly undefinedFlags: readonly number[];
  /** Registers whose values after the instruction nobody defines, as a mask. */
  readonly ignored: number;
  /** System registers are put back afterwards. */
  readonly dirty: boolean;
}

const USER_CODE_BYTES = CODE_BYTES;
/** User code has one page. */
export const USER_SLOTS = layout.PAGE_BYTES / USER_CODE_BYTES;

export const TRAP_FLAG = 0x100n;

/** Where the code of a slot lies. */
export function codeAddress(slot: number, user: boolean): bigint {
  if (user) return layout.USER_TEXT + BigInt((slot % USER_SLOTS) * USER_CODE_BYTES);
  return RECORDS + BigInt(slot * RECORD_BYTES + Field.Code);
}

function codeOf(trial: Trial): Uint8Array {
  const code = new Uint8Array(CODE_BYTES).fill(0xcc);
  code.set(trial.code.flat());
  return code;
}

export interface Page {
  readonly address: bigint;
  readonly bytes: Uint8Array;
}

function putRecord(view: DataView, at: number, trial: Trial): void {
  trial.registers.forEach((value, index) => view.setBigUint64(at + Field.Registers + 8 * index, value, true));
  view.setBigUint64(at + Field.Rip, codeAddress(trial.slot, trial.user), true);
  view.setBigUint64(at + Field.Cs, BigInt(trial.user ? layout.USER_CS : layout.KERNEL_CS), true);
  view.setBigUint64(at + Field.Flags, trial.flags, true);
  view.setBigUint64(at + Field.Ss, BigInt(trial.ss), true);
  for (let step = 0; step < 4; step++) {
    view.setUint16(at + Field.Undefined + 2 * step, trial.undefinedFlags[step] ?? 0, true);
  }
  view.setUint8(at + Field.Steps, trial.steps);
  view.setUint16(at + Field.Ignored, trial.ignored, true);
  view.setUint8(at + Field.Dirty, trial.dirty ? 1 : 0);
  view.setUint8(at + Field.PokeWords, trial.poke?.words.length ?? 0);
  view.setBigUint64(at + Field.PokeAddress, trial.poke?.address ?? 0n, true);
  trial.poke?.words.forEach((word, index) => view.setBigUint64(at + Field.Poke + 8 * index, word, true));
}

/** What a batch of trials puts in memory: header and records, and the user's code. */
export function pagesOf(trials: readonly Trial[], stopAfter: number): readonly Page[] {
  const records = new Uint8Array(0x100 + trials.length * RECORD_BYTES);
  const user = new Uint8Array(layout.PAGE_BYTES).fill(0xcc);
  const view = new DataView(records.buffer);
  view.setBigUint64(0, BigInt(trials.length), true);
  view.setBigUint64(8, BigInt(stopAfter), true);
  trials.forEach((trial, index) => {
    const at = 0x100 + index * RECORD_BYTES;
    putRecord(view, at, trial);
    if (trial.user) user.set(codeOf(trial), Number(codeAddress(trial.slot, true) - layout.USER_TEXT));
    else records.set(codeOf(trial), at + Field.Code);
  });
  return [
    { address: RECORDS - 0x100n, bytes: records },
    { address: layout.USER_TEXT, bytes: user },
  ];
}
