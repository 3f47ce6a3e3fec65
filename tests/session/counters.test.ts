// Which words of a handler only count.
import { describe, expect, it } from "vitest";
import { boot } from "../../src/session/index.ts";

/** Names of the variables whose words are left out of states. */
function counting(text: string): readonly string[] {
  const source = `${text}\n    iretq\n    .data\n    .balign 8\nwords:\nfirst: .quad 0\nsecond: .quad 0\nsmall: .long 0\nnext: .long 0\n`;
  const booted = boot({
    handler: { kind: "source", text: source },
    workload: "kernel",
    body: "touch",
    options: {},
    schedule: [],
  });
  if (!booted.ok) throw new Error(booted.source.diagnostics.map(({ message }) => message).join("\n"));
  const { program } = booted;
  return ["first", "second", "small", "next", "nmi_run_count", "own"].filter((name) => {
    const address =
      program.source.assembly.labels.get(name) ?? program.variables.find((one) => one.name === name)?.address;
    return address !== undefined && program.counters.includes(address & -8n);
  });
}

describe("nobody looks at a word", () => {
  it.each([
    ["nmi:\n    incq first\n    addq $3, second", ["first", "second", "nmi_run_count"]],
    ["nmi:\n    lock incq first(%rip)\n    addq %rax, first", ["first", "nmi_run_count"]],
    ["nmi:\n    incl small", ["small", "next", "nmi_run_count"]],
    ["nmi:\n    incq first\n    movq $0, first\n    movq %rax, second", ["first", "second", "nmi_run_count"]],
    [
      "nmi:\n    movb $1, %gs:own\n    movb $1, %gs:nmi_stack_nesting\n    movq %rax, %gs:0xff8",
      ["nmi_run_count", "own"],
    ],
    ["nmi:\n    incq %gs:nmi_run_count\n    incq %gs:own", ["nmi_run_count", "own"]],
    [
      "nmi:\n    incq %gs:nmi_run_count\n    movl base, %eax\n    movl base + 4, %edx\nbase: .quad 0xffff888000000000",
      ["nmi_run_count"],
    ],
    ["nmi:\n    incq first\n    testq %rax, %rax\n    jz 1f\n1:", ["first", "nmi_run_count"]],
  ])("%j", (text, names) => {
    expect(counting(text)).toEqual(names);
  });
});

describe("a word does more than count", () => {
  it.each([
    ["it is read", "nmi:\n    incq first\n    movq first, %rax"],
    ["it is added to a register", "nmi:\n    incq first\n    addq first, %rax"],
    ["it is counted down", "nmi:\n    incq first\n    decq first"],
    ["its flags are looked at", "nmi:\n    incq first\n    jz 1f\n1:"],
    ["its other half is read", "nmi:\n    incl small\n    movl next, %eax"],
    ["a read of the word before reaches it", "nmi:\n    incq second\n    movq second - 4, %rax"],
    ["its section is pointed at", "nmi:\n    incq first\n    movq $words, %rdi\n    movq (%rdi), %rax"],
    ["its section is indexed", "nmi:\n    incq first\n    movq words(,%rcx,8), %rax"],
    ["a descriptor table's address reaches it", "nmi:\n    movl %eax, small\n    movl %eax, next\n    lidt second + 2"],
    ["its address is made", "nmi:\n    incq first\n    leaq words(%rip), %rdi\n    movq (%rdi), %rax"],
    [
      "its address is in memory",
      "nmi:\n    incq first\n    movq pointer, %rdi\n    movq (%rdi), %rax\npointer: .quad words",
    ],
    ["it may be a page table's", "nmi:\n    movq %rax, first\n    movq %rbx, %cr3"],
    ["it is asserted about", "#@ assert nmi *first == 0\nnmi:\n    incq first"],
  ])("%s", (_, text) => {
    expect(counting(text)).toEqual(["nmi_run_count"]);
  });

  it.each([
    ["it is added to a register", "nmi:\n    incq %gs:nmi_run_count\n    addq %gs:nmi_run_count, %rax"],
    ["it is read by its number", "nmi:\n    incq %gs:nmi_run_count\n    movq %gs:8, %rax"],
    ["per-CPU memory is indexed", "nmi:\n    incq %gs:nmi_run_count\n    movq %gs:(%rdi), %rax"],
    [
      "it is reached without GS",
      "nmi:\n    incq %gs:nmi_run_count\n    movabsq $0xffff888000000000, %rdi\n    movq 8(%rdi), %rax",
    ],
  ])("nmi_run_count: %s", (_, text) => {
    expect(counting(text)).toEqual([]);
  });
});
