import fc from "fast-check";
import { describe, expect, it } from "vitest";

import type { Scenario } from "../../../src/scenario/scenario.ts";
import { changeBetween } from "../../../src/store/keep/changes.ts";
import {
  branchCount,
  grow,
  labelled,
  pathTo,
  plant,
  present,
  rowsOf,
  thinned,
  TYPING_MS,
  visit,
  walk,
  type WhatIfs,
} from "../../../src/store/keep/what-ifs.ts";

const BASE: Scenario = {
  handler: { kind: "catalogue", name: "naive" },
  workload: "kernel",
  body: "touch",
  options: {},
  schedule: [],
};

const at = (when: string): Scenario => ({ ...BASE, schedule: [{ event: "nmi", when }] });
const text = (source: string): Scenario => ({ ...BASE, handler: { kind: "source", text: source } });

function root(scenario = BASE): WhatIfs {
  return plant({ change: "Opened", typed: false, scenario, position: 0, at: 0 });
}

function change(tree: WhatIfs, scenario: Scenario, time = 0, typed = false): WhatIfs {
  return grow(tree, { change: "x", typed, scenario, position: 0, at: time });
}

const titles = (tree: WhatIfs) =>
  rowsOf(tree).map(({ node, depth }) => `${" ".repeat(depth)}${node.scenario.schedule.map(({ when }) => when).join()}`);

describe("the tree of what-ifs", () => {
  it("keeps the old future beside the new one", () => {
    const first = change(change(root(), at("1")), at("2"));
    const back = walk(first, -1);
    expect(back && present(back).scenario).toEqual(at("1"));
    const forked = back && change(back, at("3"));
    expect(forked && titles(forked)).toEqual(["", "1", " 3", "2"]);
    expect(forked && branchCount(forked)).toBe(2);
  });

  it("comes back to a child that is the same, and makes no other", () => {
    const once = change(root(), at("1"));
    const again = change(walk(once, -1) ?? once, at("1"));
    expect(again.nodes.size).toBe(2);
    expect(present(again).id).toBe(present(once).id);
  });

  it("undo goes back to what was seen before, also after a jump; redo goes again", () => {
    const two = change(change(root(), at("1")), at("2"));
    const jumped = visit(two, 0);
    const back = walk(jumped, -1);
    expect(back && present(back).scenario).toEqual(at("2"));
    const again = back && walk(back, 1);
    expect(again && present(again).id).toBe(0);
    expect(again && walk(again, 1)).toBeUndefined();
  });

  it("takes typing without a pause for one change, until something else comes between", () => {
    const started = change(root(text("")), text("a"), 0, true);
    const typed = change(started, text("ab"), TYPING_MS - 1, true);
    expect(typed.nodes.size).toBe(2);
    expect(present(typed).scenario).toEqual(text("ab"));
    expect(change(typed, text("abc"), 3 * TYPING_MS, true).nodes.size).toBe(3);
    const named = labelled(typed, present(typed).id, "name", "good");
    expect(change(named, text("abc"), TYPING_MS, true).nodes.size).toBe(3);
    const left = visit(typed, 0);
    expect(change(left, text("x"), TYPING_MS, true).nodes.size).toBe(3);
  });

  it("takes names and notes, and takes them away again", () => {
    const tree = labelled(root(), 0, "note", " why ");
    expect(present(tree).note).toBe("why");
    expect(present(labelled(tree, 0, "note", "  "))).not.toHaveProperty("note");
  });

  it("is thinned from its oldest ends, never on the way to the present one, never where there is a name", () => {
    let tree = root();
    for (let n = 0; n < 30; n += 1) tree = visit(change(tree, at(`${n}`)), 0);
    tree = labelled(tree, 3, "name", "mine");
    tree = change(visit(tree, 9), at("last"));
    const less = thinned(tree, 10);
    expect(less.nodes.size).toBe(10);
    expect(present(less).scenario).toEqual(at("last"));
    expect([0, 3, 9].every((id) => less.nodes.has(id))).toBe(true);
    expect(less.trail.every((id) => less.nodes.has(id))).toBe(true);
  });

  it("loses nothing, whatever is done", () => {
    const act = fc.oneof(
      fc.record({ kind: fc.constant("change" as const), n: fc.nat(5) }),
      fc.record({ kind: fc.constant("walk" as const), n: fc.constantFrom(-1 as const, 1 as const) }),
      fc.record({ kind: fc.constant("visit" as const), n: fc.nat(20) }),
    );
    fc.assert(
      fc.property(fc.array(act, { maxLength: 40 }), (acts) => {
        let tree = root();
        for (const one of acts) {
          const before = tree;
          if (one.kind === "change") tree = change(tree, at(`${one.n}`));
          else if (one.kind === "walk") tree = walk(tree, one.n === 1 ? 1 : -1) ?? tree;
          else tree = visit(tree, one.n);
          for (const [id, node] of before.nodes) expect(tree.nodes.get(id)).toBe(node);
          if (one.kind === "change") {
            expect(present(tree).scenario).toEqual(at(`${one.n}`));
            const undone = walk(tree, -1);
            if (tree !== before) expect(undone && present(undone).id).toBe(present(before).id);
          }
          expect(rowsOf(tree)).toHaveLength(tree.nodes.size);
          expect(pathTo(tree, present(tree).id)[0]?.id).toBe(0);
        }
      }),
    );
  });
});

describe("a change in words", () => {
  it.each([
    [BASE, at("3"), "Added nmi@3"],
    [at("3"), BASE, "Removed nmi@3"],
    [at("3"), at("4"), "Replaced nmi@3 by nmi@4"],
    [at("3"), { ...BASE, schedule: [{ event: "nmi", when: "3", off: true as const }] }, "Switched off nmi@3"],
    [BASE, { ...BASE, workload: "user" as const }, "Set workload user"],
    [BASE, { ...BASE, options: { fred: true } }, "Set fred on"],
    [text("a\nb\nc"), text("a\nB\nc"), "Edited line 2"],
    [text("a\nc"), text("a\nb\nb\nc"), "Edited lines 2 to 3"],
    [BASE, text("a"), "Edited the source"],
  ])("%#", (before, after, words) => {
    expect(changeBetween(before, after).words).toBe(words);
  });

  it("is typed only if the text alone differs", () => {
    expect(changeBetween(text("a"), text("b")).typed).toBe(true);
    expect(changeBetween(text("a"), { ...text("b"), workload: "user" }).typed).toBe(false);
    expect(changeBetween(BASE, at("1")).typed).toBe(false);
  });
});
