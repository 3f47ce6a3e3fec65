// Ghost state is state: undone with its step, part of a snapshot, bounded, and
// a function of the run alone.

import { describe, expect, it } from "vitest";
import type { GhostNote, Step } from "../../src/machine/types.ts";
import { NAIVE, REDIRECTING, body } from "./handlers.ts";
import { type Arrival, machine, program, run } from "./support.ts";

const TWO: readonly Arrival[] = [
  { event: "nmi", at: 5 },
  { event: "nmi", at: "after_touch" },
];

function notesOf(steps: readonly Step[]): readonly (readonly GhostNote[])[] {
  return steps.map(({ notes }) => notes);
}

function stepAll(count: number): readonly (readonly GhostNote[])[] {
  return Array.from({ length: count }, () => {
    const result = machine.step([]);
    return result.kind === "step" ? result.step.notes : [];
  });
}

describe("ghost state", () => {
  it("is undone with its step", () => {
    const { steps } = run(program(NAIVE), TWO, 400);
    const last = 100;
    for (let i = 0; i < last; i++) expect(machine.undo()).toBe(true);
    expect(stepAll(last)).toEqual(notesOf(steps.slice(-last)));
    const seen = steps.findIndex(({ notes }) => notes.some(({ kind }) => kind === "violated"));
    for (let i = steps.length; i > seen; i--) machine.undo();
    expect(stepAll(1)).toEqual(notesOf(steps.slice(seen, seen + 1)));
  });

  it("is part of a snapshot", () => {
    const of = program(body("    movb $1, %gs:need_fake_nmi"));
    machine.load(of.image);
    machine.step([{ kind: "nmi" }]);
    const inHandler = machine.snapshot();
    const first = stepAll(40);
    machine.load(program(REDIRECTING).image);
    machine.load(of.image);
    machine.restore(inHandler);
    expect(stepAll(40)).toEqual(first);
    expect(first.flat().map(({ kind }) => kind)).toContain("violated");
  });

  it("forgets the oldest contexts of a nest without end, the same way each time", () => {
    const text = `${body("    int3")}\nvec_3:\n    int3\n    iretq\n`;
    const once = run(program(text), [{ event: "nmi", at: 5 }], 80);
    const again = run(program(text), [{ event: "nmi", at: 5 }], 80);
    expect(notesOf(again.steps)).toEqual(notesOf(once.steps));
    expect(once.notes.filter(({ kind }) => kind === "entered").length).toBeGreaterThan(40);
    expect(once.notes.find(({ kind }) => kind === "abandoned")).toEqual({ kind: "abandoned", context: 1 });
    for (let i = 0; i < 80; i++) machine.undo();
    expect(stepAll(5).flat()).toEqual([]);
  });

  it("still knows the workload after a nest deeper than its room", () => {
    const text = `
#@ service nmi deep
    .text
nmi:
    nop
deep:
    movq $30, %gs:depth
    int3
    iretq
vec_3:
    decq %gs:depth
    jz 1f
    int3
1:
    iretq
`;
    machine.load(program(text).image);
    machine.step([{ kind: "nmi" }]);
    const notes = stepAll(200).flat();
    expect(notes.filter(({ kind }) => kind === "violated")).toEqual([]);
    expect(notes.filter(({ kind }) => kind === "entered").length).toBe(30);
    expect(notes.findLast(({ kind }) => kind === "resumed")).toMatchObject({ context: 0 });
  });
});
