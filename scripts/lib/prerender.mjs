// Writes the site's pages into dist/, beside the built page whose files they use.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { root } from "./fresh.mjs";

const ENTRY = "src/site/client.tsx";

/** Scripts and styles of the site's client, out of the build's manifest. */
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
  return { scripts: [manifest[ENTRY].file], styles: [...styles] };
}

export async function prerender() {
  const { build } = await import("vite");
  const draft = join(root, `build/site-${process.pid}`);
  await build({
    root,
    configFile: false,
    logLevel: "error",
    publicDir: false,
    ssr: { noExternal: true, target: "node" },
    build: {
      ssr: join(root, "src/site/prerender.tsx"),
      target: "node20",
      outDir: draft,
      emptyOutDir: true,
      minify: false,
      rolldownOptions: { output: { entryFileNames: "prerender.mjs" } },
    },
  });
  const { renderPages } = await import(pathToFileURL(join(draft, "prerender.mjs")).href);
  const pages = await renderPages(readFileSync(join(root, "build/core.wasm")), siteAssets());
  for (const { path, html } of pages) {
    mkdirSync(dirname(join(root, "dist", path)), { recursive: true });
    writeFileSync(join(root, "dist", path), html);
  }
  rmSync(draft, { recursive: true });
}
