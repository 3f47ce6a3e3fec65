// Zoom of the lanes, beside the names of ruler and marks.

import type { LaneWindow } from "../../../store/state.ts";
import { usePage } from "../../page-context.tsx";
import { TEXTS } from "../../texts.ts";
import { zoomed } from "./lane-window.ts";

export function ZoomButtons({ window, length }: { window: LaneWindow; length: number }) {
  const page = usePage();
  const isWhole = window.from <= 0 && window.to >= length;
  return (
    <div className="zoom">
      <button
        type="button"
        aria-label={TEXTS.lanes.zoomOut}
        onClick={() => page.view.setLaneWindow(zoomed(window, 2, 0.5, length))}
      >
        −
      </button>
      <button
        type="button"
        aria-label={TEXTS.lanes.zoomIn}
        onClick={() => page.view.setLaneWindow(zoomed(window, 0.5, 0.5, length))}
      >
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
    </div>
  );
}
