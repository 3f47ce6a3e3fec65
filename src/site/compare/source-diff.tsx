// The two programs line by line: what only the left has, what only the right has.

import { diffLines } from "diff";

import { COMPARE_TEXTS as T } from "../../ui/texts/compare.ts";

export function SourceDiff({ left, right }: { left: string; right: string }) {
  const lines = diffLines(left, right).flatMap(({ value, added, removed }) =>
    value
      .replace(/\n$/, "")
      .split("\n")
      .map((text) => ({ text, side: added ? "right" : removed ? "left" : "both" }) as const),
  );
  const glyphs = { left: "−", right: "+", both: " " } as const;
  return (
    <details className="source-diff">
      <summary>{T.diff(lines.filter(({ side }) => side !== "both").length)}</summary>
      <div className="diff-lines" role="region" aria-label={T.diffTitle} tabIndex={0}>
        {lines.map(({ text, side }, index) => (
          <code key={index} className={`diff-${side}`}>
            <span className="diff-sign">
              <span aria-hidden="true">{glyphs[side]}</span>
              {side === "both" ? null : <span className="hidden-text">{T.onlyIn[side]}</span>}
            </span>
            {text}
          </code>
        ))}
      </div>
    </details>
  );
}
