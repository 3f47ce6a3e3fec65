// Numbers into notes: every kind, every cause, details of any length.

import { describe, expect, it } from "vitest";
import { Cause, NoteKind, PropertyCode } from "../../src/core/properties/notes.ts";
import { CAUSE_NAMES, ghostNotes, registersIn } from "../../src/machine/ghost-notes.ts";
import { PROPERTIES } from "../../src/machine/types.ts";

const violated = (property: PropertyCode, cause: Cause, count: number, context: number, word: bigint) => ({
  kind: NoteKind.Violated,
  a: BigInt(property | (cause << 8) | (count << 16)) | (BigInt(context) << 32n),
  b: word,
});

describe("ghostNotes", () => {
  it("tells who was entered, resumed and dropped", () => {
    expect(
      ghostNotes([
        { kind: NoteKind.Entered, a: (3n << 32n) | 7n, b: 14n },
        { kind: NoteKind.Resumed, a: (7n << 32n) | 3n, b: (1n << 4n) | (1n << 17n) },
        { kind: NoteKind.Abandoned, a: 5n, b: 0n },
        { kind: NoteKind.RunStarted, a: 3n, b: 0n },
        { kind: NoteKind.RunEnded, a: 3n, b: 0n },
      ]),
    ).toEqual([
      { kind: "entered", context: 7, interrupted: 3, vector: 14 },
      { kind: "resumed", context: 3, from: 7, differs: ["rsp", "rflags"] },
      { kind: "abandoned", context: 5 },
      { kind: "run-started", context: 3 },
      { kind: "run-ended", context: 3 },
    ]);
  });

  it("gathers the words of a violation from the notes behind it", () => {
    const notes = ghostNotes([
      violated(PropertyCode.NoCrash, Cause.PanicVector, 5, 2, 13n),
      { kind: NoteKind.Detail, a: 0xfffcn, b: -1n },
      { kind: NoteKind.Detail, a: 3n, b: 4n },
      violated(PropertyCode.IdleClean, Cause.NmiBlocked, 0, 0, 0n),
    ]);
    expect(notes).toEqual([
      {
        kind: "violated",
        property: "no-crash",
        cause: "panic-vector",
        context: 2,
        detail: [13n, 0xfffcn, 2n ** 64n - 1n, 3n, 4n],
      },
      { kind: "violated", property: "idle-clean", cause: "nmi-blocked", context: 0, detail: [] },
    ]);
  });

  it("names every property and cause once", () => {
    const codes = Object.values(PropertyCode).filter((code) => typeof code === "number");
    const names = codes.map((code) => ghostNotes([violated(code, Cause.Lost, 0, 0, 0n)])[0]);
    expect(names.map((note) => (note?.kind === "violated" ? note.property : undefined))).toEqual([...PROPERTIES]);
    expect(new Set(Object.values(CAUSE_NAMES)).size).toBe(Object.values(Cause).length / 2);
  });

  it("lists registers in their usual order", () => {
    expect(registersIn((1n << 27n) | (1n << 0n) | (1n << 15n) | (1n << 16n))).toEqual(["rax", "r15", "rip", "cr3"]);
  });
});
