// How the answers for one more NMI divide: a bar for each outcome, with its count; the
// heat map and its table say where.

import type { HeatPlace } from "../../../session/views/exploration.ts";
import { presentHeat } from "../../../store/explorer/selectors.ts";
import { many } from "../../../store/texts/explorer.ts";
import { usePageState } from "../../page-context.tsx";
import { TEXTS } from "../../texts.ts";
import { EXPLORER_TEXTS } from "../../texts/explorer.ts";
import { CommandButton } from "../../widgets/command-button.tsx";

const ORDER = ["harmful", "safe", "blocked", "untried", "unreachable"] as const;

interface Outcome {
  readonly verdict: HeatPlace["verdict"];
  readonly words: string;
  readonly count: number;
}

/** Harm by what is broken, the most frequent first; then the harmless ones. */
export function outcomesOf(places: readonly HeatPlace[]): readonly Outcome[] {
  const found = new Map<string, Outcome>();
  for (const { verdict, properties } of places) {
    const words = verdict === "harmful" ? properties.join(", ") : TEXTS.heat.words[verdict];
    const key = `${verdict} ${words}`;
    found.set(key, { verdict, words, count: (found.get(key)?.count ?? 0) + 1 });
  }
  return [...found.values()].toSorted(
    (a, b) => ORDER.indexOf(a.verdict) - ORDER.indexOf(b.verdict) || b.count - a.count,
  );
}

export function Outcomes() {
  const heat = usePageState(presentHeat);
  if (heat === undefined || heat.report.places.length === 0) return null;
  const { places } = heat.report;
  const outcomes = outcomesOf(places);
  const most = Math.max(...outcomes.map(({ count }) => count));
  return (
    <section className="outcomes" aria-label={EXPLORER_TEXTS.outcomes}>
      <h2>{EXPLORER_TEXTS.outcomesOf(many(places.length, "instruction"))}</h2>
      <ul>
        {outcomes.map(({ verdict, words, count }) => (
          <li key={`${verdict} ${words}`}>
            <span className={`heat-${verdict}`}>
              {TEXTS.heat.glyphs[verdict]} {words}
            </span>
            <span className="outcome-bar" aria-hidden="true">
              <span className={`of-${verdict}`} style={{ inlineSize: `${(100 * count) / most}%` }} />
            </span>
            <b>{count}</b>
          </li>
        ))}
      </ul>
      <CommandButton id="outcomes" label={EXPLORER_TEXTS.outcomeGraph} />
    </section>
  );
}
