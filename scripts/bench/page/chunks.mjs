// The size of each chunk, compressed as a server would; those of the first view together.
import { readdirSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { gzipSync } from "node:zlib";
import { root } from "../../lib/fresh.mjs";

/** kB, compressed, of those worth a budget of their own. */
const BUDGETS = { editor: 900, terminal: 110, page: 60 };
const LEAST_SHOWN = 3;

const dist = (path) => readFileSync(join(root, "dist", path));
const weigh = (path) => gzipSync(dist(path)).length / 1000;

/** The scripts that index.html names and all that these import statically. */
function firstView() {
  const found = new Set();
  const visit = (path) => {
    if (found.has(path)) return;
    found.add(path);
    const text = dist(path).toString("utf8");
    for (const [, to] of text.matchAll(/(?:^|[;}\n])(?:import|export)[^"'()]*?["'](\.[^"']+\.js)["']/g))
      visit(posix.join(posix.dirname(path), to));
  };
  for (const [, to] of dist("index.html")
    .toString("utf8")
    .matchAll(/(?:src|href)="\.\/([^"]+\.js)"/g))
    visit(to);
  return [...found];
}

export function chunks() {
  const first = firstView().reduce((sum, path) => sum + weigh(path), 0);
  const all = readdirSync(join(root, "dist", "assets"))
    .filter((file) => /\.(?:js|wasm)$/.test(file))
    .map((file) => ({ file, kilobytes: weigh(join("assets", file)) }))
    .toSorted((a, b) => b.kilobytes - a.kilobytes);
  const shown = all.filter(({ kilobytes }) => kilobytes >= LEAST_SHOWN);
  const rest = all.slice(shown.length).reduce((sum, { kilobytes }) => sum + kilobytes, 0);
  return [
    { name: "scripts of the first view", value: first, unit: "kB", budget: 150 },
    ...shown.map(({ file, kilobytes }) => ({
      name: file,
      value: kilobytes,
      unit: "kB",
      budget: BUDGETS[file.slice(0, file.lastIndexOf("-"))],
    })),
    { name: `${all.length - shown.length} smaller chunks`, value: rest, unit: "kB" },
  ];
}
