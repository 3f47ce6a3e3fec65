// The source where the editor does not come, on phones: read as a listing, written as plain text.

import { useEffect, useRef, useState, type ReactNode } from "react";

import { usePage, usePageState } from "../../page-context.tsx";
import { TEXTS } from "../../texts.ts";
import { PLAIN_TEXTS } from "../../texts/plain.ts";

export default function PlainText({ listing }: { listing: ReactNode }) {
  const [isWriting, setWriting] = useState(false);
  return (
    <>
      {isWriting ? <Field /> : listing}
      <button type="button" className="plain-button" aria-pressed={isWriting} onClick={() => setWriting(!isWriting)}>
        {isWriting ? PLAIN_TEXTS.done : PLAIN_TEXTS.edit}
      </button>
    </>
  );
}

/** Assembled after a pause, like all that is typed; at once when it is left. */
function Field() {
  const page = usePage();
  const text = usePageState((state) => state.sourceText);
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    const { current } = field;
    current?.focus();
    // At the beginning, where the reader was: not at the end of a long text.
    current?.setSelectionRange(0, 0);
    return () => void page.source.apply();
  }, [page]);
  return (
    <textarea
      ref={field}
      className="plain-text"
      aria-label={TEXTS.code.region}
      value={text}
      spellCheck={false}
      autoCapitalize="off"
      autoComplete="off"
      autoCorrect="off"
      wrap="off"
      onChange={(event) => page.source.type(event.target.value)}
      onBlur={() => void page.source.apply()}
    />
  );
}
