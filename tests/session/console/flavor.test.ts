// Intel's syntax in all that shows instructions, until it is set back: console, sentences,
// lanes, what comes next, trace, exports.
import { beforeEach, describe, expect, it } from "vitest";
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

describe("a run in Intel's syntax", () => {
  const cells = () => {
    const reply = desk.session.handle({ kind: "lane-cells", from: 0, to: 40 });
    return reply.kind === "lane-cells" ? reply.cells.map(({ text }) => text) : [];
  };
  const exported = (format: "run" | "markdown" | "json" | "chrome" | "text") =>
    new TextDecoder().decode(desk.ask({ kind: "export", format }).file?.bytes);
  const trace = () => {
    const question = { kind: "trace", filter: { kinds: [] }, from: 0, to: 40 } as const;
    const reply = desk.session.handle({ kind: "look", question });
    return reply.kind === "look" && reply.answer.kind === "trace" ? reply.answer.rows.map(({ text }) => text) : [];
  };

  beforeEach(() => {
    desk.type("seek 3");
  });

  it("has it everywhere, and is given back as it was", () => {
    const all = () => ({
      run: desk.view.run,
      moment: desk.view.moment,
      cells: cells(),
      trace: trace(),
      exports: (["run", "markdown", "json", "chrome"] as const).map(exported),
    });
    const att = all();
    expect(att.exports.every((text) => /%r\w\w/.test(text))).toBe(true);
    desk.ask({ kind: "set-flavor", flavor: "intel" });
    const intel = all();
    expect(intel.moment?.nextText).not.toBe(att.moment?.nextText);
    expect(intel.moment?.sentence).not.toEqual(att.moment?.sentence);
    expect(intel.cells).not.toEqual(att.cells);
    expect(JSON.stringify([intel.cells, intel.trace, ...intel.exports])).not.toMatch(/%r\w\w|\$0x|\bmovq\b|\bpushq\b/);
    expect(intel.run?.length).toBe(att.run?.length);
    desk.ask({ kind: "set-flavor", flavor: "att" });
    expect(all()).toEqual(att);
  });

  it("shows each instruction as the listing has it, and the data say so", () => {
    desk.ask({ kind: "set-flavor", flavor: "intel" });
    const listed = new Map(
      [desk.view.program?.handler, desk.view.program?.vectors, desk.view.program?.workload].flatMap((lines) =>
        (lines ?? []).map(({ address, intel }) => [address, intel] as const),
      ),
    );
    const [header, ...steps] = exported("json")
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as { type: string; flavor?: string; ripBefore: string; text: string });
    expect(header?.flavor).toBe("intel");
    const shown = steps.filter(({ type }) => type === "step");
    expect(shown.length).toBeGreaterThan(20);
    for (const { ripBefore, text } of shown) expect(text).toBe(listed.get(BigInt(ripBefore)));
    expect(trace()[0]).toBe("NMI delivered");
  });

  it("stays so when the schedule or the program changes", () => {
    desk.ask({ kind: "set-flavor", flavor: "intel" });
    desk.ask({ kind: "set-schedule", items: [] });
    expect(cells().join(" ")).not.toMatch(/\bpushq\b|\bnotq\b/);
    desk.ask({ kind: "edit-source", text: "nmi:\n\tpushq %rax\n\tpopq %rax\n\tiretq\n" });
    desk.ask({ kind: "inject", event: "nmi" });
    expect(cells()).toContain("push");
  });
});
