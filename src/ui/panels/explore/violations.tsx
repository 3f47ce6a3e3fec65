// What was found, by property: each cause once, with the schedule that shows it
// and a way to open it.

import { byProperty, isStale, openedViolation } from "../../../store/explorer/selectors.ts";
import type { PageViolation } from "../../../store/explorer/state.ts";
import { effortWords, scheduleWords } from "../../../store/texts/explorer-long.ts";
import { usePage, usePageState } from "../../page-context.tsx";
import { EXPLORER_TEXTS } from "../../texts/explorer.ts";

export function Violations() {
  const result = usePageState((state) => state.explorer.result);
  const stale = usePageState(isStale);
  if (result === undefined || result.violations.length === 0) return null;
  return (
    <section className={stale ? "found stale" : "found"} aria-label={EXPLORER_TEXTS.list}>
      {byProperty(result.violations).map(({ property, found }) => (
        <Group key={property} property={property} found={found} severalWorkloads={result.workloads.length > 1} />
      ))}
      <p className="dim">{EXPLORER_TEXTS.fewest}</p>
    </section>
  );
}

interface GroupProps {
  property: string;
  found: readonly (readonly [number, PageViolation])[];
  severalWorkloads: boolean;
}

function Group({ property, found, severalWorkloads }: GroupProps) {
  const meaning = usePageState((state) => state.run?.properties.find((one) => one.property === property)?.meaning);
  return (
    <>
      <h2 title={meaning}>
        <span className="bad-glyph" aria-hidden="true">
          {EXPLORER_TEXTS.bad}
        </span>{" "}
        {property}
      </h2>
      <ol>
        {found.map(([index, violation]) => (
          <Row key={index} index={index} violation={violation} namesWorkload={severalWorkloads} />
        ))}
      </ol>
    </>
  );
}

function Row({ index, violation, namesWorkload }: { index: number; violation: PageViolation; namesWorkload: boolean }) {
  const page = usePage();
  const isOpen = usePageState((state) => openedViolation(state) === index);
  const { property, schedule, at, explanation, workload } = violation;
  return (
    <li className={isOpen ? "found-row open" : "found-row"} aria-current={isOpen ? "true" : undefined}>
      <b className="found-number">{index + 1}</b>
      <div>
        <p>
          {effortWords(violation)}, {EXPLORER_TEXTS.at} <code>{at}</code>
          {namesWorkload ? `, ${workload}` : ""}
          {isOpen ? <em> {EXPLORER_TEXTS.isOpen}</em> : null}
        </p>
        <p>
          <code>{scheduleWords(schedule)}</code>
        </p>
        <p>{explanation}</p>
      </div>
      <button
        type="button"
        className="small-button"
        aria-label={EXPLORER_TEXTS.openTitle(index + 1, property)}
        onClick={() => {
          void page.counterexamples().then((found) => found.open(index));
          document.getElementById("sentence")?.focus();
        }}
      >
        {EXPLORER_TEXTS.openOne}
      </button>
    </li>
  );
}
