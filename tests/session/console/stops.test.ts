// Watchpoints, caught events, conditions, counts and commands: gdb's words, and the
// page's Run stops at the same boundaries.
import { beforeEach, describe, expect, it } from "vitest";
import { Desk, scenario } from "../support.ts";

let desk: Desk;
beforeEach(async () => {
  desk = await Desk.open(scenario("naive", "nmi@workload"));
});

const wordAtTop = (): bigint => {
  const line = desk.type("p/x *$rsp")[0] ?? "";
  return BigInt(/0x[0-9a-f]+/.exec(line)?.[0] ?? "-1");
};

describe("watchpoints", () => {
  it("watch stops after the write and tells the old value and the new one", () => {
    expect(desk.type("watch nmi_run_count")).toEqual(["Hardware watchpoint 1: nmi_run_count"]);
    const lines = desk.type("c");
    expect(lines.slice(0, 4)).toEqual(["Hardware watchpoint 1: nmi_run_count", "", "Old value = 0", "New value = 1"]);
    expect(lines[4]).toMatch(/^by \S+ \(NMI 1, step \d+\)$/);
    expect(lines.at(-1)).toMatch(/^=> 0x/);
    expect(desk.type("p nmi_run_count")).toEqual(["$1 = 1"]);
    desk.type("rsi");
    expect(desk.type("p nmi_run_count")).toEqual(["$2 = 0"]);
  });

  it("names the delivery that wrote, not the instruction that it came before", async () => {
    desk = await Desk.open(scenario("naive", "nmi@workload"));
    desk.type("watch *(nmi_stack_top-40)");
    const lines = desk.type("c");
    expect(lines[3]).toBe("New value = 0xffffffff81001000 <workload+0>");
    expect(lines[4]).toBe("by the delivery of NMI 1 (step 0)");
  });

  it("goes backwards to the same boundary, and stops the page's Run there too", () => {
    desk.type("watch nmi_run_count");
    desk.type("c");
    const stop = desk.position;
    desk.type("seek end");
    desk.type("rc");
    expect(desk.position).toBe(stop);
    desk.type("start");
    const update = desk.ask({ kind: "move", move: { kind: "run" } });
    expect(update.moment?.position).toBe(stop);
    expect(update.notice).toContain("Hardware watchpoint 1: nmi_run_count");
    desk.ask({ kind: "move", move: { kind: "end" } });
    expect(desk.ask({ kind: "move", move: { kind: "run-back" } }).moment?.position).toBe(stop);
  });

  it("an address that an expression gives stays where it was", () => {
    desk.type("si");
    const address = BigInt(/0x[0-9a-f]+/.exec(desk.type("p/x $rsp")[0] ?? "")?.[0] ?? "0") - 8n;
    expect(desk.type("watch *($rsp-8)")).toEqual([`Hardware watchpoint 1: *0x${address.toString(16)}`]);
    expect(desk.type("c")[0]).toBe(`Hardware watchpoint 1: *0x${address.toString(16)}`);
    // The push of RAX.
    expect(desk.position).toBe(2);
    expect(wordAtTop()).toBe(0xa0a0a0a0a0a0a0a0n);
  });

  it("a register, and only a value that changes", () => {
    expect(desk.type("watch $rsp")).toEqual(["Hardware watchpoint 1: $rsp"]);
    expect(desk.type("c")[0]).toBe("Hardware watchpoint 1: $rsp");
    expect(desk.position).toBe(1);
    expect(desk.type("rwatch $rsp")[0]).toMatch(/^! Reads of registers are not watched/);
  });

  it("rwatch stops when an instruction has read it, awatch at either", () => {
    desk.type("si");
    // RIP of the frame is read by IRET alone.
    desk.type("rwatch *$rsp");
    desk.type("c");
    expect(desk.view.moment?.place).toBe("workload");
    expect(desk.type("p *$rsp")).toBeDefined();
    desk.type("delete");
    desk.type("start");
    desk.type("awatch nmi_run_count");
    expect(desk.type("c")[0]).toBe("Hardware access (read/write) watchpoint 2: nmi_run_count");
  });

  it("teaches what can be watched", () => {
    expect(desk.type("watch 5")[0]).toMatch(
      /^! Cannot watch "5": watch takes a variable, an address or a general register/,
    );
    expect(desk.type("watch")[0]).toMatch(/^! watch takes what to watch/);
    expect(desk.type("watch *0x10")).toEqual(["! Cannot access memory at address 0x10"]);
  });
});

describe("catchpoints", () => {
  it("nmi, fault and iret", async () => {
    desk = await Desk.open(scenario("naive", "nmi@workload; pf@do_nmi"));
    expect(desk.type("catch nmi")).toEqual(["Catchpoint 1 (nmi): an NMI is delivered."]);
    desk.type("c");
    expect(desk.position).toBe(1);
    desk.type("delete");
    desk.type("catch fault");
    expect(desk.type("c")[0]).toBe("Catchpoint 2, an exception is delivered.");
    expect(desk.view.run?.contexts.find(({ kind }) => kind === "pf")?.enteredAt).toBe(desk.position - 1);
    desk.type("delete");
    desk.type("catch iret");
    expect(desk.type("c")[0]).toBe("Catchpoint 3, a handler returns.");
    expect(desk.view.run?.marks.find(({ kind }) => kind === "return")?.step).toBe(desk.position - 1);
    expect(desk.type("catch")[0]).toMatch(/^! catch takes an event: nmi \(an NMI is delivered\)/);
  });

  it("latched, lost, and a frame that is overwritten before the property breaks", async () => {
    desk = await Desk.open(scenario("naive", "nmi@workload; nmi@1; nmi@2"));
    desk.type("catch latched");
    desk.type("c");
    expect(desk.type("info nmi")[1]).toMatch(/^pending {3}yes/);
    desk.type("delete");
    desk.type("catch lost");
    expect(desk.type("c")[0]).toMatch(/an NMI is lost/);
    expect(desk.type("info nmi")[2]).toBe("lost      1 merged in a pending one");

    const broken = await Desk.open(scenario("naive", "nmi@workload; nmi@page_touched"));
    broken.type("catch overwritten");
    const [first] = broken.type("c");
    expect(first).toBe("Catchpoint 1, a return frame that is still needed is overwritten.");
    // The second delivery overwrites it; the property breaks only at the return.
    expect(broken.view.moment?.kind).toBe("delivery");
    const at = broken.position;
    expect(broken.type("c")[0]).toMatch(/^Violation: /);
    expect(broken.position).toBeGreaterThan(at);
  });
});

describe("conditions, counts and commands", () => {
  it("stops only where the condition holds", async () => {
    desk = await Desk.open(scenario("naive", "nmi@workload; nmi@40"));
    desk.type("b do_nmi if nmi_run_count == 1");
    expect(desk.type("info breakpoints").slice(2)).toEqual(["        stop only if nmi_run_count == 1"]);
    desk.type("c");
    expect(desk.type("p nmi_run_count")).toEqual(["$1 = 1"]);
    expect(desk.type("condition 1")).toEqual(["Breakpoint 1 now unconditional."]);
    desk.type("start");
    desk.type("c");
    expect(desk.type("p nmi_run_count")).toEqual(["$2 = 0"]);
    expect(desk.type("condition 1 nothing == 1")[0]).toMatch(/^! No symbol "nothing"/);
    expect(desk.type("condition 9 1")).toEqual(["! No breakpoint number 9.  There is 1."]);
  });

  it("ignore counts crossings down", async () => {
    desk = await Desk.open(scenario("naive", "nmi@workload; nmi@40"));
    desk.type("b do_nmi");
    expect(desk.type("ignore 1 1")).toEqual(["Will ignore next crossing of breakpoint 1."]);
    desk.type("c");
    expect(desk.type("p nmi_run_count")).toEqual(["$1 = 1"]);
    expect(desk.view.breakpoints?.[0]?.ignore ?? 0).toBe(0);
  });

  it("disable and enable", () => {
    desk.type("b do_nmi");
    desk.type("disable 1");
    expect(desk.type("i b")[1]).toMatch(/^1 {7}breakpoint {5}keep n /);
    desk.type("c");
    expect(desk.view.moment?.place).not.toBe("do_nmi");
    desk.type("enable");
    desk.type("start");
    desk.type("c");
    expect(desk.view.moment?.place).toBe("do_nmi");
  });

  it("runs the lines of commands at each stop, typed to end or on one line", () => {
    desk.type("b do_nmi");
    expect(desk.type("commands 1")).toEqual([
      "Type commands for breakpoint 1, one per line.",
      'End with a line saying just "end".',
    ]);
    expect(desk.type("p 6*7")).toEqual([]);
    expect(desk.type("end")).toEqual([]);
    expect(desk.type("c").at(-1)).toBe("$1 = 42");
    desk.type("commands 1 p 1; p 2");
    desk.type("start");
    expect(desk.type("c").slice(-2)).toEqual(["$2 = 1", "$3 = 2"]);
    expect(desk.type("i b").slice(-2)).toEqual(["        p 1", "        p 2"]);
  });
});
