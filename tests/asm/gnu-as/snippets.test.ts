// Every recorded snippet: the same bytes as GNU as, or refused as it refuses.

import { readFileSync } from "node:fs";
import { afterAll, describe, expect, test } from "vitest";
import { assemble } from "../../../src/asm/assemble.ts";
import { bytesToHex } from "../../../src/base/hex.ts";
import { record } from "../../support/report.ts";

interface Snippet {
  readonly id: string;
  readonly source: string;
  readonly bytes: string | null;
  readonly warning?: true;
  readonly undefined?: readonly string[];
  /** Bytes that depend on where other sections lie. */
  readonly elsewhere?: readonly (readonly [number, number])[];
  readonly base?: string;
}

const file: { snippets: readonly Snippet[] } = JSON.parse(
  readFileSync(new URL("./snippets.json", import.meta.url), "utf8"),
);

function masked(hexadecimal: string, snippet: Snippet): string {
  let result = hexadecimal;
  for (const [at, size] of snippet.elsewhere ?? [])
    result = result.slice(0, at * 2) + "--".repeat(size) + result.slice((at + size) * 2);
  return result;
}

const counts = { cases: 0, divergences: 0 };

describe("snippets assemble as GNU as does", () => {
  afterAll(() => {
    record("snippets", counts);
  });

  for (const snippet of file.snippets) {
    const title = `${snippet.id}: ${snippet.source.trim().split("\n")[0]}`;
    test(title, () => {
      const base = BigInt(snippet.base ?? 0);
      const environment = new Map((snippet.undefined ?? []).map((name): [string, bigint] => [name, 0n]));
      const result = assemble(snippet.source, { strict: true, bases: new Map([[".text", base]]), environment });
      const text = result.sections.find((section) => section.name === ".text");
      const got = result.ok && text !== undefined ? bytesToHex(text.bytes) : null;
      const of = (bytes: string | null): string | null => (bytes === null ? null : masked(bytes, snippet));
      counts.cases++;
      if (of(got) !== of(snippet.bytes)) counts.divergences++;
      if (snippet.bytes === null || got === null) expect(got, JSON.stringify(result.diagnostics)).toBe(snippet.bytes);
      else expect(masked(got, snippet)).toBe(masked(snippet.bytes, snippet));
      if (snippet.warning) expect(result.diagnostics.some((each) => each.severity === "warning")).toBe(true);
    });
  }
});
