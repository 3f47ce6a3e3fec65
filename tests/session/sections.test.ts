// Where a handler's sections are loaded.
import { describe, expect, it } from "vitest";
import { HANDLER_DATA, HANDLER_TEXT } from "../../src/machine/layout.ts";
import { boot } from "../../src/session/index.ts";

function booted(text: string) {
  return boot({ handler: { kind: "source", text }, workload: "kernel", body: "touch", options: {}, schedule: [] });
}

describe("sections of a handler", () => {
  it("lie in the text if they are code, by flag or name, else in the data, and do not overlap", () => {
    const result = booted(`
    .section .entry.text, "ax"
nmi:
    call other
    iretq
    .section .text.unlikely
other:
    movq $1, words
    ret
    .section .mine, "aw"
words:
    .quad 0
    .data
more:
    .quad 0
    .text
    nop
`);
    if (!result.ok) throw new Error("it assembles");
    const { sections } = result.program.source.assembly;
    const areas = sections.map(({ name, address, bytes }) => ({
      name,
      from: address,
      to: address + BigInt(bytes.length),
    }));
    const isText = ({ from }: { readonly from: bigint }) => from >= HANDLER_TEXT && from < HANDLER_DATA;
    expect(
      areas
        .filter(isText)
        .map(({ name }) => name)
        .toSorted(),
    ).toEqual([".entry.text", ".text", ".text.unlikely"]);
    expect(
      areas
        .filter((one) => !isText(one))
        .map(({ name }) => name)
        .toSorted(),
    ).toEqual([".data", ".mine"]);
    const inOrder = areas.toSorted((a, b) => (a.from < b.from ? -1 : 1));
    for (const [index, { from }] of inOrder.slice(1).entries()) expect(from >= (inOrder[index]?.to ?? 0n)).toBe(true);
  });

  it("are per-CPU variables under each of Linux's names for them", () => {
    const result = booted(`
nmi:
    movb $1, %gs:flag
    iretq
    .section .data..percpu, "aw"
first:
    .quad 0
    .section .data..percpu..shared_aligned, "aw"
    .balign 64
flag:
    .byte 0
`);
    if (!result.ok) throw new Error("it assembles");
    const variables = result.program.source.assembly.perCpu
      .filter(({ origin }) => origin === "file")
      .map(({ name, offset }) => [name, offset]);
    expect(variables).toEqual([
      ["first", 0x40],
      ["flag", 0x80],
    ]);
  });

  it("are refused if there is too much code in all", () => {
    const result = booted('nmi:\n    iretq\n    .skip 40000\n    .section .more, "ax"\n    .skip 40000\n');
    expect(result.ok ? [] : result.source.diagnostics.map(({ code }) => code)).toEqual(["text-too-large"]);
  });
});
