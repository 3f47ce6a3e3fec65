// The rarer strips: a link could not be read, a draft stands beside a link, title and
// note of what was opened, a newer version of the page.

import { useState } from "react";

import { usePage, usePageState } from "../page-context.tsx";
import { TEXTS } from "../texts.ts";
import { STRIP_TEXTS } from "../texts/strips.ts";
import { Strip } from "../widgets/strip.tsx";

export function MoreStrips() {
  return (
    <>
      <LinkStrip />
      <NoteStrip />
      <VersionStrip />
    </>
  );
}

function LinkStrip() {
  const page = usePage();
  const link = usePageState((state) => state.link);
  if (link === undefined) return null;
  if (link.kind === "draft-beside") {
    return (
      <Strip tone="plain">
        <span>{STRIP_TEXTS.link.beside}</span>
        <button type="button" className="small-button" onClick={() => void page.opening.keepMine()}>
          {STRIP_TEXTS.link.keepMine}
        </button>
        <button type="button" className="small-button" onClick={() => void page.opening.takeTheirs()}>
          {STRIP_TEXTS.link.takeTheirs}
        </button>
      </Strip>
    );
  }
  const { salvaged } = link;
  return (
    <Strip tone="bad">
      <span>
        <b>{STRIP_TEXTS.link.bad}</b> {link.message} {salvaged === undefined ? "" : STRIP_TEXTS.link.salvaged}
      </span>
      {salvaged === undefined ? null : (
        <button
          type="button"
          className="small-button"
          onClick={() => {
            page.view.dismissLink();
            void page.source.replace(salvaged);
          }}
        >
          {STRIP_TEXTS.link.openSalvaged}
        </button>
      )}
      <button type="button" className="small-button" onClick={page.view.dismissLink}>
        {TEXTS.dismiss}
      </button>
    </Strip>
  );
}

function VersionStrip() {
  const renew = usePageState((state) => state.newVersion);
  if (renew === undefined) return null;
  return (
    <Strip tone="plain">
      <span className="new-version">
        {STRIP_TEXTS.newVersion.told}{" "}
        <button type="button" className="small-button" onClick={renew}>
          {STRIP_TEXTS.newVersion.reload}
        </button>
      </span>
    </Strip>
  );
}

/** Title and note that came with a link or a file. */
function NoteStrip() {
  const title = usePageState((state) => state.scenario?.title);
  const note = usePageState((state) => state.scenario?.note);
  const isLevel = usePageState((state) => state.level !== undefined);
  const [dismissed, setDismissed] = useState<string>();
  const key = `${title ?? ""}\n${note ?? ""}`;
  if (isLevel || (title === undefined && note === undefined) || dismissed === key) return null;
  return (
    <Strip tone="plain">
      <span className="link-note">
        <b>{title ?? STRIP_TEXTS.link.told}</b> {note}
      </span>
      <button type="button" className="small-button" onClick={() => setDismissed(key)}>
        {TEXTS.dismiss}
      </button>
    </Strip>
  );
}
