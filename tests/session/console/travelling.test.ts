// Positions that are remembered, the other direction, what is displayed, pictures,
// settings and scripts of the console.
import { beforeEach, describe, expect, it } from "vitest";
import { COMMANDS } from "../../../src/session/console/console.ts";
import { Desk, scenario } from "../support.ts";

let desk: Desk;
beforeEach(async () => {
  desk = await Desk.open(scenario("naive", "nmi@workload; nmi@page_touched"));
});

describe("positions", () => {
  it("checkpoints and bookmarks come back to where they were made", () => {
    desk.type("seek 4");
    expect(desk.type("checkpoint")[0]).toMatch(/^Checkpoint 1 at position 4, \S+\.$/);
    desk.type("ubookmark here");
    desk.type("seek 9");
    desk.type("restart 1");
    expect(desk.position).toBe(4);
    desk.type("ugo end");
    expect(desk.position).toBe(desk.view.run?.length);
    desk.type("ugo here");
    expect(desk.position).toBe(4);
    expect(desk.type("info checkpoints")).toHaveLength(2);
    desk.type("delete checkpoint 1");
    expect(desk.type("restart 1")).toEqual(['! No checkpoint "1".  There are here.']);
    expect(desk.type("when-end")[0]).toMatch(/^The run has \d+ steps: /);
  });

  it("back and forward walk through the moves", () => {
    desk.type("seek 4");
    desk.type("seek 9");
    desk.type("back");
    expect(desk.position).toBe(4);
    desk.type("back");
    expect(desk.position).toBe(0);
    expect(desk.type("back")).toEqual(["! There is no earlier place."]);
    desk.type("forward");
    expect(desk.position).toBe(4);
  });

  it("reverse-finish stands before the delivery; set exec-direction reverse turns every move", () => {
    desk.type("seek 4");
    desk.type("reverse-finish");
    expect(desk.position).toBe(0);
    expect(desk.type("reverse-finish")[0]).toMatch(/^! The workload was not delivered/);
    desk.type("seek 6");
    desk.type("set exec-direction reverse");
    desk.type("si");
    expect(desk.position).toBe(5);
    desk.type("si 2");
    expect(desk.position).toBe(3);
    desk.type("rsi");
    expect(desk.position).toBe(4);
    expect(desk.type("c")[0]).toBe("No more reverse-execution history.");
    expect(desk.type("show exec-direction")).toEqual(["Backwards."]);
    desk.type("set exec-direction forward");
    desk.type("si");
    expect(desk.position).toBe(1);
  });

  it("last tells step, writer and the value before", () => {
    desk.type("seek 2");
    expect(desk.type("last *$rsp")).toEqual([
      expect.stringMatching(/^\*0x[0-9a-f]+ = 0xa0a0a0a0a0a0a0a0, was 0x[0-9a-f]+$/),
      "written at step 1 by nmi, in NMI 1; seek 1 is before it",
    ]);
    expect(desk.type("last $rsp")[1]).toMatch(/^written at step 1 by nmi/);
    expect(desk.type("last nmi_run_count")[0]).toMatch(/has not been written since the start: it holds 0x0\.$/);
  });
});

describe("looking", () => {
  it("display shows again after every move", () => {
    expect(desk.type("display $rsp")[0]).toMatch(/^1: \$rsp = /);
    desk.type("display/x nmi_run_count");
    expect(desk.type("display/1i $rip")[0]).toBe("3: x/1i $rip");
    const lines = desk.type("si");
    expect(lines).toContain("2: /x nmi_run_count = 0x0");
    expect(lines.at(-1)).toMatch(/^=> 0xffffffff81100000 <nmi\+0>:\tpushq %rax$/);
    desk.type("undisplay 1");
    expect(desk.type("info display")).toEqual(["2:   y  /x nmi_run_count", "3:   y  /1i $rip"]);
    expect(desk.type("undisplay 7")[0]).toMatch(/^! No display number 7/);
  });

  it("telescope, stack and context name writers and places", () => {
    desk.type("si");
    expect(desk.type("telescope $rsp 2")).toEqual([
      "00:0000| rsp 0xffffffff83002fd8 (T-40) -> 0xffffffff81001000 <workload+0>   RIP, by NMI 1 at step 0",
      "01:0008|     0xffffffff83002fe0 (T-32) -> 0x10   CS, by NMI 1 at step 0",
    ]);
    expect(desk.type("stack 3")).toHaveLength(3);
    expect(desk.type("stack 0")[0]).toMatch(/^! A count of words is a number from 1 to/);
    const lines = desk.type("context");
    for (const head of ["registers", "code", "stack", "backtrace"]) expect(lines).toContain(`---- ${head}`);
    expect(lines).toContain("*RSP  0xffffffff83002fd8 (T-40)");
    expect(lines.some((line) => line.includes("[ cf pf af zf sf tf if df of ]"))).toBe(true);
  });

  it("disassemble/r shows the bytes, /s the source", () => {
    desk.type("si");
    expect(desk.type("disassemble/r nmi")[1]).toBe("=> 0xffffffff81100000 <nmi+0>:\t50\tpushq %rax");
    expect(desk.type("disas /s nmi")[1]).toMatch(/^\d+\t\s*pushq %rax$/);
    expect(desk.type("disas/z")[0]).toMatch(/^! Invalid modifier "\/z"/);
  });

  it("an empty line goes on where x and list stopped", () => {
    desk.type("si");
    desk.type("x/2gx $rsp");
    expect(desk.type("")[0]).toMatch(/^0xffffffff83002fe8:/);
    const first = desk.type("list 10");
    const second = desk.type("");
    expect(Number(second[0]?.split("\t")[0])).toBe(Number(first[0]?.split("\t")[0]) + 10);
  });

  it("reads typed memory, compares, and keeps history from the end", () => {
    desk.type("si");
    expect(desk.type("p *(int*)$rsp")).toEqual(["$1 = 2164264960"]);
    expect(desk.type("p {char}$rsp+8 == 0x10 && 1")).toEqual(["$2 = 0"]);
    expect(desk.type("p {char}($rsp+8) == 0x10 && 1")).toEqual(["$3 = 1"]);
    expect(desk.type("p $$")).toEqual(["$4 = 0"]);
    expect(desk.type("p $$2 + 0")).toEqual(["$5 = 0"]);
    expect(desk.type("p !1")).toEqual(["$6 = 0"]);
  });
});

describe("teaching and scripts", () => {
  it("every command has help with an example, and every example is understood", async () => {
    for (const { name, example } of COMMANDS) {
      desk.type("start");
      desk.type("set exec-direction forward");
      desk.type("schedule set nmi@workload");
      desk.type("seek 4");
      expect(desk.type(`help ${name}`).join("\n"), name).toContain(`Example: ${example}`);
      // What it works on is made first.
      if (/^(?:condition|ignore|commands|enable|disable|delete)/.test(example)) desk.type("b do_nmi");
      if (name === "restart") desk.type("checkpoint");
      if (name === "undisplay") desk.type("display $rsp");
      if (name === "undo") desk.type("nmi");
      if (name === "forward") desk.type("back");
      if (/^(?:violation|set|delete|disable)$/.test(name)) continue;
      const errors = desk.type(example).filter((line) => line.startsWith("! "));
      expect(errors, example).toEqual([]);
    }
  });

  it("set of state and jump are refused with a way out", () => {
    expect(desk.type("set $rax=1")[0]).toMatch(
      /^! Registers and memory cannot be set: .* Write the change as an instruction/,
    );
    expect(desk.type("set {long}0x1000=5")[0]).toMatch(/cannot be set/);
    expect(desk.type("jump nmi")[0]).toMatch(/refused/);
    expect(desk.type("kill")[0]).toMatch(/nothing to quit/);
    expect(desk.type("p do_nmj")).toEqual(['! No symbol "do_nmj" in current context.  Did you mean "do_nmi"?']);
    expect(desk.type("p $rsq")[0]).toMatch(/Did you mean "\$rs/);
  });

  it("saves the typed lines as a script that does the same again", async () => {
    for (const line of ["b do_nmi", "commands 1", "p 5", "end", "c", "# a remark", "p $rsp"]) desk.type(line);
    expect(desk.type("save lost-nmi")[0]).toBe("6 lines saved as lost-nmi.gdb.");
    const file = desk.view.file;
    expect(file?.name).toBe("lost-nmi.gdb");
    const again = await Desk.open(scenario("naive", "nmi@workload; nmi@page_touched"));
    const script = new TextDecoder().decode(file?.bytes).split("\n");
    const output = script.filter((line) => line !== "").flatMap((line) => again.type(line));
    expect(output.filter((line) => line.startsWith("!"))).toEqual([]);
    expect(again.position).toBe(desk.position);
  });

  it("saves the breakpoints as a script that sets them again", async () => {
    const lines = ["b do_nmi if $rsp != 0", "tbreak nmi", "watch nmi_run_count", "catch overwritten", "b 3"];
    for (const line of lines) desk.type(line);
    for (const line of ["ignore 1 2", "disable 4", "commands 3", "p 5", "end"]) desk.type(line);
    desk.type("delete 5");
    expect(desk.type("save breakpoints stops.gdb")[0]).toBe("4 breakpoints saved as stops.gdb.");
    const again = await Desk.open(scenario("naive", "nmi@workload; nmi@page_touched"));
    again.type("b 7");
    again.type("delete");
    const script = new TextDecoder().decode(desk.view.file?.bytes).split("\n");
    const output = script.filter((line) => line !== "").flatMap((line) => again.type(line));
    expect(output.filter((line) => line.startsWith("!"))).toEqual([]);
    expect(again.view.breakpoints).toEqual(desk.view.breakpoints);
    const told = (of: Desk) => of.type("info breakpoints").map((line) => line.replace(/^\d+ +/, ""));
    expect(told(again)).toEqual(told(desk));
    desk.type("delete");
    expect(desk.type("save breakpoints")).toEqual(["! There are no breakpoints, watchpoints or catchpoints to save."]);
  });

  it("completes events, registers and names behind an operator", () => {
    const words = (line: string) => {
      const reply = desk.session.handle({ kind: "complete", line });
      return reply.kind === "completions" ? reply.words : [];
    };
    expect(words("catch la")).toEqual(["latched"]);
    expect(words("b *do_nmi_")).toEqual(["*do_nmi_end"]);
    expect(words("p $rsp+nmi_run")).toEqual(["$rsp+nmi_run_count"]);
    expect(words("i checkp")).toEqual(["checkpoints"]);
    expect(words("p $efl")).toEqual(["$eflags"]);
  });
});
