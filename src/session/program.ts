// A program ready to run: what was assembled, what the machine is to load, and
// the names of all of it.

import type { Assembly, Diagnostic } from "../asm/assembly.ts";
import type { Instruction } from "../isa/instruction.ts";
import type { Image } from "../machine/types.ts";
import type { Shape } from "./history/shape.ts";
import type { Naming } from "./naming.ts";
import type { Flavor, ListingLine } from "./views.ts";

/** A variable shown among the flags. */
export interface ProgramVariable {
  readonly name: string;
  readonly address: bigint;
  readonly sizeBytes: number;
  /** Named in the handler's source. */
  readonly used: boolean;
}

export interface Listing {
  readonly handler: readonly ListingLine[];
  readonly vectors: readonly ListingLine[];
  readonly workload: readonly ListingLine[];
}

/** What the handler file is, whether or not it can run. */
export interface Source {
  readonly text: string;
  readonly title: string;
  readonly assembly: Assembly;
  /** The assembler's and the boot's. */
  readonly diagnostics: readonly Diagnostic[];
}

export interface Program {
  readonly source: Source;
  readonly image: Image;
  readonly listing: Listing;
  /** The syntax of `lines` and of `textAt`. */
  readonly flavor: Flavor;
  readonly lines: ReadonlyMap<bigint, ListingLine>;
  readonly naming: Naming;
  readonly variables: readonly ProgramVariable[];
  /** Linear address of nmi_run_count. */
  readonly counter: bigint;
  /** Of the words that only count: what is in them decides nothing. */
  readonly counters: readonly bigint[];
  /** An instruction as its author wrote it, without its comment; or in the syntax that was chosen. */
  readonly textAt: (address: bigint) => string | undefined;
  readonly instructionAt: (address: bigint) => Instruction | undefined;
  readonly shapeAt: (address: bigint) => Shape;
}

export type BootResult =
  | { readonly ok: true; readonly program: Program }
  /** The handler cannot run: its diagnostics say why. */
  | { readonly ok: false; readonly source: Source };
