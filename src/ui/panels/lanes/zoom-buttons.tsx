// Zoom of the lanes, beside the names of ruler and marks.

import type { LaneFold, LaneWindow } from "../../../store/state.ts";
import { usePage } from "../../page-context.tsx";
import { TEXTS } from "../../texts.ts";
import { inColumns } from "./lane-fold.ts";
import { zoomed } from "./lane-window.ts";

interface Props {
  window: LaneWindow;
  length: number;
  fold: LaneFold | undefined;
}

export function ZoomButtons({ window, length, fold }: Props) {
  const page = usePage();
  const steps = fold === undefined ? length : fold.columns;
  const zoom = (factor: number): void =>
    page.view.setLaneWindow(inColumns(fold, window, (shown) => zoomed(shown, factor, 0.5, steps)));
  const isWhole = window.from <= 0 && window.to >= length;
  return (
    <div className="zoom">
      <button type="button" aria-label={TEXTS.lanes.zoomOut} onClick={() => zoom(2)}>
        −
      </button>
      <button type="button" aria-label={TEXTS.lanes.zoomIn} onClick={() => zoom(0.5)}>
        +
      </button>
      <button
        type="button"
        aria-label={TEXTS.lanes.fitTitle}
        aria-pressed={isWhole}
        title={TEXTS.lanes.fitTitle}
        onClick={() => page.view.setLaneWindow(isWhole ? undefined : { from: 0, to: Math.max(1, length) })}
      >
        <span aria-hidden="true">{TEXTS.lanes.fit}</span>
      </button>
      <button
        type="button"
        aria-label={TEXTS.lanes.foldTitle}
        aria-pressed={fold !== undefined}
        title={TEXTS.lanes.foldTitle}
        onClick={() => page.view.foldLanes(fold === undefined)}
      >
        <span aria-hidden="true">⋯</span>
      </button>
    </div>
  );
}
