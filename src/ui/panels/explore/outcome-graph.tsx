// What all runs of the last search come to, as a drawing whose boxes open a schedule,
// and as a table. A dialog, loaded and drawn when it is asked for.

import type { OutcomeNodeView, OutcomesView } from "../../../session/views/exploration.ts";
import { presentHeat } from "../../../store/explorer/selectors.ts";
import { scheduleWords } from "../../../store/texts/explorer-long.ts";
import { boundsWords } from "../../../store/texts/explorer.ts";
import { usePage, usePageState } from "../../page-context.tsx";
import { GRAPH_TEXTS as TEXTS } from "../../texts/outcome-graph.ts";
import { Dialog } from "../../widgets/dialog.tsx";
import { TableHead } from "../../widgets/table-head.tsx";
import { BOX, layoutOutcomes, type OutcomeLayout, type PlacedEdge, type PlacedNode } from "./outcome-layout.ts";
import "./outcome-graph.css";

export default function OutcomeGraph() {
  const page = usePage();
  const heat = usePageState(presentHeat);
  const result = usePageState((state) => state.explorer.result);
  const within = heat === undefined ? "" : boundsWords({ bounds: heat.bounds, workloads: [heat.workload] });
  const asked = result === undefined ? within : boundsWords(result);
  return (
    <Dialog title={TEXTS.title} onClose={page.view.closeDialog}>
      <div className="outcome-graph">
        {heat === undefined ? (
          <p>{TEXTS.none}</p>
        ) : (
          <>
            <p className="dim">
              {TEXTS.told(within)} {asked === within ? null : <b className="outcome-other">{TEXTS.other(asked)}</b>}{" "}
              {heat.report.limits.length === 0 ? null : <b>{TEXTS.limited}</b>}{" "}
              {heat.report.outcomes.more === 0 ? null : TEXTS.more(heat.report.outcomes.more)}
            </p>
            <Drawing layout={layoutOutcomes(heat.report.outcomes)} />
            <Table view={heat.report.outcomes} />
          </>
        )}
      </div>
    </Dialog>
  );
}

function wordsOf({ outcome, properties }: OutcomeNodeView): string {
  return outcome === "breaks" ? TEXTS.breaks(properties.join(", ")) : TEXTS.outcomes[outcome];
}

/** Labels of the places, each with how many there are behind it. */
function labelsOf(places: readonly string[]): readonly (readonly [string, number])[] {
  const labels = new Map<string, number>();
  for (const place of places) {
    const label = place.replace(/\+0x[\da-f]+$/, "");
    labels.set(label, (labels.get(label) ?? 0) + 1);
  }
  return [...labels];
}

function labelWords(places: readonly string[]): readonly string[] {
  return labelsOf(places).map(([label, count]) => TEXTS.label(label, count));
}

function useOpen() {
  const page = usePage();
  return ({ schedule, properties, position }: OutcomeNodeView): void => {
    if (schedule === undefined) return;
    page.view.closeDialog();
    void (properties.length > 0
      ? page.counterexamples().then((found) => found.showHarm({ schedule, properties }))
      : page.counterexamples().then((found) => found.show(schedule, position)));
    document.getElementById("sentence")?.focus();
  };
}

function Drawing({ layout: { nodes, edges, width, height } }: { layout: OutcomeLayout }) {
  return (
    <div className="outcome-scroll" role="group" aria-label={TEXTS.picture} tabIndex={0}>
      <div className="outcome-drawing" style={{ width: `${width}rem`, height: `${height}rem` }}>
        <svg viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
          {edges.map((placed, index) => (
            <path key={index} className={lineClass(placed)} d={curve(placed)} strokeWidth={thickness(placed)} />
          ))}
        </svg>
        {edges.map((placed, index) => (
          <EdgeLabel key={index} {...placed} />
        ))}
        {nodes.map((placed) => (
          <Box key={placed.index} {...placed} />
        ))}
      </div>
    </div>
  );
}

function lineClass({ edge: { event } }: PlacedEdge): string {
  return event === "nmi" ? "outcome-line" : "outcome-line other";
}

function curve({ fromX, fromY, toX, toY }: PlacedEdge): string {
  const bend = Math.min(8, (toX - fromX) / 2);
  return `M${fromX} ${fromY}C${fromX + bend} ${fromY} ${fromX + bend / 2} ${toY} ${fromX + bend * 1.2} ${toY}H${toX}`;
}

/** By the power of ten of its runs. */
function thickness({ edge: { count } }: PlacedEdge): number {
  return 0.12 + 0.06 * Math.log10(count);
}

function EdgeLabel({ edge: { event, places, count }, toX, toY }: PlacedEdge) {
  const name = TEXTS.events[event] ?? event;
  return (
    <span
      className="outcome-label"
      aria-hidden="true"
      title={`${name}: ${places.join(", ")}; ${TEXTS.runs(count)}`}
      style={{ left: `${toX}rem`, top: `${toY}rem` }}
    >
      {TEXTS.edge(
        name,
        labelsOf(places).map(([label]) => label),
      )}
    </span>
  );
}

function Box({ index, node, x, y, height }: PlacedNode) {
  const open = useOpen();
  const words = index === 0 && node.injections === 0 ? `${TEXTS.root}: ${wordsOf(node)}` : wordsOf(node);
  const schedule = node.schedule === undefined ? TEXTS.notShown : scheduleWords(node.schedule);
  return (
    <button
      type="button"
      className={`outcome-box ${node.outcome}`}
      style={{ left: `${x}rem`, top: `${y}rem`, width: `${BOX.width}rem`, height: `${height}rem` }}
      title={schedule}
      aria-disabled={node.schedule === undefined}
      onClick={() => open(node)}
    >
      <b>
        <i>{index + 1}</i> {TEXTS.glyphs[node.outcome]} {words}
      </b>
      <span>{TEXTS.size(node.count, node.injections)}</span>
    </button>
  );
}

function Table({ view: { nodes, edges } }: { view: OutcomesView }) {
  const open = useOpen();
  return (
    <table className="outcome-table" aria-label={TEXTS.table}>
      <TableHead titles={TEXTS.columns} />
      <tbody>
        {nodes.map((node, index) => (
          <tr key={index}>
            <th scope="row">{index + 1}</th>
            <td>
              {TEXTS.glyphs[node.outcome]} {index === 0 ? `${TEXTS.root}: ` : ""}
              {wordsOf(node)}
            </td>
            <td>{node.count.toLocaleString("en-GB")}</td>
            <td>
              {edges
                .filter(({ to }) => to === index)
                .map(({ from, event, places, count }, at) => (
                  <p key={at} title={places.join(", ")}>
                    {TEXTS.from(from + 1, TEXTS.events[event] ?? event, labelWords(places), count)}
                  </p>
                ))}
            </td>
            <td>
              {node.schedule === undefined ? (
                TEXTS.notShown
              ) : (
                <button
                  type="button"
                  className="small-button"
                  aria-label={TEXTS.openTitle(index + 1, wordsOf(node), scheduleWords(node.schedule))}
                  onClick={() => open(node)}
                >
                  {TEXTS.open}
                </button>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
