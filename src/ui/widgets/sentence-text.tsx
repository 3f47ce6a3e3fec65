// Text with the events in it named: each in its colour, consequences bold.

import type { SentencePart } from "../../session/views.ts";
import { toneClass } from "../tones.ts";
import { useContextView } from "../use-views.ts";

export function SentenceText({ parts }: { parts: readonly SentencePart[] }) {
  return parts.map((part, index) => <Part key={index} part={part} />);
}

function Part({ part }: { part: SentencePart }) {
  const view = useContextView(part.context);
  const body = part.strong ? <strong>{part.text}</strong> : part.text;
  if (view === undefined || view.tone === 0) return body;
  return <b className={`event-name ${toneClass(view.tone)}`}>{body}</b>;
}
