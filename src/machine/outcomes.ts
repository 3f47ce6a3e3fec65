// The face of chains that are kept with what comes of them (core/search/outcomes):
// where each state is, whether an NMI would be delivered there, what is broken.

import type { PropertyCode } from "../core/properties/notes.ts";
import { type ChainEnd, OutcomeRow } from "../core/search/codes.ts";
import { PROPERTY_NAMES } from "./ghost-notes.ts";
import { PROPERTIES, type Property } from "./types.ts";

interface Address {
  readonly value: number;
}

/** Exports of core/search/outcomes. */
export interface OutcomeExports {
  readonly memory: { readonly buffer: ArrayBuffer };
  readonly OUTCOME_ROWS: Address;
  outcomesClear(states: bigint): void;
  outcomeChain(maxChain: number): number;
  outcomeRows(): number;
  outcomeMetChain(): number;
  outcomeMetOffset(): number;
  outcomeEndBroken(): number;
  outcomeStates(): bigint;
}

/** A set of properties: bit per PropertyCode. */
export type PropertySet = number;

export function propertiesIn(set: PropertySet): readonly Property[] {
  const codes: readonly PropertyCode[] = PROPERTIES.map((_, code) => code);
  return codes.filter((code) => ((set >> code) & 1) === 1).map((code) => PROPERTY_NAMES[code]);
}

export class OutcomeChains {
  readonly #core: OutcomeExports;
  readonly #view: DataView;

  constructor(core: OutcomeExports, maxStates: number) {
    this.#core = core;
    this.#view = new DataView(core.memory.buffer, core.OUTCOME_ROWS.value);
    core.outcomesClear(BigInt(maxStates));
  }

  /** Runs the chain that was begun; chains are numbered from 0 in the order of these calls. */
  run(maxChain: number): ChainEnd {
    return this.#core.outcomeChain(maxChain);
  }

  /** New states of the last chain. */
  get length(): number {
    return this.#core.outcomeRows();
  }

  get states(): number {
    return Number(this.#core.outcomeStates());
  }

  /** The state that the last chain came to, if it ended at one: chain, and number there. */
  get met(): { readonly chain: number; readonly offset: number } {
    return { chain: this.#core.outcomeMetChain() >>> 0, offset: this.#core.outcomeMetOffset() >>> 0 };
  }

  /** What the last chain's end itself breaks. */
  get endBroken(): PropertySet {
    return this.#core.outcomeEndBroken();
  }

  rip(index: number): bigint {
    return this.#view.getBigUint64(index * OutcomeRow.Bytes + OutcomeRow.Rip, true);
  }

  /** An NMI would be delivered at this state. */
  isOpen(index: number): boolean {
    return this.#view.getUint32(index * OutcomeRow.Bytes + OutcomeRow.Open, true) !== 0;
  }

  /** What the step to this state broke; of the state met, too. */
  broken(index: number): PropertySet {
    return this.#view.getUint32(index * OutcomeRow.Bytes + OutcomeRow.Broken, true);
  }
}
