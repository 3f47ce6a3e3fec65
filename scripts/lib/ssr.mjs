// Code for Node out of the sources: the command line, and what renders the pages.
import { join } from "node:path";
import { root } from "./fresh.mjs";

/** Bundles each entry into the folder `outDir` (absolute) as NAME.mjs, with chunks beside them if need be. */
export async function buildForNode(entries, outDir) {
  const { build } = await import("vite");
  const input = Object.fromEntries(Object.entries(entries).map(([name, file]) => [name, join(root, file)]));
  await build({
    root,
    configFile: false,
    logLevel: "error",
    publicDir: false,
    ssr: { noExternal: true, target: "node" },
    build: {
      ssr: true,
      target: "node20",
      outDir,
      emptyOutDir: true,
      minify: false,
      sourcemap: false,
      rolldownOptions: {
        input,
        output: { entryFileNames: "[name].mjs", chunkFileNames: "[name]-[hash].mjs" },
      },
    },
  });
}
