// What the page opens with: the link first, the saved draft second, the
// default third; and keeping the draft from then on. A link never writes over
// a draft: both stay until the user says which.

import type { StoreApi } from "zustand/vanilla";

import type { Scenario, SharedMoment } from "../scenario/scenario.ts";
import type { Surroundings } from "./connection.ts";
import type { DraftStore } from "./draft.ts";
import type { LinkCodec } from "./link.ts";
import type { PageState } from "./state.ts";

const SAVE_PAUSE_MS = 600;

export interface OpeningPorts {
  readonly codec: LinkCodec;
  readonly drafts: DraftStore;
  readonly surroundings: Surroundings;
  readonly firstMoment: SharedMoment;
  open(moment: SharedMoment): Promise<void>;
  /** Take the link out of the address: it no longer describes the page. */
  clearAddress(): void;
}

export type Opening = ReturnType<typeof createOpening>;

export function createOpening(store: StoreApi<PageState>, ports: OpeningPorts) {
  /** What was opened; anything else is the user's own work. */
  let base: Scenario | undefined;
  let isDraft = false;
  let fromLink = false;
  let stopSave: (() => void) | undefined;

  async function show(moment: SharedMoment, origin: "link" | "draft" | "default"): Promise<void> {
    isDraft = origin === "draft";
    fromLink = origin === "link";
    base = moment.scenario;
    await ports.open(moment);
    base = store.getState().scenario ?? base;
  }

  function present(): SharedMoment | undefined {
    const { scenario, moment, sourceText, sourcePending } = store.getState();
    if (scenario === undefined) return undefined;
    const kept: Scenario = sourcePending ? { ...scenario, handler: { kind: "source", text: sourceText } } : scenario;
    return { scenario: kept, position: moment?.position ?? 0 };
  }

  async function save(): Promise<void> {
    stopSave?.();
    stopSave = undefined;
    const moment = present();
    if (moment === undefined) return;
    const touched = !sameScenario(moment.scenario, base);
    if (!touched && !isDraft) return;
    if (touched && fromLink) {
      if (store.getState().link?.kind === "draft-beside") ports.drafts.setAside();
      fromLink = false;
      ports.clearAddress();
    }
    isDraft = true;
    await ports.drafts.write(moment);
  }

  async function openLink(fragment: string): Promise<boolean> {
    const read = await ports.codec.decode(fragment);
    if (read.kind === "bad") {
      store.setState({ link: { kind: "bad", message: read.message, salvaged: read.salvaged } });
      return false;
    }
    const draft = await ports.drafts.read();
    const other = draft !== undefined && !sameScenario(draft.scenario, read.moment.scenario) ? draft : undefined;
    store.setState({
      link: other === undefined ? undefined : { kind: "draft-beside", draft: other },
      ...(read.remark === undefined ? {} : { notice: read.remark }),
    });
    await show(read.moment, "link");
    return true;
  }

  return {
    async start(fragment: string): Promise<void> {
      if (fragment.length > 1 && (await openLink(fragment))) return;
      const draft = await ports.drafts.read();
      if (draft === undefined) return show(ports.firstMoment, "default");
      const aside = await ports.drafts.readAside();
      if (aside !== undefined && store.getState().link === undefined) {
        store.setState({ link: { kind: "draft-beside", draft: aside } });
      }
      return show(draft, "draft");
    },

    /** The address changed under the open page: someone pasted a link. */
    async follow(fragment: string): Promise<void> {
      await save();
      if (fragment.length > 1) await openLink(fragment);
    },

    /** Called on every change; writes once the user pauses. */
    noteChange(): void {
      stopSave?.();
      stopSave = ports.surroundings.after(SAVE_PAUSE_MS, () => void save());
    },
    save,
    present,

    async keepMine(): Promise<void> {
      const { link } = store.getState();
      if (link?.kind !== "draft-beside") return;
      store.setState({ link: undefined });
      ports.clearAddress();
      await show(link.draft, "draft");
      await ports.drafts.write(link.draft);
      ports.drafts.dropAside();
    },

    async takeTheirs(): Promise<void> {
      store.setState({ link: undefined });
      const moment = present();
      isDraft = true;
      fromLink = false;
      ports.clearAddress();
      if (moment !== undefined) await ports.drafts.write(moment);
      ports.drafts.dropAside();
    },
  };
}

export function sameScenario(left: Scenario, right: Scenario | undefined): boolean {
  return right !== undefined && canonical(left) === canonical(right);
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === "object" && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
