import { describe, expect, it } from "vitest";

import type { WordView } from "../../src/session/views.ts";
import { StackPanel } from "../../src/ui/panels/stack/stack-panel.tsx";
import { bandsOf, layoutStack, reserveFrame, rspPath } from "../../src/ui/panels/stack/stack-rows.ts";
import { StackTable } from "../../src/ui/panels/stack/stack-table.tsx";
import { CONTEXTS, COPY, MOMENT, ROWS, STACK_BOTTOM, TOP, word } from "./fixtures/illustrated.ts";
import { spokenWord } from "../../src/ui/panels/stack/word-text.ts";
import { render, words } from "./render.tsx";

const STACK = MOMENT.stack;
const nameOf = (id: number) => CONTEXTS[id];

describe("the layout of the stack", () => {
  it("puts each frame word beside its copy, and what has none above or below", () => {
    const layout = layoutStack(STACK);
    expect(layout.pairs.map(({ row, copy }) => [row.offset, copy?.word.offset])).toEqual([
      ["T-8", "C-16"],
      ["T-16", "C-24"],
      ["T-24", "C-32"],
      ["T-32", "C-40"],
      ["T-40", "C-48"],
    ]);
    expect(layout.above.map((copy) => copy.word.label)).toEqual(["CR2"]);
    expect(layout.rest).toEqual([]);
    expect(layout.below).toHaveLength(ROWS.length - 5);
  });

  it("keeps copies without a counterpart, in order", () => {
    const [cr2, ss] = COPY;
    const extra = { ...STACK, copy: { title: "", subtitle: "", rows: [ss, cr2].flatMap((row) => row ?? []) } };
    expect(layoutStack(extra).rest.map((copy) => copy.word.label)).toEqual(["CR2"]);
  });

  it("keeps the place of the frame before anything is written: no row moves when it comes", () => {
    const empty = {
      ...STACK,
      rows: [
        {
          kind: "gap" as const,
          offset: "T-8…",
          address: TOP - 8n,
          words: 512,
          text: "512 words never written",
          band: undefined,
        },
      ],
    };
    const rows = reserveFrame(empty);
    expect(rows.map((row) => row.offset)).toEqual(["T-8", "T-16", "T-24", "T-32", "T-40", "T-48"]);
    expect(rows.slice(0, 5).map((row) => row.address)).toEqual(ROWS.slice(0, 5).map((row) => row.address));
    expect(rows[5]).toMatchObject({ kind: "gap", words: 507 });
  });

  it("names the regions that hold kept frames, at the highest word of each", () => {
    const kept = { title: "Outermost frame", subtitle: "", rows: COPY.slice(0, 2).toReversed() };
    const [cr2] = COPY;
    const top = cr2?.word.address ?? 0n;
    expect([...bandsOf({ ...STACK, copy: undefined, kept: [kept] })]).toEqual([[top, "Outermost frame"]]);
    expect(bandsOf({ ...STACK, copy: undefined, kept: [] }).size).toBe(0);
  });

  it("joins where RSP was and where it is", () => {
    expect(rspPath(ROWS)).toEqual({ from: TOP - 184n, to: TOP - 40n });
    expect(rspPath(ROWS.slice(0, 5))).toBeUndefined();
  });
});

describe("a word in words", () => {
  it("says value, meaning, writer, state, what it held and how its copy stands", () => {
    const [, rsp] = ROWS;
    const copy = COPY[2];
    const spoken = spokenWord(rsp as WordView, nameOf, copy);
    expect(spoken).toContain("T-16 RSP; ffffffff83002f48 this stack, T-184");
    expect(spoken).toContain("written by NMI 2 at step 31");
    expect(spoken).toContain("was ffffc90000003f58");
    expect(spoken).toContain("NMI 1 at step 2");
    expect(spoken).toContain("differ");
  });

  it("says once that it was the same value", () => {
    const same = ROWS.find((row) => row.kind === "word" && row.was?.same === true);
    expect(spokenWord(same as WordView, nameOf)).toMatch(/; was the same value, NMI 1 at step 2/);
  });

  it("says that a word was never written, and what it should be", () => {
    const never = word(9, "", 0n, { writer: undefined, state: "stale" });
    expect(spokenWord(never, nameOf)).toContain("never written");
    const wrong = word(5, "RIP", 1n, { wanted: { value: 2n, meaning: "workload+0x7" } });
    expect(spokenWord(wrong, nameOf)).toContain("should be 0000000000000002 workload+0x7");
  });
});

describe("the drawn stack", () => {
  const markup = render(<StackPanel />);

  it("gives every word its look by class and its facts by label, colour never alone", () => {
    const classesOf = (address: bigint): string =>
      new RegExp(`class="([^"]*)" data-address="${address.toString(16)}"`).exec(markup)?.[1] ?? "";
    expect(classesOf(TOP - 8n)).toMatch(/\bt3\b.*\bframe\b.*\bfresh\b/);
    expect(classesOf(TOP - 184n)).toMatch(/\bt1\b.*\bline\b.*\blive\b/);
    expect(classesOf(TOP - 200n)).toMatch(/\bt2\b.*\bline\b.*\bstale\b/);
    expect(markup).toContain('<span class="hidden-text">T-8 SS; 0018 __KERNEL_DS; written by NMI 2 at step 31');
  });

  it("strikes what was lost and not what was the same", () => {
    expect(markup).toMatch(/<s>ffffc90000003f58<\/s>/);
    expect(markup).toMatch(/<s>…81001007 workload\+0x7<\/s>/);
    expect(markup).not.toMatch(/<s>0018/);
    expect(words(markup)).toContain("was the same value 1 @2");
  });

  it("shows gaps, guards, RSP now and before, the ledger and the legend", () => {
    const text = words(markup);
    for (const part of [
      "guard page",
      "T = …83003000",
      "10 words never written",
      "skipped: delivery aligns RSP to 16",
      "481 words never written",
      "RSP IST1",
      "NMI 1 frame T-40…T-8 overwritten",
      "safe in copy",
      "stale, used up",
    ]) {
      expect(text).toContain(part);
    }
  });

  it("keeps the place of a copy that the handler does not have, and says where one is", () => {
    const text = words(render(<StackPanel />, { moment: { ...MOMENT, stack: { ...STACK, copy: undefined } } }));
    expect(text).toContain("No copy is named");
    // Nothing is said of what a handler does whose file names none.
    expect(text).not.toContain("returns through");
    expect(text).toContain("#@ region &quot;stack copy&quot;");
    expect(text).toContain("desnoyers-2010-repaired");
  });

  it("is a table on demand, with the same facts", () => {
    const text = words(render(<StackTable stack={STACK} />));
    expect(text).toContain("address place word value meaning written by held before state");
    expect(text).toContain("T-40 RIP ffffffff8110000d nmi+0xd NMI 2 at step 31");
    expect(text).toContain("written by this step, RSP points here");
    expect(text).toContain(STACK_BOTTOM.toString(16));
  });

  it("says who wrote the selected word, with a jump to it", () => {
    const text = words(render(<StackPanel />, { selectedWord: TOP - 40n }));
    expect(text).toContain("written by 2 step 31");
    expect(text).toContain("before that 1 step 2");
  });
});
