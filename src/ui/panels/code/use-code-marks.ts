// The marks of the gutter as they are now, for listing and editor alike.

import { useMemo } from "react";

import { presentHeat } from "../../../store/explorer/selectors.ts";
import { usePageState } from "../../page-context.tsx";
import { codeMarks, type CodeMarks } from "./code-marks.ts";

export function useCodeMarks(): CodeMarks {
  const rip = usePageState((state) => state.moment?.rip);
  const returns = usePageState((state) => state.moment?.returns);
  const shown = usePageState((state) => state.shownCode);
  const run = usePageState((state) => state.run);
  const breakpoints = usePageState((state) => state.breakpoints);
  const heat = usePageState(presentHeat);
  return useMemo(
    () => codeMarks({ shown, rip, returns, run, breakpoints }, heat),
    [shown, rip, returns, run, breakpoints, heat],
  );
}
