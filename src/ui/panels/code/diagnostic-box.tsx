// A diagnostic under its line: the rule, what it does here, one repair, why.

import { useState } from "react";

import type { Diagnostic, Fix } from "../../../asm/assembly.ts";
import { usePage, usePageState } from "../../page-context.tsx";
import { TEXTS } from "../../texts.ts";
import { repairs } from "./code-rows.ts";
import { applyFix } from "./apply-fix.ts";

export function DiagnosticBox({ diagnostic }: { diagnostic: Diagnostic }) {
  const [open, setOpen] = useState(false);
  const program = usePageState((state) => state.program);
  const all = program === undefined ? [] : repairs(program);
  const at = all.indexOf(diagnostic);
  return (
    <div className={`diagnostic ${diagnostic.severity}`} role="note">
      <p>
        <span className="diagnostic-glyph" aria-hidden="true">
          {diagnostic.severity === "error" ? "✕" : "▲"}
        </span>{" "}
        <b>{diagnostic.message}</b>
      </p>
      <div className="diagnostic-actions">
        {diagnostic.fixes.map((fix) => (
          <FixButton key={fix.title} fix={fix} />
        ))}
        {diagnostic.explanation === undefined ? null : (
          <button type="button" className="link-button" aria-expanded={open} onClick={() => setOpen(!open)}>
            {TEXTS.code.why}
          </button>
        )}
        {at === -1 || all.length < 2 ? null : <span className="dim">{TEXTS.code.fixNext(at + 1, all.length)}</span>}
      </div>
      {open ? <p className="diagnostic-why">{diagnostic.explanation}</p> : null}
    </div>
  );
}

export function FixButton({ fix }: { fix: Fix }) {
  const page = usePage();
  return (
    <button
      type="button"
      className="small-button"
      title={fix.title}
      onClick={() => void page.source.replace(applyFix(page.store.getState().sourceText, fix))}
    >
      {fix.title}
    </button>
  );
}
