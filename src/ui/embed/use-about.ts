// Which scenario the frame shows, in one line.

import { usePageState } from "../page-context.tsx";
import { EMBED_TEXTS } from "../texts/embed.ts";

export function useAbout(): string {
  const scenario = usePageState((state) => state.scenario);
  if (scenario === undefined) return "";
  const { handler, schedule, workload } = scenario;
  const name = handler.kind === "catalogue" ? handler.name : (handler.name ?? EMBED_TEXTS.own);
  const events = schedule.filter(({ off }) => off !== true).map(({ event }) => event);
  return EMBED_TEXTS.about(name, EMBED_TEXTS.schedule(counted(events)), workload);
}

/** "2 nmi, pf" */
function counted(events: readonly string[]): string {
  return [...new Set(events)]
    .map((event) => {
      const number = events.filter((other) => other === event).length;
      return number === 1 ? event : `${number} ${event}`;
    })
    .join(", ");
}
