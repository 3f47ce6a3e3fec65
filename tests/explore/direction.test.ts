// What an interrupted context has in DF: over `kernel-df` a handler that forgets CLD before
// its string instructions is found out, and no other is accused.
import { describe, expect, it } from "vitest";
import { bounds, catalogue, search } from "./support.ts";

describe("the workload in which DF is set", () => {
  it("breaks the handler without CLD by one NMI, and not the same with it", () => {
    const report = search(catalogue("missing-cld", "kernel-df"), bounds(1, 0));
    expect(report.violations.map(({ injections }) => injections)).toContain(1);
    expect(search(catalogue("missing-cld", "kernel"), bounds(1, 0)).verdict).toBe("holds");
    expect(search(catalogue("missing-cld-mended", "kernel-df"), bounds(2, 1)).verdict).toBe("holds");
  });

  it.each(["desnoyers-2010-repaired", "rostedt-3.7", "lutomirski-4.2", "mainline"])("holds of %s", (name) => {
    expect(search(catalogue(name, "kernel-df"), bounds(2, 1))).toMatchObject({ verdict: "holds", violations: [] });
  });
});
