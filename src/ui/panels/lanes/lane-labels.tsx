// The names at the left of the lanes, at the heights of the drawing.

import { TEXTS } from "../../texts.ts";
import { toneClass } from "../../tones.ts";
import { TRACK_TOP, type Lane } from "./lane-layout.ts";

export function LaneLabels({ lanes }: { lanes: readonly Lane[] }) {
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
