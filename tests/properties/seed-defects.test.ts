// The repaired handler of 2010 with one defect put back: each is flagged, on the
// shortest schedule that shows it and as what it is.

import { describe, expect, it } from "vitest";
import { findEntry } from "../../src/scenario/catalogue/catalogue.ts";
import { type Arrival, everyPair, program, run, verdict } from "./support.ts";

const REPAIRED = findEntry("desnoyers-2010-repaired")?.text ?? "";

function without(repair: string, mailed: string): string {
  const text = REPAIRED.replace(repair, mailed);
  if (text === REPAIRED) throw new Error(`the repaired handler has no ${repair}`);
  return text;
}

function told(
  text: string,
  arrivals: readonly Arrival[],
  workload: "kernel" | "page-fault" = "kernel",
): readonly string[] {
  return verdict(run(program(text, workload), arrivals));
}

const nmi = (at: number | string): Arrival => ({ event: "nmi", at });
const NESTED_TAIL = /pushq %rax\n    pushq %rcx\n    movq 16\+24\(%rsp\)[^]*?popfq\n    ret/;

describe("a defect of the mail, put back", () => {
  it("the 32-bit return", () => {
    const text = without("    iretq\n\nfake_nmi", "    iret\n\nfake_nmi");
    expect(told(text, [nmi(5)])).toEqual(["no-crash: panic-vector"]);
  });

  it("the copy's RIP off by a word", () => {
    const text = without("nmi_stack_copy_rip, nmi_stack_copy-48", "nmi_stack_copy_rip, nmi_stack_copy-40");
    expect(told(text, [nmi(5), nmi("nmi_atomic")])).toContain("no-crash: panic-vector");
  });

  it("the nested return through the wrong words", () => {
    const text = REPAIRED.replace(NESTED_TAIL, "popfq\n    jmp *(%rsp)");
    expect(text).not.toBe(REPAIRED);
    expect(told(text, [nmi(5), nmi("page_touched")])[0]).toMatch(/^no-crash: /);
  });

  it("code above the exit taken for code outside", () => {
    const text = without("jae test_nesting", "jae is_unnested_nmi");
    const found = told(text, [nmi(5), nmi("helper_touched")]);
    expect(found).toContain("no-reentry: started-inside");
    expect(found).toContain("resume-exact: stale-frame");
  });

  it("CR2 restored where an NMI starts over", () => {
    const text = without("    movq nmi_stack_copy_rip+40, %rax\n    movq %rax, %cr2\n", "").replace(
      "    # Repair 1",
      "    pushq %rax\n    movq nmi_stack_copy_rip+40, %rax\nspilled:\n    movq %rax, %cr2\n    popq %rax\n    # Repair 1",
    );
    expect(told(text, [nmi(5), nmi("spilled")])).toEqual(["resume-exact: registers-differ"]);
  });

  it("CR2 not restored at all", () => {
    const text = without("    movq nmi_stack_copy_rip+40, %rax\n    movq %rax, %cr2\n", "");
    expect(told(text, [nmi("read_cr2")], "page-fault")).toContain("cr2-preserved: wrong-cr2");
  });
});

describe("what the repaired handler does not withstand", () => {
  it("a machine check between test and clear loses an NMI", () => {
    const text = without("    movb $0, %gs:nmi_stack_nesting", "tested:\n    movb $0, %gs:nmi_stack_nesting");
    const found = told(text, [nmi(5), { event: "mc", at: "tested" }, nmi("vec_18")]);
    expect(found).toEqual(["every-nmi-served: lost", "idle-clean: flag-changed"]);
  });
});

describe("another repair of the nested return", () => {
  it("iretq keeps every property too", () => {
    const text = REPAIRED.replace(NESTED_TAIL, "iretq");
    expect(text).not.toBe(REPAIRED);
    expect(everyPair(program(text), 3, 6)).toEqual([]);
  });
});
