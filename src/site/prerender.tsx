// All pages as HTML text. Called by the build and by the development server with
// the bytes of the core; reads and writes no files itself.

import { renderToStaticMarkup } from "react-dom/server";

import { SiteDocument, type SiteAssets } from "./document.tsx";
import { SITE_PAGES } from "./pages.tsx";
import { createResting, type Resting } from "./resting.ts";
import type { SitePage } from "./site-page.ts";

export interface RenderedPage {
  readonly path: string;
  readonly html: string;
}

export async function renderPages(core: BufferSource, assets: SiteAssets): Promise<readonly RenderedPage[]> {
  const resting = await createResting(core);
  const rendered: RenderedPage[] = [];
  for (const page of SITE_PAGES) rendered.push({ path: page.path, html: await render(page, resting, assets) });
  return rendered;
}

/** One page, for the development server; undefined if there is none of that path. */
export async function renderPage(core: BufferSource, path: string, assets: SiteAssets): Promise<string | undefined> {
  const page = SITE_PAGES.find((candidate) => candidate.path === path);
  return page === undefined ? undefined : render(page, await createResting(core), assets);
}

async function render(page: SitePage, resting: Resting, assets: SiteAssets): Promise<string> {
  const content = await page.content(resting);
  return `<!doctype html>\n${renderToStaticMarkup(
    <SiteDocument page={page} assets={assets}>
      {content}
    </SiteDocument>,
  )}\n`;
}
