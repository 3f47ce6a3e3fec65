// The user's work, kept on this machine as the text of a link, so that old
// drafts open as old links do. Storage may be missing or full: then `false`.

import type { SharedMoment } from "../scenario/scenario.ts";
import type { Surroundings } from "./connection.ts";
import type { LinkCodec } from "./link.ts";

const DRAFT = "nmi-stepper.draft";
/** A draft set aside because a link was worked on instead. */
const ASIDE = "nmi-stepper.draft-aside";

export interface DraftStore {
  read(): Promise<SharedMoment | undefined>;
  readAside(): Promise<SharedMoment | undefined>;
  write(moment: SharedMoment): Promise<boolean>;
  /** Keep the present draft under another key before it is written over. */
  setAside(): void;
  dropAside(): void;
}

export function createDraftStore(storage: Surroundings["storage"], codec: LinkCodec): DraftStore {
  async function readKey(key: string): Promise<SharedMoment | undefined> {
    try {
      const text = storage?.getItem(key) ?? undefined;
      if (text === undefined) return undefined;
      const read = await codec.decode(text);
      return read.kind === "opened" ? read.moment : undefined;
    } catch {
      return undefined;
    }
  }

  return {
    read: () => readKey(DRAFT),
    readAside: () => readKey(ASIDE),
    async write(moment) {
      try {
        storage?.setItem(DRAFT, await codec.encode(moment));
        return storage !== undefined;
      } catch {
        return false;
      }
    },
    setAside() {
      try {
        const text = storage?.getItem(DRAFT) ?? undefined;
        if (text !== undefined) storage?.setItem(ASIDE, text);
      } catch {
        // A draft that cannot be set aside stays where it is.
      }
    },
    dropAside() {
      try {
        storage?.removeItem(ASIDE);
      } catch {
        // Nothing depends on it.
      }
    },
  };
}
