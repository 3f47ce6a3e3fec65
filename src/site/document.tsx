// The HTML document around a page: policy, styles, header, footer. Everything it
// names lies beside it, so a site works from any folder of any host.

import type { ReactNode } from "react";

import { TEXTS } from "../ui/texts.ts";
import { SITE_TEXTS } from "../ui/texts/site.ts";
import { rootFrom, type SitePage } from "./site-page.ts";

/** Files of the build, relative to the site's root. */
export interface SiteAssets {
  readonly scripts: readonly string[];
  readonly styles: readonly string[];
  /** Content security policy; none on the development server, which injects scripts of its own. */
  readonly policy?: string;
}

interface DocumentProps {
  readonly page: SitePage;
  readonly assets: SiteAssets;
  readonly children: ReactNode;
}

export function SiteDocument({ page, assets, children }: DocumentProps) {
  const { policy } = assets;
  const root = rootFrom(page.path);
  const at = (file: string): string => (file.startsWith("/") ? file : `${root === "" ? "./" : root}${file}`);
  return (
    <html lang="en">
      <head>
        <meta charSet="utf-8" />
        {policy === undefined ? null : <meta httpEquiv="Content-Security-Policy" content={policy} />}
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{`${page.title} · ${TEXTS.name}`}</title>
        <meta name="description" content={page.description} />
        <meta name="color-scheme" content="light dark" />
        <link rel="icon" href={at("icon.svg")} type="image/svg+xml" />
        <link rel="manifest" href={at("manifest.webmanifest")} />
        {assets.styles.map((file) => (
          <link key={file} rel="stylesheet" href={at(file)} />
        ))}
        {assets.scripts.map((file) => (
          <script key={file} type="module" src={at(file)} />
        ))}
      </head>
      <body className="site">
        <a className="site-skip" href="#content">
          {SITE_TEXTS.skip}
        </a>
        <header className="site-header">
          <a href={at("index.html")}>{TEXTS.name}</a>
          <nav aria-label={SITE_TEXTS.navigation}>
            <a href={at("lessons/index.html")}>{SITE_TEXTS.lessons}</a>
            <a href={at("lessons/teach.html")}>{SITE_TEXTS.lecture.link}</a>
            <a href={at("gallery/index.html")}>{SITE_TEXTS.gallery}</a>
            <a href={at("gallery/hazards.html")}>{SITE_TEXTS.hazards}</a>
            <a href={at("gallery/matrix.html")}>{SITE_TEXTS.matrix}</a>
            <a href={at("compare.html")}>{SITE_TEXTS.compare}</a>
          </nav>
        </header>
        <main className="site-main" id="content">
          {children}
        </main>
        <footer className="site-footer">{SITE_TEXTS.footer}</footer>
      </body>
    </html>
  );
}
