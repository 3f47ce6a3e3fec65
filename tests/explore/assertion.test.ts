// Asserted expressions in a search: found with the fewest injections, each a cause of
// its own, none that is true accused, and every way of asking tells the same.
import { describe, expect, it } from "vitest";
import { GENERAL_PROPERTIES, PROPERTIES } from "../../src/machine/types.ts";
import { findEntry } from "../../src/scenario/catalogue/catalogue.ts";
import { bounds, catalogue, search, source, told } from "./support.ts";

const REPAIRED = findEntry("desnoyers-2010-repaired")?.text ?? "";

/** The line is the file's last, so that no other moves. */
function asserted(...assertions: readonly string[]) {
  return source(`${REPAIRED.trimEnd()}\n${assertions.map((one) => `#@ assert ${one}`).join("\n")}\n`);
}

const ONCE = `
nmi:
    pushq %rax
    incq %gs:depth
body:
    incq %gs:nmi_run_count
    int3
after:
    decq %gs:depth
    popq %rax
    iretq
    .section .data..percpu,"aw"
depth: .quad 0
`;

describe("an assertion in a search", () => {
  it("that holds is judged and changes nothing else", () => {
    const plain = search(catalogue("desnoyers-2010-repaired"), bounds(2, 1));
    const judged = search(asserted("nmi $nmi_blocked && $cpl == 0 && $rsp & 7 == 0"), bounds(2, 1));
    expect(judged).toMatchObject({ verdict: "holds", states: plain.states, transitions: plain.transitions });
    expect([plain.judged, judged.judged]).toEqual([GENERAL_PROPERTIES, PROPERTIES]);
  });

  it("that nesting breaks is found with as many injections as that needs", () => {
    // the breakpoint's IRET unblocks NMIs: a second one comes in
    const report = search(source(`#@ assert body %gs:depth == 1\n${ONCE}`), bounds(2, 0));
    const [first] = report.violations.filter(({ property }) => property === "assertion");
    expect(first).toMatchObject({ injections: 2, at: "body", line: 1, cause: "assertion-1" });
    expect(first?.explanation).toContain("Line 1 asserts at body: %gs:depth == 1; it is false: 0x2 against 0x1");
    expect(told(report).filter((text) => text.startsWith("assertion"))).toHaveLength(1);
    const single = search(source(`#@ assert body %gs:depth == 1\n${ONCE}`), bounds(1, 0));
    expect(single.violations.filter(({ property }) => property === "assertion")).toEqual([]);
  });

  it("about a handler of the catalogue: as documented", () => {
    const lines = [
      "regular_nmi_code $rsp == nmi_stack_copy_rip && (byte)%gs:nmi_stack_nesting != 0",
      "fake_nmi $nmi_blocked",
      "fake_nmi *(word)($rsp + 8) == __KERNEL_CS",
    ];
    expect(search(asserted(...lines), bounds(2, 1)).verdict).toBe("holds");
    const { violations } = search(asserted(...lines), bounds(2, 2));
    expect(violations).toMatchObject([{ cause: "assertion-2", injections: 2, steps: 91, at: "fake_nmi" }]);
  });

  it("is a cause of its own, also of several that one schedule breaks at one step", () => {
    const lines = "#@ assert body %gs:depth > 1\n#@ assert body 1\n#@ assert body *0 == 0\n#@ assert after 0\n";
    const report = search(source(lines + ONCE), bounds(1, 0));
    const found = report.violations.filter(({ property }) => property === "assertion");
    expect(found.map(({ cause, line, at }) => `${cause}, line ${line}, ${at}`).toSorted()).toEqual([
      "assertion-1, line 1, body",
      "assertion-3, line 3, body",
      "assertion-4, line 4, after",
    ]);
    expect(found.find(({ cause }) => cause === "assertion-3")?.explanation).toContain("memory at 0x0 cannot be read");
    expect(report.unconfirmed).toEqual([]);
  });

  it("may be about nmi_run_count: the search then tells states apart by it", () => {
    const report = search(source(`#@ assert body %gs:nmi_run_count < 1\n${ONCE}`), bounds(2, 0));
    const [first] = report.violations.filter(({ property }) => property === "assertion");
    expect(first).toMatchObject({ injections: 2 });
  });

  it("is found the same every time", () => {
    const program = source(`#@ assert body %gs:depth == 1\n${ONCE}`);
    expect(search(program, bounds(2, 0))).toEqual(search(program, bounds(2, 0)));
  });
});
