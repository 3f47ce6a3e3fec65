// What the page opens with: the link first, the kept draft second, the default
// third. A link never writes over a draft: both stay until the user says which,
// and the draft stays in the history whatever they say.

import type { StoreApi } from "zustand/vanilla";

import type { Shared } from "../scenario/link/link.ts";
import type { SharedMoment } from "../scenario/scenario.ts";
import type { Keep } from "./keep/keep.ts";
import type { LinkCodec } from "./link.ts";
import { presentMoment } from "./selectors.ts";
import type { PageState } from "./state.ts";

export interface OpeningPorts {
  readonly codec: LinkCodec;
  readonly keep: Keep;
  readonly firstMoment: SharedMoment;
  open(moment: Shared): Promise<void>;
  /** What is asked meanwhile is asked of what this opens. */
  hold<T>(opening: Promise<T>): Promise<T>;
}

export class Opening {
  constructor(
    private readonly store: StoreApi<PageState>,
    private readonly ports: OpeningPorts,
  ) {}

  async start(fragment: string): Promise<void> {
    if (fragment.length > 1 && (await this.#openLink(fragment))) return;
    const { keep, firstMoment } = this.ports;
    const keeper = keep.hasKept ? await keep.keeper() : undefined;
    const resumed = await keeper?.resume();
    if (keeper === undefined || resumed === undefined) return this.#show(firstMoment, "quietly");
    if (resumed.beside !== undefined) await this.#offer(resumed.beside);
    const { scenario, position } = resumed.moment;
    await keeper.travel(() => this.ports.open({ scenario, position }));
  }

  /** The address changed under the open page: someone pasted a link. */
  follow(fragment: string): Promise<void> {
    return this.ports.hold(this.#follow(fragment));
  }

  async #follow(fragment: string): Promise<void> {
    await this.save();
    if (fragment.length > 1) await this.#openLink(fragment);
  }

  present(): SharedMoment | undefined {
    return presentMoment(this.store.getState());
  }

  /** The same for a link, with the end of its run if that is known. */
  shared(): Shared | undefined {
    const moment = this.present();
    const { run, program, sourcePending } = this.store.getState();
    if (moment === undefined || sourcePending || program?.assembled !== true || run?.digest === undefined)
      return moment;
    return { ...moment, digest: run.digest };
  }

  save(): Promise<void> {
    return this.ports.keep.save();
  }

  async keepMine(): Promise<void> {
    const { link } = this.store.getState();
    if (link?.kind !== "draft-beside") return;
    this.store.setState({ link: undefined });
    const { keep, hold } = this.ports;
    await hold(keep.keeper().then((keeper) => keeper?.history().openDraft(link.work)));
  }

  async takeTheirs(): Promise<void> {
    this.store.setState({ link: undefined });
    await (await this.ports.keep.keeper())?.adopt();
  }

  async #offer(work: string): Promise<void> {
    const draft = await (await this.ports.keep.keeper())?.momentOf(work);
    if (draft !== undefined) this.store.setState({ link: { kind: "draft-beside", draft, work } });
  }

  #show(moment: Shared, opened: "quietly" | "listed", beside?: string): Promise<void> {
    return this.ports.keep.begin({ moment, opened, beside }, () => this.ports.open(moment));
  }

  async #openLink(fragment: string): Promise<boolean> {
    const read = await this.ports.codec.decode(fragment);
    if (read.kind === "bad") {
      this.store.setState({ link: { kind: "bad", message: read.message, salvaged: read.salvaged } });
      return false;
    }
    await this.openShared(read.moment);
    return true;
  }

  /** From a link or a file: the draft stays beside it. */
  async openShared(shared: Shared): Promise<void> {
    const { keep } = this.ports;
    await keep.saveIfAny();
    const beside = keep.hasKept ? await (await keep.keeper())?.besides(shared.scenario) : undefined;
    // Few links say how the page looked.
    const view = shared.view === undefined ? {} : (await import("./link-view.ts")).stateOf(shared.view);
    this.store.setState({
      level: undefined,
      link: beside === undefined ? undefined : { kind: "draft-beside", draft: beside.moment, work: beside.work },
      ...view,
    });
    await this.#show(shared, "listed", beside?.work);
  }
}
