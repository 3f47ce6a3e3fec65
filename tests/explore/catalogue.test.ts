// The built-in handlers within bounds: each defect is found with no hint, and the
// repaired one holds.
import { describe, expect, it } from "vitest";
import { bounds, catalogue, search, told } from "./support.ts";

const broken = (report: ReturnType<typeof search>) => [...new Set(report.violations.map(({ property }) => property))];

describe("naive", () => {
  it("nests once a page fault's IRET has unblocked NMIs: two NMIs at the fewest", () => {
    const report = search(catalogue("naive"), bounds(2, 1));
    expect(report.verdict).toBe("violated");
    expect(told(report)).toEqual([
      "no-reentry: nmi@workload; nmi@nmi",
      "resume-exact: nmi@workload; nmi@nmi",
      "progress: nmi@workload; nmi@do_nmi_end",
    ]);
    expect(report.violations.map(({ injections }) => injections)).toEqual([2, 2, 2]);
  });

  it("holds with one NMI, and with any number of them if no page is ever absent", () => {
    expect(search(catalogue("naive"), bounds(1, 2)).verdict).toBe("holds");
    expect(search(catalogue("naive"), bounds(4, 0)).verdict).toBe("holds");
  });
});

describe("the handler of 2010 and its repairs, one after the other", () => {
  it("as mailed: the 32-bit iret, by any NMI", () => {
    const report = search(catalogue("desnoyers-2010"), bounds(2, 1));
    expect(told(report)[0]).toBe("no-crash: nmi@workload");
    expect(report.violations[0]).toMatchObject({ injections: 1, at: "nmi_atomic+0x1c" });
    expect(report.violations[0]?.explanation).toContain("0xfffc");
  });

  it("step 1: CR2 from the wrong word, by one NMI in a page fault", () => {
    const report = search(catalogue("desnoyers-2010-step-1", "page-fault"), bounds(2, 1));
    expect(report.violations[0]).toMatchObject({ property: "cr2-preserved", injections: 1, at: "read_cr2" });
  });

  it("step 1: RSP at the copy's CS, by an NMI in nmi_atomic", () => {
    const report = search(catalogue("desnoyers-2010-step-1"), bounds(2, 1));
    const gp = report.violations.find(({ explanation }) => explanation.startsWith("#GP"));
    expect(gp).toMatchObject({ property: "no-crash", injections: 2, at: "nmi_atomic+0x1c" });
  });

  it("step 2: the nested return jumps to 0x10", () => {
    const report = search(catalogue("desnoyers-2010-step-2"), bounds(2, 1));
    expect(broken(report)).toEqual(["no-crash"]);
    expect(report.violations[0]).toMatchObject({ injections: 2, at: "0x10" });
    expect(search(catalogue("desnoyers-2010-step-2"), bounds(1, 2)).verdict).toBe("holds");
  });

  it("step 3: code above nmi_atomic_end is taken for no NMI's: a livelock, and only if there is such code", () => {
    const report = search(catalogue("desnoyers-2010-step-3", "kernel", "call"), bounds(2, 1));
    expect(broken(report).toSorted()).toEqual(["no-reentry", "progress", "resume-exact"]);
    expect(report.violations.every(({ injections }) => injections === 2)).toBe(true);
    expect(search(catalogue("desnoyers-2010-step-3", "kernel", "count"), bounds(2, 1)).verdict).toBe("holds");
  });

  it("step 5: CR2 through rax in nmi_atomic loses rax", () => {
    const report = search(catalogue("desnoyers-2010-step-5"), bounds(2, 1));
    expect(broken(report)).toEqual(["resume-exact"]);
    expect(report.violations[0]?.explanation).toContain("RAX");
  });
});

/** Those that a handler without SWAPGS can serve. */
const KERNEL_GS = ["kernel", "user", "page-fault"] as const;

describe("desnoyers-2010-repaired", () => {
  it.each(KERNEL_GS)("holds for 2 NMIs and 1 fault in the %s workload", (workload) => {
    const report = search(catalogue("desnoyers-2010-repaired", workload), bounds(2, 1));
    expect(report).toMatchObject({ verdict: "holds", violations: [], limits: [], unconfirmed: [] });
  });

  it("holds for 3 NMIs and 2 faults", () => {
    const report = search(catalogue("desnoyers-2010-repaired"), bounds(3, 2));
    expect(report).toMatchObject({ verdict: "holds", violations: [], limits: [], unconfirmed: [] });
  });

  it("does not survive a machine check in its first instructions, as no handler does", () => {
    const report = search(catalogue("desnoyers-2010-repaired"), bounds(2, 0, { machineChecks: 1 }));
    expect(report).toMatchObject({ verdict: "violated", unconfirmed: [] });
    expect(told(report).join("\n")).toMatch(/mc@nmi\+0x8|mc@is_unnested_nmi/);
    expect(search(catalogue("desnoyers-2010-repaired"), bounds(1, 0, { machineChecks: 1 })).verdict).toBe("holds");
  });
});
