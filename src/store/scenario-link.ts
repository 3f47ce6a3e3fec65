// The link codec as the store uses it; loaded with the first link or draft.

import type { LinkCodec } from "./link.ts";

export const SCENARIO_LINKS: LinkCodec = {
  async encode(shared) {
    const { makeLink } = await import("../scenario/link/link.ts");
    const made = await makeLink(shared);
    if (!made.ok) throw new Error(made.failure.message);
    return made.fragment;
  },
  async decode(fragment) {
    const { openLink } = await import("../scenario/link/link.ts");
    const opened = await openLink(fragment);
    if (opened.ok) return { kind: "opened", moment: opened.shared };
    const { message, source } = opened.failure;
    return { kind: "bad", message, ...(source === undefined ? {} : { salvaged: source }) };
  },
};
