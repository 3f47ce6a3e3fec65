// Every link ever published opens as what it was made of. Entries are added, never
// changed; a new version brings its own folder.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { makeLink, openLink, type Shared } from "../../src/scenario/link/link.ts";
import { CURRENT_VERSION, SHAPES, UPGRADES, assertGapFree, upgrade } from "../../src/scenario/link/upgrades.ts";

interface Entry {
  readonly link: string;
  readonly shared: Shared;
}

const CORPUS = join(import.meta.dirname, "corpus");

const entries = readdirSync(CORPUS).flatMap((folder) =>
  readdirSync(join(CORPUS, folder)).map((file) => ({
    version: Number(folder.slice(1)),
    name: `${folder}/${file}`,
    entry: JSON.parse(readFileSync(join(CORPUS, folder, file), "utf8")) as Entry,
  })),
);

describe("a published link", () => {
  it.each(entries)("$name opens as what it was", async ({ version, entry }) => {
    expect(await openLink(entry.link)).toEqual({ ok: true, version, shared: entry.shared });
  });

  it.each(entries)("$name shared once more opens as the same", async ({ entry }) => {
    const again = await makeLink(entry.shared);
    expect(again.ok && (await openLink(again.fragment))).toMatchObject({ ok: true, shared: entry.shared });
  });

  it("exists for every version, so that every upgrader is run", () => {
    const versions = new Set(entries.map(({ version }) => version));
    expect([...versions].toSorted((a, b) => a - b)).toEqual(
      Array.from({ length: CURRENT_VERSION }, (_, index) => index + 1),
    );
  });
});

const to = (...versions: number[]) => new Map(versions.map((version) => [version, {}]));
const add = (version: number) => (older: unknown) => (Array.isArray(older) ? [...older, version] : [version]);

describe("the table of upgraders", () => {
  it("has no gap", () => {
    expect(() => assertGapFree(SHAPES, UPGRADES, CURRENT_VERSION)).not.toThrow();
    const three = new Map([1, 2, 3].map((version) => [version, {}]));
    expect(() => assertGapFree(three, to(2, 3), 3)).not.toThrow();
    expect(() => assertGapFree(three, to(3), 3)).toThrow("nothing makes version 2");
    expect(() => assertGapFree(to(1, 3), to(2, 3), 3)).toThrow("version 2 has no shape");
    expect(() => assertGapFree(three, to(2, 3), 2)).toThrow("beyond version 2");
  });

  it("runs each step once, in order", () => {
    const steps = new Map([2, 3, 4].map((version) => [version, add(version)]));
    expect(upgrade({ handler: "naive" }, 1, steps, 4)).toEqual({ kind: "content", content: [2, 3, 4] });
  });
});
