// The console speaks gdb: names, formats, and answers to what it does not know.
import { beforeEach, describe, expect, it } from "vitest";
import { Desk, scenario } from "../support.ts";

let desk: Desk;
beforeEach(async () => {
  desk = await Desk.open(scenario("naive", "nmi@workload"));
});

describe("running", () => {
  it("si shows the current line with gdb's arrow, symbol and tab", () => {
    expect(desk.type("si")).toEqual([
      "The CPU delivers NMI 1 on IST1. Its frame at T-40 returns to workload.",
      "=> 0xffffffff81100000 <nmi+0>:\tpushq %rax",
    ]);
    expect(desk.type("si")).toEqual(["=> 0xffffffff81100001 <nmi+1>:\tpushq %rcx"]);
    expect(desk.position).toBe(2);
  });

  it("an empty line repeats the last one; counts, short and long names work", () => {
    desk.type("si");
    desk.type("");
    expect(desk.position).toBe(2);
    desk.type("stepi 3");
    expect(desk.position).toBe(5);
    desk.type("rsi 2");
    expect(desk.position).toBe(3);
    desk.type("reverse-s");
    expect(desk.position).toBe(2);
    expect(desk.type("seek 7").at(-1)).toMatch(/^=> /);
    expect(desk.type("when")).toEqual([expect.stringMatching(/^Position 7 of \d+: /)]);
    desk.type("start");
    expect(desk.position).toBe(0);
    expect(desk.type("rsi")[0]).toBe("No more reverse-execution history.");
  });

  it("goes on a long way on request", () => {
    desk.type("si 3000");
    expect(desk.position).toBe(3000);
  });

  it("breakpoints are set, hit, listed and deleted as in gdb", () => {
    expect(desk.type("b do_nmi")).toEqual([expect.stringMatching(/^Breakpoint 1 at 0xffffffff8110000[0-9a-f]$/)]);
    expect(desk.type("c")[0]).toMatch(/^Breakpoint 1, 0xffffffff8110000[0-9a-f] in do_nmi\+0 \(\)$/);
    expect(desk.type("tbreak *do_nmi_end")[0]).toMatch(/^Temporary breakpoint 2 at 0x/);
    expect(desk.view.breakpoints).toHaveLength(2);
    expect(desk.type("c")[0]).toMatch(/^Temporary breakpoint 2, /);
    expect(desk.view.breakpoints).toHaveLength(1);
    expect(desk.type("info breakpoints")).toEqual([
      "Num     Type           Disp Enb Address            What",
      expect.stringMatching(/^1 {7}breakpoint {5}keep y {3}0x[0-9a-f]{16} do_nmi$/),
    ]);
    expect(desk.type("rc")[0]).toMatch(/^Breakpoint 1, /);
    expect(desk.type("delete 7")).toEqual(["! No breakpoint number 7.  There is 1."]);
    desk.type("delete 1");
    expect(desk.type("i b")).toEqual(["No breakpoints, watchpoints or catchpoints."]);
  });

  it("a line of the source is a place too", () => {
    const line = desk.view.program?.handler.find(({ labels }) => labels.includes("do_nmi"))?.line;
    desk.type(`b ${line}`);
    expect(desk.view.breakpoints).toEqual([{ kind: "line", line }]);
    desk.type("c");
    expect(desk.view.moment?.place).toBe("do_nmi");
    expect(desk.type("b 1")[0]).toMatch(/^! No instruction stands on line 1/);
  });

  it("advance, finish and the end", () => {
    desk.type("advance do_nmi");
    expect(desk.view.moment?.place).toBe("do_nmi");
    desk.type("finish");
    expect(desk.view.moment?.place).toBe("workload");
    desk.type("seek end");
    expect(desk.position).toBe(desk.view.run?.length);
  });
});

describe("looking", () => {
  it("registers in gdb's columns", () => {
    desk.type("si");
    const lines = desk.type("info registers");
    expect(lines).toContain("rax            0xa0a0a0a0a0a0a0a0 -6872316419617283936");
    expect(lines).toContain("rip            0xffffffff81100000 0xffffffff81100000 <nmi+0>");
    expect(lines).toContain("cs             0x10               16");
    expect(lines).toContain("eflags         0x2                [ ]");
    expect(desk.type("i r rsp")).toEqual(["rsp            0xffffffff83002fd8 0xffffffff83002fd8 <T-40>"]);
    desk.type("rsi");
    expect(desk.type("i r eflags")).toEqual(["eflags         0x202              [ IF ]"]);
    expect(desk.type("i r nope")).toEqual(['! Invalid register "nope"']);
  });

  it("memory by count, format and size", () => {
    desk.type("si");
    expect(desk.type("x/5gx $rsp")).toEqual([
      "0xffffffff83002fd8:\t0xffffffff81001000\t0x0000000000000010",
      expect.stringMatching(/^0xffffffff83002fe8:\t0x0000000000000202\t0x[0-9a-f]{16}$/),
      "0xffffffff83002ff8:\t0x0000000000000018",
    ]);
    expect(desk.type("x/a $rsp")).toEqual(["0xffffffff83002fd8:\t0xffffffff81001000 <workload+0>"]);
    expect(desk.type("x/2wd $rsp+8")).toEqual(["0xffffffff83002fe0:\t16\t0"]);
    expect(desk.type("x/2i $rip")).toEqual([
      "=> 0xffffffff81100000 <nmi+0>:\tpushq %rax",
      "   0xffffffff81100001 <nmi+1>:\tpushq %rcx",
    ]);
    expect(desk.type("x/gx 0x10")).toEqual(["! Cannot access memory at address 0x10"]);
  });

  it("expressions with registers, symbols, history and dereferences", () => {
    desk.type("si");
    expect(desk.type("p 2+3*4")).toEqual(["$1 = 14"]);
    expect(desk.type("p/x (2+3)*4")).toEqual(["$2 = 0x14"]);
    expect(desk.type("p/x nmi_stack_top-$rsp")).toEqual(["$3 = 0x28"]);
    expect(desk.type("p $rip")).toEqual(["$4 = 0xffffffff81100000 <nmi+0>"]);
    expect(desk.type("p *$rsp = 0")[0]).toMatch(/^! /);
    expect(desk.type("p *$rsp")).toEqual(["$5 = 0xffffffff81001000 <workload+0>"]);
    expect(desk.type("p $1+1")).toEqual(["$6 = 15"]);
    expect(desk.type("p nmi_run_count")).toEqual(["$7 = 0"]);
    expect(desk.type("p/t 5")).toEqual(["$8 = 101"]);
    expect(desk.type("p/d -1")).toEqual(["$9 = -1"]);
    expect(desk.type("p $ax")).toEqual(["$10 = 41120"]);
    expect(desk.type("p nothing")).toEqual(['! No symbol "nothing" in current context.']);
    expect(desk.type("p 1/0")).toEqual(["! Division by zero"]);
    expect(desk.type("p (1")[0]).toMatch(/^! A syntax error/);
  });

  it("who runs and whom it interrupted", () => {
    desk.type("seek 2");
    expect(desk.type("bt")).toEqual([
      "#0  0xffffffff81100001 in nmi+0x1 ()",
      "<NMI 1, delivered at step 0>",
      "#1  0xffffffff81001000 in workload ()",
    ]);
    expect(desk.type("info nmi")[0]).toBe("blocked   yes, since step 0, by NMI 1");
    expect(desk.type("disassemble")[0]).toBe("Dump of assembler code for nmi:");
    expect(desk.type("list")).toContainEqual(expect.stringMatching(/^\d+ =>\t\s*pushq %rcx$/));
  });
});

describe("events", () => {
  it("nmi injects here; schedule lists, drops, switches and adds", () => {
    desk.type("seek 3");
    expect(desk.type("nmi")).toEqual([expect.stringMatching(/^nmi@do_nmi: pending 3/)]);
    expect(desk.view.scenario?.schedule).toHaveLength(2);
    expect(desk.type("schedule off 1").slice(0, 2)).toEqual([
      "The run is another one from step 0 on: moved there from 3.",
      "1  nmi@workload  (off)",
    ]);
    expect(desk.type("schedule drop 2")).toHaveLength(1);
    expect(desk.type("schedule on 1")).toEqual(["1  nmi@workload  delivered 0"]);
    expect(desk.type("schedule add pf@nmi+0x1")[1]).toMatch(/^2 {2}pf@nmi\+0x1 {2}delivered/);
    expect(desk.type("schedule move 2 1")[0]).toMatch(/^1 {2}pf@/);
    expect(desk.type("inject mc@do_nmi")[2]).toMatch(/^3 {2}mc@do_nmi/);
    expect(desk.type("schedule set nmi@4; nmi@workload")).toHaveLength(2);
    expect(desk.type("schedule drop 9")).toEqual(["! Items are numbered 1 to 2."]);
    expect(desk.type("inject irq(40)")[0]).toBeDefined();
    expect(desk.type("inject bang")[0]).toMatch(/^! /);
  });

  it("workload, body and options", () => {
    expect(desk.type("workload")[0]).toContain("kernel");
    desk.type("workload user");
    expect(desk.view.scenario?.workload).toBe("user");
    expect(desk.type("workload moon")[0]).toMatch(/^! There is no workload "moon"/);
    desk.type("option nullSsOnSameCplIst=on");
    expect(desk.view.scenario?.options).toEqual({ nullSsOnSameCplIst: true });
  });
});

describe("teaching", () => {
  it("help knows every command; unknown ones are answered with the nearest", () => {
    expect(desk.type("help").length).toBeGreaterThan(20);
    expect(desk.type("help x")[0]).toContain("x/NFU");
    expect(desk.type("finsh")).toEqual(['! Undefined command: "finsh".  Did you mean "finish"?  Try "help".']);
    expect(desk.type("zzz")).toEqual(['! Undefined command: "zzz".  Try "help".']);
    expect(desk.type("reverse-")[0]).toMatch(/^! Ambiguous command "reverse-": /);
    expect(desk.type("set $rax=1")[0]).toMatch(/cannot be set/);
    expect(desk.type("jump nmi")[0]).toMatch(/refused/);
  });

  it("explain tells the last step, and what it broke with its causes", async () => {
    expect(desk.type("explain")[0]).toContain("workload");
    const broken = await Desk.open(scenario("naive", "nmi@workload; nmi@page_touched"));
    broken.type("seek end");
    const lines = broken.type("explain");
    expect(lines).toContainEqual(expect.stringMatching(/^resume-exact is broken: /));
    expect(lines).toContainEqual(
      expect.stringMatching(/^ {2}\d+: The delivery of NMI 2 overwrote it with page_touched\.$/),
    );
    expect(broken.type("info violations").length).toBeGreaterThan(3);
  });

  it("completes commands, subjects and names", () => {
    const words = (line: string) => {
      const reply = desk.session.handle({ kind: "complete", line });
      return reply.kind === "completions" ? reply.words : [];
    };
    expect(words("fin")).toEqual(["finish"]);
    expect(words("info reg")).toEqual(["registers"]);
    expect(words("b do_")).toEqual(["do_nmi", "do_nmi_end"]);
    expect(words("p $rs")).toEqual(["$rsi", "$rsp"]);
  });

  it("no line whatever breaks it", () => {
    for (const line of [
      "/",
      "x/",
      "p",
      "x",
      "((",
      "p $",
      "info",
      "b",
      "seek",
      "seek -1",
      "si x",
      "schedule add",
      "x/9999gx 0",
      "é",
      "[",
      "p 99999999999999999999999",
    ])
      expect(() => desk.type(line)).not.toThrow();
  });
});
