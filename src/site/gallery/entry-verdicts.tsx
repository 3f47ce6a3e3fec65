// What exploring a handler finds, as a table: workload, bounds, and of each broken
// property its reason and a link to the shortest schedule.

import type { CatalogueEntry } from "../../scenario/catalogue/catalogue.ts";
import { boundsText, SITE_TEXTS } from "../../ui/texts/site.ts";
import { counterexampleOf, type Counterexample } from "../counterexample.ts";
import { declaredRows, recordKey, type Break, type VerdictRow } from "../matrix/verdicts.ts";
import type { Resting } from "../resting.ts";
import { TableHead } from "../../ui/widgets/table-head.tsx";

const T = SITE_TEXTS.entry;

export interface ShownRow {
  readonly row: VerdictRow;
  readonly shown: readonly { readonly broken: Break; readonly example: Counterexample }[];
}

/** What an entry declares, each break with its schedule. */
export async function verdictsOf(entry: CatalogueEntry, resting: Resting): Promise<readonly ShownRow[]> {
  const rows: ShownRow[] = [];
  for (const row of declaredRows(entry)) {
    const shown = [];
    for (const broken of row.breaks) shown.push({ broken, example: await counterexampleOf(resting, row, broken) });
    rows.push({ row, shown });
  }
  return rows;
}

export function EntryVerdicts({ rows, label }: { rows: readonly ShownRow[]; label: string }) {
  return (
    <>
      <div className="wide" role="region" aria-label={label} tabIndex={0}>
        <table className="site-table">
          <TableHead titles={[T.workload, T.bounds, T.result]} />
          <tbody>
            {rows.map(({ row, shown }) => (
              <tr key={recordKey(row.workload, row.bounds)}>
                <th scope="row">{row.workload}</th>
                <td>{boundsText(row.bounds)}</td>
                <td>{shown.length === 0 ? <Holds /> : <BrokenList shown={shown} />}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

function Holds() {
  return (
    <span className="verdict-word holds">
      <span aria-hidden="true">○</span> {T.nothing}
    </span>
  );
}

function BrokenList({ shown }: { shown: ShownRow["shown"] }) {
  return (
    <ul className="broken-list">
      {shown.map(({ broken: { property, reason }, example }) => (
        <li key={property}>
          <a className="verdict-word violated" href={`../index.html${example.fragment}`} data-replay={property}>
            <span aria-hidden="true">✕</span> {T.breaks(property)}
          </a>{" "}
          {reason === undefined ? null : (
            <>
              {reason.because} <a href={`hazards.html#hazard-${reason.hazard}`}>{T.hazard(reason.hazard)}</a>
            </>
          )}
          <br />
          <code>{example.schedule}</code>
        </li>
      ))}
    </ul>
  );
}
