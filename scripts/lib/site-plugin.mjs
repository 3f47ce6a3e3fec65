// The prerendered pages on the development server: made anew at each request.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { root } from "./fresh.mjs";

/** The page's HTML, or undefined: not a page of the site. */
async function pageAt(server, url) {
  const path = new URL(url, "http://localhost").pathname.slice(1);
  if (!/^(?:compare\.html|(?:gallery|lessons)(?:\/[\w-]*(?:\.html)?)?)$/.test(path)) return undefined;
  const { renderPage } = await server.ssrLoadModule("/src/site/prerender.tsx");
  const name = path.endsWith(".html") ? path : `${path.replace(/\/$/, "")}/index.html`;
  const core = await readFile(join(root, "build/core.wasm"));
  const html = await renderPage(core, name, { scripts: ["/src/site/client.tsx"], styles: [] });
  return html === undefined ? undefined : server.transformIndexHtml(url, html);
}

/** @type {import("vite").Plugin} */
export const sitePages = {
  name: "site-pages",
  apply: "serve",
  configureServer(server) {
    server.middlewares.use((request, response, next) => {
      pageAt(server, request.url ?? "/").then((html) => {
        if (html === undefined) return next();
        response.setHeader("Content-Type", "text/html; charset=utf-8");
        response.end(html);
      }, next);
    });
  },
};
