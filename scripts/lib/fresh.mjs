// Is an output up to date? Compares a content hash of its sources with the one
// stored beside it. Knows files and hashes; not what is built, nor how.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../../", import.meta.url));

function filesUnder(path) {
  const found = [];
  for (const entry of readdirSync(path, { withFileTypes: true }).toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    const child = join(path, entry.name);
    if (entry.isDirectory()) found.push(...filesUnder(child));
    else if (entry.isFile()) found.push(child);
  }
  return found;
}

/** A hash of names and contents; `sources` are files or folders below the root, absent ones count as such. */
export function hashOf(sources) {
  const hash = createHash("sha256").update(process.version);
  for (const source of sources) {
    const path = join(root, source);
    if (!existsSync(path)) {
      hash.update(`absent ${source}\0`);
      continue;
    }
    const isFolder = source.endsWith("/");
    for (const file of isFolder ? filesUnder(path) : [path]) {
      const bytes = readFileSync(file);
      hash.update(`${relative(root, file)}\0${bytes.length}\0`).update(bytes);
    }
  }
  return hash.digest("hex");
}

const stampOf = (name) => join(root, "build", "stamps", name);

/** Outputs exist and were made from sources with this hash. */
export function isFresh(name, hash, outputs) {
  const stamp = stampOf(name);
  if (!outputs.every((output) => existsSync(join(root, output)))) return false;
  return existsSync(stamp) && readFileSync(stamp, "utf8") === hash;
}

export function markFresh(name, hash) {
  const stamp = stampOf(name);
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, hash);
}
