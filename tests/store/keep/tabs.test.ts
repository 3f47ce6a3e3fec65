import { describe, expect, it } from "vitest";

import { locksOfTabs } from "../../../src/store/keep/browser.ts";

/** As the browser's, but on a busy machine: a lock is given only when `grant` is called. */
function slowLocks() {
  const held: string[] = [];
  const asked: (() => void)[] = [];
  const request = (name: string, { signal }: LockOptions, use: () => Promise<unknown>): Promise<unknown> =>
    new Promise((done, fail) => {
      signal?.addEventListener("abort", () => fail(new DOMException("too late", "AbortError")));
      asked.push(() => {
        if (signal?.aborted === true) return;
        held.push(name);
        done(use());
      });
    });
  const query = () => Promise.resolve({ held: held.map((name) => ({ name })) });
  const locks = { request, query } as unknown as LockManager;
  return { locks, grant: () => asked.splice(0).forEach((give) => give()) };
}

describe("the tabs' locks on a busy machine", () => {
  it("are held in the end by a tab that is new, which does not wait for them", async () => {
    const { locks, grant } = slowLocks();
    const tabs = locksOfTabs(locks);
    expect(await tabs.hold("fresh", "new")).toBe(true);
    grant();
    expect(await tabs.open()).toEqual(new Set(["fresh"]));
  });

  it("are not taken from the tab that has them", async () => {
    const { locks, grant } = slowLocks();
    const tabs = locksOfTabs(locks);
    expect(await tabs.hold("of another", "again")).toBe(false);
    grant();
    expect(await tabs.open()).toEqual(new Set());
  });

  it("are held at once by a tab that is reloaded", async () => {
    const { locks, grant } = slowLocks();
    const tabs = locksOfTabs(locks);
    const held = tabs.hold("mine", "again");
    grant();
    expect(await held).toBe(true);
    expect(await tabs.open()).toEqual(new Set(["mine"]));
  });
});
