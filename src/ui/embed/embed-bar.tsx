// The bar of the embedded page, and the link that opens this very moment in the
// whole tool.

import { useEffect, useState } from "react";

import { usePage } from "../page-context.tsx";
import { TEXTS } from "../texts.ts";
import { EMBED_TEXTS } from "../texts/embed.ts";
import { useAbout } from "./use-about.ts";

export function EmbedBar({ title }: { title: string | undefined }) {
  const about = useAbout();
  return (
    <header className="embed-bar">
      <h1>{title ?? TEXTS.name}</h1>
      <span className="embed-about" title={about}>
        {about}
      </span>
      <OpenInFull />
    </header>
  );
}

export function OpenInFull() {
  const fragment = useFragment();
  return (
    <a className="embed-full" href={location.pathname + fragment} target="_blank" rel="noopener">
      {EMBED_TEXTS.openInFull}
    </a>
  );
}

/** The present state as a link, made anew after each change; one at a time, the last one wins. */
function useFragment(): string {
  const page = usePage();
  const [fragment, setFragment] = useState(location.hash);
  useEffect(() => {
    let isOpen = true;
    let isMaking = false;
    let again = false;
    async function make(): Promise<void> {
      again = isMaking;
      if (isMaking) return;
      isMaking = true;
      const shared = page.opening.shared();
      const made = shared === undefined ? undefined : await page.codec.encode(shared).catch(() => undefined);
      isMaking = false;
      if (isOpen && made !== undefined) setFragment(made);
      if (isOpen && again) void make();
    }
    const stop = page.store.subscribe((state, before) => {
      if (
        state.moment !== before.moment ||
        state.scenario !== before.scenario ||
        state.sourceText !== before.sourceText
      )
        void make();
    });
    void make();
    return () => {
      isOpen = false;
      stop();
    };
  }, [page]);
  return fragment;
}
