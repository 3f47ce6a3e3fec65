// The strips between top bar and sentence: the machine stopped, the goal of a level,
// and rarer ones, which are loaded with the first of them. None is modal.

import { lazy, Suspense } from "react";

import { usePage, usePageState } from "../page-context.tsx";
import { TEXTS } from "../texts.ts";
import { Strip } from "../widgets/strip.tsx";
import "./strips.css";

const MoreStrips = lazy(async () => ({ default: (await import("./more-strips.tsx")).MoreStrips }));
const GoalStrip = lazy(async () => ({ default: (await import("../panels/level/goal-strip.tsx")).GoalStrip }));

export function Strips() {
  const isLevel = usePageState((state) => state.level !== undefined);
  const hasMore = usePageState(
    ({ link, newVersion, scenario }) => (link ?? newVersion ?? scenario?.title ?? scenario?.note) !== undefined,
  );
  return (
    <div className="strips">
      <MachineStrip />
      <Suspense fallback={null}>
        {hasMore ? <MoreStrips /> : null}
        {isLevel ? <GoalStrip /> : null}
      </Suspense>
    </div>
  );
}

function MachineStrip() {
  const page = usePage();
  const health = usePageState((state) => state.health);
  const position = usePageState((state) => state.moment?.position ?? 0);
  if (health.kind !== "dead") return null;
  const where = position === 0 ? TEXTS.worker.atStart : TEXTS.worker.atStep(position - 1);
  return (
    <Strip tone="bad">
      <span>
        <b>{TEXTS.worker.dead(where)}</b> <span className="dim">{TEXTS.worker.why(health.reason)}</span>
      </span>
      <button type="button" className="small-button" onClick={() => void page.machine.restart()}>
        {TEXTS.worker.restart}
      </button>
    </Strip>
  );
}

/** Over the foot of the main part, so that no row moves when it comes. */
export function NoticeStrip() {
  const page = usePage();
  const notice = usePageState((state) => state.notice);
  return (
    <div role="status">
      {notice === undefined || notice === "" ? null : (
        <div className="notice">
          <span>{notice}</span>
          <button type="button" className="small-button" onClick={page.view.dismissNotice}>
            {TEXTS.dismiss}
          </button>
        </div>
      )}
    </div>
  );
}
