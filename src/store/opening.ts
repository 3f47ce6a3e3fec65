// What the page opens with: the link first, the saved draft second, the
// default third; and keeping the draft from then on. A link never writes over
// a draft: both stay until the user says which.

import type { StoreApi } from "zustand/vanilla";

import type { Shared } from "../scenario/link/link.ts";
import type { Scenario, SharedMoment } from "../scenario/scenario.ts";
import type { Surroundings } from "./connection.ts";
import type { DraftStore } from "./draft.ts";
import type { LinkCodec } from "./link.ts";
import { stateOf } from "./link-view.ts";
import type { PageState } from "./state.ts";

const SAVE_PAUSE_MS = 600;

export interface OpeningPorts {
  readonly codec: LinkCodec;
  readonly drafts: DraftStore;
  readonly surroundings: Surroundings;
  readonly firstMoment: SharedMoment;
  open(moment: Shared): Promise<void>;
  /** Take the link out of the address: it no longer describes the page. */
  clearAddress(): void;
}

export class Opening {
  /** What was opened; anything else is the user's own work. */
  #base: Scenario | undefined;
  #isDraft = false;
  #fromLink = false;
  #stopSave: (() => void) | undefined;

  constructor(
    private readonly store: StoreApi<PageState>,
    private readonly ports: OpeningPorts,
  ) {}

  async start(fragment: string): Promise<void> {
    if (fragment.length > 1 && (await this.#openLink(fragment))) return;
    const { drafts, firstMoment } = this.ports;
    const draft = await drafts.read();
    if (draft === undefined) return this.#show(firstMoment, "default");
    const aside = await drafts.readAside();
    if (aside !== undefined && this.store.getState().link === undefined) {
      this.store.setState({ link: { kind: "draft-beside", draft: aside } });
    }
    return this.#show(draft, "draft");
  }

  /** The address changed under the open page: someone pasted a link. */
  async follow(fragment: string): Promise<void> {
    await this.save();
    if (fragment.length > 1) await this.#openLink(fragment);
  }

  /** Called on every change; writes once the user pauses. */
  noteChange(): void {
    this.#stopSave?.();
    this.#stopSave = this.ports.surroundings.after(SAVE_PAUSE_MS, () => void this.save());
  }

  /** The scenario as it is now, text that was only typed included. */
  present(): SharedMoment | undefined {
    const { scenario, moment, sourceText, sourcePending } = this.store.getState();
    if (scenario === undefined) return undefined;
    const kept: Scenario = sourcePending ? { ...scenario, handler: { kind: "source", text: sourceText } } : scenario;
    return { scenario: kept, position: moment?.position ?? 0 };
  }

  /** The same for a link, with the end of its run if that is known. */
  shared(): Shared | undefined {
    const moment = this.present();
    const { run, program, sourcePending } = this.store.getState();
    if (moment === undefined || sourcePending || program?.assembled !== true || run?.digest === undefined)
      return moment;
    return { ...moment, digest: run.digest };
  }

  async save(): Promise<void> {
    this.#stopSave?.();
    this.#stopSave = undefined;
    const moment = this.present();
    // A level is no work of the user's own: the draft stays what it was before.
    if (moment === undefined || this.store.getState().level !== undefined) return;
    const isTouched = !sameScenario(moment.scenario, this.#base);
    if (!isTouched && !this.#isDraft) return;
    if (isTouched && this.#fromLink) {
      if (this.store.getState().link?.kind === "draft-beside") this.ports.drafts.setAside();
      this.#fromLink = false;
      this.ports.clearAddress();
    }
    this.#isDraft = true;
    await this.ports.drafts.write(moment);
  }

  async keepMine(): Promise<void> {
    const { link } = this.store.getState();
    if (link?.kind !== "draft-beside") return;
    this.store.setState({ link: undefined });
    this.ports.clearAddress();
    await this.#show(link.draft, "draft");
    await this.ports.drafts.write(link.draft);
    this.ports.drafts.dropAside();
  }

  async takeTheirs(): Promise<void> {
    this.store.setState({ link: undefined });
    const moment = this.present();
    this.#isDraft = true;
    this.#fromLink = false;
    this.ports.clearAddress();
    if (moment !== undefined) await this.ports.drafts.write(moment);
    this.ports.drafts.dropAside();
  }

  async #show(moment: Shared, origin: "link" | "draft" | "default"): Promise<void> {
    this.#isDraft = origin === "draft";
    this.#fromLink = origin === "link";
    this.#base = moment.scenario;
    await this.ports.open(moment);
    this.#base = this.store.getState().scenario ?? this.#base;
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
    await this.save();
    const draft = await this.ports.drafts.read();
    const isOther = draft !== undefined && !sameScenario(draft.scenario, shared.scenario);
    this.store.setState({
      level: undefined,
      link: isOther ? { kind: "draft-beside", draft } : undefined,
      ...stateOf(shared.view),
    });
    await this.#show(shared, "link");
  }
}

function sameScenario(left: Scenario, right: Scenario | undefined): boolean {
  return right !== undefined && canonical(left) === canonical(right);
}

/** The same text for the same content, whatever the order of its fields. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === "object" && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
