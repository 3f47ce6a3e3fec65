// The link to this moment: made here, never sent anywhere.

import { useEffect, useRef, useState } from "react";

import { usePage } from "../page-context.tsx";
import { TEXTS } from "../texts.ts";
import { Dialog } from "../widgets/dialog.tsx";

/** What chat programs take without cutting, and what mail programs do. */
const CHAT_CHARACTERS = 2000;
const MAIL_CHARACTERS = 8000;

export function ShareDialog() {
  const page = usePage();
  const [link, setLink] = useState<string>();
  const [problem, setProblem] = useState<string>();
  const [copied, setCopied] = useState<"yes" | "no">();
  const field = useRef<HTMLTextAreaElement>(null);

  useEffect(() => {
    const moment = page.opening.shared();
    if (moment === undefined) return;
    page.codec.encode(moment).then(
      (fragment) => setLink(location.href.replace(/#.*$/, "") + fragment),
      (failure: unknown) => setProblem(failure instanceof Error ? failure.message : String(failure)),
    );
  }, [page]);

  useEffect(() => {
    if (link !== undefined) field.current?.select();
  }, [link]);

  async function copy(): Promise<void> {
    if (link === undefined) return;
    try {
      await navigator.clipboard.writeText(link);
      setCopied("yes");
    } catch {
      field.current?.select();
      setCopied("no");
    }
  }

  return (
    <Dialog title={TEXTS.share.title} onClose={page.view.closeDialog}>
      <div className="share-body">
        <p>{TEXTS.share.holds}</p>
        {problem === undefined ? null : <p role="alert">{problem}</p>}
        {link === undefined ? (
          <p className="dim">{problem === undefined ? TEXTS.share.making : ""}</p>
        ) : (
          <>
            <textarea ref={field} readOnly aria-label={TEXTS.share.label} value={link} />
            <p className="dim">
              {TEXTS.share.length(link.length.toLocaleString("en-GB"))}: {meter(link.length)}
            </p>
            <div className="share-actions">
              <button type="button" className="small-button" onClick={() => void copy()}>
                {TEXTS.share.copy}
              </button>
              <span role="status">
                {copied === undefined ? "" : copied === "yes" ? TEXTS.share.copied : TEXTS.share.notCopied}
              </span>
            </div>
          </>
        )}
        <ImagePart />
      </div>
    </Dialog>
  );
}

/** The scenario for another emulator: saved as a file, with the lines to type. */
function ImagePart() {
  const page = usePage();
  const [how, setHow] = useState<readonly string[]>();
  const [refusal, setRefusal] = useState<string>();

  async function save(): Promise<void> {
    const file = await page.machine.exportImage();
    setHow(file?.how);
    setRefusal(file === undefined ? (page.store.getState().notice ?? TEXTS.share.noImage) : undefined);
  }

  return (
    <section className="share-image" aria-label={TEXTS.share.image}>
      <button type="button" className="small-button" onClick={() => void save()}>
        {TEXTS.share.image}
      </button>
      <p className="dim">{TEXTS.share.imageHolds}</p>
      <div role="status">
        {refusal}
        {how === undefined ? null : (
          <>
            {TEXTS.share.imageHow}
            {how.map((line) => (
              <code key={line}>{line}</code>
            ))}
          </>
        )}
      </div>
    </section>
  );
}

function meter(length: number): string {
  if (length <= CHAT_CHARACTERS) return TEXTS.share.fits;
  return length <= MAIL_CHARACTERS ? TEXTS.share.mayBeCut : TEXTS.share.long;
}
