// The gallery: a timeline of the built-in handlers, a page for each, and the table
// of hazards.

import { CATALOGUE, type CatalogueEntry } from "../../scenario/catalogue/catalogue.ts";
import { SITE_TEXTS } from "../../ui/texts/site.ts";
import { MATRIX_PAGE } from "../matrix/matrix-page.tsx";
import type { SitePage } from "../site-page.ts";
import { entryPage } from "./entry-page.tsx";
import { HAZARDS_PAGE } from "./hazards-page.tsx";
import { LESSON_ENTRIES, YEARS } from "./history.ts";

const INDEX: SitePage = {
  path: "gallery/index.html",
  title: SITE_TEXTS.gallery,
  description: SITE_TEXTS.galleryDescription,
  content: () =>
    Promise.resolve(
      <>
        <h1>{SITE_TEXTS.gallery}</h1>
        <p>{SITE_TEXTS.galleryDescription}</p>
        <p className="gallery-ways">
          <a href="matrix.html">{SITE_TEXTS.matrix}</a> <a href="hazards.html">{SITE_TEXTS.hazards}</a>
        </p>
        <div className="timeline">
          {YEARS.map(({ year, entries }) => (
            <section key={year} aria-labelledby={`y${year}`}>
              <h2 id={`y${year}`}>{year}</h2>
              <EntryList entries={entries} />
            </section>
          ))}
        </div>
        <h2>{SITE_TEXTS.timeline.lessons}</h2>
        <p>{SITE_TEXTS.timeline.lessonsNote}</p>
        <div className="timeline-lessons">
          <EntryList entries={LESSON_ENTRIES} />
        </div>
      </>,
    ),
};

function EntryList({ entries }: { entries: readonly CatalogueEntry[] }) {
  return (
    <ol className="site-list">
      {entries.map(({ name, title, author, group, claim, verdict }) => (
        <li key={name}>
          <a href={`${name}.html`}>{title}</a>{" "}
          <span className={`verdict-word ${verdict}`}>
            <span aria-hidden="true">{verdict === "holds" ? "○" : "✕"}</span> {SITE_TEXTS.timeline.expected[verdict]}
          </span>
          <span className="timeline-by dim">
            {author} · {group}
          </span>
          <p>{claim}</p>
        </li>
      ))}
    </ol>
  );
}

export const GALLERY_PAGES: readonly SitePage[] = [INDEX, HAZARDS_PAGE, MATRIX_PAGE, ...CATALOGUE.map(entryPage)];
