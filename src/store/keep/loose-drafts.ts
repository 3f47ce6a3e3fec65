// Drafts that lie beside the shelf: those of an older release, one for all tabs, as the
// text of a link; and what was done before the keeper of a visit was here.

import { openLink } from "../../scenario/link/link.ts";
import type { SharedMoment } from "../../scenario/scenario.ts";
import { dropEarly, EARLY_DRAFT } from "./early-draft.ts";
import { momentRecord, readMoment } from "./records.ts";
import type { QuickStorage } from "./surroundings.ts";

export const OLDER_DRAFT = "nmi-stepper.draft";
/** The older of two: set aside because a link was worked on. */
const ASIDE = "nmi-stepper.draft-aside";

/** The newest last. They are taken from where they were; one that cannot be read stays there. */
export async function takeLooseDrafts(storage: QuickStorage | undefined): Promise<readonly SharedMoment[]> {
  const drafts: SharedMoment[] = [];
  for (const key of [ASIDE, OLDER_DRAFT]) {
    const text = storage?.getItem(key) ?? "";
    const read = text === "" ? undefined : await openLink(text);
    if (read?.ok !== true) continue;
    drafts.push({ scenario: read.shared.scenario, position: read.shared.position });
    storage?.removeItem(key);
  }
  const early = readEarly(storage?.getItem(EARLY_DRAFT) ?? "");
  if (early !== undefined) drafts.push(early);
  dropEarly(storage);
  return drafts;
}

/** Read as strictly as a link, whoever wrote it. */
function readEarly(text: string): SharedMoment | undefined {
  try {
    return text === "" ? undefined : readMoment(momentRecord(JSON.parse(text) as SharedMoment));
  } catch {
    return undefined;
  }
}
