// The shelf in the browser's IndexedDB. Each write is one transaction, so that a
// page that dies in the middle leaves the work as it was.

import { openDB, type DBSchema, type IDBPDatabase } from "idb";

import { isStillHeld, type OpenedRecord, type Shelf, type WhatIfRecord, type WorkRecord } from "./shelf.ts";

const NAME = "nmi-stepper";
const VERSION = 1;

interface Schema extends DBSchema {
  works: { key: string; value: WorkRecord };
  /** By work and id. */
  whatIfs: { key: [string, number]; value: WhatIfRecord };
  opened: { key: string; value: OpenedRecord };
}

export async function openIdbShelf(name = NAME): Promise<Shelf> {
  const db = await openDB<Schema>(name, VERSION, {
    upgrade(made) {
      made.createObjectStore("works", { keyPath: "id" });
      made.createObjectStore("whatIfs", { keyPath: ["work", "id"] });
      made.createObjectStore("opened", { keyPath: "key" });
    },
    // A newer release in another tab wants to change the form: it may.
    blocking: (_current, _blocked, event) => {
      if (event.target instanceof IDBDatabase) event.target.close();
    },
  });
  return shelfOn(db);
}

const allOf = (work: string): IDBKeyRange => IDBKeyRange.bound([work, -1], [work, Infinity]);

/** Of a write that failed nothing stays. */
function giveUp(transaction: { abort(): void }): void {
  try {
    transaction.abort();
  } catch {
    // The browser has given it up already.
  }
}

function shelfOn(db: IDBPDatabase<Schema>): Shelf {
  return {
    works: () => db.getAll("works"),
    async work(id) {
      const transaction = db.transaction(["works", "whatIfs"]);
      const [work, whatIfs] = await Promise.all([
        transaction.objectStore("works").get(id),
        transaction.objectStore("whatIfs").getAll(allOf(id)),
      ]);
      return work === undefined ? undefined : { work, whatIfs };
    },
    async put(work, { put, drop, room = [] }, held) {
      const transaction = db.transaction(["works", "whatIfs"], "readwrite");
      const works = transaction.objectStore("works");
      const present = await works.get(work.id);
      if (!isStillHeld(present, held)) {
        await transaction.done;
        return "lost";
      }
      const whatIfs = transaction.objectStore("whatIfs");
      const writes: readonly (() => Promise<unknown>)[] = [
        ...room.flatMap((id) => [() => works.delete(id), () => whatIfs.delete(allOf(id))]),
        ...drop.map((id) => () => whatIfs.delete([work.id, id])),
        ...put.map((record) => () => whatIfs.put(record)),
        () => works.put(work),
      ];
      try {
        await Promise.all([...writes.map(async (write) => void (await write())), transaction.done]);
      } catch (failure) {
        giveUp(transaction);
        throw failure;
      }
      return "kept";
    },
    async removeWork(id) {
      const transaction = db.transaction(["works", "whatIfs"], "readwrite");
      await Promise.all([
        transaction.objectStore("works").delete(id),
        transaction.objectStore("whatIfs").delete(allOf(id)),
        transaction.done,
      ]);
    },
    opened: () => db.getAll("opened"),
    putOpened: async (record) => void (await db.put("opened", record)),
    removeOpened: (key) => db.delete("opened", key),
  };
}
