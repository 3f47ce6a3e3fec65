import { describe, expect, it } from "vitest";

import { applyFix } from "../../src/ui/panels/code/apply-fix.ts";
import { codeMarks, standsAt, strongest } from "../../src/ui/panels/code/code-marks.ts";
import { CodePanel } from "../../src/ui/panels/code/code-panel.tsx";
import { boxedDiagnostic, sourceRows } from "../../src/ui/panels/code/code-rows.ts";
import { MOMENT, PROGRAM, RUN, SOURCE } from "./fixtures/illustrated.ts";
import { illustratedState, render, words } from "./render.tsx";

describe("the rows of the source", () => {
  const rows = sourceRows(SOURCE, PROGRAM);

  it("carry address, body and remarks of their line", () => {
    expect(rows[2]?.instruction?.place).toBe("nmi");
    expect(rows[3]?.isIdealised).toBe(true);
    expect(rows[4]?.body.map((line) => line.text)).toEqual(["incq %gs:nmi_run_count", "movb touch0,%al"]);
    expect(rows[4]?.instruction).toBeUndefined();
  });

  it("carry all instructions that a macro makes in their line, and its most telling mark", () => {
    const handler = PROGRAM.handler.filter(({ fromBody }) => !fromBody);
    const [first, second, third] = handler;
    if (first === undefined || second === undefined || third === undefined) throw new Error("three instructions");
    const macro = { ...PROGRAM, handler: [first, { ...second, line: first.line }, { ...third, line: first.line }] };
    const row = sourceRows(SOURCE, macro).find(({ instruction }) => instruction === first);
    expect(row?.instructions.map(({ address }) => address)).toEqual([first.address, second.address, third.address]);
    const marks = codeMarks({ run: undefined, breakpoints: [], rip: third.address, returns: [second.address] });
    expect(strongest(row?.instructions ?? [], marks)).toBe("next");
  });

  it("box what would crash; notes stand in the list", () => {
    expect(rows.flatMap((row) => boxedDiagnostic(row)?.code ?? [])).toEqual(["iret-is-iretd"]);
  });

  it("carry nothing of an older text while a new one is typed", () => {
    const typed = sourceRows(`# one line more\n${SOURCE}`, PROGRAM);
    expect(typed.every((row) => row.instruction === undefined && row.diagnostics.length === 0)).toBe(true);
  });

  it("grey what a pasted mail holds besides code", () => {
    const mail = { ...PROGRAM, leftOut: [{ fromLine: 1, toLine: 2, what: "mail header" }] };
    expect(sourceRows(SOURCE, mail).map((row) => row.isLeftOut)).toEqual([
      true,
      true,
      false,
      false,
      false,
      false,
      false,
      false,
    ]);
  });
});

describe("a repair", () => {
  it("replaces its range and nothing else", () => {
    const fix = { title: "", line: 2, column: 3, endColumn: 7, text: "iretq" };
    expect(applyFix("a\n  iret # x\nb", fix)).toBe("a\n  iretq # x\nb");
    expect(applyFix("a", fix)).toBe("a");
  });
});

describe("the gutter", () => {
  const marks = codeMarks({
    rip: MOMENT.rip,
    returns: MOMENT.returns,
    run: { ...RUN, schedule: [{ ...RUN.schedule[0], text: "nmi@nmi+0x14#2" } as (typeof RUN.schedule)[number]] },
    breakpoints: [
      { kind: "line", line: 6 },
      { kind: "place", place: "nmi+0x4" },
    ],
  });
  const [first, , body, faulting, popq] = PROGRAM.handler;

  it("marks what is next, where events come in, where the stack returns to", () => {
    expect(first && marks.at(first)).toBe("next");
    expect(faulting && marks.at(faulting)).toBe("return");
    expect(popq && marks.at(popq)).toBe("injection");
    expect(body && marks.at(body)).toBeUndefined();
  });

  it("marks breakpoints by line and by place", () => {
    expect(popq && marks.hasBreakpoint(popq)).toBe(true);
    expect(body && marks.hasBreakpoint(body)).toBe(true);
    expect(first && standsAt({ kind: "line", line: 5 }, first)).toBe(false);
  });
});

describe("the code before the editor is there", () => {
  it("is a listing with addresses, hints, the body and the repair", () => {
    const text = words(render(<CodePanel />));
    expect(text).toContain("▶ 0000 3 pushq %rax");
    expect(text).toContain("≈ idealised");
    expect(text).toContain("0004 + incq %gs:nmi_run_count");
    expect(text).toContain("▲ iret means iretd. Replace with iretq Why 2 of 2 repairs");
    expect(text).toContain("1 warning, 1 note on notation");
    expect(text).toContain("assembled");
  });

  it("shows the first handler's text before the machine answered", () => {
    const state = illustratedState({
      program: undefined,
      run: undefined,
      moment: undefined,
      sourceText: "nmi:\n  iretq",
    });
    expect(words(render(<CodePanel />, state))).toContain("nmi: 2 iretq");
  });
});
