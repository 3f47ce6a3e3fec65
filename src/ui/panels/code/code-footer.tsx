// The footer of the code: counts of remarks, whether the edit is applied, how
// to leave the editor.

import { lazy, Suspense, useState } from "react";

import { usePageState } from "../../page-context.tsx";
import { TEXTS } from "../../texts.ts";

const Problems = lazy(() => import("./problems.tsx"));

export function CodeFooter() {
  const [open, setOpen] = useState(false);
  const program = usePageState((state) => state.program);
  const pending = usePageState((state) => state.sourcePending);
  if (program === undefined) return <footer className="code-footer" />;
  const of = (severity: string): number => program.diagnostics.filter((one) => one.severity === severity).length;
  const state = pending ? TEXTS.code.editing : program.assembled ? TEXTS.code.applied : TEXTS.code.failed;
  const hasList = program.diagnostics.length > 0 || program.leftOut.length > 0;
  const leftOutLines = program.leftOut.reduce((sum, range) => sum + range.toLine - range.fromLine + 1, 0);
  return (
    <>
      {open && hasList ? (
        <Suspense fallback={null}>
          <Problems program={program} />
        </Suspense>
      ) : null}
      <footer className="code-footer">
        <button
          type="button"
          aria-expanded={open && hasList}
          aria-controls="problems"
          disabled={!hasList}
          onClick={() => setOpen(!open)}
        >
          {of("error") > 0 ? (
            <span className="error-glyph">✕</span>
          ) : of("warning") > 0 ? (
            <span className="warning-glyph">▲</span>
          ) : null}{" "}
          {TEXTS.code.problems(of("error"), of("warning"), of("note"))}
          {leftOutLines === 0 ? null : `; ${TEXTS.code.leftOutShort(leftOutLines)}`}
        </button>
        <span className="spring" />
        <span className="footer-state" title={TEXTS.code.editorHint}>
          {TEXTS.code.syntax} · <b className={program.assembled ? undefined : "error-glyph"}>{state}</b>
          {pending ? ` · ${TEXTS.code.apply}` : ""}
        </span>
      </footer>
    </>
  );
}
