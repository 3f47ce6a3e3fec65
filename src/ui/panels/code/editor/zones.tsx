// What stands between the source's lines: the body's instructions and the
// boxes of diagnostics, drawn by React into the editor's view zones.

import { useEffect, useLayoutEffect, useRef, useState } from "react";
import { createPortal } from "react-dom";
import type { editor } from "monaco-editor/editor/editor.api";

import { CodeLine, useInstructionText } from "../listing.tsx";
import { DiagnosticBox } from "../diagnostic-box.tsx";
import type { CodeMarks } from "../code-marks.ts";
import { boxedDiagnostic, type SourceRow } from "../code-rows.ts";
import { hex } from "../../../format.ts";

/** More boxes than this would hide the source. */
const MOST_BOXES = 12;

interface Zone {
  readonly key: string;
  readonly row: SourceRow;
  readonly kind: "body" | "diagnostic";
}

interface Props {
  instance: editor.IStandaloneCodeEditor;
  rows: readonly SourceRow[];
  marks: CodeMarks;
}

export function Zones({ instance, rows, marks }: Props) {
  const zones = rows.flatMap((row): Zone[] => [
    ...(row.body.length > 0 ? [{ key: `body ${row.line}`, row, kind: "body" as const }] : []),
    ...(boxedDiagnostic(row) === undefined ? [] : [{ key: `remark ${row.line}`, row, kind: "diagnostic" as const }]),
  ]);
  return zones.slice(0, MOST_BOXES).map((zone) => (
    <ZoneHost
      key={zone.key}
      instance={instance}
      line={zone.row.line}
      ordinal={zone.kind === "body" ? 0 : 1}
      margin={zone.kind === "body" ? <Body row={zone.row} marks={marks} /> : null}
    >
      {zone.kind === "body" ? <Body row={zone.row} marks={marks} /> : <Remark row={zone.row} />}
    </ZoneHost>
  ));
}

function Body({ row, marks }: { row: SourceRow; marks: CodeMarks }) {
  const textOf = useInstructionText();
  return row.body.map((line) => (
    <CodeLine
      key={hex(line.address)}
      instruction={line}
      marks={marks}
      number="+"
      className="from-body"
      text={textOf(line)}
    />
  ));
}

function Remark({ row }: { row: SourceRow }) {
  const diagnostic = boxedDiagnostic(row);
  return diagnostic === undefined ? null : <DiagnosticBox diagnostic={diagnostic} />;
}

interface HostProps {
  instance: editor.IStandaloneCodeEditor;
  line: number;
  ordinal: number;
  /** What stands beside it, in the gutter. */
  margin: React.ReactNode;
  children: React.ReactNode;
}

function useNode(className: string): HTMLElement {
  const [node] = useState(() => {
    const element = document.createElement("div");
    element.className = className;
    // The editor would capture the pointer, and buttons would never see a click.
    for (const type of ["pointerdown", "mousedown"]) element.addEventListener(type, (event) => event.stopPropagation());
    return element;
  });
  return node;
}

function ZoneHost({ instance, line, ordinal, margin, children }: HostProps) {
  const node = useNode("code-zone");
  const marginNode = useNode("code-zone-margin");
  const zone = useRef<{ readonly id: string; readonly shape: editor.IViewZone } | undefined>(undefined);

  useLayoutEffect(() => {
    const shape: editor.IViewZone = {
      afterLineNumber: line,
      ordinal,
      heightInPx: 15,
      domNode: node,
      marginDomNode: marginNode,
      suppressMouseDown: true,
    };
    instance.changeViewZones((accessor) => {
      zone.current = { id: accessor.addZone(shape), shape };
    });
    return () => {
      const added = zone.current;
      zone.current = undefined;
      if (added !== undefined) instance.changeViewZones((accessor) => accessor.removeZone(added.id));
    };
  }, [instance, line, ordinal, node, marginNode]);

  useEffect(() => {
    const content = node.firstElementChild;
    if (content === null) return;
    const observer = new ResizeObserver(() => {
      const added = zone.current;
      const height = Math.ceil(content.getBoundingClientRect().height);
      if (added === undefined || height === 0 || added.shape.heightInPx === height) return;
      added.shape.heightInPx = height;
      instance.changeViewZones((accessor) => accessor.layoutZone(added.id));
    });
    observer.observe(content);
    return () => observer.disconnect();
  }, [instance, node]);

  return (
    <>
      {createPortal(<div className="code-zone-content">{children}</div>, node)}
      {createPortal(margin, marginNode)}
    </>
  );
}
