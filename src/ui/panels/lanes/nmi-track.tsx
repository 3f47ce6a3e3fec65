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

/** The bars of the window. */
function blockedWithin(run: RunView, layout: LaneLayout): readonly BlockedRun[] {
  const first = firstAtLeast(run.blocked, layout.window.from + 1, (blocked) => blocked.to);
  const last = firstAtLeast(run.blocked, layout.window.to, (blocked) => blocked.from);
  return run.blocked.slice(first, last);
}

export const NmiTrack = memo(function NmiTrack({ run, layout, marks }: Props) {
  return (
    <g>
      {blockedWithin(run, layout).map((blocked) => (
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

/** Above the position's line, which would cross out the words. */
export const NmiTrackTexts = memo(function NmiTrackTexts({ run, layout }: Omit<Props, "marks">) {
  return blockedWithin(run, layout).map((blocked) => (
    <BarTexts key={blocked.from} run={run} layout={layout} blocked={blocked} />
  ));
});

interface BarProps {
  run: RunView;
  layout: LaneLayout;
  blocked: BlockedRun;
}

function barOf({ run, layout, blocked }: BarProps) {
  const from = Math.max(blocked.from, layout.window.from);
  const end = layout.x(Math.min(blocked.to, layout.window.to));
  const by = contextOf(run, blocked.by);
  const waiting = run.contexts.find((context) => context.kind === "nmi" && context.enteredAt === blocked.to);
  const isPending = blocked.pendingFrom !== undefined;
  return {
    x: layout.x(from),
    end,
    /** Where it is hatched, up to its end. */
    hatchX: blocked.pendingFrom === undefined ? end : layout.x(Math.max(blocked.pendingFrom, from)),
    isPending,
    tone: toneClass(by?.tone ?? 0),
    waitingTone: toneClass(waiting?.tone ?? by?.tone ?? 0),
    text: TEXTS.lanes.blockedBy(by?.name ?? ""),
    pendingText: TEXTS.lanes.pending(waiting?.name ?? "NMI"),
  };
}

function Bar(props: BarProps) {
  const { x, end, hatchX, isPending, tone, waitingTone, text, pendingText } = barOf(props);
  return (
    <g className={tone}>
      <rect className="blocked" x={x} y={TRACK_TOP} width={Math.max(1, end - x)} height={TRACK_HEIGHT}>
        <title>{text}</title>
      </rect>
      {isPending ? (
        <rect
          className={`pending ${waitingTone}`}
          x={hatchX}
          y={TRACK_TOP}
          width={Math.max(1, end - hatchX)}
          height={TRACK_HEIGHT}
          fill="url(#pending)"
        >
          <title>{pendingText}</title>
        </rect>
      ) : null}
    </g>
  );
}

function BarTexts(props: BarProps) {
  const { x, end, hatchX, tone, text, pendingText } = barOf(props);
  const y = TRACK_TOP + TRACK_HEIGHT - 2;
  return (
    <g className={tone}>
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
