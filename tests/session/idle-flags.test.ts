// Which per-CPU variables of a handler are flags, to be at their first value whenever the workload runs.
import { describe, expect, it } from "vitest";
import { PER_CPU } from "../../src/machine/layout.ts";
import { boot } from "../../src/session/index.ts";

function isFlag(size: string, code: string): boolean {
  const text = `nmi:\n    ${code}\n    iretq\n    .section .data..percpu,"aw"\nown: .${size} 0\n`;
  const booted = boot({
    handler: { kind: "source", text },
    workload: "kernel",
    body: "touch",
    options: {},
    schedule: [],
  });
  if (!booted.ok) throw new Error(booted.source.diagnostics.map(({ message }) => message).join("\n"));
  const { image, source } = booted.program;
  const offset = source.assembly.perCpu.find(({ name }) => name === "own")?.offset ?? -1;
  return image.idleFlags.some(({ address }) => address === PER_CPU + BigInt(offset));
}

describe("a flag", () => {
  it.each([
    ["byte", "cmpb $0, %gs:own; movb $1, %gs:own"],
    ["byte", "testb $1, %gs:own; orb $1, %gs:own"],
    ["byte", "movb %gs:own, %al; movb %bl, %gs:own"],
    ["long", "incl %gs:own; decl %gs:own"],
    ["long", "addl $1, %gs:own; addl $-1, %gs:own"],
    ["long", "lock btsl $0, %gs:own; jc 1f\n1: lock btrl $0, %gs:own"],
    ["long", "xchgl %eax, %gs:own"],
    ["quad", "cmpq $0, %gs:own; movq $1, %gs:own"],
    ["byte", "cmpb $0, %gs:own(%rip); movb $1, %gs:own(%rip)"],
    ["byte", "nop"],
  ])("%s: %s", (size, code) => {
    expect(isFlag(size, code)).toBe(true);
  });
});

describe("no flag", () => {
  it.each([
    ["byte", "movb $1, %gs:own"],
    ["byte", "movb $0, %gs:own; movb $1, %gs:own"],
    ["byte", "movb %al, %gs:own"],
    ["byte", "movb %al, %gs:own(%rip)"],
    ["byte", "xorb $1, %gs:own"],
    ["byte", "testb $1, %gs:own; xorb $1, %gs:own"],
    ["byte", "testb $1, %gs:own; notb %gs:own"],
    ["long", "movl %gs:own, %ecx; incl %ecx; andl $7, %ecx; movl %ecx, %gs:own"],
    ["long", "incl %gs:own; cmpl $9, %gs:own"],
    ["quad", "movq %rsp, %gs:own; movq %gs:own, %rsp"],
    ["quad", "incq %gs:own"],
  ])("%s: %s", (size, code) => {
    expect(isFlag(size, code)).toBe(false);
  });
});
