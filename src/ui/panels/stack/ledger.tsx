// One line a frame with its fate: the drawing's own text alternative. And the
// legend of the looks.

import type { FrameFate } from "../../../session/views.ts";
import { TEXTS } from "../../texts.ts";
import { toneClass } from "../../tones.ts";
import { useContextView } from "../../use-views.ts";
import { Tag } from "../../widgets/tag.tsx";

export function Ledger({ frames }: { frames: readonly FrameFate[] }) {
  return (
    <>
      <h3>{TEXTS.stack.ledger}</h3>
      {frames.length === 0 ? <p className="dim ledger-none">{TEXTS.stack.noFrames}</p> : null}
      <ul className="ledger">
        {frames.map((frame) => (
          <Frame key={frame.context} frame={frame} />
        ))}
      </ul>
    </>
  );
}

function Frame({ frame }: { frame: FrameFate }) {
  const view = useContextView(frame.context);
  return (
    <li className={`bar-tone ${toneClass(view?.tone ?? 0)}`}>
      <span className={`fate ${frame.state.replaceAll(" ", "-")}`}>{frame.state}</span>
      <Tag context={frame.context} /> <b>{frame.title}</b>
      <p>{frame.text}</p>
    </li>
  );
}

export function Legend() {
  const { fresh, live, copied, stale, overwritten } = TEXTS.stack.legend;
  return (
    <p className="legend">
      <span>
        <i className="legend-fresh" />
        {fresh}
      </span>
      <span>
        <i />
        {live}
      </span>
      <span>
        <i className="legend-copied" />
        {copied}
      </span>
      <span>
        <i className="legend-stale" />
        {stale}
      </span>
      <span>
        <s>abc</s> {overwritten}
      </span>
    </p>
  );
}
