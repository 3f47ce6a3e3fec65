// RF belongs to what was interrupted while a breakpoint is armed: a nested NMI
// that returns by POPFQ and RET loses it, and the breakpoint fires once more.

import { describe, expect, it } from "vitest";
import { type Arrival, program, run, verdict } from "./support.ts";

/** `turn` of the kernel workload: behind two CALLs and a JMP. */
const TURN = 0xffffffff8100100cn;

/** #BP, injected, arms an instruction breakpoint; the #DB handler sets RF, as debuggers do. */
const handler = (leave: string, dr7 = 1): string => `
#@ service do_nmi do_nmi_end
    .text
nmi:
do_nmi:
    incq %gs:nmi_run_count
do_nmi_end:
${leave}
vec_1:
    btsq $16, 16(%rsp)
    iretq
vec_3:
    pushq %rax
    movq $0x${TURN.toString(16)}, %rax
    movq %rax, %db0
    movl $${dr7}, %eax
    movq %rax, %db7
    popq %rax
    iretq
`;

const BY_RET = `
    pushq %rax
    pushq %rcx
    movq 40(%rsp), %rax
    movq 16(%rsp), %rcx
    movq %rcx, -8(%rax)
    movq 32(%rsp), %rcx
    movq %rcx, -16(%rax)
    subq $16, 40(%rsp)
    popq %rcx
    popq %rax
    movq 24(%rsp), %rsp
    popfq
    ret
`;

/** The NMI comes between the #DB handler's IRETQ and the instruction that it resumes. */
const BETWEEN: readonly Arrival[] = [
  { event: "bp", at: 0 },
  { event: "nmi", at: "turn#2" },
];

function outcome(text: string) {
  const ran = run(program(text), BETWEEN, 40);
  const first = ran.steps.findIndex(({ kind, ripBefore }) => kind === "instruction" && ripBefore === TURN);
  const breaks = ran.steps.slice(0, first).filter(({ vector }) => vector === 1).length;
  const resumed = ran.notes.filter((note) => note.kind === "resumed" && note.context === 0);
  return { told: verdict(ran), breaks, resumed };
}

describe("RF", () => {
  it("is brought back by IRETQ: one #DB before the instruction runs", () => {
    const { told, breaks } = outcome(handler("    iretq"));
    expect(told).toEqual([]);
    expect(breaks).toBe(1);
  });

  it("is lost by POPFQ and RET: resume-exact, and the breakpoint fires again", () => {
    const { told, breaks, resumed } = outcome(handler(BY_RET));
    expect(told).toContain("resume-exact: registers-differ");
    expect(resumed).toContainEqual(expect.objectContaining({ differs: ["rflags"] }));
    expect(breaks).toBe(2);
  });

  it("is not compared where no breakpoint is armed: nothing can depend on it", () => {
    const { told, breaks } = outcome(handler(BY_RET, 0));
    expect(breaks).toBe(0);
    expect(told).not.toContain("resume-exact: registers-differ");
  });
});
