// What a kernel engineer's fingers type in gdb without thinking.
import { beforeEach, describe, expect, it } from "vitest";
import { Desk, scenario } from "../support.ts";

let desk: Desk;
beforeEach(async () => {
  desk = await Desk.open(scenario("naive", "nmi@workload; nmi@page_touched"));
});

describe("disassemble", () => {
  it("shows the whole handler around RIP and from its entry, one label from elsewhere", () => {
    desk.type("seek 4");
    const whole = desk.type("disas");
    expect(whole[0]).toBe("Dump of assembler code for nmi:");
    expect(whole.filter((line) => /<\w+\+\d+>:/.test(line))).toHaveLength(9);
    expect(whole.filter((line) => line.startsWith("=> "))).toHaveLength(1);
    expect(whole.at(-2)).toMatch(/<do_nmi_end\+2>:\tiretq$/);
    expect(desk.type("disassemble nmi")).toEqual(whole);
    expect(desk.type("disas page_touched")).toHaveLength(4);
  });

  it("takes a range, with an end or with bytes", () => {
    const bytes = desk.type("disas nmi,+2");
    expect(bytes.slice(1, -1).map((line) => line.split("\t")[1])).toEqual(["pushq %rax", "pushq %rcx"]);
    expect(desk.type("disas nmi,do_nmi")).toEqual(bytes);
  });
});

describe("places", () => {
  it("are lines, too, with the file's name or without, wherever a place is taken", () => {
    expect(desk.type("b naive.S:21")).toEqual(["Breakpoint 1 at 0xffffffff81100012"]);
    expect(desk.type("b 21")).toEqual(["Breakpoint 1 at 0xffffffff81100012"]);
    expect(desk.type("hbreak do_nmi")).toEqual(["Breakpoint 2 at 0xffffffff81100002"]);
    expect(desk.type("advance 17").at(-1)).toContain("<do_nmi+0>");
    expect(desk.type("info line 21")).toEqual(["Line 21 is at 0xffffffff81100012 <page_touched+0>."]);
    expect(desk.type("b naive.S:2")[0]).toMatch(/^! No instruction stands on line 2 /);
  });
});

describe("until", () => {
  it("without a place steps over what interrupts, and out of a loop", async () => {
    const loop = "nmi:\n  pushq %rcx\n  movl $3, %ecx\nagain:\n  decl %ecx\n  jnz again\n  popq %rcx\n  iretq\n";
    desk = await Desk.open({ ...scenario("naive", "nmi@workload"), handler: { kind: "source", text: loop } });
    desk.type("seek 4");
    expect(desk.type("x/i $rip")[0]).toContain("jne again");
    expect(desk.type("until").at(-1)).toContain("popq %rcx");
    expect(desk.type("when")[0]).toMatch(/^Position 9 /);
    desk = await Desk.open(scenario("naive", "nmi@workload"));
    desk.type("seek 4");
    expect(desk.type("until").at(-1)).toContain("<page_touched+0>");
  });
});

describe("expressions", () => {
  it("take C's types", () => {
    desk.type("seek 1");
    expect(desk.type("p/x *(unsigned long *)($rsp+8)")).toEqual(["$1 = 0x10"]);
    expect(desk.type("p/x *(u32 *)$rsp")).toEqual(["$2 = 0x81001000"]);
    expect(desk.type("p/x *(void **)$rsp")).toEqual(["$3 = 0xffffffff81001000"]);
    expect(desk.type("p/x {unsigned short}$rsp")).toEqual(["$4 = 0x1000"]);
    expect(desk.type("p (int)$rsp < 0")).toEqual(["$5 = 1"]);
    expect(desk.type("p/x (unsigned int)$rsp")).toEqual(["$6 = 0x83002fd8"]);
    expect(desk.type("p *(struct pt_regs *)$rsp")[0]).toMatch(/^! /);
    expect(desk.type("watch *(unsigned int *)$rsp")).toEqual(["Hardware watchpoint 1: *(int*)0xffffffff83002fd8"]);
    expect(desk.type("watch *(unsigned long *)$rsp")).toEqual(["Hardware watchpoint 2: *0xffffffff83002fd8"]);
  });

  it("show flags by name, and are no way to set anything", () => {
    expect(desk.type("p $eflags")).toEqual(["$1 = [ IF ]"]);
    expect(desk.type("p/x $eflags")).toEqual(["$2 = 0x202"]);
    expect(desk.type("p $rax=1")[0]).toMatch(/^! Registers and memory cannot be set/);
    expect(desk.type("p $rax == 1")).toEqual(["$3 = 0"]);
    expect(desk.type("p 3 >= 2")).toEqual(["$4 = 1"]);
  });
});

describe("info", () => {
  it("frame shows what the handler returns through, and what was overwritten", () => {
    expect(desk.type("info frame")[0]).toContain("no return frame");
    desk.type("seek 1");
    expect(desk.type("info frame")).toEqual([
      "NMI 1, delivered at step 0; its return frame is live.",
      " SS          0xffffffff83002ff8: 0x18",
      " RSP         0xffffffff83002ff0: 0xffffc90000003f58",
      " RFLAGS      0xffffffff83002fe8: 0x202",
      " CS          0xffffffff83002fe0: 0x10",
      " RIP         0xffffffff83002fd8: 0xffffffff81001000 <workload+0>",
    ]);
    // NMI 2 has returned into NMI 1, whose frame it had overwritten.
    desk.type("seek 34");
    const [state, ...words] = desk.type("info frame");
    expect(state).toContain("NMI 1, delivered at step 0");
    expect(words.at(-1)).toContain("overwritten: now 0xffffffff81100012 <page_touched+0>");
  });

  it("watchpoints are those alone, in columns", () => {
    desk.type("b do_nmi");
    expect(desk.type("info watchpoints")).toEqual(["No watchpoints."]);
    desk.type("rwatch nmi_run_count");
    const [head = "", row = "", ...more] = desk.type("info watchpoints");
    expect(more).toEqual([]);
    expect(row.indexOf("keep")).toBe(head.indexOf("Disp"));
    expect(row).toContain("read watchpoint keep");
  });
});

describe("what cannot be done says what can", () => {
  it.each([
    ["frame 1", /^No frame is selected here/],
    ["up", /^No frame is selected here/],
    ["return", /^return is refused/],
    ["set listsize 5", /^! There is no setting "listsize": there are exec-direction, disassembly-flavor\.$/],
    ["k", /nothing to quit/],
  ])("%s", (line, said) => {
    expect(desk.type(line)[0]).toMatch(said);
  });
});
