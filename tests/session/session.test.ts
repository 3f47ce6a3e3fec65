// The session as the page uses it: moves, injections, edits, positions that stay.
import { describe, expect, it } from "vitest";
import { Desk, scenario } from "./support.ts";

const NESTED = "nmi@workload; nmi@page_touched";
const move = (
  desk: Desk,
  kind: "step" | "over" | "out" | "run" | "back" | "back-over" | "run-back" | "restart" | "end",
) => desk.ask({ kind: "move", move: { kind } });
const seek = (desk: Desk, position: number) => desk.ask({ kind: "move", move: { kind: "seek", position } });

describe("moves", () => {
  it("step and back lead to the same moments", async () => {
    const desk = await Desk.open(scenario("naive", NESTED));
    const there = [desk.view.moment];
    for (let n = 0; n < 30; n++) there.push(move(desk, "step").moment);
    for (let n = 29; n >= 0; n--) expect(move(desk, "back").moment).toEqual(there[n]);
    expect(move(desk, "back").notice).toMatch(/No more reverse-execution/);
  });

  it("over runs a nested delivery to its return", async () => {
    const desk = await Desk.open(scenario("desnoyers-2010-repaired", "nmi@workload"));
    const { contexts } = desk.view.run ?? { contexts: [] };
    const fault = contexts.find(({ kind }) => kind === "pf");
    if (fault?.enteredAt === undefined || fault.leftAt === undefined) throw new Error("the handler does not fault");
    seek(desk, fault.enteredAt);
    move(desk, "over");
    expect(desk.position).toBe(fault.leftAt + 1);
    move(desk, "back-over");
    expect(desk.position).toBe(fault.enteredAt);
  });

  it("out runs to the boundary after this level's return", async () => {
    const desk = await Desk.open(scenario("desnoyers-2010-repaired", NESTED));
    for (const { kind, enteredAt, leftAt } of desk.view.run?.contexts ?? []) {
      if (kind === "workload" || enteredAt === undefined || leftAt === undefined) continue;
      seek(desk, enteredAt + 1);
      move(desk, "out");
      expect(desk.position).toBe(leftAt + 1);
    }
    move(desk, "restart");
    expect(move(desk, "out").notice).toMatch(/outermost/);
    expect(desk.position).toBe(0);
  });

  it("out of a handler that never returns says so", async () => {
    const desk = await Desk.open(scenario("naive", NESTED), 2);
    expect(move(desk, "out").notice).toBe("NMI 1 does not return on this run.");
    expect(desk.position).toBe(desk.view.run?.length);
  });

  it("run stops at breakpoints and violations, either way, and at the ends", async () => {
    const desk = await Desk.open(scenario("naive", NESTED));
    const violations = (desk.view.run?.violations ?? []).map(({ step }) => step + 1);
    desk.ask({ kind: "set-breakpoints", breakpoints: [{ kind: "place", place: "page_touched" }] });
    const stops: number[] = [];
    for (let n = 0; n < 20 && desk.position < (desk.view.run?.length ?? 0); n++) {
      move(desk, "run");
      stops.push(desk.position);
    }
    for (const boundary of violations) expect(stops).toContain(boundary);
    expect(stops.length).toBeGreaterThan(new Set(violations).size);
    const back: number[] = [];
    while (desk.position > 0) {
      move(desk, "run-back");
      back.push(desk.position);
    }
    expect(back).toEqual([...stops.slice(0, -1).toReversed(), 0]);
  });

  it("goes to the next and the previous violation", async () => {
    const desk = await Desk.open(scenario("naive", NESTED));
    const boundaries = [...new Set((desk.view.run?.violations ?? []).map(({ step }) => step + 1))];
    for (const boundary of boundaries) {
      desk.ask({ kind: "move", move: { kind: "next-violation" } });
      expect(desk.position).toBe(boundary);
    }
    expect(desk.ask({ kind: "move", move: { kind: "next-violation" } }).notice).toMatch(/No violation/);
    desk.ask({ kind: "move", move: { kind: "previous-violation" } });
    expect(desk.position).toBe(boundaries.at(-2));
  });

  it("goes to a place, and says when it is not reached again", async () => {
    const desk = await Desk.open(scenario("naive", "nmi@workload"));
    desk.ask({ kind: "move", move: { kind: "to-place", place: "do_nmi_end" } });
    expect(desk.view.moment?.place).toBe("do_nmi_end");
    const stayed = desk.position;
    expect(desk.ask({ kind: "move", move: { kind: "to-place", place: "do_nmi_end" } }).notice).toMatch(
      /not reached again/,
    );
    expect(desk.position).toBe(stayed);
  });

  it("steps on beyond an idle end, but not beyond a panic", async () => {
    const desk = await Desk.open(scenario("naive"));
    const { length } = desk.view.run ?? { length: 0 };
    move(desk, "end");
    expect(move(desk, "step").run?.length).toBe(length + 1);
    move(desk, "run");
    expect(desk.position).toBeGreaterThan(length + 1);
    const panicked = await Desk.open(scenario("desnoyers-2010", "nmi@workload"));
    move(panicked, "end");
    expect(move(panicked, "step").notice).toMatch(/panicked/);
  });

  it("the run is sent only when it is another one", async () => {
    const desk = await Desk.open(scenario("naive", "nmi@workload"));
    expect(desk.view.run).toBeDefined();
    expect(move(desk, "step").run).toBeUndefined();
    expect(desk.ask({ kind: "inject", event: "nmi" }).run).toBeDefined();
  });

  it("every click echoes the command that does the same", async () => {
    const desk = await Desk.open(scenario("naive", "nmi@workload"));
    const echoes = (["step", "over", "out", "run", "back", "back-over", "run-back", "restart", "end"] as const).map(
      (kind) => move(desk, kind).console?.[0],
    );
    expect(echoes.map((line) => `${line?.kind} ${line?.text}`)).toEqual([
      "echo si",
      "echo ni",
      "echo finish",
      "echo c",
      "echo rsi",
      "echo rni",
      "echo rc",
      "echo start",
      "echo seek end",
    ]);
    expect(desk.ask({ kind: "inject", event: "mc" }).console?.[0]).toEqual({ kind: "echo", text: "inject mc" });
    expect(desk.ask({ kind: "undo-injection" }).console?.[0]).toEqual({ kind: "echo", text: "undo injection" });
    const off = { event: "nmi", when: "workload", off: true } as const;
    expect(desk.ask({ kind: "set-schedule", items: [off] }).console?.[0]?.text).toBe("schedule off 1");
    expect(desk.ask({ kind: "set-schedule", items: [] }).console?.[0]?.text).toBe("schedule drop 1");
    expect(desk.ask({ kind: "choose", workload: "user" }).console?.[0]?.text).toBe("workload user");
    const place = { kind: "place", place: "do_nmi" } as const;
    expect(desk.ask({ kind: "set-breakpoints", breakpoints: [place] }).console?.[0]?.text).toBe("b do_nmi");
    expect(desk.ask({ kind: "set-breakpoints", breakpoints: [] }).console?.[0]?.text).toBe("delete");
  });
});

describe("injection", () => {
  it("names the present boundary, counts visits only where needed, and keeps the position", async () => {
    const desk = await Desk.open(scenario("naive"), 0);
    desk.ask({ kind: "inject", event: "nmi" });
    expect(desk.view.scenario?.schedule).toEqual([{ event: "nmi", when: "workload" }]);
    expect(desk.position).toBe(0);
    expect(move(desk, "step").moment?.place).toBe("nmi");
    desk.ask({ kind: "move", move: { kind: "end" } });
    const before = desk.position;
    desk.ask({ kind: "inject", event: "nmi" });
    expect(desk.view.scenario?.schedule.at(-1)?.when).toMatch(/^[\w+]+#\d+$/);
    expect(desk.position).toBe(before);
    expect(move(desk, "step").moment?.place).toBe("nmi");
  });

  it("every boundary of a run can be named", async () => {
    const desk = await Desk.open(scenario("naive", "nmi@workload"));
    const { length } = desk.view.run ?? { length: 0 };
    for (let position = 0; position < length; position += 3) {
      seek(desk, position);
      const { run } = desk.ask({ kind: "inject", event: "mc" });
      const row = run?.schedule.at(-1);
      expect(row?.at).toBe(position);
      desk.ask({ kind: "undo-injection" });
    }
    expect(desk.view.scenario?.schedule).toHaveLength(1);
  });

  it("refuses what cannot come, with the reason, and changes nothing", async () => {
    const desk = await Desk.open(scenario("naive", "nmi@workload"), 2);
    const update = desk.ask({ kind: "inject", event: "irq(40)" });
    expect(update.notice).toMatch(/IF/);
    expect(update.scenario).toBeUndefined();
    expect(desk.ask({ kind: "inject", event: "bang" }).notice).toBeDefined();
  });

  it("undo takes back injections, last first, and nothing else", async () => {
    const desk = await Desk.open(scenario("naive", "nmi@workload"), 4);
    desk.ask({ kind: "inject", event: "mc" });
    desk.ask({ kind: "inject", event: "nmi" });
    desk.ask({ kind: "undo-injection" });
    expect(desk.view.scenario?.schedule.map(({ event }) => event)).toEqual(["nmi", "mc"]);
    desk.ask({ kind: "undo-injection" });
    expect(desk.ask({ kind: "undo-injection" }).notice).toMatch(/no injection/);
    expect(desk.view.scenario?.schedule.map(({ event }) => event)).toEqual(["nmi"]);
  });
});

describe("positions after a change", () => {
  it("a change behind the position keeps it", async () => {
    const desk = await Desk.open(scenario("naive", NESTED), 10);
    const before = desk.view.moment;
    const update = desk.ask({ kind: "set-schedule", items: [{ event: "nmi", when: "workload" }] });
    expect(update.notice).toBeUndefined();
    expect(desk.view.moment?.registers).toEqual(before?.registers);
  });

  it("a change before it moves to the last boundary that is the same, and says so", async () => {
    const desk = await Desk.open(scenario("naive", NESTED), 30);
    const at = desk.view.run?.schedule[1]?.at ?? -1;
    const update = desk.ask({ kind: "set-schedule", items: [{ event: "nmi", when: "workload" }] });
    expect(desk.position).toBe(at);
    expect(update.notice).toContain(`from step ${at} on`);
    expect(update.run?.notice).toBe(update.notice);
  });

  it("an edit of a comment or of code not reached keeps it, though addresses move", async () => {
    const source = "nmi:\n  pushq %rax\n  popq %rax\n  iretq\nunused:\n  nop\n";
    const desk = await Desk.open(scenario("", "nmi@workload", { source }), 3);
    expect(desk.ask({ kind: "edit-source", text: `# a comment\n${source}` }).notice).toBeUndefined();
    expect(desk.position).toBe(3);
    expect(desk.ask({ kind: "edit-source", text: `spare:\n  nop\n${source}` }).notice).toBeUndefined();
    expect(desk.position).toBe(3);
    const update = desk.ask({
      kind: "edit-source",
      text: source.replace("pushq %rax", "pushq %rbx").replace("popq %rax", "popq %rbx"),
    });
    expect(update.notice).toBeDefined();
    expect(desk.position).toBe(1);
  });

  it("a source that does not assemble keeps the last good run", async () => {
    const desk = await Desk.open(scenario("naive", NESTED), 12);
    const before = desk.view.moment;
    const update = desk.ask({ kind: "edit-source", text: "nmi:\n  frobnicate\n" });
    expect(update.program?.assembled).toBe(false);
    expect(update.program?.diagnostics.length).toBeGreaterThan(0);
    expect(update.moment).toEqual(before);
    expect(update.scenario?.handler.kind).toBe("source");
    expect(move(desk, "step").moment?.position).toBe(13);
  });

  it("a source without nmi is refused with the reason", async () => {
    const desk = await Desk.open(scenario("", "", { source: "start:\n  nop\n" }));
    expect(desk.view.program?.diagnostics.map(({ code }) => code)).toContain("no-nmi-label");
    expect(desk.view.run).toBeUndefined();
    expect(move(desk, "step").notice).toMatch(/does not assemble/);
  });

  it("typing the catalogue's own text back is the catalogue's handler again", async () => {
    const desk = await Desk.open(scenario("naive"));
    const { source } = desk.view.program ?? { source: "" };
    desk.ask({ kind: "edit-source", text: `${source}\n# mine` });
    expect(desk.view.scenario?.handler).toMatchObject({ kind: "source" });
    expect(desk.view.program?.title).toMatch(/edited/);
  });

  it("an edited text is called after the handler that it was while it still is that, or by its own title", async () => {
    const desk = await Desk.open(scenario("desnoyers-2010"));
    const { source, title } = desk.view.program ?? { source: "", title: "" };
    const called = (text: string) => {
      desk.ask({ kind: "edit-source", text });
      return desk.view.program?.title;
    };
    const mine = "nmi:\n  pushq %rax\n  incb %gs:nest\n  popq %rax\n  iretq\n";
    expect(called(source.replace("iret", "iretq"))).toBe(`${title}, edited`);
    expect(called("")).toBe(`${title}, edited`);
    expect(called(mine)).toBe("your handler");
    expect(called(`#@ title Nest counter\n${mine}`)).toBe("Nest counter");
    expect(called(`#@ title Nest count\n${mine}`)).toBe("Nest count");
    const given = { ...scenario("naive"), handler: { kind: "source", text: mine, name: "Ours" } } as const;
    const named = await Desk.open(given);
    named.ask({ kind: "edit-source", text: `${mine}# more\n` });
    expect(named.view.program?.title).toBe("Ours");
  });

  it("what lies in the handler's own data is named by the nearest label", async () => {
    const text = [
      "nmi:",
      "  movq %rsp, saved",
      "  leaq own_top, %rsp",
      "  pushq %rax",
      "  movq saved+8, %rax",
      "  popq %rax",
      "  movq saved, %rsp",
      "  iretq",
      "  .data",
      "  .skip 512",
      "own_top:",
      "saved: .quad 0, 0",
      "",
    ].join("\n");
    const desk = await Desk.open({ ...scenario("naive", "nmi@workload"), handler: { kind: "source", text } });
    const said = (step: number): string => {
      desk.ask({ kind: "move", move: { kind: "seek", position: step + 1 } });
      return desk.view.moment?.sentence.what.map((part) => part.text).join("") ?? "";
    };
    expect(said(3)).toContain("own_top-8");
    expect(said(4)).toContain("own_top+0x8");
  });

  it("a frame on the stack of machine checks has a place on it", async () => {
    const desk = await Desk.open(scenario("naive", "nmi@workload; mc@do_nmi"), 4);
    expect(desk.view.moment?.sentence.what.map(({ text }) => text).join("")).toContain("Its frame at #MC stack top-40");
  });

  it("a position beyond the run is reached where there is a way on, else told", async () => {
    const idle = await Desk.open(scenario("naive"), 500);
    expect(idle.position).toBe(500);
    const panicked = await Desk.open(scenario("desnoyers-2010", "nmi@workload"), 500);
    expect(panicked.position).toBe(panicked.view.run?.length);
    expect(panicked.view.notice).toMatch(/does not exist/);
  });

  it("another workload is another run", async () => {
    const desk = await Desk.open(scenario("naive", "nmi@workload"), 5);
    desk.ask({ kind: "choose", workload: "user" });
    expect(desk.view.scenario?.workload).toBe("user");
    expect(desk.view.moment?.cpl).toBe(desk.position === 0 ? 3 : 0);
  });
});

describe("other requests", () => {
  it("cells of the lanes, within the run", async () => {
    const desk = await Desk.open(scenario("naive", NESTED));
    const reply = desk.session.handle({ kind: "lane-cells", from: -5, to: 1_000_000 });
    if (reply.kind !== "lane-cells") throw new Error(reply.kind);
    expect(reply.cells).toHaveLength(desk.view.run?.length ?? 0);
    expect(reply.cells[0]).toEqual({ step: 0, context: 1, text: "NMI", delivery: true });
    expect(reply.cells[1]).toMatchObject({ step: 1, delivery: false, text: "pushq" });
  });

  it("diagnostics of a text without opening it", async () => {
    const desk = await Desk.open(scenario("naive"), 7);
    const reply = desk.session.handle({ kind: "assemble", text: "nmi:\n  frobnicate\n" });
    expect(reply).toMatchObject({ kind: "tried", program: { assembled: false } });
    expect(desk.ask({ kind: "move", move: { kind: "step" } }).moment?.position).toBe(8);
  });
});

describe("a link to a broken source", () => {
  it("goes to its position once the source is repaired", async () => {
    const desk = await Desk.open(
      scenario("", "nmi@workload", { source: "nmi:\n  pushq %rxx\n  popq %rax\n  iretq\n" }),
      3,
    );
    expect(desk.view.moment).toBeUndefined();
    desk.ask({ kind: "edit-source", text: "nmi:\n  pushq %rax\n  popq %rax\n  iretq\n" });
    expect(desk.position).toBe(3);
  });

  it("says that there is no run, so that none of before is shown for it; an edit keeps the last one", async () => {
    const desk = await Desk.open(scenario("naive"), 7);
    const broken = scenario("", "", { source: "nmi:\n  pushq %rxx\n" });
    expect(desk.ask({ kind: "open", scenario: broken, position: 3 }).noRun).toBe(true);
    desk.ask({ kind: "open", scenario: scenario("naive"), position: 7 });
    const edited = desk.ask({ kind: "edit-source", text: "nmi:\n  pushq %rxx\n" });
    expect(edited.program?.assembled).toBe(false);
    expect(edited.noRun).toBeUndefined();
  });
});

describe("long work", () => {
  it("can be stopped: what is known is shown, and can be gone on with", async () => {
    const desk = await Desk.open(scenario("naive"));
    const work = desk.session.run({ kind: "open", scenario: scenario("naive", "nmi@9000"), position: 0 });
    expect(work.next().done).toBe(false);
    let next = work.next(true);
    while (!next.done) next = work.next(true);
    if (next.value.kind !== "views") throw new Error(next.value.kind);
    const { run, moment } = next.value.update;
    expect(run?.end).toEqual({ kind: "max-steps" });
    expect(run?.length).toBeLessThan(9000);
    expect(run?.schedule[0]?.state).toBe("unused");
    expect(moment?.position).toBe(0);
    const on = move(desk, "run");
    expect(on.run?.end).toEqual({ kind: "idle" });
    expect(on.run?.schedule[0]?.outcome).toBe("delivered 9000");
  });
});
