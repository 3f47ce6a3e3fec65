// The track of the NMI state: a bar in the blocker's colour while NMIs are
// blocked, hatched while one is pending, ticks for merged edges.

import { memo } from "react";

import type { BlockedRun, RunMark, RunView } from "../../../session/views.ts";
import { contextOf } from "../../../store/selectors.ts";
import { TEXTS } from "../../texts.ts";
import { toneClass } from "../../tones.ts";
import { firstAtLeast, TRACK_HEIGHT, TRACK_TOP, type LaneLayout } from "./lane-layout.ts";

const LETTER = 5.9;

interface Props {
  run: RunView;
  layout: LaneLayout;
  marks: readonly RunMark[];
}

export const NmiTrack = memo(function NmiTrack({ run, layout, marks }: Props) {
  const first = firstAtLeast(run.blocked, layout.window.from + 1, (blocked) => blocked.to);
  const last = firstAtLeast(run.blocked, layout.window.to, (blocked) => blocked.from);
  return (
    <g>
      {run.blocked.slice(first, last).map((blocked) => (
        <Bar key={blocked.from} run={run} layout={layout} blocked={blocked} />
      ))}
      {marks
        .filter((mark) => mark.kind === "merged")
        .map((mark, index) => (
          <path key={index} className="merged-tick" d={`M${layout.x(mark.step)} ${TRACK_TOP - 2}v${TRACK_HEIGHT + 4}`}>
            <title>{mark.text}</title>
          </path>
        ))}
    </g>
  );
});

function Bar({ run, layout, blocked }: { run: RunView; layout: LaneLayout; blocked: BlockedRun }) {
  const from = Math.max(blocked.from, layout.window.from);
  const to = Math.min(blocked.to, layout.window.to);
  const by = contextOf(run, blocked.by);
  const pendingFrom = blocked.pendingFrom === undefined ? undefined : Math.max(blocked.pendingFrom, from);
  const waiting = run.contexts.find((context) => context.kind === "nmi" && context.enteredAt === blocked.to);
  const x = layout.x(from);
  const end = layout.x(to);
  const hatchX = pendingFrom === undefined ? end : layout.x(pendingFrom);
  const text = TEXTS.lanes.blockedBy(by?.name ?? "");
  const pendingText = TEXTS.lanes.pending(waiting?.name ?? "NMI");
  const y = TRACK_TOP + TRACK_HEIGHT - 2;
  return (
    <g className={toneClass(by?.tone ?? 0)}>
      <rect className="blocked" x={x} y={TRACK_TOP} width={Math.max(1, end - x)} height={TRACK_HEIGHT}>
        <title>{text}</title>
      </rect>
      {pendingFrom === undefined ? null : (
        <rect
          className={`pending ${toneClass(waiting?.tone ?? by?.tone ?? 0)}`}
          x={hatchX}
          y={TRACK_TOP}
          width={Math.max(1, end - hatchX)}
          height={TRACK_HEIGHT}
          fill="url(#pending)"
        >
          <title>{pendingText}</title>
        </rect>
      )}
      {hatchX - x > text.length * LETTER + 8 ? (
        <text className="track-text" x={x + 5} y={y}>
          {text}
        </text>
      ) : null}
      {end - hatchX > pendingText.length * LETTER + 8 ? (
        <text className="track-text pending-text" x={(hatchX + end) / 2} y={y}>
          {pendingText}
        </text>
      ) : null}
    </g>
  );
}
