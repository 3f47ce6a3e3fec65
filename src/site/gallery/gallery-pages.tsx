// The gallery: an index of the built-in handlers and a page for each.

import { CATALOGUE, scenarioOf } from "../../scenario/catalogue/catalogue.ts";
import type { CatalogueEntry } from "../../scenario/catalogue/entry.ts";
import { TEXTS } from "../../ui/texts.ts";
import { figureAtRest } from "../figure-at-rest.tsx";
import type { SitePage } from "../site-page.ts";

const INDEX: SitePage = {
  path: "gallery/index.html",
  title: TEXTS.site.gallery,
  description: TEXTS.site.galleryDescription,
  content: () =>
    Promise.resolve(
      <>
        <h1>{TEXTS.site.gallery}</h1>
        <p>{TEXTS.site.galleryDescription}</p>
        <ul className="site-list">
          {CATALOGUE.map((entry) => (
            <li key={entry.name}>
              <a href={`${entry.name}.html`}>{entry.title}</a>
              <span className="dim">
                {" "}
                {entry.author}, {entry.date}
              </span>
              <p>{entry.claim}</p>
            </li>
          ))}
        </ul>
      </>,
    ),
};

function entryPage(entry: CatalogueEntry): SitePage {
  return {
    path: `gallery/${entry.name}.html`,
    title: entry.title,
    description: entry.claim,
    content: async (resting) => {
      const [shown] = entry.demonstrations;
      const figure =
        shown === undefined
          ? undefined
          : await figureAtRest(resting, {
              moment: { scenario: scenarioOf(entry, shown), position: 0 },
              views: ["code", "stack"],
              events: ["nmi"],
              title: entry.title,
              caption: shown.shows,
              tool: "../index.html",
            });
      return (
        <>
          <h1>{entry.title}</h1>
          <p className="dim">
            {entry.author}, {entry.date}. {entry.source}
          </p>
          <p>{entry.claim}</p>
          {figure}
        </>
      );
    },
  };
}

export const GALLERY_PAGES: readonly SitePage[] = [INDEX, ...CATALOGUE.map(entryPage)];
