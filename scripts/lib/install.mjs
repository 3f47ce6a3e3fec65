// Installs what package-lock.json says, if node_modules does not hold it.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./fresh.mjs";
import { run } from "./run.mjs";

function packagesIn(path) {
  return JSON.parse(readFileSync(join(root, path), "utf8")).packages;
}

/** Every package of the lock is there in its version; optional ones (other platforms) may be absent. */
export function isInstalled() {
  const record = "node_modules/.package-lock.json";
  if (!existsSync(join(root, record))) return false;
  const wanted = packagesIn("package-lock.json");
  const present = packagesIn(record);
  return Object.entries(wanted).every(([path, { version, optional }]) => {
    if (path === "") return true;
    const found = present[path];
    return found === undefined ? optional === true : found.version === version;
  });
}

export async function installIfNeeded() {
  if (isInstalled()) return;
  console.error("Installing the packages of package-lock.json ...");
  const code = await run("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"], { toStderr: true });
  if (code !== 0) {
    console.error("npm ci failed: the packages cannot be installed.");
    process.exit(code);
  }
}
