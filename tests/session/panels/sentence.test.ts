// What the sentence of a step says, on steps whose facts are known from outside.
import { describe, expect, it } from "vitest";
import type { Sentence } from "../../../src/session/views.ts";
import { Desk, scenario } from "../support.ts";

const plain = (parts: Sentence["what"]): string => parts.map(({ text }) => text).join("");
const strong = ({ what }: Sentence): string => plain(what.filter((part) => part.strong));

async function told(
  name: string,
  schedule: string,
  position: number,
  choice = {},
): Promise<{ what: string; why: string; strong: string; sentence: Sentence }> {
  const desk = await Desk.open(scenario(name, schedule, choice), position);
  const sentence = desk.view.moment?.sentence;
  if (sentence === undefined) throw new Error("no sentence");
  return { what: plain(sentence.what), why: plain(sentence.why), strong: strong(sentence), sentence };
}

describe("deliveries", () => {
  it("the first NMI: stack, place, return", async () => {
    const { what, why, sentence } = await told("naive", "nmi@workload", 1);
    expect(what).toBe("The CPU delivers NMI 1 on IST1. Its frame at T-40 returns to workload.");
    expect(why).toContain("NMIs were not blocked.");
    expect(sentence.what.find(({ context }) => context === 1)?.text).toBe("NMI 1");
  });

  it("an overwriting one: whose frame, whether a copy exists, what had unblocked", async () => {
    const lost = await told("naive", "nmi@workload; nmi@page_touched", 24);
    expect(lost.what).toContain("it overwrites the frame of NMI 1.");
    expect(lost.strong).toBe("No other copy exists: NMI 1 can no longer return to workload.");
    expect(lost.why).toContain("RSP was reset to T although NMI 1 is unfinished.");
    expect(lost.why).toContain("#PF's iretq at 21 had ended NMI blocking");
    const safe = await told("desnoyers-2010-repaired", "nmi@workload; nmi@page_touched", 41);
    expect(safe.strong).toBe("NMI 1's five words survive in the stack copy.");
  });

  it("a fault that overwrites is one sentence with what it overwrites", async () => {
    const { what } = await told("naive", "nmi@5; pf@12; nmi@30; nmi@31; mc@44", 35, { workload: "user" });
    expect(what).toMatch(/ faults: .*: #PF 3: it overwrites the frame of #PF\. No other copy/);
  });

  it("a pending one says since when", async () => {
    const desk = await Desk.open(scenario("naive", "nmi@workload; nmi@vec_14"));
    const second = desk.view.run?.contexts.filter(({ kind }) => kind === "nmi")[1];
    const { moment } = desk.ask({ kind: "move", move: { kind: "seek", position: (second?.enteredAt ?? 0) + 1 } });
    expect(plain(moment?.sentence.why ?? [])).toMatch(/NMI 2 was pending since 5\./);
  });

  it("a 32-bit iret: what it pops, by which rule it fails, that NMIs are unblocked all the same", async () => {
    const desk = await Desk.open(scenario("desnoyers-2010", "nmi@workload", { body: "count" }));
    desk.ask({ kind: "move", move: { kind: "end" } });
    const sentence = desk.view.moment?.sentence;
    if (sentence === undefined) throw new Error("no sentence");
    expect(plain(sentence.what)).toMatch(/^iret pops five 4-byte words.*0xffff.*#GP\(0xfffc\)/);
    expect(strong(sentence)).toMatch(/panic/);
    expect(plain(sentence.why)).toContain("The IRET had ended NMI blocking before it faulted.");
  });
});

describe("code that cannot be fetched", () => {
  const wild = async (body: string, steps: number) => told("", "nmi@workload", steps, { source: `nmi:\n${body}` });

  it("says what was fetched from where, and which jump went there", async () => {
    const { what, why } = await wild("  movq $0x10, %rax\n  jmp *%rax\n", 4);
    expect(what).toMatch(/^The fetch from 0x10 faults: the page is not present: #PF\./);
    expect(why).toMatch(/^jmp \*%rax at 2 went there\./);
  });

  it("names the word that a return took, and who wrote it", async () => {
    const ret = await wild("  pushq $0x10\n  ret\n", 4);
    expect(ret.why).toMatch(/^ret at 2 took this address from T-48, written by NMI 1 at 1\./);
    const iret = await wild("  movq $0x10, (%rsp)\n  iretq\n", 4);
    expect(iret.why).toMatch(/^iretq at 2 took this address from T-40, written by NMI 1 at 1\./);
  });

  it("leaves faults on data as they are", async () => {
    const { what } = await told("desnoyers-2010-repaired", "nmi@workload; nmi@page_touched", 25);
    expect(what).not.toMatch(/fetch/);
  });
});

describe("the workload's name", () => {
  it("has an article, and a capital where a sentence begins", async () => {
    const { what } = await told("naive", "", 0);
    expect(what).toBe("The workload runs.");
  });
});

describe("instructions", () => {
  const source = `nmi:
  pushq %rax
  movq %cr2, %rax
  pushq %rax
  cmpb $0, %gs:nmi_stack_nesting
  jne 1f
  movb $0xff, %gs:nmi_stack_nesting
  pushq 16(%rsp)
  addq $8, %rsp
  call work
1: movb $0, %gs:nmi_stack_nesting
  addq $8, %rsp
  popq %rax
  iretq
work: incq %gs:nmi_run_count
  ret
`;

  it("each says what it did with which values", async () => {
    const desk = await Desk.open(scenario("", "nmi@workload", { source }));
    const said: string[] = [];
    for (let position = 2; position <= (desk.view.run?.contexts[1]?.leftAt ?? 0) + 1; position++) {
      const { moment } = desk.ask({ kind: "move", move: { kind: "seek", position } });
      said.push(plain(moment?.sentence.what ?? []));
    }
    expect(said).toEqual([
      "pushq %rax stores 0xa0a0a0a0a0a0a0a0 at T-48.",
      "movq %cr2, %rax sets rax to 0x0.",
      "pushq %rax stores CR2, 0x0, at T-56.",
      "cmpb $0, %gs:nmi_stack_nesting: nmi_stack_nesting, 0x0, equals 0x0.",
      "jne 1f is not taken: on at nmi+0x10.",
      "movb $0xff, %gs:nmi_stack_nesting sets nmi_stack_nesting to 0xff; it was 0x0.",
      "pushq 16(%rsp) copies RIP of NMI 1's frame, workload, to T-64.",
      "addq $8, %rsp sets rsp to 0xffffffff83002fc8 (T-56).",
      expect.stringMatching(/^call work goes to work; nmi\+0x[0-9a-f]+ at T-64 is where it returns\.$/),
      "incq %gs:nmi_run_count sets nmi_run_count to 0x1 (it was 0x0).",
      expect.stringMatching(/^ret returns to nmi\+0x[0-9a-f]+\.$/),
      "movb $0, %gs:nmi_stack_nesting sets nmi_stack_nesting to 0x0; it was 0xff.",
      "addq $8, %rsp sets rsp to 0xffffffff83002fd0 (T-48).",
      "popq %rax loads 0xa0a0a0a0a0a0a0a0 from T-48.",
      "iretq returns to workload and ends NMI blocking.",
    ]);
  });

  it("a bad step ends in what it broke", async () => {
    const desk = await Desk.open(scenario("naive", "nmi@workload; nmi@page_touched"));
    desk.ask({ kind: "move", move: { kind: "end" } });
    const sentence = desk.view.moment?.sentence;
    if (sentence === undefined) throw new Error("no sentence");
    expect(strong(sentence)).toMatch(/used already/);
  });

  it("the start names no key: who shows it knows which there are", async () => {
    const { what, why } = await told("naive", "", 0);
    expect(`${what} ${why}`).not.toMatch(/\(\w\)|press/);
  });
});
