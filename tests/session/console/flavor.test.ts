// set disassembly-flavor: Intel's syntax in what the console shows, until it is set back.
import { beforeEach, expect, it } from "vitest";
import { Desk, scenario } from "../support.ts";

let desk: Desk;
beforeEach(async () => {
  desk = await Desk.open(scenario("desnoyers-2010-repaired", "nmi@workload"));
});

it("is honoured by every command that shows instructions, and by what a click shows", () => {
  desk.type("si 2");
  const att = desk.type("x/6i $rip");
  expect(att.join("\n")).toMatch(/push %r\w+|pushq? %r\w+|movq/);
  expect(desk.type("set disassembly-flavor intel")).toEqual([]);
  expect(desk.view.flavor).toBe("intel");
  expect(desk.type("show disassembly-flavor")).toEqual(['The disassembly flavor is "intel".']);
  for (const line of ["x/6i $rip", "disassemble", "disassemble/r", "context", "si"]) {
    const text = desk.type(line).filter((row) => row.includes(">:\t"));
    expect(text.length, line).toBeGreaterThan(0);
    expect(text.join("\n"), line).not.toMatch(/%r|\$0x/);
  }
  const clicked = desk.ask({ kind: "move", move: { kind: "step" } }).console?.at(-1)?.text;
  expect(clicked).toContain(">:\t");
  expect(clicked).not.toMatch(/%r|\$0x/);
  expect(desk.type("display/i $rip").join("\n")).not.toMatch(/%r/);
  expect(desk.type("set disassembly-flavor att")).toEqual([]);
  expect(desk.view.flavor).toBe("att");
  desk.type("undisplay");
  desk.type("rsi 2");
  expect(desk.type("x/6i $rip")).toEqual(att);
});

it("is refused with what there is", () => {
  expect(desk.type("set disassembly-flavor masm")).toEqual(["! set disassembly-flavor takes att or intel."]);
});
