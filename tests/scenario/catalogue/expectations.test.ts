// What each entry is expected to satisfy and to violate is what the search finds,
// both ways: nothing declared is missing, nothing else is found.
import { describe, expect, it } from "vitest";
import { PROPERTIES } from "../../../src/machine/types.ts";
import { CATALOGUE } from "../../../src/scenario/catalogue/catalogue.ts";
import { WORKLOADS } from "../../../src/scenario/scenario.ts";
import { bounds, programOf, search } from "../../explore/support.ts";

const cases = CATALOGUE.flatMap((entry) =>
  entry.expects.map((expected) => ({
    handler: entry.name,
    within: `${expected.nmis} NMIs, ${expected.faults} faults, ${expected.machineChecks} machine checks, ${expected.faultPoints ?? "lazy"}, ${expected.debugExceptions ?? 0} #DB`,
    workload: expected.workload,
    entry,
    expected,
  })),
);

describe("exploring", () => {
  it.each(cases)("$handler, $workload, $within", ({ handler, entry, expected }) => {
    const { workload, nmis, faults, machineChecks, faultPoints = "lazy", debugExceptions = 0, breaks } = expected;
    const report = search(
      programOf({ kind: "catalogue", name: handler }, workload, entry.body, entry.options),
      bounds(nmis, faults, { machineChecks, faultPoints, debugExceptions }),
    );
    const found = [...new Set(report.violations.map(({ property }) => property))];
    expect(found.toSorted()).toEqual(breaks.map(({ property }) => property).toSorted());
    expect(report).toMatchObject({ verdict: breaks.length > 0 ? "violated" : "holds", unconfirmed: [], limits: [] });
  });
});

describe("expectations", () => {
  it.each(CATALOGUE)("$name says what to expect, and why", ({ expects }) => {
    expect(expects.map(({ workload }) => workload)).toEqual(expect.arrayContaining(WORKLOADS.slice(0, 1)));
    const reasons = expects.flatMap(({ breaks }) => breaks);
    for (const { property, hazard, because } of reasons) {
      expect(PROPERTIES).toContain(property);
      expect(because).toMatch(/^[A-Z].*\.$|^nmi_atomic.*\.$|^iret .*\.$/);
      expect(hazard).toBeGreaterThanOrEqual(1);
      expect(hazard).toBeLessThanOrEqual(33);
    }
  });
});
