// Copies a text, and says whether the clipboard took it.

import { useState } from "react";

import { SHARE_TEXTS as TEXTS } from "../../texts/share.ts";

export interface CopyButtonProps {
  /** Or what makes it; undefined: there is none. */
  readonly text: string | (() => Promise<string | undefined>);
  readonly label: string;
  readonly primary?: boolean;
}

export function CopyButton({ text, label, primary = false }: CopyButtonProps) {
  const [copied, setCopied] = useState<"yes" | "no">();
  async function copy(): Promise<void> {
    setCopied(undefined);
    const words = typeof text === "string" ? text : await text();
    if (words === undefined) return;
    try {
      await navigator.clipboard.writeText(words);
      setCopied("yes");
    } catch {
      setCopied("no");
    }
  }
  return (
    <span className="share-actions">
      <button type="button" className={primary ? "small-button primary" : "small-button"} onClick={() => void copy()}>
        {label}
      </button>
      <span role="status">{copied === undefined ? "" : copied === "yes" ? TEXTS.copied : TEXTS.notCopied}</span>
    </span>
  );
}
