// "Which line is needed?": each instruction taken out in turn, what breaks without
// it, and the schedule that proves it.

import type { NeededLine } from "../../../session/views/exploration.ts";
import { subjectOf } from "../../../store/explorer/selectors.ts";
import { scheduleWords } from "../../../store/texts/explorer-long.ts";
import { boundsWords } from "../../../store/texts/explorer.ts";
import { usePage, usePageState } from "../../page-context.tsx";
import { EXPLORER_TEXTS } from "../../texts/explorer.ts";
import { TableHead } from "../../widgets/table-head.tsx";

export function NeededLines() {
  const page = usePage();
  const task = usePageState((state) => state.explorer.task);
  const needed = usePageState((state) => state.explorer.needed);
  const stale = usePageState((state) => needed !== undefined && needed.subject !== subjectOf(state));
  const { needed: texts } = EXPLORER_TEXTS;
  return (
    <div className="needed">
      {task?.kind === "needed" ? (
        <p role="status">
          {texts.progress(task.done, task.of)}{" "}
          <button type="button" className="small-button" onClick={() => page.explorer.stop()}>
            {EXPLORER_TEXTS.stop}
          </button>
        </p>
      ) : (
        <button
          type="button"
          className="small-button"
          title={texts.buttonTitle}
          onClick={() => void page.explorerTasks().then((tasks) => tasks.findNeeded())}
        >
          {texts.title}
        </button>
      )}
      {needed === undefined || task?.kind === "needed" ? null : (
        <details open className={stale ? "stale" : undefined}>
          <summary>
            {texts.summary(
              needed.report.lines.filter(({ verdict }) => verdict === "needed").length,
              needed.report.lines.length,
              boundsWords(needed),
            )}
            {needed.report.complete ? "" : ` ${texts.incomplete}`}
            {stale ? ` ${EXPLORER_TEXTS.stale}` : ""}
          </summary>
          <div className="needed-table" role="region" aria-label={texts.title} tabIndex={0}>
            <table>
              <TableHead titles={texts.columns} />
              <tbody>
                {needed.report.lines.map((line) => (
                  <Row key={String(line.address)} line={line} />
                ))}
              </tbody>
            </table>
          </div>
        </details>
      )}
    </div>
  );
}

function Row({ line }: { line: NeededLine }) {
  const page = usePage();
  const { needed: texts } = EXPLORER_TEXTS;
  const { verdict, properties, violation, without, workload } = line;
  return (
    <tr>
      <th scope="row">
        <code>
          {line.line}: {line.text}
        </code>
      </th>
      <td>
        <span aria-hidden="true">{texts.glyphs[verdict]}</span> {texts.verdicts[verdict]}
      </td>
      <td>
        {violation === undefined || without === undefined ? null : (
          <>
            {properties.join(", ")} <code>{scheduleWords(violation.schedule)}</code>{" "}
            <button
              type="button"
              className="small-button"
              aria-label={texts.openTitle(line.text)}
              title={texts.openHint}
              onClick={() =>
                void page.counterexamples().then((found) => found.showWithout(without, violation, workload))
              }
            >
              {EXPLORER_TEXTS.openOne}
            </button>
          </>
        )}
      </td>
    </tr>
  );
}
