// Writes dist/sw.js: the service worker with the name and hash of every file that it
// keeps. The last step of the build, because it must know all others.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { root } from "./fresh.mjs";

const WORKER = "sw.js";

function filesBelow(folder, path = "") {
  return readdirSync(join(folder, path), { withFileTypes: true }).flatMap((entry) => {
    const child = path === "" ? entry.name : `${path}/${entry.name}`;
    // The manifest of the build is no part of the site.
    if (entry.isDirectory()) return entry.name === ".vite" ? [] : filesBelow(folder, child);
    return child === WORKER ? [] : [child];
  });
}

const sha256 = (bytes) => createHash("sha256").update(bytes).digest("hex");

/** Path and hash of every file of the site, in the order of their names. */
export function offlineFiles(folder) {
  const paths = filesBelow(folder).toSorted((a, b) => (a < b ? -1 : 1));
  return Object.fromEntries(paths.map((path) => [path, sha256(readFileSync(join(folder, path)))]));
}

export async function writeServiceWorker() {
  const { build } = await import("vite");
  const dist = join(root, "dist");
  const files = offlineFiles(dist);
  const version = sha256(JSON.stringify(files)).slice(0, 16);
  const draft = join(root, `build/offline-${process.pid}`);
  await build({
    root,
    configFile: false,
    logLevel: "error",
    publicDir: false,
    define: { OFFLINE_FILES: JSON.stringify(files), OFFLINE_VERSION: JSON.stringify(version) },
    build: {
      target: "es2023",
      outDir: draft,
      emptyOutDir: true,
      rolldownOptions: {
        input: join(root, "src/offline/service-worker.ts"),
        output: { format: "iife", entryFileNames: WORKER },
      },
    },
  });
  renameSync(join(draft, WORKER), join(dist, WORKER));
  rmSync(draft, { recursive: true });
}
