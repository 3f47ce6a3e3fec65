// All remarks on the source, each with its repair; and what of a pasted mail
// was left out. Opened from the footer.

import type { ProgramView } from "../../../session/views.ts";
import { TEXTS } from "../../texts.ts";
import { FixButton } from "./diagnostic-box.tsx";

const GLYPHS = { error: "✕", warning: "▲", note: "·" } as const;

export default function Problems({ program }: { program: ProgramView }) {
  return (
    <ul className="problems" id="problems">
      {program.leftOut.map((range) => (
        <li key={`left out ${range.fromLine}`}>
          <span aria-hidden="true">–</span>
          <p>{TEXTS.code.leftOut(range.what, range.fromLine, range.toLine)}</p>
        </li>
      ))}
      {program.diagnostics.map((one) => (
        <li key={`${one.line} ${one.column} ${one.code}`} className={one.severity}>
          <span aria-hidden="true">{GLYPHS[one.severity]}</span>
          <div>
            <p>
              <span className="dim">{TEXTS.code.line(one.line)}</span> {one.message}
            </p>
            {one.explanation === undefined ? null : (
              <details>
                <summary>{TEXTS.code.why}</summary>
                <p>{one.explanation}</p>
              </details>
            )}
            {one.fixes.map((fix) => (
              <FixButton key={fix.title} fix={fix} />
            ))}
          </div>
        </li>
      ))}
    </ul>
  );
}
