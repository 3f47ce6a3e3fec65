import { describe, expect, it } from "vitest";
import { PROPERTIES } from "../../src/machine/types.ts";
import { BODIES, DEFAULT_BODY, findBody } from "../../src/scenario/bodies.ts";
import { CATALOGUE, FIRST_HANDLER, findEntry, scenarioOf } from "../../src/scenario/catalogue/catalogue.ts";
import { parseSchedule } from "../../src/scenario/schedule.ts";
import { WORKLOADS } from "../../src/scenario/scenario.ts";

/** Lines that are code: no comments, no directives, blanks as one. */
function code(name: string): string[] {
  const text = findEntry(name)?.text ?? "";
  return text
    .split("\n")
    .map((line) => line.replace(/#.*/, "").replace(/\s+/g, " ").replace(/, /g, ",").trim())
    .filter((line) => line !== "" && !/^\.(?!\.)/.test(line));
}

/** Length of the longest common subsequence. */
function common(a: readonly string[], b: readonly string[]): number {
  let row = Array.from({ length: b.length + 1 }, () => 0);
  for (const x of a) {
    const next = [0];
    for (const [j, y] of b.entries()) next.push(x === y ? (row[j] ?? 0) + 1 : Math.max(row[j + 1] ?? 0, next[j] ?? 0));
    row = next;
  }
  return row[b.length] ?? 0;
}

/** The code of the mail of 16 July 2010, label for label and instruction for instruction. */
const MAILED = `
nmi: | cmpq $nmi_atomic,0(%rsp) | jae nmi_addr_is_ae
cmpb $0,%__percpu_seg:nmi_stack_nesting | jne nmi_nested_set_fake_and_return
is_unnested_nmi: | pushq %rax | movq %rsp,%rax | movq $nmi_stack_copy,%rsp
pushq %cr2 | pushq 8+32(%rax) | pushq 8+24(%rax) | pushq 8+16(%rax) | pushq 8+8(%rax) | pushq 8+0(%rax) | movq 0(%rax),%rax
set_nmi_nesting: | movb $0xff,%__percpu_seg:nmi_stack_nesting
regular_nmi_code: | ... | ...
nmi_atomic: | cmpb $0,%__percpu_seg:need_fake_nmi | jne fake_nmi | movb $0,%__percpu_seg:nmi_stack_nesting
movq %nmi_stack_copy_rip+40,%cr2 | iret
fake_nmi: | movb $0x0,%__percpu_seg:need_fake_nmi | jmp regular_nmi_code
nmi_atomic_end:
nmi_addr_is_ae: | cmpq $nmi_atomic_end,0(%rsp) | jae is_unnested_nmi | cmpw $__KERNEL_CS,8(%rsp) | jne is_unnested_nmi
movq $nmi_stack_copy_rip,%rsp | movb $0x0,%__percpu_seg:need_fake_nmi | jmp set_nmi_nesting
nmi_nested_set_fake_and_return: | movb $0xff,%__percpu_seg:need_fake_nmi | popfq | jmp *(%rsp)`
  .split(/[|\n]/)
  .map((line) => line.trim())
  .filter((line) => line !== "");

describe("the catalogue", () => {
  it("has each name once, fit for a link", () => {
    const names = CATALOGUE.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) expect(name).toMatch(/^[a-z0-9][a-z0-9.-]{0,63}$/);
    expect(names).toContain(FIRST_HANDLER);
    expect(findEntry("constructor")).toBeUndefined();
  });

  it.each(CATALOGUE)("$name says what it is, where it comes from and what it claims", (entry) => {
    expect(entry.title).not.toBe("");
    expect(entry.author).not.toBe("");
    expect(entry.date.startsWith(String(entry.year))).toBe(true);
    expect(entry.source).not.toBe("");
    expect(entry.claim).toMatch(/\.$/);
    expect(entry.text).toMatch(/^#@ title \S/m);
    expect(entry.text).toMatch(/^#@ source \S/m);
    expect(entry.text).toMatch(/^#@ service (\w+) (\w+)$/m);
    expect(findBody(entry.body)).toBeDefined();
  });

  it.each(CATALOGUE)("$name has demonstrations that can be run", (entry) => {
    expect(entry.demonstrations.length).toBeGreaterThan(0);
    for (const demonstration of entry.demonstrations) {
      expect(parseSchedule(demonstration.schedule).problems).toEqual([]);
      expect(WORKLOADS).toContain(demonstration.workload);
      expect(findBody(demonstration.body)).toBeDefined();
      for (const property of demonstration.breaks) expect(PROPERTIES).toContain(property);
      expect(scenarioOf(entry, demonstration).schedule.length).toBeGreaterThan(0);
    }
    const breaks = entry.demonstrations.some((demonstration) => demonstration.breaks.length > 0);
    expect(breaks).toBe(entry.verdict === "violated");
  });
});

describe("the handler of 2010", () => {
  it("is the mail's, label for label and instruction for instruction", () => {
    expect(code("desnoyers-2010")).toEqual(MAILED);
  });

  it("cites the mail", () => {
    const text = findEntry("desnoyers-2010")?.text;
    expect(text).toContain('Mathieu Desnoyers, 16 July 2010, "Re: [patch 1/2] x86_64 page fault NMI-safe"');
    expect(text).toContain("Linus Torvalds");
  });

  it("states the mail's own value of nmi_stack_copy_rip", () => {
    expect(findEntry("desnoyers-2010")?.text).toMatch(/^\.set nmi_stack_copy_rip, nmi_stack_copy-40$/m);
  });

  // Lines that go and lines that come with each repair.
  it.each([
    ["desnoyers-2010", "desnoyers-2010-step-1", 1, 1],
    ["desnoyers-2010-step-1", "desnoyers-2010-step-2", 0, 0],
    ["desnoyers-2010-step-2", "desnoyers-2010-step-3", 1, 13],
    ["desnoyers-2010-step-3", "desnoyers-2010-step-4", 1, 2],
    ["desnoyers-2010-step-4", "desnoyers-2010-step-5", 3, 9],
  ])("from %s to %s only one repair is made", (from, to, gone, come) => {
    const [older, newer] = [code(from), code(to)];
    const same = common(older, newer);
    expect([older.length - same, newer.length - same]).toEqual([gone, come]);
  });

  it("has its second repair in the place of the copy's RIP", () => {
    const rip = /^\.set nmi_stack_copy_rip, nmi_stack_copy-(\d+)$/m;
    expect(rip.exec(findEntry("desnoyers-2010-step-1")?.text ?? "")?.[1]).toBe("40");
    expect(rip.exec(findEntry("desnoyers-2010-step-2")?.text ?? "")?.[1]).toBe("48");
  });

  it("repaired is the last step, with CR2 restored earlier and the regular code written out", () => {
    const spelled = code("desnoyers-2010-step-5").map((line) => line.replace("%__percpu_seg:", "%gs:"));
    const repaired = code("desnoyers-2010-repaired");
    const lost = spelled.filter((line) => !repaired.includes(line));
    expect(lost).toEqual(["...", "..."]);
    expect(findEntry("desnoyers-2010-repaired")?.text).not.toContain("%__percpu_seg");
  });

  it("names every repair where it is made", () => {
    for (let step = 1; step <= 6; step++) {
      const text = findEntry("desnoyers-2010-repaired")?.text ?? "";
      expect([...text.matchAll(new RegExp(`# +Repair ${step}\\b`, "g"))].length).toBeGreaterThan(1);
    }
  });
});

describe("the bodies", () => {
  it("have names fit for a link, each once", () => {
    expect(new Set(BODIES.map(({ name }) => name)).size).toBe(BODIES.length);
    for (const { name, title } of BODIES) {
      expect(name).toMatch(/^[a-z][a-z-]*$/);
      expect(title).not.toBe("");
    }
    expect(findBody(DEFAULT_BODY)).toBeDefined();
  });
});
