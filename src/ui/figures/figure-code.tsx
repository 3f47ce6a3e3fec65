// The handler's instructions in a figure: labels, the next one marked, and
// where words of the stack return to.

import { useMemo } from "react";

import { usePageState } from "../page-context.tsx";
import { CodeScroll, InstructionListing } from "../panels/code/listing.tsx";
import { codeMarks } from "../panels/code/code-marks.ts";
import "../panels/code/code.css";
import { TEXTS } from "../texts.ts";
import { asWritten } from "./as-written.ts";

export function FigureCode({ live }: { live: boolean }) {
  const program = usePageState((state) => state.program);
  const moment = usePageState((state) => state.moment);
  const run = usePageState((state) => state.run);
  const breakpoints = usePageState((state) => state.breakpoints);
  const lines = useMemo(() => {
    const written = program?.source.split("\n") ?? [];
    return program?.handler.map((line) => ({ ...line, text: asWritten(line, written) })) ?? [];
  }, [program]);
  return (
    <CodeScroll label={TEXTS.code.listing} follow={live ? moment?.rip : undefined}>
      <InstructionListing
        lines={lines}
        marks={codeMarks({ rip: moment?.rip, returns: moment?.returns, run, breakpoints })}
      />
    </CodeScroll>
  );
}
