import "fake-indexeddb/auto";
import { beforeEach, describe, expect, it } from "vitest";

import { openIdbShelf } from "../../../src/store/keep/idb-shelf.ts";
import { inUseIn, openedToDrop, worksToDrop } from "../../../src/store/keep/prune.ts";
import type { OpenedRecord, Shelf, WhatIfRecord, WorkRecord } from "../../../src/store/keep/shelf.ts";
import { MemoryShelf } from "./fake-keeping.ts";

let count = 0;

function work(more: Partial<WorkRecord> = {}): WorkRecord {
  return {
    id: "w",
    tab: "t",
    owner: "me",
    begun: 1,
    updated: 2,
    title: "naive",
    handler: "naive",
    firstLines: [],
    changes: 0,
    branches: 1,
    size: 100,
    trail: [0],
    index: 0,
    ...more,
  };
}

function node(id: number, of = "w"): WhatIfRecord {
  return { work: of, id, change: "x", typed: false, at: 1, version: 1, content: '{"handler":"naive"}' };
}

const opened = (key: string, at: number): OpenedRecord => ({
  key,
  at,
  title: key,
  handler: key,
  firstLines: [],
  version: 1,
  content: "{}",
});

// The fake of other tests answers as the real one does.
/** As the page that made `work()` holds it. */
const MINE = { owner: work().owner };

describe.each([
  ["IndexedDB", () => openIdbShelf(`test ${(count += 1)}`)],
  ["the fake", () => Promise.resolve(new MemoryShelf())],
] as const)("a shelf: %s", (_, open) => {
  let shelf: Shelf;
  beforeEach(async () => {
    shelf = await open();
  });

  it("gives back what was put on it, changed and dropped", async () => {
    await shelf.put(work(), { put: [node(0), node(1), node(2)], drop: [] }, undefined);
    await shelf.put(work({ id: "v" }), { put: [node(7, "v")], drop: [] }, undefined);
    await shelf.put(work({ updated: 9 }), { put: [{ ...node(1), change: "y" }], drop: [2] }, MINE);
    const kept = await shelf.work("w");
    expect(kept?.work.updated).toBe(9);
    expect(kept?.whatIfs.map(({ id, change }) => [id, change])).toEqual([
      [0, "x"],
      [1, "y"],
    ]);
    expect((await shelf.works()).map(({ id }) => id).toSorted((a = "", b = "") => (a < b ? -1 : 1))).toEqual([
      "v",
      "w",
    ]);
    await shelf.removeWork("w");
    expect(await shelf.work("w")).toBeUndefined();
    expect((await shelf.work("v"))?.whatIfs).toHaveLength(1);
  });

  it("makes room in the same go: nothing is removed for what cannot be written", async () => {
    await shelf.put(work({ id: "old" }), { put: [{ ...node(0), work: "old" }], drop: [] }, undefined);
    // What no database can copy fails as a full disk does: the transaction is given up.
    const broken = { ...node(0), note: (() => "") as unknown as string };
    await expect(shelf.put(work(), { put: [broken], drop: [], room: ["old"] }, undefined)).rejects.toThrow();
    expect((await shelf.work("old"))?.whatIfs).toHaveLength(1);
    expect(await shelf.work("w")).toBeUndefined();
    await shelf.put(work(), { put: [node(0)], drop: [], room: ["old"] }, undefined);
    expect(await shelf.work("old")).toBeUndefined();
    expect((await shelf.work("w"))?.whatIfs).toHaveLength(1);
  });

  it("takes nothing from a page that another has taken over from", async () => {
    await shelf.put(work(), { put: [node(0)], drop: [] }, undefined);
    expect(await shelf.put(work({ owner: "other" }), { put: [], drop: [] }, work())).toBe("kept");
    expect(await shelf.put(work({ changes: 5 }), { put: [node(1)], drop: [] }, MINE)).toBe("lost");
    const kept = await shelf.work("w");
    expect(kept?.work).toMatchObject({ owner: "other", changes: 0 });
    expect(kept?.whatIfs).toHaveLength(1);
  });

  it("takes over only what is still as it was read, and writes no part of what is gone", async () => {
    await shelf.put(work(), { put: [node(0)], drop: [] }, undefined);
    await shelf.put(work({ updated: 9 }), { put: [node(1)], drop: [] }, MINE);
    expect(await shelf.put(work({ owner: "other" }), { put: [node(1)], drop: [] }, work())).toBe("lost");
    expect(await shelf.put(work(), { put: [node(0)], drop: [] }, undefined)).toBe("lost");
    await shelf.removeWork("w");
    expect(await shelf.put(work(), { put: [node(2)], drop: [] }, MINE)).toBe("lost");
    expect(await shelf.work("w")).toBeUndefined();
  });

  it("lists what was opened once each", async () => {
    await shelf.putOpened(opened("a", 1));
    await shelf.putOpened(opened("b", 2));
    await shelf.putOpened(opened("a", 3));
    await shelf.removeOpened("b");
    expect(await shelf.opened()).toEqual([opened("a", 3)]);
  });
});

describe("pruning", () => {
  const works = [1, 2, 3, 4].map((n) => work({ id: `${n}`, updated: n, size: 10 * n, hasText: false }));

  it("takes the longest untouched, by count and by size, and none that is in use", () => {
    const none = (): boolean => false;
    expect(worksToDrop(works, none, { works: 2, characters: 1000 })).toEqual(["1", "2"]);
    expect(worksToDrop(works, none, { works: 9, characters: 75 })).toEqual(["1", "2"]);
    expect(worksToDrop(works, ({ id }) => id === "1", { works: 2, characters: 1000 })).toEqual(["2", "3"]);
    expect(worksToDrop(works, none, { works: 4, characters: 100 })).toEqual([]);
    // A text of the user's own goes for its size only, and after all that is none.
    const second = works.map((one) => (one.id === "1" ? { ...one, hasText: true } : one));
    expect(worksToDrop(second, none, { works: 1, characters: 1000 })).toEqual(["2", "3"]);
    expect(worksToDrop(second, none, { works: 0, characters: 5 })).toEqual(["2", "3", "4", "1"]);
    // Of each open tab the last one, and the present one: what a tab had before takes nobody's place.
    const ofTabs = [...works.map((one) => ({ ...one, tab: "open" })), work({ id: "5", tab: "gone", updated: 9 })];
    expect(ofTabs.filter(inUseIn(ofTabs, new Set(["open"]), "2")).map(({ id }) => id)).toEqual(["2", "4"]);
    // An older release did not say.
    const older = works.map(({ hasText: _hasText, ...one }) => one);
    expect(worksToDrop(older, none, { works: 1, characters: 1000 })).toEqual([]);
    expect(openedToDrop([opened("a", 1), opened("b", 3), opened("c", 2)], 2)).toEqual(["a"]);
  });
});
