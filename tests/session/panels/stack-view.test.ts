// The drawn stack and its ledger, on runs whose every word can be followed by hand.
import { describe, expect, it } from "vitest";
import { NMI_STACK_TOP } from "../../../src/machine/layout.ts";
import type { FrameFate, MomentView, WordView } from "../../../src/session/views.ts";
import { Desk, scenario } from "../support.ts";

const NESTED = "nmi@workload; nmi@page_touched";

function words({ stack }: MomentView): ReadonlyMap<string, WordView> {
  const all = [...stack.rows, ...(stack.copy?.rows.map(({ word }) => word) ?? [])];
  return new Map(all.filter((row) => row.kind === "word").map((row) => [row.offset, row]));
}

/** The moment right after the second NMI's delivery. */
async function overwritten(name: string): Promise<{ moment: MomentView; desk: Desk; step: number }> {
  const desk = await Desk.open(scenario(name, NESTED));
  const second = desk.view.run?.contexts.filter(({ kind }) => kind === "nmi")[1];
  const step = second?.enteredAt ?? -1;
  const { moment } = desk.ask({ kind: "move", move: { kind: "seek", position: step + 1 } });
  if (moment === undefined) throw new Error("no moment");
  return { moment, desk, step };
}

const fates = ({ stack }: MomentView): readonly Pick<FrameFate, "title" | "state">[] =>
  stack.frames.map(({ title, state }) => ({ title, state }));

describe("a frame in two hands", () => {
  it("names its words by their places, whoever pushed them and from whatever register", async () => {
    const desk = await Desk.open(scenario("torn-frame", "nmi@workload; nmi@page_touched; nmi@repeat_nmi+0x15#2"));
    const [bad] = desk.view.run?.violations ?? [];
    const { moment } = desk.ask({ kind: "move", move: { kind: "seek", position: (bad?.step ?? 0) + 1 } });
    if (moment === undefined) throw new Error("no moment");
    const frame = moment.stack.copy?.rows.map(({ word }) => word) ?? [];
    expect(frame.map(({ offset, label }) => `${offset} ${label}`)).toEqual([
      "T-64 SS",
      "T-72 RSP",
      "T-80 RFLAGS",
      "T-88 CS",
      "T-96 RIP",
    ]);
    // Two words are of the NMI that leads back, three of the one that copied.
    expect(new Set(frame.map(({ writer }) => writer?.context)).size).toBe(2);
    expect(frame[0]?.meaning).toBe("__KERNEL_DS");
    expect(frame[1]?.meaning).toMatch(/^this stack, T-/);
    const drawn = words(moment);
    for (const { offset, label } of frame) expect(drawn.get(offset)?.label).toBe(label);
  });
});

describe("a nested NMI without a copy", () => {
  it("loses the first frame: five fresh words, what they held, by whom", async () => {
    const { moment, step } = await overwritten("naive");
    const found = words(moment);
    const first = { context: 1, step: 0 };
    for (const [offset, label] of [
      ["T-8", "SS"],
      ["T-16", "RSP"],
      ["T-24", "RFLAGS"],
      ["T-32", "CS"],
      ["T-40", "RIP"],
    ] as const) {
      const word = found.get(offset);
      expect(word).toMatchObject({ label, state: "fresh", writer: { context: 3, step } });
      expect(word?.was?.writer).toEqual(first);
    }
    expect(found.get("T-8")?.was?.same).toBe(true);
    expect(found.get("T-40")?.was).toMatchObject({ same: false, meaning: "workload" });
    expect(found.get("T-40")).toMatchObject({ meaning: "page_touched", rsp: "now" });
    expect(found.get("T-16")?.meaning).toBe("this stack, T-56");
    expect(found.get("T-56")).toMatchObject({ label: "saved rcx", state: "live", rsp: "was" });
    expect(moment.stack.copy).toBeUndefined();
    expect(fates(moment)).toEqual([
      { title: "NMI 1 frame", state: "lost" },
      { title: "#PF frame", state: "used" },
      { title: "NMI 2 frame", state: "live" },
    ]);
    expect(moment.stack.frames[0]?.text).toContain("RIP workload");
  });

  it("the used fault frame is stale, its alignment gap is told, the rest was never written", async () => {
    const { moment } = await overwritten("naive");
    const found = words(moment);
    for (const offset of ["T-72", "T-80", "T-88", "T-96", "T-104", "T-112", "T-120", "T-128"])
      expect(found.get(offset)?.state).toBe("stale");
    expect(found.get("T-112")?.label).toBe("err code");
    const gaps = moment.stack.rows.filter((row) => row.kind === "gap");
    expect(gaps.map(({ offset, words }) => [offset, words])).toEqual([
      ["T-64", 1],
      ["T-136", 496],
    ]);
  });

  it("at the bad return the words say what they should have been", async () => {
    const desk = await Desk.open(scenario("naive", NESTED));
    desk.ask({ kind: "move", move: { kind: "end" } });
    const moment = desk.view.moment;
    if (moment === undefined) throw new Error("no moment");
    const found = words(moment);
    expect(found.get("T-40")?.wanted?.meaning).toBe("workload");
    expect(found.get("T-16")?.wanted?.meaning).toBe("kernel stack");
    expect(found.get("T-32")?.wanted).toBeUndefined();
  });
});

describe("a nested NMI with a copy", () => {
  it("finds all five words safe, side by side with what replaced them", async () => {
    const { moment } = await overwritten("desnoyers-2010-repaired");
    expect(moment.stack.frames[0]).toMatchObject({ title: "NMI 1 frame", state: "safe in copy" });
    const rows = moment.stack.copy?.rows ?? [];
    expect(rows.map(({ word }) => [word.offset, word.label])).toEqual([
      ["C-8", "CR2"],
      ["C-16", "SS"],
      ["C-24", "RSP"],
      ["C-32", "RFLAGS"],
      ["C-40", "CS"],
      ["C-48", "RIP"],
    ]);
    expect(rows.map(({ of }) => (of === undefined ? undefined : NMI_STACK_TOP - of))).toEqual([
      undefined,
      8n,
      16n,
      24n,
      32n,
      40n,
    ]);
    expect(rows.map(({ equal }) => equal)).toEqual([undefined, true, false, false, true, false]);
    expect(rows.every(({ word }) => word.state === "live")).toBe(true);
  });

  it("the copies are stale once the frame was returned through", async () => {
    const desk = await Desk.open(scenario("desnoyers-2010-repaired", "nmi@workload"));
    const left = desk.view.run?.contexts[1]?.leftAt ?? -1;
    const { moment } = desk.ask({ kind: "move", move: { kind: "seek", position: left + 1 } });
    expect(moment?.stack.copy?.rows.slice(1).map(({ word }) => word.state)).toEqual(Array(5).fill("stale"));
    expect(moment?.stack.frames[0]).toMatchObject({ title: "NMI 1 frame", state: "used" });
    expect(moment?.stack.frames[0]?.text).toContain(`iretq at ${left}`);
  });

  it("words below RSP that a suspended context needs are live", async () => {
    const { moment } = await overwritten("desnoyers-2010-repaired");
    expect(words(moment).get("T-184")).toMatchObject({ label: "saved rax", state: "live" });
  });
});

describe("rows", () => {
  it("cover the page from the top to the bottom, each word once, at every position", async () => {
    const desk = await Desk.open(scenario("desnoyers-2010", "nmi@workload; mc@regular_nmi_code"));
    for (let position = 0; position <= (desk.view.run?.length ?? 0); position++) {
      const { moment } = desk.ask({ kind: "move", move: { kind: "seek", position } });
      if (moment === undefined) throw new Error("no moment");
      let next = NMI_STACK_TOP - 8n;
      for (const row of moment.stack.rows) {
        expect(row.address).toBe(next);
        next -= 8n * BigInt(row.kind === "gap" ? row.words : 1);
      }
      expect(next).toBe(moment.stack.from - 8n);
    }
  });

  it("a variable's writer is whoever wrote its bytes, not its neighbour's", async () => {
    const { moment, desk } = await overwritten("desnoyers-2010-repaired");
    const flag = (name: string) => moment.flags.find((variable) => variable.name === name);
    expect(flag("nmi_stack_nesting")).toMatchObject({ value: 0xffn, writer: { context: 1 } });
    expect(flag("need_fake_nmi")).toMatchObject({ value: 0n, writer: undefined, remark: "never written" });
    const naive = await Desk.open(scenario("naive"));
    expect(naive.view.moment?.flags.find(({ name }) => name === "need_fake_nmi")?.remark).toBe("not used");
    expect(desk.view.moment?.nmi).toMatchObject({ blocked: true, blockedBy: 3 });
  });
});
