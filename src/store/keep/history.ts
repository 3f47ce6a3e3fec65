// The list of earlier drafts and of handlers that were opened: opened again,
// deleted, put back, written as a file.

import { writeScenarioFile } from "../../scenario/file.ts";
import type { SharedMoment } from "../../scenario/scenario.ts";
import type { Bookshelf } from "./bookshelf.ts";
import { readMoment } from "./records.ts";
import type { OpenedRecord, WorkRecord } from "./shelf.ts";
import { plant, present, type WhatIfs } from "./what-ifs.ts";

export interface DraftEntry {
  readonly kind: "draft";
  readonly record: WorkRecord;
  readonly where: "here" | "other-tab" | "kept";
}

export interface OpenedEntry {
  readonly kind: "opened";
  readonly record: OpenedRecord;
}

export type HistoryEntry = DraftEntry | OpenedEntry;

export interface HistoryLists {
  /** When they were read, in milliseconds since 1970. */
  readonly now: number;
  readonly drafts: readonly DraftEntry[];
  readonly opened: readonly OpenedEntry[];
}

export interface HistoryPorts {
  now(): number;
  save(): Promise<void>;
  hold<T>(opening: Promise<T>): Promise<T>;
  /** Saves what is open; then, in one go, `take` and the tree in its place. */
  show(tree: WhatIfs, take: () => void): Promise<void>;
}

export class History {
  constructor(
    private readonly shelf: Bookshelf,
    private readonly ports: HistoryPorts,
  ) {}

  /** The newest first. Undefined: nothing is kept in this browser. */
  async lists(): Promise<HistoryLists | undefined> {
    await this.ports.save();
    const { shelf } = this.shelf;
    if (shelf === undefined) return undefined;
    const [works, opened, tabs] = await Promise.all([shelf.works(), shelf.opened(), this.shelf.openTabs()]);
    return {
      now: this.ports.now(),
      drafts: works
        .toSorted((a, b) => b.updated - a.updated)
        .map((record) => ({ kind: "draft", record, where: this.#where(record, tabs) })),
      opened: opened.toSorted((a, b) => b.at - a.at).map((record) => ({ kind: "opened", record })),
    };
  }

  /** What was open stays in the history. False: it cannot be read any more. */
  open(entry: HistoryEntry): Promise<boolean> {
    return entry.kind === "draft" ? this.openDraft(entry.record.id) : this.ports.hold(this.#openOpened(entry));
  }

  openDraft(id: string): Promise<boolean> {
    return this.ports.hold(this.#openDraft(id));
  }

  async #openOpened(entry: OpenedEntry): Promise<boolean> {
    const moment = readMoment(entry.record);
    if (moment === undefined) return false;
    const at = this.ports.now();
    const tree = plant({ change: "Opened", typed: false, at, ...moment });
    await this.ports.show(tree, () => this.shelf.begin(at, undefined));
    return true;
  }

  async #openDraft(id: string): Promise<boolean> {
    if (id === this.shelf.workId) return true;
    const claim = await this.shelf.claim(id);
    if (claim === undefined) return false;
    await this.ports.show(claim.tree, () => void this.shelf.take(claim));
    return true;
  }

  /** What puts it back. A draft that is open somewhere stays. */
  async remove(entry: HistoryEntry): Promise<(() => Promise<void>) | undefined> {
    const { shelf } = this.shelf;
    if (shelf === undefined) return undefined;
    if (entry.kind === "opened") {
      await shelf.removeOpened(entry.record.key);
      return () => shelf.putOpened(entry.record);
    }
    const { id } = entry.record;
    const kept = await shelf.work(id);
    if (kept === undefined || this.#where(kept.work, await this.shelf.openTabs()) !== "kept") return undefined;
    await shelf.removeWork(id);
    return async () => void (await shelf.put(kept.work, { put: kept.whatIfs, drop: [] }, undefined));
  }

  /** As a scenario file. */
  async fileOf(entry: HistoryEntry): Promise<{ name: string; bytes: Uint8Array } | undefined> {
    const moment = await this.#momentOf(entry);
    if (moment === undefined) return undefined;
    const stem = entry.record.title.replace(/[^\w.-]+/g, "-").replace(/^[-.]+|-+$/g, "") || "draft";
    return { name: `${stem}.json`, bytes: new TextEncoder().encode(writeScenarioFile(moment)) };
  }

  async #momentOf(entry: HistoryEntry): Promise<SharedMoment | undefined> {
    if (entry.kind === "opened") return readMoment(entry.record);
    const tree = (await this.shelf.load(entry.record.id))?.tree;
    return tree === undefined ? undefined : present(tree);
  }

  #where({ id, tab }: WorkRecord, tabs: ReadonlySet<string>): DraftEntry["where"] {
    if (id === this.shelf.workId) return "here";
    return tabs.has(tab) && tab !== this.shelf.tabId ? "other-tab" : "kept";
  }
}
