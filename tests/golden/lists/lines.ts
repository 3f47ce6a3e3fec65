// How the lists are written: one case a line, or blocks between lines of "====".

import type { GoldenCase } from "../format.ts";

/** A line may end in " | refused here: why". */
export function lines(text: string): GoldenCase[] {
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "")
    .map((line) => {
      const [source = "", why] = line.split(" | refused here: ");
      return { source, ...(why === undefined ? {} : { refusedHere: why }) };
    });
}

/** Blocks begin with "==== title", or "==== title | why ours refuses it". */
export function blocks(text: string): GoldenCase[] {
  return text
    .split(/^==== /m)
    .slice(1)
    .map((block) => {
      const end = block.indexOf("\n");
      const [title = "", why] = block.slice(0, end).split(" | ");
      const source = block.slice(end + 1).trimEnd();
      return { title, source, ...(why === undefined ? {} : { refusedHere: why }) };
    });
}

/** A block of the directive in Intel's syntax and one line. */
export function intel(text: string): GoldenCase[] {
  return lines(text).map(({ source }) => ({
    title: source,
    source: `.intel_syntax noprefix\n${source.replaceAll("\\n", "\n")}`,
  }));
}
