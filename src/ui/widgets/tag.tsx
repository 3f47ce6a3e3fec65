// The tag of an event: its letter in its colour and box, and the step.

import { toneClass } from "../tones.ts";
import { useContextView } from "../use-views.ts";
import "./tag.css";

export function Tag({ context, step }: { context: number; step?: number | undefined }) {
  const view = useContextView(context);
  if (view === undefined) return null;
  return (
    <span
      className={`tag ${toneClass(view.tone)}`}
      title={step === undefined ? view.name : `${view.name}, step ${step}`}
    >
      <b>{view.letter}</b>
      {step === undefined ? null : <i>@{step}</i>}
    </span>
  );
}
