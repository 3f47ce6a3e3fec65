// The engine has no clock, no chance and no world: nothing it does can differ
// between two runs of the same inputs.
import { expect, it } from "vitest";
import { ENGINE } from "./layers.ts";
import { codeOnly, folderOf, read, sourceFiles } from "./sources.ts";

const BANNED = [
  /\bnew Date\b|\bDate\s*[.(]/,
  /\bperformance\s*\./,
  /\bMath\.random\b/,
  /\b(?:set|clear)(?:Timeout|Interval|Immediate)\b/,
  /\brequestAnimationFrame\b/,
  /\bqueueMicrotask\b/,
  /\bconsole\s*[.[]/,
  /(?<![.\w])fetch\s*\((?!\s*\))/,
  /\b(?:local|session)Storage\b/,
  /\bindexedDB\b/,
  /(?<![.\w])(?:window|document|navigator|process)\s*\./,
  /(?<![.\w])crypto\s*\./,
  /\bglobalThis\b/,
];

it("the engine uses nothing that differs between runs", () => {
  const found: string[] = [];
  for (const file of sourceFiles().filter((path) => ENGINE.includes(folderOf(path)))) {
    codeOnly(read(file))
      .split("\n")
      .forEach((line, index) => {
        for (const pattern of BANNED) if (pattern.test(line)) found.push(`${file}:${index + 1}: ${line.trim()}`);
      });
  }
  expect(found).toEqual([]);
});
