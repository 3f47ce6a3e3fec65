// The middle column: the stack, and below it what is looked at closer.

import { lazy, Suspense } from "react";

import { usePageState } from "../page-context.tsx";
import { StackPanel } from "../panels/stack/stack-panel.tsx";

const LookPanel = lazy(() => import("../panels/look/look-panel.tsx"));

export function Middle() {
  const isLooking = usePageState((state) => state.look !== undefined);
  return (
    <div className="middle">
      <StackPanel />
      {isLooking ? (
        <Suspense fallback={null}>
          <LookPanel />
        </Suspense>
      ) : null}
    </div>
  );
}
