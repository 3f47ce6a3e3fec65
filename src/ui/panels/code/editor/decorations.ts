// What is drawn on the source's lines: marks of the gutter, the current line,
// underlines of remarks, hints after the text, left-out lines in grey.

import { Range, type editor } from "monaco-editor/editor/editor.api";

import type { Diagnostic } from "../../../../asm/assembly.ts";
import { TEXTS } from "../../../texts.ts";
import { markTitle, strongest, type CodeMarks } from "../code-marks.ts";
import type { SourceRow } from "../code-rows.ts";
import { plain } from "./hover-text.ts";

type Decoration = editor.IModelDeltaDecoration;

const LEFT_LANE = { position: 1 } as const;
const HEAT_LANE = { position: 2, persistLane: true } as const;
const RIGHT_LANE = { position: 3 } as const;

/** What changes with every step. */
export function decorateMoment(rows: readonly SourceRow[], marks: CodeMarks): Decoration[] {
  const kept = marks.hasHeat ? HEAT_KEPT : [];
  return [...kept, ...rows.flatMap((row) => [...lineMarks(row, marks), ...heatMarks(row, marks)])];
}

/** What changes with the text; `locked`: lines that a level does not let the learner change. */
export function decorateText(rows: readonly SourceRow[], bodyName: string, locked: readonly number[]): Decoration[] {
  const ofRow = (row: SourceRow): Decoration[] => [
    ...(row.isLeftOut ? [whole(row.line, { isWholeLine: true, inlineClassName: "left-out-text" })] : []),
    ...row.diagnostics.map(underline),
    ...hints(row, bodyName),
  ];
  return [...GUTTER_KEPT, ...rows.flatMap(ofRow), ...locked.map(lockedLine)];
}

/** Both lanes of the gutter are kept, so that a first breakpoint moves no text. */
const HEAT_KEPT: readonly Decoration[] = [LEFT_LANE, HEAT_LANE, RIGHT_LANE].map(({ position }) =>
  whole(1, { glyphMarginClassName: "gutter-kept", glyphMargin: { position, persistLane: true } }),
);
const GUTTER_KEPT: readonly Decoration[] = [LEFT_LANE, RIGHT_LANE].map((glyphMargin) =>
  whole(1, { glyphMarginClassName: "gutter-kept", glyphMargin }),
);

function lineMarks(row: SourceRow, marks: CodeMarks): Decoration[] {
  const { instruction, instructions, line } = row;
  const found: Decoration[] = [];
  if (instruction === undefined) return found;
  const mark = strongest(instructions, marks);
  if (mark === "next" || mark === "shown") found.push(whole(line, { isWholeLine: true, className: `${mark}-line` }));
  if (mark !== undefined) {
    found.push(
      whole(line, {
        glyphMarginClassName: `gutter-mark gutter-${mark}`,
        glyphMargin: LEFT_LANE,
        glyphMarginHoverMessage: { value: markTitle(mark) },
      }),
    );
  }
  if (marks.hasBreakpoint(instruction)) {
    found.push(
      whole(line, {
        glyphMarginClassName: "gutter-mark gutter-breakpoint",
        glyphMargin: RIGHT_LANE,
        glyphMarginHoverMessage: { value: TEXTS.code.breakpointAt(instruction.place) },
      }),
    );
  }
  return found;
}

function heatMarks({ instruction, line }: SourceRow, marks: CodeMarks): Decoration[] {
  const heat = instruction === undefined ? undefined : marks.heat(instruction);
  if (heat === undefined) return [];
  const count = heat.glyph.slice(1);
  const classes = ["gutter-heat", `gutter-heat-${heat.verdict}`, ...(count === "" ? [] : [`gutter-heat-${count}`])];
  return [
    whole(line, {
      glyphMarginClassName: classes.join(" "),
      glyphMargin: HEAT_LANE,
      glyphMarginHoverMessage: { value: plain(heat.title) },
    }),
  ];
}

function underline(diagnostic: Diagnostic): Decoration {
  const { line, column, endColumn, severity } = diagnostic;
  const range = new Range(line, column, line, Math.max(column + 1, endColumn));
  return {
    range,
    options: { inlineClassName: `remark-${severity}`, hoverMessage: { value: plain(diagnostic.message) } },
  };
}

function lockedLine(line: number): Decoration {
  const hoverMessage = { value: TEXTS.level.lockedLine };
  return whole(line, { isWholeLine: true, className: "locked-line", hoverMessage });
}

function hints(row: SourceRow, bodyName: string): Decoration[] {
  const end = row.text.length + 1;
  const after = (content: string): Decoration => ({
    range: new Range(row.line, end, row.line, end),
    options: { showIfCollapsed: true, after: { content: `   ${content}`, inlineClassName: "code-hint" } },
  });
  const found: Decoration[] = [];
  if (row.isIdealised) found.push(after(TEXTS.code.idealised));
  if (row.body.length > 0) {
    const number = row.body.length;
    found.push(after(TEXTS.code.filledBy(bodyName, `${number} ${number === 1 ? "instruction" : "instructions"}`)));
  }
  return found;
}

function whole(line: number, options: editor.IModelDecorationOptions): Decoration {
  return { range: new Range(line, 1, line, 1), options };
}
