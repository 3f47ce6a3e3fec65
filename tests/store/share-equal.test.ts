// Equal parts of two views are the same object; nothing of the newer one is lost.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { shareEqual } from "../../src/store/share-equal.ts";

const plain = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.bigInt(),
    fc.string(),
    fc.boolean(),
    fc.constant(undefined),
    fc.array(tie("value"), { maxLength: 4 }),
    fc.dictionary(fc.constantFrom("a", "b", "c", "d"), tie("value"), { noNullPrototype: true }),
  ),
})).value;

describe("sharing", () => {
  it("changes nothing of what the newer one says", () => {
    fc.assert(
      fc.property(plain, plain, (before, after) => {
        const copy = structuredClone(after);
        expect(shareEqual(before, after)).toEqual(copy);
        expect(after).toEqual(copy);
      }),
    );
  });

  it("gives back the older one for an equal copy", () => {
    fc.assert(
      fc.property(plain, (before) => {
        expect(shareEqual(before, structuredClone(before))).toBe(before);
      }),
    );
  });

  it("keeps equal rows among changed ones, also where the list grew or shrank", () => {
    const before = { rows: [{ at: 1n }, { at: 2n }, { at: 3n }], name: "x" };
    const grown = shareEqual(before, { rows: [{ at: 1n }, { at: 7n }, { at: 3n }, { at: 4n }], name: "x" });
    expect(grown.rows[0]).toBe(before.rows[0]);
    expect(grown.rows[1]).toEqual({ at: 7n });
    expect(grown.rows[2]).toBe(before.rows[2]);
    expect(grown.rows).toHaveLength(4);
    const shrunk = shareEqual(before, { rows: [{ at: 1n }], name: "x" });
    expect(shrunk.rows).toHaveLength(1);
    expect(shrunk.rows[0]).toBe(before.rows[0]);
  });

  it("tells a field that is gone from one that is undefined, and leaves maps alone", () => {
    expect(shareEqual<object>({ a: 1, b: undefined }, { a: 1 })).not.toHaveProperty("b");
    const map = new Map([["a", 1]]);
    expect(shareEqual({ map: new Map([["a", 1]]) }, { map }).map).toBe(map);
  });
});
