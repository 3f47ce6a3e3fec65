// The door to what is kept: small enough for a first visit, which has nothing kept.
// The keeper behind it is loaded once the first view is asked for.

import type { StoreApi } from "zustand/vanilla";

import type { SharedMoment } from "../../scenario/scenario.ts";
import type { PageState } from "../state.ts";
import { NOTHING_KEPT } from "../texts/notices.ts";
import type { Keeper, KeeperPorts } from "./keeper.ts";
import { dropEarly, noteEarly } from "./early-draft.ts";
import type { KeepSurroundings } from "./surroundings.ts";

export interface KeepPorts extends Omit<KeeperPorts, "surroundings"> {
  /** Undefined: nothing is kept, as in a frame. */
  readonly load: (() => Promise<KeepSurroundings>) | undefined;
  /** Something was kept by an earlier visit: it is looked at before anything is shown. */
  readonly hasKept: () => boolean;
  readonly storage: Pick<Storage, "setItem" | "removeItem"> | undefined;
}

interface Begun {
  readonly moment: SharedMoment;
  readonly opened: "quietly" | "listed";
  readonly beside: string | undefined;
}

export class Keep {
  #keeper: Promise<Keeper | undefined> | undefined;
  #loaded: Keeper | undefined;
  #begun: Begun | undefined;
  /** Something was done before the keeper was here. */
  #isEarly = false;

  constructor(
    private readonly store: StoreApi<PageState>,
    private readonly ports: KeepPorts,
  ) {
    if (ports.load === undefined) return;
    store.subscribe((state, before) => {
      if (this.#loaded === undefined && noteEarly(ports.storage, state, before)) this.#isEarly = true;
    });
  }

  get hasKept(): boolean {
    return this.#loaded !== undefined || (this.ports.load !== undefined && this.ports.hasKept());
  }

  /** Undefined: nothing is kept here. */
  keeper(): Promise<Keeper | undefined> {
    this.#keeper ??= this.#load();
    return this.#keeper;
  }

  /** Opens something else as a work of its own. */
  async begin(begun: Begun, open: () => Promise<void>): Promise<void> {
    const { moment, opened, beside } = begun;
    if (this.#loaded === undefined) {
      this.#begun = begun;
      await open();
      return void this.keeper();
    }
    this.#loaded.begin(moment, opened, beside);
    await this.#loaded.travel(open);
  }

  /** What an open page holds, before something else is opened in its place. */
  async saveIfAny(): Promise<void> {
    if (this.#loaded !== undefined || this.#isEarly) await this.save();
  }

  async save(): Promise<void> {
    await (await this.keeper())?.save();
  }

  /** Undo or redo of any change: what came of it. */
  async walk(kind: "undo" | "redo", echoes = false): Promise<string> {
    return (await (await this.keeper())?.walk(kind, echoes)) ?? NOTHING_KEPT;
  }

  async #load(): Promise<Keeper | undefined> {
    const { load, ...ports } = this.ports;
    if (load === undefined) return undefined;
    const [{ Keeper: Made }, surroundings] = await Promise.all([import("./keeper.ts"), load()]);
    const keeper = await Made.make(this.store, { ...ports, surroundings });
    this.#loaded = keeper;
    const begun = this.#begun;
    // What was done meanwhile is the first what-if.
    if (begun !== undefined) {
      keeper.begin(begun.moment, begun.opened, begun.beside);
      await keeper.travel(() => Promise.resolve());
    }
    if (this.#isEarly) {
      keeper.noteNow();
      dropEarly(this.ports.storage);
    }
    return keeper;
  }
}
