// Writes the site's pages into dist/, beside the built page whose files they use.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { root } from "./fresh.mjs";
import { buildForNode } from "./ssr.mjs";

const ENTRY = "src/site/client.tsx";

/** Scripts and styles of the site's client, out of the build's manifest, and the policy. */
function siteAssets() {
  const manifest = JSON.parse(readFileSync(join(root, "dist/.vite/manifest.json"), "utf8"));
  const styles = new Set();
  const seen = new Set();
  const visit = (name) => {
    if (seen.has(name)) return;
    seen.add(name);
    for (const file of manifest[name].css ?? []) styles.add(file);
    for (const imported of manifest[name].imports ?? []) visit(imported);
  };
  visit(ENTRY);
  return { scripts: [manifest[ENTRY].file], styles: [...styles], policy: contentPolicy() };
}

/** The tool's own: it stands in index.html. */
function contentPolicy() {
  const page = readFileSync(join(root, "index.html"), "utf8");
  const policy = /http-equiv="Content-Security-Policy"\s+content="([^"]+)"/.exec(page)?.[1];
  if (policy === undefined) throw new Error("index.html has no content security policy");
  return policy;
}

export async function prerender() {
  const draft = join(root, `build/site-${process.pid}`);
  await buildForNode({ prerender: "src/site/prerender.tsx" }, draft);
  const { renderPages } = await import(pathToFileURL(join(draft, "prerender.mjs")).href);
  const pages = await renderPages(readFileSync(join(root, "build/core.wasm")), siteAssets());
  for (const { path, html } of pages) {
    mkdirSync(dirname(join(root, "dist", path)), { recursive: true });
    writeFileSync(join(root, "dist", path), html);
  }
  rmSync(draft, { recursive: true });
}
