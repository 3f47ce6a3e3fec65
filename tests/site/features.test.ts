// The page of features names its evidence: every test file exists, every `yes` has a
// browser test, every row says one of three words.
import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const text = readFileSync(new URL("../../docs/features.md", import.meta.url), "utf8");
const rows = text
  .split("\n")
  .filter((line) => line.startsWith("| ") && !line.includes("| Here |"))
  .map((line) =>
    line
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
const statusOf = (row: readonly string[]): string => row.at(-2) ?? "";
const filesIn = (words: string): readonly string[] =>
  [...words.matchAll(/`(tests\/[^`]+)`/g)].map(([, path = ""]) => path);

describe("the page of features", () => {
  it("has all groups, and all of the twenty-five wishes in order", () => {
    expect(rows.length).toBeGreaterThan(60);
    const numbers = rows.filter((row) => row.length === 4).map(([number]) => Number(number));
    expect(numbers).toEqual(Array.from({ length: 25 }, (_, at) => at + 1));
  });

  it("says yes, partly or no in every row", () => {
    for (const row of rows) expect(["yes", "partly", "no"], row.join(" | ")).toContain(statusOf(row));
  });

  it("names test files that exist", () => {
    const files = filesIn(text);
    expect(files.length).toBeGreaterThan(40);
    for (const path of files) expect(existsSync(new URL(`../../${path}`, import.meta.url)), path).toBe(true);
  });

  it("names a browser test for every yes", () => {
    for (const row of rows)
      if (statusOf(row) === "yes")
        expect(
          filesIn(row.join(" ")).some((path) => path.startsWith("tests/e2e/")),
          row.join(" | "),
        ).toBe(true);
  });
});
