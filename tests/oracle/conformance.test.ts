// Catalogue handlers on our machine and on QEMU, in lockstep: no difference in any
// register, frame or byte of memory after any step.
import { describe, expect, it } from "vitest";
import { findQemu } from "../../scripts/lib/tools.mjs";
import { findEntry } from "../../src/scenario/catalogue/catalogue.ts";
import { compare, expectSame, MAX_STEPS } from "./compare-scenario.ts";

function textOf(name: string): string {
  const entry = findEntry(name);
  if (entry === undefined) throw new Error(`no handler ${name}`);
  return entry.text;
}

/** The mail's program without the two instructions that no x86-64 has: CR2 is left alone. */
function withoutCr2(text: string): string {
  return text.replace(/^pushq %cr2$/m, "pushq $0").replace(/^movq .*,\s*%cr2$/m, "");
}

const NAIVE = textOf("naive");
const REPAIRED = textOf("desnoyers-2010-repaired");
const MAILED = withoutCr2(textOf("desnoyers-2010"));

const BY_GS_BASE = `
nmi:
    pushq %rax
    pushq %rcx
    pushq %rdx
    pushq %rbx
    movl $1, %ebx
    movl $0xc0000101, %ecx
    rdmsr
    testl %edx, %edx
    js do_nmi
    swapgs
    xorl %ebx, %ebx
do_nmi:
    incq %gs:nmi_run_count
    testl %ebx, %ebx
    jnz 1f
    swapgs
1:
    popq %rbx
    popq %rdx
    popq %rcx
    popq %rax
    iretq
`;

const SCHEDULES = {
  "one NMI": "nmi@5",
  "an NMI in an NMI": "nmi@5; nmi@page_touched",
  "NMIs that are latched and merged": "nmi@5; nmi@7; nmi@8; nmi@page_touched",
  "page faults and NMIs": "pf@3; nmi@8; pf@page_touched; nmi@page_touched#2",
} as const;

const WORKLOADS = ["kernel", "user", "page-fault"] as const;

describe.skipIf(findQemu() === undefined)("conformance with QEMU", () => {
  describe.each([
    { handler: "naive", text: NAIVE },
    { handler: "desnoyers-2010-repaired", text: REPAIRED },
  ])("$handler", ({ text }) => {
    describe.each(WORKLOADS)("workload %s", (workload) => {
      it.each(Object.entries(SCHEDULES))("%s", async (_, schedule) => {
        const { delivered } = await expectSame({ text, workload, schedule });
        expect(delivered).toContain(2);
      });
    });
  });

  it.each([
    ["user-swapgs", "nmi@5; nmi@do_nmi"],
    ["user-swapgs", "pf@turn; nmi@vec_14; pf@workload#2; nmi@vec_14+0xa#2"],
    ["syscall", "nmi@5; nmi@do_nmi"],
    ["syscall", "nmi@entry_syscall; nmi@entry_syscall#2"],
    ["syscall", "nmi@entry_syscall+0x3; nmi@entry_syscall+0x3d"],
    ["syscall", "nmi@entry_syscall+0x3a; pf@turn#3; nmi@vec_14; pf@do_syscall#2"],
  ] as const)("a handler that reads the GS base: %s, %s", async (workload, schedule) => {
    const { delivered, corrections } = await expectSame({ text: BY_GS_BASE, workload, schedule });
    expect(delivered).toContain(2);
    expect(corrections.has("syscall-flags")).toBe(workload === "syscall");
  });

  it("naive: the frame is overwritten and it goes round for ever", async () => {
    const { steps } = await expectSame({ text: NAIVE, workload: "kernel", schedule: "nmi@5; nmi@page_touched" });
    expect(steps).toBe(MAX_STEPS);
  });

  it.each(["nmi@5; nmi@helper_touched", "nmi@5; nmi@nmi_atomic", "nmi@5; nmi@touch_page; nmi@fake_nmi"])(
    "desnoyers-2010-repaired: %s",
    async (schedule) => {
      await expectSame({ text: REPAIRED, workload: "kernel", schedule });
      await expectSame({ text: REPAIRED, workload: "user", schedule });
    },
  );

  it.each([
    ["kernel", "nmi@5"],
    ["user", "nmi@5"],
    ["kernel", "nmi@5; nmi@nmi_atomic; nmi@panic_13"],
  ] as const)("desnoyers-2010: the iret ends in #GP and unblocks NMIs: %s, %s", async (workload, schedule) => {
    const { delivered, corrections } = await expectSame({ text: MAILED, workload, schedule });
    expect(delivered).toContain(13);
    expect(corrections.get("iretd")).toBeGreaterThan(0);
    expect(corrections.get("iret-unblocks")).toBeGreaterThan(0);
  });

  it.each([
    ["desnoyers-2010-step-1", "nmi@5; nmi@nmi_atomic"],
    ["desnoyers-2010-step-2", "nmi@5; nmi@page_touched"],
    ["desnoyers-2010-step-3", "nmi@5; nmi@page_touched"],
    ["desnoyers-2010-step-5", "nmi@5; nmi@nmi_atomic+0x20"],
  ] as const)("the next defect: %s, %s", async (name, schedule) => {
    const text = name === "desnoyers-2010-step-5" ? textOf(name) : withoutCr2(textOf(name));
    await expectSame({ text, workload: "kernel", schedule });
  });

  it.each([
    [{ nullSsOnSameCplIst: true }, "nmi@5", "ss: ours 0x0, QEMU 0x18"],
    [{ faultingIretUnblocks: false }, "nmi@5; nmi@nmi_atomic", "NMIs blocked: ours true, QEMU false"],
  ] as const)("sees a CPU of ours that differs: %o", async (options, schedule, difference) => {
    const { differences } = await compare({ text: MAILED, workload: "kernel", schedule, options });
    expect(differences.join("\n")).toContain(difference);
  });
});
