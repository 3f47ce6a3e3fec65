// What the session asks of a machine, and nothing more: the real one satisfies it,
// and a toy of a few lines can stand in for it in a unit test.

import type { LoadedMachine } from "./export-image.ts";
import type { Event, EventOutcome, Image, NmiState, Registers, StepResult } from "../machine/types.ts";

export interface StepMachine<Snapshot = unknown> extends LoadedMachine {
  load(image: Image): void;
  step(events: readonly Event[]): StepResult;
  /** Up to `count` steps without events and without Step objects. */
  skip(count: number, options?: { readonly journal?: boolean }): { readonly steps: number };
  registers(): Registers;
  nmi(): NmiState;
  shadow(): "mov-ss" | "sti" | undefined;
  /** Linear, no side effect; undefined if a byte of it is unmapped. */
  read(address: bigint, sizeBytes: number): Uint8Array | undefined;
  /** Of all that a state is, the same in every emulator of this version. */
  stateHash(): bigint;
  snapshot(): Snapshot;
  restore(snapshot: Snapshot): void;
  /** What would become of an event at this boundary. */
  can(event: Event): EventOutcome;
}
