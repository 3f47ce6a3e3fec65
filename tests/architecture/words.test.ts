// Documents name only npm scripts that exist, and no file speaks of the place in
// which it was written.
import { describe, expect, it } from "vitest";
import { filesUnder, read } from "./sources.ts";

const TEXT = /\.(?:md|ts|tsx|mjs|mts|js|json|css|html|S|s|yml|svg|txt)$|(?:^|\/)(?:run|LICENSE|\.[a-z]+rc|\.[a-z]+)$/;
/** In a worktree `.git` is a file. */
const files = filesUnder("").filter((path) => TEXT.test(path) && ![".git", "package-lock.json"].includes(path));

it("documents name only npm scripts that exist", () => {
  const { scripts } = JSON.parse(read("package.json")) as { scripts: Record<string, string> };
  const known = new Set([...Object.keys(scripts), "ci", "install"]);
  const found: string[] = [];
  for (const path of files.filter((file) => file.endsWith(".md"))) {
    for (const [text, name] of read(path).matchAll(/\bnpm (?:run )?(?:--?[\w-]+ )*([a-z][\w:-]*)/g)) {
      if (name !== undefined && name !== "run" && /^npm run|^npm (?:start|test)\b/.test(text) && !known.has(name))
        found.push(`${path}: ${text}`);
    }
  }
  expect(found).toEqual([]);
});

describe("no file speaks of where it was written", () => {
  // Spelled in pieces, so that this file passes its own test.
  const words = [
    ["/wo", "rk/"],
    ["/tm", "p/contract"],
    ["sha", "red/"],
    ["issues sh", "ow"],
  ].map((pieces) => pieces.join(""));
  it.each(words)("%s", (word) => {
    expect(files.filter((path) => read(path).includes(word))).toEqual([]);
  });
});
