// The lines that put this moment into another page.

import { useId, useState } from "react";

import { usePageState } from "../../page-context.tsx";
import { DEFAULT_VIEWS, EMBED_VIEWS, HEIGHT, type EmbedView } from "../../embed/options.ts";
import { embedSnippet } from "../../embed/snippet.ts";
import { SHARE_TEXTS as TEXTS } from "../../texts/share.ts";
import { CopyButton } from "./copy-button.tsx";

export function EmbedPart({ address, fragment, title }: { address: string; fragment: string; title: string }) {
  const [views, setViews] = useState<readonly EmbedView[]>(DEFAULT_VIEWS);
  const [readOnly, setReadOnly] = useState(false);
  const [clickToLoad, setClickToLoad] = useState(false);
  const [height, setHeight] = useState<number>(HEIGHT.usual);
  const flavor = usePageState((state) => state.flavor);
  const id = useId();
  const snippet = embedSnippet(address, fragment, { views, readOnly, clickToLoad, height, title, flavor });
  return (
    <details className="share-part">
      <summary>{TEXTS.embed}</summary>
      <fieldset className="share-choices">
        <legend>{TEXTS.embedViews}</legend>
        {EMBED_VIEWS.map((view) => (
          <label key={view} className="share-choice">
            <input
              type="checkbox"
              checked={views.includes(view)}
              onChange={(event) =>
                setViews(EMBED_VIEWS.filter((one) => (one === view ? event.target.checked : views.includes(one))))
              }
            />
            {TEXTS.views[view]}
          </label>
        ))}
      </fieldset>
      <div className="share-choices">
        <label className="share-choice">
          <input type="checkbox" checked={readOnly} onChange={(event) => setReadOnly(event.target.checked)} />
          {TEXTS.readOnly}
        </label>
        <label className="share-choice">
          <input type="checkbox" checked={clickToLoad} onChange={(event) => setClickToLoad(event.target.checked)} />
          {TEXTS.clickToLoad}
        </label>
        <label className="share-choice" htmlFor={id}>
          {TEXTS.height}
        </label>
        <input
          id={id}
          type="number"
          min={HEIGHT.least}
          max={HEIGHT.most}
          value={height}
          onChange={(event) => {
            const wanted = event.target.valueAsNumber;
            if (wanted >= HEIGHT.least && wanted <= HEIGHT.most) setHeight(Math.round(wanted));
          }}
        />
      </div>
      <textarea readOnly aria-label={TEXTS.snippet} value={snippet} />
      <CopyButton text={snippet} label={TEXTS.copySnippet} />
    </details>
  );
}
