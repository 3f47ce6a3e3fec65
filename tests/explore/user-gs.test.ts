// The user's GS base and RSP, within bounds: whoever believes CS is found out.
import { describe, expect, it } from "vitest";
import { bounds, search, source, told } from "./support.ts";

const handler = (enter: string, leave: string) => `
    #@ service do_nmi do_nmi_end
nmi:
    pushq %rax
    pushq %rcx
    pushq %rdx
    pushq %rbx
${enter}
do_nmi:
    incq %gs:nmi_run_count
do_nmi_end:
${leave}
    popq %rbx
    popq %rdx
    popq %rcx
    popq %rax
    iretq
`;

const BY_BASE = handler(
  `
    movl $1, %ebx
    movl $0xc0000101, %ecx
    rdmsr
    testl %edx, %edx
    js do_nmi
    swapgs
    xorl %ebx, %ebx`,
  `
    testl %ebx, %ebx
    jnz 1f
    swapgs
1:`,
);
const BY_CS = handler(
  `
    testb $3, 40(%rsp)
    jz do_nmi
    swapgs`,
  `
    testb $3, 40(%rsp)
    jz 1f
    swapgs
1:`,
);

describe("a handler that reads the GS base", () => {
  it.each(["user-swapgs", "syscall"] as const)("holds over %s", (workload) => {
    expect(search(source(BY_BASE, workload), bounds(3, 0))).toMatchObject({ verdict: "holds", unconfirmed: [] });
  });
});

describe("a handler that believes CS", () => {
  it("holds over user-swapgs, whose user does not enter the kernel", () => {
    expect(search(source(BY_CS, "user-swapgs"), bounds(3, 0)).verdict).toBe("holds");
  });

  it("writes the user's page over syscall", () => {
    const report = search(source(BY_CS, "syscall"), bounds(1, 0));
    expect(report.verdict).toBe("violated");
    expect(told(report)).toEqual(["stack-bounds: nmi@entry_syscall"]);
  });
});
