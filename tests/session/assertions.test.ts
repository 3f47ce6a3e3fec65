// Assertions in the page's views: a row among the properties only where there are
// some, one view for each line that fails, one mark for those of one step.
import { describe, expect, it } from "vitest";
import { Desk, scenario } from "./support.ts";

const HANDLER = "nmi:\n    incq %gs:nmi_run_count\n#@ assert out 0\n#@ assert out 2 < 1\nout:\n    iretq\n";

async function runOf(source: string) {
  const desk = await Desk.open(scenario("", "nmi@workload", { source }));
  const { run } = desk.view;
  if (run === undefined) throw new Error("there is no run");
  return run;
}

describe("a run's view of assertions", () => {
  it("has a row, a view for each line, and one mark", async () => {
    const run = await runOf(HANDLER);
    expect(run.properties.map(({ property }) => property).at(-1)).toBe("assertion");
    expect(run.violations.map(({ at, summary, assertion }) => [at, summary, assertion?.line])).toEqual([
      ["out", "Line 3 asserts at out: 0; it is false.", 3],
      ["out", "Line 4 asserts at out: 2 < 1; it is false: 0x2 against 0x1.", 4],
    ]);
    expect(run.marks.filter(({ kind }) => kind === "violation")).toHaveLength(1);
  });

  it("has none where nothing is asserted", async () => {
    const run = await runOf(HANDLER.replaceAll(/#@.*\n/g, ""));
    expect(run.properties.map(({ property }) => property)).not.toContain("assertion");
    expect(run.properties).toHaveLength(8);
  });
});
