// Each property is broken by a handler that breaks it, in the step that does so,
// and by nothing else.

import { describe, expect, it } from "vitest";
import { LOSING, NAIVE, REENTERING, REDIRECTING, body } from "./handlers.ts";
import { type Arrival, program, run, verdict } from "./support.ts";

const nmi = (at: number | string): Arrival => ({ event: "nmi", at });

function first(
  text: string,
  arrivals: readonly Arrival[] = [nmi(5)],
  workload: "kernel" | "user" | "page-fault" = "kernel",
) {
  const ran = run(program(text, workload), arrivals);
  return { ...ran, told: verdict(ran), violation: ran.violations[0] };
}

describe("a handler that changes nothing", () => {
  it.each(["kernel", "user", "page-fault"] as const)("breaks nothing over %s", (workload) => {
    const ran = first(body("    nop"), [nmi(5), nmi(30)], workload);
    expect(ran.told).toEqual([]);
    expect(ran.home).toBe(true);
  });
});

describe("resume-exact", () => {
  it("sees a wrong RSP, and names what it was and is", () => {
    const { told, violation, notes } = first(body("    addq $8, 24(%rsp)"), [nmi(0)]);
    expect(told).toEqual(["resume-exact: registers-differ"]);
    expect(violation?.detail[2]).toBe((violation?.detail[1] ?? 0n) + 8n);
    expect(notes.find((note) => note.kind === "resumed")).toMatchObject({ context: 0, from: 1, differs: ["rsp"] });
  });

  it.each([
    ["rax", "    incq %rax"],
    ["r15", "    notq %r15"],
    ["rflags", "    xorq $1, 16(%rsp)"],
    ["rflags", "    xorq $0x200, 16(%rsp)"],
    ["rflags", "    xorq $0x200000, 16(%rsp)"],
    ["kernelGsBase", "    swapgs\n    wrmsr_user\n    swapgs"],
  ])("sees a wrong %s", (name, text) => {
    const setBase =
      "pushq %rax\n pushq %rcx\n pushq %rdx\n movl $0xc0000101, %ecx\n xorl %eax, %eax\n xorl %edx, %edx\n wrmsr\n popq %rdx\n popq %rcx\n popq %rax";
    const { notes, told } = first(body(text.replace("wrmsr_user", setBase)));
    expect(told).toEqual(["resume-exact: registers-differ"]);
    expect(notes.find((note) => note.kind === "resumed")).toMatchObject({ differs: [name] });
  });

  it("sees GS bases left exchanged", () => {
    const { notes } = first(body("    swapgs"));
    expect(notes.find((note) => note.kind === "resumed")).toMatchObject({ differs: ["gsBase", "kernelGsBase"] });
  });

  it("sees the workload reached at another place", () => {
    const { told, violation } = first(body("    addq $5, (%rsp)"), [nmi(0)]);
    expect(told).toEqual(["resume-exact: wrong-place"]);
    expect(violation?.detail[0]).toBe((violation?.detail[1] ?? 0n) + 5n);
  });

  it("sees the naive handler return through a frame that was used up", () => {
    const { told, steps, home } = first(NAIVE, [nmi(5), nmi("after_touch")]);
    expect(told).toContain("resume-exact: stale-frame");
    expect(home).toBe(false);
    expect(steps.length).toBe(2000);
  });

  it("sees an exception handler dropped", () => {
    const text = `
#@ service nmi resumed
    .text
nmi:
    cmpq $vec_14, (%rsp)
    jne resumed
    movq 24(%rsp), %rsp
    addq $8, %rsp
resumed:
    iretq
vec_14:
    addq $8, %rsp
    iretq
`;
    const { told } = first(text, [{ event: "pf", at: 3 }, nmi("vec_14")]);
    expect(told).toContain("resume-exact: abandoned");
  });

  it("lets a page-fault handler send NMI code elsewhere", () => {
    const text = `
#@ service nmi fault
    .text
nmi:
    pushq %rax
fault:
    movb touch0, %al
    ud2
fixed:
    popq %rax
    iretq
vec_14:
    movq $fixed, 8(%rsp)
    addq $8, %rsp
    iretq
`;
    const { told, home, notes } = first(text);
    expect(told).toEqual([]);
    expect(home).toBe(true);
    expect(notes.filter((note) => note.kind === "resumed").map(({ context, from }) => [context, from])).toEqual([
      [1, 2],
      [0, 1],
    ]);
  });

  it("does not ask for RF, which popfq cannot give back, while no breakpoint is armed", () => {
    const leave = `
    pushq %rax
    movq 32(%rsp), %rax
    pushq %rcx
    movq 16(%rsp), %rcx
    movq %rcx, -8(%rax)
    movq 32(%rsp), %rcx
    movq %rcx, -16(%rax)
    movq 8(%rsp), %rcx
    movq %rcx, -24(%rax)
    popq %rcx
    leaq -24(%rax), %rsp
    popq %rax
    popfq
    ret
`;
    const text = `
#@ service nmi after
    .text
nmi:
    nop
after:
    cmpq $vec_3, (%rsp)
    jae out
    ${leave}
out:
    iretq
vec_1:
    orq $0x10000, 16(%rsp)
    iretq
vec_3:
    iretq
`;
    const { told, steps } = first(text, [{ event: "db", at: 4 }, nmi(7)]);
    const images = steps[7]?.writes.map(({ value }) => value) ?? [];
    expect(images.filter((value) => value < 0x100000n && (value & 0x10000n) !== 0n).length).toBe(1);
    expect(told).toEqual(["idle-clean: nmi-blocked"]);
  });
});

describe("every-nmi-served", () => {
  it("sees a nested NMI forgotten", () => {
    expect(first(LOSING, [nmi(5), nmi("after_touch")]).told).toEqual(["every-nmi-served: lost"]);
  });

  it("asks one run for NMIs that merge in the latch", () => {
    expect(first(body("    nop"), [nmi(5), nmi(6), nmi(7), nmi(7)]).told).toEqual([]);
  });

  it("takes a software interrupt through gate 2 for no NMI", () => {
    const text =
      "#@ service served done\n.text\nnmi:\n cmpq $here, (%rsp)\n je out\nserved:\n nop\ndone:\nout:\n iretq\nvec_3:\n int $2\nhere:\n iretq\n";
    expect(first(text, [{ event: "bp", at: 3 }]).told).toEqual([]);
  });
});

describe("a run", () => {
  it("may start with a software interrupt", () => {
    const text = "#@ service served done\n.text\nnmi:\n nop\nserved:\n int3\ndone:\n iretq\n";
    const { told, notes } = first(text);
    expect(told).toEqual([]);
    expect(notes.filter(({ kind }) => kind === "run-started")).toEqual([{ kind: "run-started", context: 1 }]);
  });
});

describe("no-reentry", () => {
  it("does not accuse a right handler whose regular code is not declared", () => {
    const undeclared = REDIRECTING.replace("#@ service do_nmi\n", "")
      .replaceAll("do_nmi", "work")
      .replace("    movb touch1, %al", "touched:\n    movb touch1, %al");
    const { told, notes } = first(undeclared, [nmi(5), nmi("touched")]);
    expect(told).toEqual([]);
    expect(notes.filter(({ kind }) => kind === "run-started").length, "it was nested").toBe(2);
  });

  it("sees a run started inside another", () => {
    const { told, notes } = first(REENTERING, [nmi(5), nmi("after_touch")]);
    expect(told).toEqual(["no-reentry: started-inside"]);
    expect(notes.filter((note) => note.kind === "run-started").length).toBe(2);
    expect(notes.filter((note) => note.kind === "run-ended").length).toBe(2);
  });

  it("judges a run of unknown end when control is back in it", () => {
    const inline = REENTERING.replace("#@ service do_nmi", "#@ service regular")
      .replace("    call do_nmi", "regular:\n    pushq %rax\n    movb touch0, %al\nafter_touch:\n    popq %rax")
      .replace(/do_nmi:[^]*$/, "");
    expect(first(inline, [nmi(5), nmi("after_touch")]).told).toEqual(["no-reentry: resumed-inside"]);
  });
});

/** The regular code is inline, its end is not declared, and it runs on the interrupted stack. */
const ON_INTERRUPTED_STACK = `
#@ service regular
    .text
nmi:
    cmpb $0, %gs:nmi_stack_nesting
    jne nested
    movb $1, %gs:nmi_stack_nesting
    pushq %rax
    movq 32(%rsp), %rax
    pushq 40(%rsp)
    popq -8(%rax)
    pushq 32(%rsp)
    popq -16(%rax)
    pushq 24(%rsp)
    popq -24(%rax)
    pushq 16(%rsp)
    popq -32(%rax)
    pushq 8(%rsp)
    popq -40(%rax)
    subq $48, %rax
    popq (%rax)
    movq %rax, %rsp
regular:
    incq %gs:nmi_run_count
    movb touch0, %al
    movb $0, %gs:nmi_stack_nesting
after_flag:
    popq %rax
at_iret:
    iretq
nested:
    iretq
`;

describe("a run of unknown end in a handler with a flag", () => {
  it("is over when the flag is clear and nothing but the way out is left", () => {
    for (const place of ["after_flag", "at_iret"]) {
      const { told, notes } = first(ON_INTERRUPTED_STACK, [nmi(5), nmi(place)]);
      expect(told).toEqual([]);
      expect(notes.filter(({ kind }) => kind === "run-started").length, "the second ran as well").toBe(2);
    }
  });

  it.each([
    ["writes", "    movb %al, touch0\n"],
    ["counts", "    incq %gs:nmi_run_count\n"],
  ])("was not over if it %s later", (_, work) => {
    const early = ON_INTERRUPTED_STACK.replace("after_flag:\n", `after_flag:\n    nop\n${work}`);
    expect(first(early, [nmi(5), nmi("after_flag")]).told).toEqual(["no-reentry: resumed-inside"]);
  });
});

describe("no-crash", () => {
  it("sees a panic vector, with error code and place", () => {
    const { told, violation } = first(body("    ud2"));
    expect(told).toEqual(["no-crash: panic-vector"]);
    expect(violation?.detail[0]).toBe(6n);
  });

  it("sees an iret that takes the frame for a smaller one", () => {
    const { told, violation } = first(body("    iret"));
    expect(told).toEqual(["no-crash: panic-vector"]);
    expect(violation?.detail.slice(0, 2)).toEqual([13n, 0xfffcn]);
  });

  it("sees a page fault where nothing is ever absent on purpose", () => {
    expect(first(body("    pushq %rax\n    movb 0x7000, %al\n    popq %rax")).told[0]).toBe(
      "no-crash: unexpected-page-fault",
    );
  });

  it("takes an injected page fault, and one on a lazy page, as expected", () => {
    const text = body("    pushq %rax\nhere:\n    movb touch1, %al\n    popq %rax");
    expect(first(text, [nmi(5), { event: "pf", at: "here" }]).told).toEqual([]);
  });

  it("sees a double fault", () => {
    const { told } = first(body("    movq $0x7000, %rsp\n    pushq %rax"));
    expect(told).toContain("no-crash: double-fault");
  });
});

describe("cr2-preserved", () => {
  const clobbering = body("    pushq %rax\n    movb touch0, %al\n    popq %rax");

  it("sees a page-fault handler read the CR2 of the NMI's fault", () => {
    const { told } = first(clobbering, [nmi("read_cr2")], "page-fault");
    expect(told).toContain("cr2-preserved: wrong-cr2");
  });

  it("does not mind an NMI handler that gives it back", () => {
    const kind = body(
      "    pushq %rax\n    pushq %rcx\n    movq %cr2, %rcx\n    movb touch0, %al\n    movq %rcx, %cr2\n    popq %rcx\n    popq %rax",
    );
    expect(first(kind, [nmi("read_cr2")], "page-fault").told).toEqual([]);
  });
});

describe("idle-clean", () => {
  it("sees a flag left set, with its address and values", () => {
    const { told, violation } = first(body("    movb $1, %gs:need_fake_nmi"));
    expect(told).toEqual(["idle-clean: flag-changed"]);
    expect(violation?.detail).toEqual([0xffff888000000001n, 1n, 0n]);
  });

  it.each([
    ["a small word that only counts", "count: .long 0", "incl %gs:count", []],
    ["a small word that only remembers", "count: .word 0", "movw %ax, %gs:count", []],
    ["a quadword that only remembers", "count: .quad 0", "movq %rsp, %gs:count", []],
    ["a quadword that is asked", "count: .quad 0", "cmpq $0, %gs:count\n    movq $1, %gs:count", ["flag-changed"]],
    ["a word that is asked", "count: .word 0", "cmpw $0, %gs:count\n    movw %cs, %gs:count", ["flag-changed"]],
    ["a byte that is asked", "count: .byte 0", "testb $1, %gs:count\n    orb $1, %gs:count", ["flag-changed"]],
    ["a byte that is only set", "count: .byte 0", "orb $1, %gs:count", []],
  ])("tells a flag from %s", (_, variable, code, causes) => {
    const text = `    .section .data..percpu\n${variable}\n${body(`    ${code}`)}`;
    expect(first(text).told).toEqual(causes.map((cause) => `idle-clean: ${cause}`));
  });

  it("does not mind the count of runs", () => {
    expect(first(body("    incq %gs:nmi_run_count")).told).toEqual([]);
  });
});

describe("stack-bounds", () => {
  it("sees RSP outside every stack", () => {
    const text = body(
      "    pushq %rax\n    movq %rsp, %rax\n    movq $0x100800, %rsp\n    movq %rax, %rsp\n    popq %rax",
    );
    const { told, violation } = first(text);
    expect(told).toEqual(["stack-bounds: rsp-outside"]);
    expect(violation?.detail).toEqual([0x100800n]);
  });

  it.each([
    [
      "the kernel stack, the per-CPU page and its own data",
      "    pushq %rax\n    movq %rsp, %rax\n    movq $area+64, %rsp\n    pushq %rbx\n    movq %rax, %rsp\n    popq %rax",
      [],
    ],
    ["a page that is nobody's", "    movb $1, 0x100800", ["stack-bounds: write-outside"]],
    ["a user's page", "    movb $1, 0x500000", ["stack-bounds: user-written"]],
    [
      "the interrupted stack",
      "    pushq %rax\n    movq 32(%rsp), %rax\n    orq $0, (%rax)\n    popq %rax",
      ["stack-bounds: foreign-stack"],
    ],
    [
      "below the interrupted stack",
      "    pushq %rax\n    movq 32(%rsp), %rax\n    movq $0, -8(%rax)\n    popq %rax",
      [],
    ],
  ])("knows a write to %s", (_where, text, expected) => {
    expect(first(`${body(text)}\n    .data\narea: .skip 64\n`).told).toEqual(expected);
  });
});

describe("the redirecting handler", () => {
  it("answers a nested NMI with a second run in the same context", () => {
    const { told, home, notes } = first(REDIRECTING, [nmi(5), nmi("do_nmi#1"), { event: "nmi", at: "end_repeat_nmi" }]);
    expect(told).toEqual([]);
    expect(home).toBe(true);
    expect(notes.filter((note) => note.kind === "run-started")).toEqual([
      { kind: "run-started", context: 1 },
      { kind: "run-started", context: 1 },
    ]);
  });
});
