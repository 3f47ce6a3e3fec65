// The workloads whose user has a GS base of its own: which handlers can serve
// them, and where those that believe CS, or RSP, go wrong.
import { describe, expect, it } from "vitest";
import { boot } from "../../src/session/index.ts";
import type { Scenario, WorkloadName } from "../../src/scenario/scenario.ts";
import { parseSchedule } from "../../src/scenario/schedule.ts";
import { runWhole } from "./runs.ts";

const BODY = `
    incq %gs:nmi_run_count
do_nmi_end:
`;

/** Believes the sign of the GS base alone, as Linux's paranoid_entry. */
const BY_MSR = `
    #@ service do_nmi do_nmi_end
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
do_nmi:${BODY}
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

const BY_CS = `
    #@ service do_nmi do_nmi_end
nmi:
    testb $3, 8(%rsp)
    jz do_nmi
    swapgs
do_nmi:${BODY}
    testb $3, 8(%rsp)
    jz 1f
    swapgs
1:
    iretq
`;

const NOT_AT_ALL = `
    #@ service do_nmi do_nmi_end
nmi:
do_nmi:${BODY}
    iretq
`;

/** Linux 3.4 to 4.1, as far as it decides: an RSP inside the NMI stack at CPL 0 means nested, and nested is dropped. */
const BY_RSP = `
    #@ service do_nmi do_nmi_end
nmi:
    pushq %rdx
    testb $3, 16(%rsp)
    jnz first_nmi
    leaq 48(%rsp), %rdx
    cmpq %rdx, 32(%rsp)
    ja first_nmi
    subq $4096, %rdx
    cmpq %rdx, 32(%rsp)
    jb first_nmi
    popq %rdx
    iretq
first_nmi:
    popq %rdx
    ${BY_MSR.replace(/^ *#@.*$/m, "").replace("nmi:", "")}
`;

function scenario(text: string, workload: WorkloadName, schedule: string): Scenario {
  return {
    handler: { kind: "source", text },
    workload,
    body: "count",
    options: {},
    schedule: parseSchedule(schedule).items,
  };
}

const broken = (text: string, workload: WorkloadName, schedule: string) => {
  const { view } = runWhole(scenario(text, workload, schedule));
  expect(view.end.kind).toBe("idle");
  return [...new Set(view.violations.map(({ property }) => property))];
};

/** Boundaries of the first two rounds of the workload, by the place of the instruction that is next. */
function boundaries(workload: WorkloadName): readonly string[] {
  const { steps } = runWhole(scenario(BY_MSR, workload, "nmi@400"));
  return steps.slice(0, 100).map(({ at }) => at);
}

describe.each(["user-swapgs", "syscall"] as const)("over %s", (workload) => {
  it("a handler that looks at the GS base itself serves an NMI at every boundary", () => {
    for (let at = 0; at < 100; at++) expect([at, broken(BY_MSR, workload, `nmi@${at}`)]).toEqual([at, []]);
  });

  it("a handler without SWAPGS writes the user's page", () => {
    expect(broken(NOT_AT_ALL, workload, "nmi@workload")).toEqual(["stack-bounds"]);
  });
});

describe("user-swapgs", () => {
  it("is served by a handler that believes CS", () => {
    for (let at = 0; at < 60; at++) expect([at, broken(BY_CS, "user-swapgs", `nmi@${at}`)]).toEqual([at, []]);
  });

  it("but for an NMI in the entry and the exit of a page fault from user mode", () => {
    const text = BY_CS;
    for (const place of ["vec_14", "vec_14+0x5", "vec_14+0x7"])
      expect([place, broken(text, "user-swapgs", `pf@3; nmi@${place}`)]).toEqual([place, ["stack-bounds"]]);
    expect(broken(text, "user-swapgs", "pf@3; nmi@vec_14+0xa")).toEqual([]);
  });

  it("has the user's own words where per-CPU variables are looked for", () => {
    const booted = boot(scenario(BY_CS, "user-swapgs", ""));
    if (!booted.ok) throw new Error("does not assemble");
    const page = booted.program.image.segments.find(({ address }) => address === 0x7ffff7d00000n);
    expect(page?.bytes[0]).toBe(0xff);
  });
});

describe("syscall", () => {
  const places = boundaries("syscall");

  it("goes through its entry and back", () => {
    for (const label of ["workload", "turn", "entry_syscall", "do_syscall"]) expect(places).toContain(label);
  });

  it("a handler that believes CS meets the user's GS base at the entry's first and the exit's last instruction", () => {
    const wrong = places.flatMap((place, at) => (broken(BY_CS, "syscall", `nmi@${at}`).length > 0 ? [place] : []));
    expect([...new Set(wrong)]).toEqual(["entry_syscall", "entry_syscall+0x3d"]);
  });

  it("a handler that takes RSP in the NMI stack for a nested NMI drops those in both gaps", () => {
    const lost = places.flatMap((place, at) =>
      broken(BY_RSP, "syscall", `nmi@${at}`).includes("every-nmi-served") ? [place] : [],
    );
    expect([...new Set(lost)]).toEqual([
      "entry_syscall",
      "entry_syscall+0x3",
      "entry_syscall+0xc",
      "entry_syscall+0x3a",
      "entry_syscall+0x3d",
    ]);
  });
});
