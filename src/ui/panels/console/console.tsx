// The console row: one line with the last command and its result; opened, the
// terminal, which is loaded only then.

import { lazy, Suspense } from "react";

import { usePage, usePageState } from "../../page-context.tsx";
import { TEXTS } from "../../texts.ts";
import "./console.css";

const Terminal = lazy(() => import("./terminal/terminal.tsx"));

export function Console() {
  const page = usePage();
  const open = usePageState((state) => state.consoleOpen);
  return (
    <section className={open ? "console open" : "console"} aria-label={TEXTS.console.region}>
      <button type="button" className="console-toggle" aria-expanded={open} onClick={page.view.toggleConsole}>
        {TEXTS.console.title}
        <kbd aria-hidden="true">`</kbd>
      </button>
      {open ? (
        <Suspense fallback={<p className="dim">{TEXTS.console.loading}</p>}>
          <Terminal />
        </Suspense>
      ) : (
        <LastLine />
      )}
    </section>
  );
}

/** The last command, and the first line of what it said. */
function LastLine() {
  const entries = usePageState((state) => state.console);
  const at = entries.findLastIndex((entry) => entry.kind === "echo");
  const echo = entries[at];
  const output = entries.slice(at + 1).find((entry) => entry.text.trim() !== "");
  return (
    <p className="console-line">
      <b>{TEXTS.console.prompt}</b>
      {echo?.text ?? ""}{" "}
      <span className={output?.kind === "error" ? "console-error" : "dim"}>
        {output?.text ?? (echo === undefined ? TEXTS.console.ready : "")}
      </span>
    </p>
  );
}
