// Handlers and properties as a table for each workload: red cells open the schedule
// that breaks them. The client can make the table anew.

import { CATALOGUE } from "../../scenario/catalogue/catalogue.ts";
import { WORKLOADS, type WorkloadName } from "../../scenario/scenario.ts";
import { MEANINGS } from "../../session/index.ts";
import { boundsText, SITE_TEXTS } from "../../ui/texts/site.ts";
import { counterexampleOf, type Counterexample } from "../counterexample.ts";
import { EntryVerdicts, type ShownRow } from "../gallery/entry-verdicts.tsx";
import type { Resting } from "../resting.ts";
import type { SitePage } from "../site-page.ts";
import { CHECKED, USUAL, otherRows, rowWithin, type DeclaredBounds, type VerdictRow } from "./verdicts.ts";

const T = SITE_TEXTS.matrixPage;
/** Without what a handler file asserts of itself: the built-in ones assert nothing. */
const PROPERTIES = Object.keys(MEANINGS).filter((property) => property !== "assertion");

interface MatrixRow {
  readonly name: string;
  readonly title: string;
  readonly row: VerdictRow | undefined;
  /** Of each property that breaks. */
  readonly examples: ReadonlyMap<string, Counterexample>;
}

async function examplesOf(row: VerdictRow, resting: Resting): Promise<ReadonlyMap<string, Counterexample>> {
  const examples = new Map<string, Counterexample>();
  for (const broken of row.breaks) examples.set(broken.property, await counterexampleOf(resting, row, broken));
  return examples;
}

async function rowsOf(workload: WorkloadName, bounds: DeclaredBounds, resting: Resting): Promise<readonly MatrixRow[]> {
  const rows: MatrixRow[] = [];
  for (const entry of CATALOGUE) {
    const row = rowWithin(entry, workload, bounds);
    const examples = row === undefined ? new Map<string, Counterexample>() : await examplesOf(row, resting);
    rows.push({ name: entry.name, title: entry.title, row, examples });
  }
  return rows;
}

async function otherOf(resting: Resting): Promise<readonly { readonly name: string; readonly rows: ShownRow[] }[]> {
  const byHandler = new Map<string, ShownRow[]>();
  for (const row of otherRows()) {
    const examples = await examplesOf(row, resting);
    const shown = row.breaks.flatMap((broken) => {
      const example = examples.get(broken.property);
      return example === undefined ? [] : [{ broken, example }];
    });
    const rows = byHandler.get(row.entry.name) ?? [];
    byHandler.set(row.entry.name, [...rows, { row, shown }]);
  }
  return [...byHandler].map(([name, rows]) => ({ name, rows }));
}

export const MATRIX_PAGE: SitePage = {
  path: "gallery/matrix.html",
  title: SITE_TEXTS.matrix,
  description: T.description,
  content: async (resting) => {
    const tables: { readonly workload: WorkloadName; readonly rows: readonly MatrixRow[] }[] = [];
    for (const workload of WORKLOADS) tables.push({ workload, rows: await rowsOf(workload, USUAL, resting) });
    // Lessons about something else are not searched with machine checks.
    const checked = (await rowsOf("kernel", CHECKED, resting)).filter(({ row }) => row !== undefined);
    const others = await otherOf(resting);
    return (
      <>
        <h1>{SITE_TEXTS.matrix}</h1>
        <p className="lesson-point">{T.description}</p>
        <p>{T.how}</p>
        <p>{T.origin}</p>
        <p>
          <b>{T.bounds(boundsText(USUAL))}</b>
        </p>
        <div data-matrix-live="" />
        {tables.map((table) => (
          <MatrixTable key={table.workload} name={table.workload} title={T.table(table.workload)} {...table} />
        ))}
        <MatrixTable name="machine-checks" title={T.checked} note={T.bounds(boundsText(CHECKED))} rows={checked} />
        <h2 id="other">{T.other}</h2>
        {others.map(({ name, rows }) => (
          <section key={name}>
            <h3>
              <a href={`${name}.html`}>{rows[0]?.row.entry.title}</a>
            </h3>
            <EntryVerdicts rows={rows} label={`${T.other}: ${name}`} />
          </section>
        ))}
      </>
    );
  },
};

interface TableProps {
  readonly name: string;
  readonly title: string;
  /** What differs from the page's bounds. */
  readonly note?: string;
  /** Those that the client can search anew have one. */
  readonly workload?: WorkloadName;
  readonly rows: readonly MatrixRow[];
}

function MatrixTable({ name: id, title, note, workload, rows }: TableProps) {
  return (
    <section>
      <h2 id={id}>{title}</h2>
      {note === undefined ? null : <p>{note}</p>}
      <div className="wide" role="region" aria-label={title} tabIndex={0}>
        <table className="site-table matrix">
          <thead>
            <tr>
              <th scope="col">{T.handler}</th>
              {PROPERTIES.map((property) => (
                <th key={property} scope="col">
                  {property}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ name, row, examples }) => (
              <tr
                key={name}
                data-handler={workload === undefined ? undefined : name}
                data-workload={workload}
                className={row !== undefined && !row.declared ? "recorded" : undefined}
              >
                <th scope="row">
                  <a href={`${name}.html`}>{name}</a>
                </th>
                {PROPERTIES.map((property) => (
                  <MatrixCell key={property} property={property} row={row} example={examples.get(property)} />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function MatrixCell({
  property,
  row,
  example,
}: {
  property: string;
  row: VerdictRow | undefined;
  example: Counterexample | undefined;
}) {
  if (row === undefined) {
    return (
      <td data-property={property} data-verdict="unknown" title={T.unknown}>
        <span aria-hidden="true">–</span>
        <span className="hidden-text">{T.unknown}</span>
      </td>
    );
  }
  if (example === undefined) {
    const text = T.holds(property, boundsText(row.bounds));
    return (
      <td data-property={property} data-verdict="holds" title={text}>
        <span aria-hidden="true">○</span>
        <span className="hidden-text">{text}</span>
      </td>
    );
  }
  const text = T.violated(property, example.schedule);
  return (
    <td data-property={property} data-verdict="violated">
      <a href={`../index.html${example.fragment}`} title={text} data-replay={property}>
        <span aria-hidden="true">✕ {example.schedule.split(";").length}</span>
        <span className="hidden-text">{text}</span>
      </a>
    </td>
  );
}
