// One handler's page: its article, itself on a machine at a telling moment, and
// what exploring it finds.

import type { ReactNode } from "react";

import { findHazard } from "../../scenario/hazards/index.ts";
import { articleAbout, type Article } from "../../scenario/articles/index.ts";
import { scenarioOf, type CatalogueEntry } from "../../scenario/catalogue/catalogue.ts";
import { parseSchedule } from "../../scenario/schedule.ts";
import { SITE_TEXTS } from "../../ui/texts/site.ts";
import { TableHead } from "../../ui/widgets/table-head.tsx";
import { tellingFragment, tellingPosition } from "../counterexample.ts";
import { figureAtRest } from "../figure-at-rest.tsx";
import type { Resting } from "../resting.ts";
import type { SitePage } from "../site-page.ts";
import { EntryVerdicts, verdictsOf } from "./entry-verdicts.tsx";
import { neighboursOf } from "./history.ts";

const TOOL = "../index.html";
const T = SITE_TEXTS.entry;

async function figureOf(entry: CatalogueEntry, resting: Resting) {
  const [shown] = entry.demonstrations;
  if (shown === undefined) return undefined;
  const scenario = scenarioOf(entry, shown);
  const run = await resting.run(scenario);
  const isBroken = run.violations.length > 0;
  const position = isBroken ? await resting.position(scenario, "first-bad") : tellingPosition(run);
  return figureAtRest(resting, {
    moment: { scenario, position },
    views: ["code", "stack"],
    events: ["nmi"],
    title: entry.title,
    caption: shown.shows,
    tool: TOOL,
  });
}

/** The NMI stack when the regular code begins: everything that the entry lays out is there. */
async function layoutFigureOf(entry: CatalogueEntry, resting: Resting) {
  const alone = { ...scenarioOf(entry), schedule: parseSchedule("nmi@workload").items };
  const { program } = (await resting.at({ scenario: alone, position: 0 })).store.getState();
  const begin = program?.service?.label ?? "nmi";
  // A second NMI at that label tells the boundary; the figure is without it.
  const probe = await resting.run({ ...alone, schedule: parseSchedule(`nmi@workload; nmi@${begin}`).items });
  return figureAtRest(resting, {
    moment: { scenario: alone, position: probe.schedule[1]?.at ?? 0 },
    views: ["stack"],
    events: [],
    title: T.layoutFigure(entry.title),
    caption: T.layoutCaption(begin),
    tool: TOOL,
  });
}

async function demonstrationsOf(entry: CatalogueEntry, resting: Resting) {
  const links = [];
  for (const shown of entry.demonstrations) {
    const fragment = await tellingFragment(resting, scenarioOf(entry, shown));
    links.push({ ...shown, fragment });
  }
  return links;
}

export function entryPage(entry: CatalogueEntry): SitePage {
  return {
    path: `gallery/${entry.name}.html`,
    title: entry.title,
    description: entry.claim,
    content: async (resting) => {
      const article = articleAbout(entry.name);
      const figure = await figureOf(entry, resting);
      const hasLayout = (article?.layout.length ?? 0) > 0;
      const layoutFigure = hasLayout ? await layoutFigureOf(entry, resting) : undefined;
      const demonstrations = await demonstrationsOf(entry, resting);
      const verdicts = await verdictsOf(entry, resting);
      return (
        <article className="entry" data-entry={entry.name}>
          <p className="dim">
            {T.dated(entry.author, entry.date)}. {entry.source}
          </p>
          <h1>{entry.title}</h1>
          <p className="lesson-point">{entry.claim}</p>
          {figure}
          {article === undefined ? null : <ArticleText article={article} layoutFigure={layoutFigure} />}
          <h2>{T.verdicts}</h2>
          <p>{T.verdictsNote}</p>
          <EntryVerdicts rows={verdicts} label={T.verdicts} />
          <h2>{T.demonstrations}</h2>
          <ul className="site-list">
            {demonstrations.map(({ shows, schedule, workload, fragment }) => (
              <li key={schedule + workload}>
                <a href={TOOL + fragment} data-replay="">
                  <code>{schedule}</code>
                </a>{" "}
                <span className="dim">{workload}</span>
                <p>{shows}</p>
              </li>
            ))}
          </ul>
          <EntryEnd entry={entry} article={article} />
        </article>
      );
    },
  };
}

function Paragraphs({ title, texts }: { title: string; texts: readonly string[] }) {
  if (texts.length === 0) return null;
  return (
    <>
      <h2>{title}</h2>
      {texts.map((text) => (
        <p key={text}>{text}</p>
      ))}
    </>
  );
}

function ArticleText({ article, layoutFigure }: { article: Article; layoutFigure: ReactNode }) {
  const { title, history, idea, layout, weaknesses } = article;
  return (
    <>
      <p className="dim">
        {T.about} <cite>{title}</cite>
      </p>
      <Paragraphs title={T.history} texts={history} />
      <Paragraphs title={T.idea} texts={idea} />
      {layout.length === 0 ? null : (
        <>
          <h2>{T.layout}</h2>
          <p>{T.layoutNote}</p>
          <table className="site-table">
            <TableHead titles={[T.place, T.holds]} />
            <tbody>
              {layout.map(({ place, holds }) => (
                <tr key={place}>
                  <th scope="row">
                    <code>{place}</code>
                  </th>
                  <td>{holds}</td>
                </tr>
              ))}
            </tbody>
          </table>
          {layoutFigure}
        </>
      )}
      <Paragraphs title={T.weaknesses} texts={weaknesses} />
    </>
  );
}

function EntryEnd({ entry, article }: { entry: CatalogueEntry; article: Article | undefined }) {
  const { before, after } = neighboursOf(entry);
  const numbers = new Set([
    ...(article?.hazards ?? []),
    ...entry.expects.flatMap(({ breaks }) => breaks.map(({ hazard }) => hazard)),
  ]);
  return (
    <>
      <h2>{T.hazards}</h2>
      <ul>
        {[...numbers]
          .toSorted((a, b) => a - b)
          .map((number) => (
            <li key={number}>
              <a href={`hazards.html#hazard-${number}`}>
                {number}: {findHazard(number)?.title}
              </a>
            </li>
          ))}
      </ul>
      {article === undefined || article.sources.length === 0 ? null : (
        <>
          <h2>{SITE_TEXTS.sources}</h2>
          <ul className="lesson-sources">
            {article.sources.map((source) => (
              <li key={source}>{source}</li>
            ))}
          </ul>
        </>
      )}
      <p className="gallery-ways">
        {[before, after].map((other) =>
          other === undefined ? null : (
            <a key={other.name} href={`../compare.html?left=${entry.name}&right=${other.name}`}>
              {T.compareWith} {other.title}
            </a>
          ),
        )}
      </p>
      <nav className="lesson-nav" aria-label={T.neighbours}>
        {before === undefined ? <span /> : <a href={`${before.name}.html`}>← {before.title}</a>}
        {after === undefined ? <span /> : <a href={`${after.name}.html`}>{after.title} →</a>}
      </nav>
    </>
  );
}
