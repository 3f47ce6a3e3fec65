// The source as a plain listing with gutters: before the editor comes, on
// phones, and for the read-only code. One stop of the Tab key.

import { memo, useEffect, useRef, type ReactNode } from "react";

import type { ListingLine } from "../../../session/views.ts";
import { hex, shortAddress } from "../../format.ts";
import { usePage, usePageState, useRegionName } from "../../page-context.tsx";
import { TEXTS } from "../../texts.ts";
import { scrollInBox } from "../../widgets/scroll.ts";
import { breakPlaceOf, MARK_GLYPHS, markTitle, strongest, type CodeMarks, type HeatMark } from "./code-marks.ts";
import { boxedDiagnostic, type SourceRow } from "./code-rows.ts";
import { DiagnosticBox } from "./diagnostic-box.tsx";
import { Highlighted } from "./highlight.tsx";

/** Scrolls the next instruction into sight when it changes. */
export function CodeScroll({
  label,
  follow,
  children,
}: {
  label: string;
  follow: bigint | undefined;
  children: ReactNode;
}) {
  const element = useRef<HTMLDivElement>(null);
  const name = useRegionName(label);
  useEffect(() => {
    if (follow === undefined) return undefined;
    // With the picture that is drawn anyway: no layout between two others.
    const frame = requestAnimationFrame(() =>
      scrollInBox(
        element.current?.querySelector(".code-line.shown") ?? element.current?.querySelector(".code-line.next"),
      ),
    );
    return () => cancelAnimationFrame(frame);
  }, [follow]);
  return (
    <div className="code" ref={element} role="region" aria-label={name} tabIndex={0}>
      {children}
    </div>
  );
}

export function SourceListing({
  rows,
  marks,
  locked = [],
}: {
  rows: readonly SourceRow[];
  marks: CodeMarks;
  /** Lines that a level does not let the learner change. */
  locked?: readonly number[];
}) {
  const textOf = useInstructionText();
  return rows.map((row) => {
    const boxed = boxedDiagnostic(row);
    return (
      <div key={row.line} className={row.isLeftOut ? "left-out" : undefined}>
        <CodeLine
          instruction={row.instruction}
          mark={strongest(row.instructions, marks)}
          marks={marks}
          number={String(row.line)}
          className={locked.includes(row.line) ? "locked-line" : ""}
          text={row.text}
          isLocked={locked.includes(row.line)}
          isIdealised={row.isIdealised}
        />
        {row.body.map((line) => (
          <CodeLine
            key={hex(line.address)}
            instruction={line}
            marks={marks}
            number="+"
            className="from-body"
            text={textOf(line)}
          />
        ))}
        {boxed === undefined ? null : <DiagnosticBox diagnostic={boxed} />}
      </div>
    );
  });
}

/** Read-only code: vectors and workload. */
export function InstructionListing({ lines, marks }: { lines: readonly ListingLine[]; marks: CodeMarks }) {
  const textOf = useInstructionText();
  return lines.map((line) => (
    <div key={hex(line.address)}>
      {line.labels.map((label) => (
        <CodeLine
          key={label}
          instruction={undefined}
          marks={marks}
          number=""
          className="read-only"
          text={`${label}:`}
        />
      ))}
      <CodeLine instruction={line} marks={marks} number="" className="read-only" text={textOf(line)} />
    </div>
  ));
}

/** Instructions in the syntax that the reader prefers. */
export function useInstructionText(): (line: ListingLine) => string {
  const flavor = usePageState((state) => state.flavor);
  return (line) => `  ${flavor === "intel" ? line.intel : line.text}`;
}

interface LineText {
  readonly instruction: ListingLine | undefined;
  readonly number: string;
  readonly className: string;
  readonly text: string;
  readonly isLocked?: boolean;
  readonly isIdealised?: boolean;
}

/** `mark`: if the line stands for more than its instruction. */
export function CodeLine({ marks, mark, ...line }: LineText & { marks: CodeMarks; mark?: Drawn["mark"] }) {
  const { instruction } = line;
  return (
    <DrawnLine
      {...line}
      mark={mark ?? (instruction === undefined ? undefined : marks.at(instruction))}
      hasHeat={marks.hasHeat}
      heat={instruction === undefined ? undefined : marks.heat(instruction)}
      isSet={instruction !== undefined && marks.hasBreakpoint(instruction)}
    />
  );
}

interface Drawn extends LineText {
  readonly mark: ReturnType<CodeMarks["at"]>;
  readonly hasHeat: boolean;
  readonly heat: HeatMark | undefined;
  readonly isSet: boolean;
}

/** A step changes the marks of two lines. */
const DrawnLine = memo(function DrawnLine(line: Drawn) {
  const { instruction, number, className, text, mark, hasHeat, heat, isSet } = line;
  return (
    <div className={`code-line ${className} ${mark ?? ""} ${hasHeat ? "with-heat" : ""}`}>
      <span className="code-mark" title={mark === undefined ? undefined : markTitle(mark)}>
        {mark === undefined ? "" : MARK_GLYPHS[mark]}
      </span>
      {hasHeat ? <HeatGutter heat={heat} /> : null}
      <BreakpointGutter instruction={instruction} isSet={isSet} />
      <span className="code-address" title={instruction === undefined ? undefined : hex(instruction.address)}>
        {instruction === undefined ? "" : shortAddress(instruction.address)}
      </span>
      <span className="code-number">{number}</span>
      <code>
        <Highlighted text={text} />
        {line.isLocked === true ? <span className="hidden-text"> ({TEXTS.level.lockedLine})</span> : null}
        {line.isIdealised === true ? (
          <span className="code-hint" title={TEXTS.code.idealisedTitle}>
            {TEXTS.code.idealised}
          </span>
        ) : null}
      </code>
    </div>
  );
});

/** Clickable for the mouse; for the keyboard there is the table in the explorer. */
function HeatGutter({ heat }: { heat: HeatMark | undefined }) {
  const page = usePage();
  if (heat === undefined) return <span className="code-heat" />;
  const { place, verdict, glyph, title } = heat;
  return (
    <span
      className={`code-heat heat-${verdict}`}
      title={title}
      {...(place.schedule === undefined
        ? {}
        : { onClick: () => void page.counterexamples().then((found) => found.showHarm(place)) })}
    >
      {glyph}
    </span>
  );
}

/** Clickable for the mouse; the keyboard has its own key for it. */
function BreakpointGutter({ instruction, isSet }: { instruction: ListingLine | undefined; isSet: boolean }) {
  const page = usePage();
  if (instruction === undefined) return <span className="code-break" />;
  return (
    <span
      className={isSet ? "code-break set" : "code-break can-set"}
      title={TEXTS.code.breakpointAt(instruction.place)}
      onClick={() => void page.machine.toggleBreakpoint(breakPlaceOf(instruction))}
    >
      {isSet ? MARK_GLYPHS.breakpoint : ""}
    </span>
  );
}
