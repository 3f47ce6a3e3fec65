// Where values came from, phases and memory, on runs whose steps are known from the
// SDM: five words pushed in order, the copy made word by word by the handler.
import { describe, expect, it } from "vitest";
import { NMI_STACK_TOP } from "../../../src/machine/layout.ts";
import type { RegisterName } from "../../../src/machine/types.ts";
import { Looking } from "../../../src/session/look/look.ts";
import { finish } from "../../../src/session/slices.ts";
import type { Run } from "../../../src/session/run.ts";
import type { HistoryOf, LookAnswer, RunQuestion } from "../../../src/session/views/look.ts";
import { completeRun, scenario } from "../support.ts";

function ask<Kind extends LookAnswer["kind"]>(run: Run, kind: Kind, question: RunQuestion) {
  const answer = finish(new Looking().answer(run, question));
  if (answer.kind !== kind) throw new Error(JSON.stringify(answer));
  return answer as Extract<LookAnswer, { kind: Kind }>;
}
const history = (run: Run, of: HistoryOf) => ask(run, "history", { kind: "history", of });
const word = (address: bigint): HistoryOf => ({ kind: "word", address });
const register = (name: RegisterName): HistoryOf => ({ kind: "register", name });

const SOURCE = `
	nmi:
	pushq %rax
	movq 8(%rsp), %rax
	movq %rax, %rbx
	pushq %rbx
	addq $8, %rsp
	popq %rax
	iretq
`;
const small = () => completeRun(scenario("", "nmi@workload", { source: SOURCE }));

async function atDelivery(): Promise<{ run: Run; step: number }> {
  const run = await small();
  const step = run.timeline.tracker.acceptedNmis[0]?.step ?? -1;
  run.timeline.seek(step + 1);
  return { run, step };
}

describe("where a value came from", () => {
  it("names the writer of a word, the value before, and the register it came from", async () => {
    const { run, step } = await atDelivery();
    const { entries, total, origins } = history(run, word(NMI_STACK_TOP - 40n));
    expect(total).toBe(1);
    expect(entries[0]).toMatchObject({ step, text: "delivery of NMI", old: 0n });
    expect(origins[0]?.text).toContain("the CPU pushed RIP");
  });

  it("follows a copy over two registers back to the frame word", async () => {
    const { run, step } = await atDelivery();
    run.timeline.seek(step + 5);
    const copy = NMI_STACK_TOP - 56n;
    const { origins, value } = history(run, word(copy));
    expect(origins.map((origin) => origin.step)).toEqual([step + 4, step + 3, step + 2, step]);
    expect(origins.every((origin) => origin.value === value)).toBe(true);
    expect(origins.at(-1)?.text).toContain("the CPU pushed RIP");
  });

  it("lists the changes of a register, newest first, old and new chained", async () => {
    const { run, step } = await atDelivery();
    run.timeline.seek(step + 7);
    const { entries, origins, value } = history(run, register("rax"));
    expect(entries.slice(0, 2).map((entry) => entry.step)).toEqual([step + 6, step + 2]);
    expect(entries[0]?.value).toBe(value);
    expect(entries[0]?.old).toBe(entries[1]?.value);
    expect(origins[0]?.text).toContain("popq");
    expect(origins[1]?.text).toContain("pushq");
  });

  it("keeps flags and CR2 too, and refuses RIP with a reason", async () => {
    const { run, step } = await atDelivery();
    expect(history(run, register("rflags")).entries[0]?.step).toBe(step);
    expect(history(run, register("cr2")).total).toBe(0);
    const refused = finish(new Looking().answer(run, { kind: "history", of: register("rip") }));
    expect(refused).toMatchObject({ kind: "refused" });
    expect(run.timeline.position).toBe(step + 1);
  });
});

describe("the phases of one step", () => {
  it("of an NMI: gate, IST, five pushes downwards, flags, blocking", async () => {
    const { run } = await atDelivery();
    const { phases } = ask(run, "phases", { kind: "phases" });
    const titles = phases.map(({ title }) => title);
    expect(titles).toEqual([
      "Gate read",
      "IST1 chosen",
      "SS pushed",
      "RSP pushed",
      "RFLAGS pushed",
      "CS pushed",
      "RIP pushed",
      "RFLAGS masked",
      "CS and RIP loaded",
      "NMIs blocked",
    ]);
    const pushed = phases.filter(({ writes }) => writes).flatMap(({ touches }) => touches);
    expect(pushed).toEqual([8n, 16n, 24n, 32n, 40n].map((below) => NMI_STACK_TOP - below));
    const written = new Set(run.timeline.lastStep?.writes.map(({ address }) => address));
    expect(written).toEqual(new Set(pushed));
  });

  it("of an IRET: unblocking comes first, five pops upwards", async () => {
    const { run, step } = await atDelivery();
    run.timeline.seek(step + 8);
    const { title, phases } = ask(run, "phases", { kind: "phases" });
    expect(title).toBe("iretq");
    expect(phases[0]).toMatchObject({ title: "NMIs unblocked" });
    expect(phases[0]?.text).toContain("before a single word");
    expect(phases.slice(1, 6).map(({ touches }) => touches[0])).toEqual(
      [40n, 32n, 24n, 16n, 8n].map((below) => NMI_STACK_TOP - below),
    );
  });

  it("of anything else there are none", async () => {
    const { run, step } = await atDelivery();
    run.timeline.seek(step + 2);
    expect(finish(new Looking().answer(run, { kind: "phases" }))).toMatchObject({ kind: "refused" });
  });
});

describe("memory", () => {
  it("tells value, role, writer, age and pointing registers of each word", async () => {
    const { run, step } = await atDelivery();
    run.timeline.seek(step + 2);
    const { words, stacks } = ask(run, "memory", { kind: "memory", at: "$rsp", words: 6 });
    expect(words.map(({ label }) => label)).toEqual(["saved rax", "RIP", "CS", "RFLAGS", "RSP", "SS"]);
    expect(words[0]).toMatchObject({ pointed: ["rsp"], age: 0, state: "fresh", old: 0n });
    expect(words[1]).toMatchObject({ age: 1, writer: { step }, state: "live" });
    expect(stacks.filter(({ current }) => current).map(({ name }) => name)).toEqual(["NMI stack"]);
  });

  it("takes symbols with offsets, and says what it does not know", async () => {
    const { run } = await atDelivery();
    expect(ask(run, "memory", { kind: "memory", at: "nmi_stack_top - 40", words: 1 }).from).toBe(NMI_STACK_TOP - 40n);
    expect(ask(run, "memory", { kind: "memory", at: "0xdead0000", words: 2 }).words[0]?.value).toBeUndefined();
    expect(finish(new Looking().answer(run, { kind: "memory", at: "nowhere", words: 1 }))).toMatchObject({
      kind: "refused",
    });
  });
});
