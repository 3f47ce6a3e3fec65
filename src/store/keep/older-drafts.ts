// Drafts that an older release kept: one for all tabs, as the text of a link.

import { openLink } from "../../scenario/link/link.ts";
import type { SharedMoment } from "../../scenario/scenario.ts";
import type { QuickStorage } from "./surroundings.ts";

export const OLDER_DRAFT = "nmi-stepper.draft";
/** The older of two: set aside because a link was worked on. */
const ASIDE = "nmi-stepper.draft-aside";

/** The newest last. They are taken from where they were; one that cannot be read stays there. */
export async function takeOlderDrafts(storage: QuickStorage | undefined): Promise<readonly SharedMoment[]> {
  const drafts: SharedMoment[] = [];
  for (const key of [ASIDE, OLDER_DRAFT]) {
    const text = storage?.getItem(key) ?? "";
    const read = text === "" ? undefined : await openLink(text);
    if (read?.ok !== true) continue;
    drafts.push({ scenario: read.shared.scenario, position: read.shared.position });
    storage?.removeItem(key);
  }
  return drafts;
}
