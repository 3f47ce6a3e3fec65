// The middle column: the NMI stack with its copy beside it, and what became of
// each frame. Chooses between drawing and table.

import { lazy, Suspense } from "react";

import { tailHex } from "../../format.ts";
import { usePageState } from "../../page-context.tsx";
import { TEXTS } from "../../texts.ts";
import { StackDrawing } from "./stack-drawing.tsx";
import { WordDetail } from "./word-detail.tsx";
import "./stack.css";

const StackTable = lazy(async () => ({ default: (await import("./stack-table.tsx")).StackTable }));

export function StackPanel() {
  const stack = usePageState((state) => state.moment?.stack);
  const asTable = usePageState((state) => state.stackAsTable);
  const stale = usePageState((state) => state.program?.assembled === false);
  return (
    <section
      className={stale ? "pane stack-pane stale-run" : "pane stack-pane"}
      aria-label={TEXTS.stack.region}
      id="stack"
    >
      <header>
        <h2 className="stack-title">
          {stack?.title ?? "NMI stack"}{" "}
          <span>
            {stack === undefined ? "" : TEXTS.stack.range(stack.subtitle, tailHex(stack.from), tailHex(stack.to))}
          </span>
        </h2>
        <h2 className="copy-title">
          {stack?.copy?.title ?? TEXTS.stack.copy} <span>{stack?.copy?.subtitle ?? TEXTS.stack.noCopy}</span>
        </h2>
      </header>
      {stack === undefined ? (
        <div className="stack" />
      ) : asTable ? (
        <Suspense fallback={<div className="stack" />}>
          <StackTable stack={stack} />
        </Suspense>
      ) : (
        <StackDrawing stack={stack} />
      )}
      <WordDetail />
    </section>
  );
}
