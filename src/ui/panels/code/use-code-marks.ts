// The marks of the gutter as they are now, for listing and editor alike.

import { useMemo } from "react";

import { presentHeat } from "../../../store/explorer/selectors.ts";
import { usePageState } from "../../page-context.tsx";
import { codeMarks, type CodeMarks } from "./code-marks.ts";

export function useCodeMarks(): CodeMarks {
  const moment = usePageState((state) => state.moment);
  const run = usePageState((state) => state.run);
  const breakpoints = usePageState((state) => state.breakpoints);
  const heat = usePageState(presentHeat);
  return useMemo(() => codeMarks({ moment, run, breakpoints }, heat), [moment, run, breakpoints, heat]);
}
