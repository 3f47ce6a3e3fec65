// Where the regular NMI code is taken to be in a file that does not declare it.
import { describe, expect, it } from "vitest";
import { bounds, search, source, told } from "../explore/support.ts";

/** Linux's shape: exc_nmi has the latch, and is called by every NMI; what it guards comes behind it. */
const linux = (latched: string, label = "exc_nmi", code = "incq %gs:nmi_run_count") => `
nmi:
    pushq %rax
    pushq %rdx
    movq %rsp, %rdx
    testb $3, 24(%rdx)
    jz 1f
    movabsq $kstack_top, %rsp
    jmp 2f
1:  movq 40(%rdx), %rsp
    andq $-16, %rsp
2:  .irp word, 48, 40, 32, 24, 16, 8, 0
    pushq \\word(%rdx)
    .endr
    call ${label}
    popq %rdx
    popq %rax
    iretq
${label}:
    cmpl $0, state
    jne 2f
    movl $1, state
    movq %cr2, %rdx
1:  ${code}
    movb touch0, %al
    movq %rdx, %cr2
    decl state
    jnz 1b
    ret
2:  ${latched}
    ret
    .data
state: .long 0
`;
const RIGHT = "movl $2, state";
const LOST = "movl $1, state";

describe.each(["exc_nmi", "do_nmi", "handle"])("a latch in %s", (label) => {
  it("is no run of the regular code: that is where runs are counted", () => {
    const report = search(source(linux(RIGHT, label)), bounds(3, 1));
    expect([report.verdict, told(report)]).toEqual(["holds", []]);
  });

  it("loses an NMI where it does not say that one came", () => {
    const report = search(source(linux(LOST, label)), bounds(2, 1));
    expect(report.violations.map(({ property }) => property)).toEqual(["every-nmi-served"]);
    expect(report.violations[0]?.explanation).toMatch(/taken to start at \S+, where it first counts nmi_run_count /);
  });
});

it.each(["exc_nmi", "do_nmi"])("is entered again in %s where nothing keeps a nested NMI out", (label) => {
  const open = linux("", label)
    .replace(/    cmpl \$0, state\n    jne 2f\n/, "")
    .replace(/    decl state\n    jnz 1b\n/, "");
  const { violations } = search(source(open), bounds(2, 1));
  expect(violations.map(({ property }) => property)).toEqual(["no-reentry"]);
});

it("is entered again where the latch opens before the work is over", () => {
  const early = linux(RIGHT, "exc_nmi", "incq %gs:nmi_run_count\n    movl $0, state").replace(
    /    movq %rdx, %cr2\n    decl state\n    jnz 1b\n/,
    "    movb %al, touch0\n    movq %rdx, %cr2\n",
  );
  const { violations } = search(source(early), bounds(2, 1));
  expect(violations.map(({ property }) => property)).toContain("no-reentry");
});

it("says from where it judges, where nothing shows the regular code", () => {
  const bare = linux(RIGHT, "exc_nmi", "int3").replace("movb touch0, %al", "nop");
  const [violation] = search(source(bare), bounds(2, 1)).violations;
  expect(violation?.property).toBe("no-reentry");
  expect(violation?.explanation).toContain("The regular code is taken to start at exc_nmi;");
});

it("starts where a page is touched, if nothing is counted", () => {
  const report = (latched: string) => search(source(linux(latched, "handle", "nop")), bounds(2, 1));
  expect(told(report(RIGHT))).toEqual([]);
  expect(report(LOST).violations.map(({ property }) => property)).toEqual(["every-nmi-served"]);
});

describe("the body in a ... line", () => {
  it("is the regular code, with its end", () => {
    const { image, source: text } = source("nmi:\n    nop\n    ...\nover:\n    iretq\n");
    const labels = text.assembly.labels;
    expect(image.service).toEqual({ start: (labels.get("nmi") ?? 0n) + 1n, end: labels.get("over") });
    const report = search(source("nmi:\n    ...\n    iretq\n"), bounds(2, 1));
    expect(report.violations.map(({ property }) => property)).toContain("no-reentry");
  });

  it("is not, where something is declared", () => {
    const { image, source: text } = source("#@ service nmi\nnmi:\n    nop\n    ...\n    iretq\n");
    expect(image.service).toEqual({ start: text.assembly.labels.get("nmi"), end: undefined });
  });
});
