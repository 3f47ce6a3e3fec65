// The middle column: the stack; below it what is looked at closer, or where to begin.

import { lazy, Suspense } from "react";

import { usePageState } from "../page-context.tsx";
import { StackPanel } from "../panels/stack/stack-panel.tsx";

const Begin = lazy(() => import("../panels/begin/begin.tsx"));
const LookPanel = lazy(() => import("../panels/look/look-panel.tsx"));

export function Middle() {
  const isLooking = usePageState((state) => state.look !== undefined);
  const isBeginning = usePageState((state) => state.level === undefined && state.scenario?.schedule.length === 0);
  return (
    <div className="middle">
      <StackPanel />
      <Suspense fallback={null}>{isLooking ? <LookPanel /> : isBeginning ? <Begin /> : null}</Suspense>
    </div>
  );
}
