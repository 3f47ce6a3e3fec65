// The editor's reading of a source: names, places, folds, columns. GNU as judges
// that columns change no byte.
import { readFileSync, readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { assemble } from "../../../src/asm/assemble.ts";
import { formatSource } from "../../../src/ui/panels/code/editor/format-source.ts";
import {
  codeLines,
  foldsOf,
  mnemonicOf,
  nameAt,
  placesOf,
  symbolsOf,
} from "../../../src/ui/panels/code/editor/source-symbols.ts";

const SOURCE = `# a remark about nmi
# in two lines
#@ title nmi of old
#@ service nmi nmi_end
    .set SIZE, 8
nmi:
    pushq %rax     # nmi again
    jmp nmi_end    /* nmi */
nmi_end:
    .ascii "nmi"
    iretq
    .macro save reg
    pushq \\reg
    .endm`;

describe("names", () => {
  it("finds labels, macros and constants, and how far they reach", () => {
    expect(symbolsOf(SOURCE).map(({ name, kind, line, endLine }) => [name, kind, line, endLine])).toEqual([
      ["SIZE", "constant", 5, 5],
      ["nmi", "label", 6, 8],
      ["nmi_end", "label", 9, 11],
      ["save", "macro", 12, 14],
    ]);
  });

  it("knows a name's places in code and in annotations, never in remarks, strings and prose", () => {
    expect(placesOf(SOURCE, "nmi").map(({ line, column }) => [line, column])).toEqual([
      [4, 12],
      [6, 1],
    ]);
    expect(placesOf(SOURCE, "service")).toEqual([]);
    expect(placesOf(SOURCE, "nmi_end").map(({ line }) => line)).toEqual([4, 8, 9]);
    expect(placesOf("movq %rax, rax", "rax").map(({ column }) => column)).toEqual([12]);
    expect(nameAt(SOURCE, 8, 10)).toEqual({ name: "nmi_end", line: 8, column: 9, endColumn: 16 });
    expect(nameAt(SOURCE, 7, 13)).toBeUndefined();
    expect(mnemonicOf("lab: lock incq (%rax) # x")).toMatchObject({ name: "incq", column: 11 });
    expect(mnemonicOf("# nothing")).toBeUndefined();
  });

  it("blanks comments over several lines and keeps columns", () => {
    const text = 'a /* b\nc */ d "e # f" g // h';
    expect(codeLines(text)).toEqual(["a     ", "     d         g     "]);
  });

  it("folds labels, macros and blocks of remarks", () => {
    expect(foldsOf(SOURCE)).toEqual([
      { from: 6, to: 8, kind: "code" },
      { from: 9, to: 11, kind: "code" },
      { from: 12, to: 14, kind: "code" },
      { from: 1, to: 4, kind: "comment" },
    ]);
  });
});

describe("columns", () => {
  it("puts labels at the margin, instructions four in, remarks below each other", () => {
    expect(formatSource("  nmi:\n pushq   %rax # one\n\tpopq\t%rcx    # two\nX = 5\n# kept   as it is\n  a: nop")).toBe(
      "nmi:\n    pushq %rax  # one\n    popq %rcx   # two\nX = 5\n# kept   as it is\na: nop",
    );
    expect(formatSource(' .ascii  "a # b"   # c')).toBe('    .ascii "a # b"  # c');
  });

  it("leaves the bytes of every handler of the catalogue as they are, and is done after one time", () => {
    const folder = new URL("../../../src/scenario/catalogue/", import.meta.url);
    const files = readdirSync(folder).filter((name) => name.endsWith(".S"));
    expect(files.length).toBeGreaterThan(5);
    for (const name of files) {
      const text = readFileSync(new URL(name, folder), "utf8");
      const formatted = formatSource(text);
      expect(formatSource(formatted), name).toBe(formatted);
      const [before, after] = [assemble(text), assemble(formatted)];
      expect(after.sections, name).toEqual(before.sections);
      expect(after.symbols, name).toEqual(before.symbols);
    }
  });
});
