// The names at the left of the lanes, at the heights of the drawing.

import type { RunView } from "../../../session/views.ts";
import type { LaneWindow } from "../../../store/state.ts";
import { TEXTS } from "../../texts.ts";
import { toneClass } from "../../tones.ts";
import { layoutLanes, TRACK_TOP } from "./lane-layout.ts";

export function LaneLabels({ run, window, width }: { run: RunView | undefined; window: LaneWindow; width: number }) {
  const lanes = run === undefined ? [] : layoutLanes(run, window, width).lanes;
  return (
    <>
      <span style={{ top: 0 }} className="dim">
        {TEXTS.lanes.step}
      </span>
      <span style={{ top: "1.7rem" }} className="dim">
        {TEXTS.lanes.marks}
      </span>
      {lanes.map((lane) => (
        <span key={lane.key} style={{ top: `${(lane.y + lane.height / 2 - 9) / 10}rem` }} title={lane.title}>
          <span className={`tag ${toneClass(lane.tone)}`} aria-hidden="true">
            <b>{lane.letter}</b>
          </span>{" "}
          {lane.title}
        </span>
      ))}
      <span style={{ top: `${(TRACK_TOP - 3) / 10}rem` }} className="dim">
        {TEXTS.lanes.nmiState}
      </span>
    </>
  );
}
