// A figure as it stands in a page's HTML: drawn, and marked for the client to
// bring to life.

import { SCENARIO_LINKS } from "../store/scenario-link.ts";
import type { SharedMoment } from "../scenario/scenario.ts";
import { Figure } from "../ui/figures/figure.tsx";
import { writeFigureSpec, type FigureSpec } from "../ui/figures/figure-spec.ts";
import { LEARN_TEXTS } from "../ui/texts/learn.ts";
import type { Resting } from "./resting.ts";

/** A livelock goes on for ever; a handout does not. */
const TRACE_STEPS = 80;

export interface FigureWish extends Omit<FigureSpec, "link" | "drag"> {
  /** Index in the schedule of the event that the reader drags. */
  readonly drags?: number;
  readonly moment: SharedMoment;
  /** The tool's page as seen from the article: "../index.html". */
  readonly tool: string;
  /** What to notice; stands below the figure. */
  readonly caption: string;
}

export async function figureAtRest(resting: Resting, wish: FigureWish) {
  const { moment, tool, caption, drags, ...shown } = wish;
  const drag =
    drags === undefined ? {} : { drag: { item: drags, outcomes: [...(await resting.outcomes(moment, drags))] } };
  const spec: FigureSpec = { ...shown, ...drag, link: await SCENARIO_LINKS.encode(moment) };
  const page = await resting.at(moment);
  const trace = await resting.trace(moment);
  return (
    <figure className="site-figure">
      <div data-figure={writeFigureSpec(spec)} data-tool={tool}>
        <Figure page={page} spec={spec} tool={tool} live={false} />
      </div>
      <figcaption>{caption}</figcaption>
      <div className="figure-trace">
        <p>{LEARN_TEXTS.figure.trace}</p>
        <ol start={0}>
          {trace.slice(0, TRACE_STEPS).map((step, index) => (
            <li key={`${index} ${step}`}>{step}</li>
          ))}
        </ol>
        {trace.length > TRACE_STEPS ? <p>{LEARN_TEXTS.figure.traceCut(trace.length - TRACE_STEPS)}</p> : null}
      </div>
    </figure>
  );
}
