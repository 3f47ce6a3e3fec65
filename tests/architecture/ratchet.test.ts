// Counts that may only fall: files over the size limit, `any`, non-null `!`. What
// is still there is in ratchet.json; a smaller number must be written down there.
import { expect, it } from "vitest";
import { codeOnly, read, sourceFiles } from "./sources.ts";

/** Lines of a file; tables may be longer, as they are read line by line. */
const LIMIT = 400;
const TABLES = [/^src\/isa\/.*table.*\.ts$/, /^src\/scenario\/link\/upgrades\.ts$/];

interface Ratchet {
  readonly longFiles: Readonly<Record<string, number>>;
  readonly any: number;
  readonly nonNull: number;
}

const allowed = JSON.parse(read("tests/architecture/ratchet.json")) as Ratchet;
const files = sourceFiles().filter((path) => !TABLES.some((table) => table.test(path)));
const count = (pattern: RegExp): number =>
  sourceFiles()
    .filter((path) => !path.startsWith("src/core/"))
    .reduce((sum, path) => sum + [...codeOnly(read(path)).matchAll(pattern)].length, 0);

it(`files over ${LIMIT} lines are those of ratchet.json, and none has grown`, () => {
  const long = Object.fromEntries(
    files.map((path) => [path, read(path).trimEnd().split("\n").length] as const).filter(([, lines]) => lines > LIMIT),
  );
  expect(long).toEqual(allowed.longFiles);
});

it("`any` is as rare as ratchet.json says", () => {
  expect(count(/[:<|&,]\s*any\b|\bas any\b/g)).toBe(allowed.any);
});

it("non-null `!` is as rare as ratchet.json says", () => {
  expect(count(/[\w\])]!(?=[.;,)\][]|\s*$)/gm)).toBe(allowed.nonNull);
});
