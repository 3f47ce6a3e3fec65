// The command that sets what is open, as it is edited and with its schedule, beside
// another handler: on the site's page for that, in a window of its own.

import type { Page } from "../store/page.ts";
import type { PageState } from "../store/state.ts";
import type { CommandParts } from "./commands.ts";

/** `other`: a name of the catalogue; undefined: what the handler was made from, or the reader chooses. */
export async function openCompare(page: Page, other?: string): Promise<void> {
  await page.source.apply();
  const { scenario } = page.store.getState();
  if (scenario === undefined) return;
  try {
    const fragment = await page.codec.encode({ scenario, position: 0 });
    const query = other === undefined ? "" : `?right=${other}`;
    const address = `compare.html${query}${fragment}`;
    if (window.open(address, "_blank") === null) location.assign(address);
  } catch (failure) {
    page.view.say(failure instanceof Error ? failure.message : String(failure));
  }
}

export function compareCommand(stopped: (state: PageState) => string | undefined): CommandParts {
  return {
    id: "compare",
    group: "Page",
    keys: ["K"],
    run: (page) => void openCompare(page),
    blocked: stopped,
  };
}
