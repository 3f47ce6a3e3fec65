// The same report however the search is spread, and what of it is the unspread one's.
import { writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { ask, cli, withFolder } from "./support.ts";

interface Report {
  readonly verdict: string;
  readonly seconds: number;
  readonly states: number;
  readonly violations: readonly { readonly property: string; readonly injections: number; readonly schedule: string }[];
  readonly bounds: unknown;
  readonly exercised: {
    readonly nestedNmis: number;
    readonly labels: unknown;
    readonly instructions: unknown;
    readonly notes: readonly string[];
  };
}

/** Explores in so many shards and merges them, in any order. */
async function sharded(words: readonly string[], of: number): Promise<{ status: number | null; report: Report }> {
  const shards: string[] = [];
  for (let index = 1; index <= of; index++)
    shards.push((await ask(["explore", ...words, "--shard", `${index}/${of}`])).out);
  return withFolder({}, (path) => {
    const files = shards.map((text, index) => {
      writeFileSync(path(`${index}.json`), text);
      return path(`${index}.json`);
    });
    const { status, out } = cli(["merge", ...files.toReversed()]);
    return { status, report: JSON.parse(out) as Report };
  });
}

describe.each([
  ["naive"],
  ["desnoyers-2010-step-5", "--workload", "page-fault", "--nmis", "1"],
  ["desnoyers-2010-repaired", "--nmis", "2", "--faults", "1"],
  ["desnoyers-2010-repaired"],
  ["torvalds-2010"],
])("%s %s %s %s %s", (...words) => {
  const asked = words.filter((word) => word !== undefined);

  it("has the same report for 1, 2, 3 and 5 shards, with the verdict and the fewest injections of one search", async () => {
    const [one, ...others] = await Promise.all([1, 2, 3, 5].map((of) => sharded(asked, of)));
    for (const other of others) expect({ ...other.report, seconds: 0 }).toEqual({ ...one?.report, seconds: 0 });
    const plain = await ask(["explore", ...asked, "--json"]);
    const report = JSON.parse(plain.out) as Report;
    expect(one?.status).toBe(plain.status);
    expect(one?.report.verdict).toBe(report.verdict);
    const least = ({ violations }: Report) => [
      ...new Set(violations.map(({ property, injections }) => `${property} ${injections}`)),
    ];
    expect(least(one?.report ?? report).toSorted()).toEqual(least(report).toSorted());
    expect(one?.report.exercised.instructions).toEqual(report.exercised.instructions);
    expect(one?.report.exercised.labels).toEqual(report.exercised.labels);
    expect([one?.report.bounds, one?.report.exercised.notes]).toEqual([report.bounds, report.exercised.notes]);
    for (const { schedule, property } of one?.report.violations ?? []) {
      const workload = asked.includes("page-fault") ? ["--workload", "page-fault"] : [];
      const run = await ask(["run", asked[0] ?? "", "--schedule", schedule, ...workload]);
      expect(run.out).toContain(`violated: ${property}`);
    }
  }, 120_000);
});

describe("merge", () => {
  it("refuses what does not belong together", async () => {
    const a = (await ask(["explore", "naive", "--nmis", "1", "--shard", "1/2"])).out;
    const b = (await ask(["explore", "naive", "--nmis", "1", "--shard", "2/2"])).out;
    const other = (await ask(["explore", "naive", "--shard", "2/2"])).out;
    withFolder({ a, b, other, text: "no", report: "{}" }, (path) => {
      expect(cli(["merge", path("a"), path("b")]).status).toBe(0);
      for (const [words, said] of [
        [["a"], /missing: 2\/2/],
        [["a", "a"], /shard 1 again/],
        [["a", "other"], /another exploration/],
        [["text"], /not JSON/],
        [["report"], /not a report/],
      ] as const) {
        const { status, error } = cli(["merge", ...words.map((word) => path(word))]);
        expect([status, error]).toEqual([2, expect.stringMatching(said)]);
      }
    });
  }, 120_000);

  it.each(["0/2", "3/2", "1", "a/b"])("refuses --shard %s", async (shard) => {
    expect((await ask(["explore", "naive", "--shard", shard])).status).toBe(2);
  });
});
