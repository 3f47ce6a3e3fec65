import { describe, expect, it } from "vitest";

import { Controls } from "../../src/ui/panels/controls/controls.tsx";
import { FlagVariables } from "../../src/ui/panels/flags/flag-variables.tsx";
import { NmiStatePanel } from "../../src/ui/panels/nmi/nmi-state.tsx";
import { Properties } from "../../src/ui/panels/properties/properties.tsx";
import { Registers } from "../../src/ui/panels/registers/registers.tsx";
import { Schedule } from "../../src/ui/panels/schedule/schedule.tsx";
import { SentenceStrip } from "../../src/ui/panels/sentence/sentence.tsx";
import { MoreStrips } from "../../src/ui/shell/more-strips.tsx";
import { Strips } from "../../src/ui/shell/strips.tsx";
import { VerdictChip } from "../../src/ui/shell/verdict-chip.tsx";
import { MOMENT, PROGRAM, RUN } from "./fixtures/illustrated.ts";
import { render, words } from "./render.tsx";

describe("the sentence", () => {
  it("says step, kind, sentence, cause and the next bad step", () => {
    const text = words(render(<SentenceStrip />));
    expect(text).toContain("31 of 38 delivery");
    expect(text).toContain("The CPU delivers NMI 2 on IST1: it overwrites the frame of NMI 1 .");
    expect(text).toContain("first bad step 38 resume-exact");
  });

  it("says that the step shown is the bad one", () => {
    expect(words(render(<SentenceStrip />, { moment: { ...MOMENT, position: 39 } }))).toContain(
      "this is the first bad step",
    );
  });

  it("says since which line the source differs when it does not assemble", () => {
    const broken = { ...PROGRAM, assembled: false };
    const text = words(
      render(<SentenceStrip />, { program: broken, sourceText: PROGRAM.source.replace("popq", "popp") }),
    );
    expect(text).toContain("Source differs from this run since line 6");
  });

  it("does not say that a machine starts where the text opened does not assemble", () => {
    const broken = { ...PROGRAM, assembled: false };
    const text = words(render(<SentenceStrip />, { program: broken, moment: undefined, run: undefined }));
    expect(text).toContain("This text does not assemble: repair what is marked, and it runs.");
    const controls = words(render(<Controls />, { program: broken, moment: undefined, run: undefined }));
    expect(controls).not.toContain("The machine is starting");
  });

  it("shows progress and how to stop", () => {
    const text = words(render(<SentenceStrip />, { health: { kind: "busy", steps: 120000 } }));
    expect(text).toContain("120,000 steps done. Esc stops it here.");
  });
});

describe("registers", () => {
  const text = words(render(<Registers />));

  it("show old and new with meanings, and the flags that changed with both values", () => {
    expect(text).toContain("rsp ffffffff83002f48 → ffffffff83002fd8 T-184 T-40");
    expect(text).toContain("RF 1→0");
    expect(text).toContain("IF 0");
    expect(text).toContain("3 changed");
  });
});

describe("NMI state and flags", () => {
  it("says since when and by whom NMIs are blocked, and what became of the latch", () => {
    const text = words(render(<NmiStatePanel />));
    expect(text).toContain("blocked yes since 31 by 2");
    expect(text).toContain("pending 1→ 0 latch taken");
  });

  it("shows value and writer of each per-CPU flag", () => {
    const text = words(render(<FlagVariables />));
    expect(text).toContain("nmi_stack_nesting ff 1 @17");
    expect(text).toContain("need_fake_nmi 00 never written");
  });
});

describe("controls", () => {
  const markup = render(<Controls />);

  it("say what each injection would do here", () => {
    expect(words(markup)).toContain("NMI i waits: blocked by NMI 2");
  });

  it("disable the impossible ones without taking them from the keyboard, and say why", () => {
    const irq = /<button[^>]*data-command="inject-irq"[^>]*>/.exec(markup)?.[0] ?? "";
    expect(irq).toContain('aria-disabled="true"');
    expect(irq).not.toMatch(/\sdisabled/);
    expect(irq).toContain("IF = 0: off until return");
    const nmi = /<button[^>]*data-command="inject-nmi"[^>]*>/.exec(markup)?.[0] ?? "";
    expect(nmi).toContain('aria-disabled="false"');
  });

  it("disable stepping, with the reason, when the source does not assemble or the machine stopped", () => {
    const step = (more: Parameters<typeof render>[1]) =>
      /<button[^>]*data-command="step"[^>]*>/.exec(render(<Controls />, more))?.[0] ?? "";
    expect(step({ program: { ...PROGRAM, assembled: false } })).toContain("does not assemble");
    expect(step({ health: { kind: "dead", reason: "x" } })).toContain("restart it first");
    expect(step({})).toContain('aria-disabled="false"');
  });
});

describe("schedule and properties", () => {
  it("shows tick, text, tag and outcome of each item", () => {
    const text = words(render(<Schedule />));
    expect(text).toContain("nmi@workload+0x7 1 delivered 2");
    expect(text).toContain("nmi@vec_14+0x1 2 pending 22, delivered 31");
    expect(text).toContain("nmi@vec_14+0x4 off");
  });

  it("gives each property a glyph with words, and a broken one its causes", () => {
    const markup = render(<Properties />, { moment: { ...MOMENT, position: 39 } });
    const text = words(markup);
    expect(markup).toContain('aria-label="fails"');
    expect(text).toContain("✕ resume-exact failed at 38");
    expect(text).toContain("step 31 NMI 2 wrote over the frame");
    expect(text).toContain("○ no-crash holds on this run");
  });

  it("says of a later failure when it comes", () => {
    expect(words(render(<Properties />))).toContain("◐ resume-exact fails at 38");
  });

  it("gives a verdict with its bounds, and a stale one after an edit", () => {
    expect(words(render(<VerdictChip />))).toContain("This run: 1 of 8 properties fail");
    expect(words(render(<VerdictChip />))).toContain("one schedule, 39 steps, kernel; not explored");
    expect(words(render(<VerdictChip />, { sourcePending: true }))).toContain("source changed since");
    const holds = { ...RUN, properties: RUN.properties.map((one) => ({ ...one, brokenAt: undefined })) };
    expect(words(render(<VerdictChip />, { run: holds }))).toContain("all 8 properties hold");
  });
});

describe("strips", () => {
  it("promise what is safe when the machine stopped, and where it restarts", () => {
    const text = words(render(<Strips />, { health: { kind: "dead", reason: "it did not answer" } }));
    expect(text).toContain("The machine stopped. Your text and schedule are safe. Restart at step 31");
  });

  it("say what is wrong with a link and offer what could be read", () => {
    const link = { kind: "bad" as const, message: "The link is cut off.", salvaged: "nmi:" };
    expect(words(render(<MoreStrips />, { link }))).toContain("The link is cut off. The program in it could be read:");
  });
});
