// Last keystrokes in the browser's quick storage: put back once, and never dropped unread.
import { describe, expect, it } from "vitest";

import { dropRead, readJournals, writeJournal } from "../../../src/store/keep/journal.ts";
import { FakeWorld } from "../fake-machine.ts";

const entryOf = (text: string, at: number) =>
  ({
    tab: "one",
    work: "work",
    at,
    moment: {
      scenario: {
        handler: { kind: "source", text },
        workload: "kernel",
        body: "touch",
        options: {},
        schedule: [],
      },
      position: 3,
    },
  }) as const;

describe("a journal", () => {
  it("is read as it was written, and gone once it is dropped", () => {
    const { quickStorage } = new FakeWorld().tab;
    writeJournal(quickStorage, entryOf("nmi:\n", 7));
    const [read] = readJournals(quickStorage, () => false);
    if (read === undefined) throw new Error("nothing was read");
    expect(read).toMatchObject(entryOf("nmi:\n", 7));
    dropRead(quickStorage, read);
    expect(readJournals(quickStorage, () => false)).toEqual([]);
  });

  it("that its tab wrote while an older one was put back stays", () => {
    const { quickStorage } = new FakeWorld().tab;
    writeJournal(quickStorage, entryOf("nmi:\n", 7));
    const [read] = readJournals(quickStorage, () => false);
    writeJournal(quickStorage, entryOf("nmi:\n  iretq\n", 8));
    if (read === undefined) throw new Error("nothing was read");
    dropRead(quickStorage, read);
    expect(readJournals(quickStorage, () => false)).toMatchObject([entryOf("nmi:\n  iretq\n", 8)]);
  });
});
