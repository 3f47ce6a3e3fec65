// The place of the editor: a listing until the editor's own chunk is here. On
// phones and touch screens the listing stays, and what is written there is plain text.

import { lazy, Suspense, useEffect, useState, type ReactNode } from "react";

const Editor = lazy(() => import("./editor/editor.tsx"));
const PlainText = lazy(() => import("./plain-text.tsx"));

/** Where an editor is of no use: too narrow, or no keyboard to expect. */
const LISTING_ONLY = "(max-width: 37.5em), (hover: none) and (pointer: coarse)";

export function EditorSlot({ shown, fallback }: { shown: boolean; fallback: ReactNode }) {
  const wanted = useWanted();
  if (!wanted) {
    if (!shown) return null;
    return wanted === false ? (
      <Suspense fallback={fallback}>
        <PlainText listing={fallback} />
      </Suspense>
    ) : (
      fallback
    );
  }
  return (
    <Suspense fallback={shown ? fallback : null}>
      <div className="editor-slot" hidden={!shown}>
        <Editor />
      </div>
    </Suspense>
  );
}

/** The editor, or plain text; undefined until the first paint, so that the page's own code comes first. */
function useWanted(): boolean | undefined {
  const [wanted, setWanted] = useState<boolean>();
  useEffect(() => {
    const query = matchMedia(LISTING_ONLY);
    let timer: number | undefined;
    const decide = (): void => {
      window.clearTimeout(timer);
      if (query.matches) setWanted(false);
      else timer = window.setTimeout(() => setWanted(true), 50);
    };
    decide();
    query.addEventListener("change", decide);
    return () => {
      window.clearTimeout(timer);
      query.removeEventListener("change", decide);
    };
  }, []);
  return wanted;
}
