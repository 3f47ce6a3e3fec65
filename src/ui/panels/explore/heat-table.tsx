// The heat map as a table: the gutter's marks in words, and by keyboard.

import type { HeatPlace } from "../../../session/views/exploration.ts";
import { presentHeat } from "../../../store/explorer/selectors.ts";
import { boundsWords } from "../../../store/texts/explorer.ts";
import { usePage, usePageState } from "../../page-context.tsx";
import { TEXTS } from "../../texts.ts";
import { EXPLORER_TEXTS } from "../../texts/explorer.ts";
import { heatMark, heatTitle } from "../code/code-marks.ts";

export function HeatTable() {
  const heat = usePageState(presentHeat);
  if (heat === undefined) return null;
  const { heat: texts } = TEXTS;
  const bounds = boundsWords({ bounds: heat.bounds, workloads: [heat.workload] });
  return (
    <details className="heat-table">
      <summary>{texts.table}</summary>
      <p className="dim">
        {texts.legendTitle(bounds)}. {heat.report.limits.length === 0 ? "" : texts.limited}
      </p>
      <div role="region" aria-label={texts.table} tabIndex={0}>
        <table>
          <thead>
            <tr>
              {texts.columns.map((column) => (
                <th key={column} scope="col">
                  {column === "" ? <span className="hidden-text">{EXPLORER_TEXTS.openOne}</span> : column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {heat.report.places.map((place) => (
              <Row key={String(place.address)} place={place} />
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}

function Row({ place }: { place: HeatPlace }) {
  const page = usePage();
  const { heat: texts } = TEXTS;
  const { verdict, properties, injections } = place;
  const mark = heatMark(place);
  const needs = injections === undefined ? undefined : injections + (verdict === "harmful" ? 1 : 0);
  return (
    <tr title={heatTitle(place)}>
      <th scope="row">
        <code>{place.place}</code>
      </th>
      <td>
        <code>{place.text}</code>
      </td>
      <td className={`heat-${verdict}`}>
        {mark.glyph.charAt(0)} {verdict === "harmful" ? properties.join(", ") : texts.words[verdict]}
      </td>
      <td>{needs === undefined ? "" : texts.needs(needs)}</td>
      <td>
        {place.schedule === undefined ? null : (
          <button
            type="button"
            className="small-button"
            aria-label={texts.openTitle(place.place)}
            onClick={() => void page.counterexamples().then((found) => found.showHarm(place))}
          >
            {EXPLORER_TEXTS.openOne}
          </button>
        )}
      </td>
    </tr>
  );
}
