// This tab's work on the shelf: taken from it, put back, recovered after a crash,
// pruned. Says once if nothing can be kept, and then keeps what it can in this tab.

import type { StoreApi } from "zustand/vanilla";

import type { Scenario, SharedMoment } from "../../scenario/scenario.ts";
import type { PageState } from "../state.ts";
import { KEEP_TEXTS } from "../texts/keep.ts";
import { changeBetween, handlerTitle } from "./changes.ts";
import { dropJournal, dropRead, readJournals, writeJournal, type JournalEntry } from "./journal.ts";
import { takeLooseDrafts } from "./loose-drafts.ts";
import { inUseIn, openedToDrop, worksToDrop } from "./prune.ts";
import {
  firstLines,
  momentRecord,
  recordIn,
  recordsOf,
  sizeOf,
  sizesOf,
  textOf,
  treeOf,
  workRecord,
  type AboutWork,
} from "./records.ts";
import { canonical, sameScenario } from "./same-scenario.ts";
import type { Held, Shelf, WorkRecord } from "./shelf.ts";
import type { KeepSurroundings } from "./surroundings.ts";
import { claimTab, rememberWork, type Tab } from "./tab.ts";
import { grow, plant, present, type WhatIf, type WhatIfs } from "./what-ifs.ts";

export interface Resumed {
  readonly work: string;
  readonly tree: WhatIfs;
  readonly moment: SharedMoment;
  /** A draft that stands beside it. */
  readonly beside?: string;
}

interface Found {
  readonly record: WorkRecord;
  readonly tree: WhatIfs;
}

export interface Claim extends Found {
  /** Another open tab has it. */
  readonly isOthers: boolean;
}

/** A work's tree as it was at a time. */
interface State {
  readonly tree: WhatIfs;
  readonly at: number;
}

/** One that is or was open here; a write that waits for its turn sees what those before it came to. */
interface Work {
  id: string;
  readonly begun: number;
  beside: string | undefined;
  /** As they are on the shelf. */
  written: ReadonlyMap<number, WhatIf>;
  sizes: ReadonlyMap<number, number>;
  /** On the shelf, or meant to be. */
  isKept: boolean;
  /** As the shelf has it; undefined: not yet. */
  held: Held | undefined;
}

/** Set while anything is kept here: without it a visit need not look. */
export const KEEPS = "nmi-stepper.keeps";
const PRUNE_EVERY = 25;

export class Bookshelf {
  #tab: Tab;
  #work: Work;
  #said = false;
  #writes = 0;
  /** The place in the trail that was written last. */
  #index = -1;
  #queue: Promise<void> = Promise.resolve();
  /** Writes that are not done. */
  #waiting = 0;
  #recovered: Promise<void> | undefined;
  /** This load of the page. */
  readonly owner: string;

  private constructor(
    private readonly store: StoreApi<PageState>,
    private readonly around: KeepSurroundings,
    readonly shelf: Shelf | undefined,
    tab: Tab,
  ) {
    this.owner = around.newId();
    this.#tab = tab;
    this.#work = this.#fresh(around.date(), undefined);
  }

  static async open(store: StoreApi<PageState>, around: KeepSurroundings): Promise<Bookshelf> {
    const [shelf, tab] = await Promise.all([around.openShelf().catch(() => undefined), claimTab(around)]);
    return new Bookshelf(store, around, shelf, tab);
  }

  get isKept(): boolean {
    return this.#work.isKept;
  }

  get #isMine(): boolean {
    const { held } = this.#work;
    return held === undefined || held.owner === this.owner;
  }

  get isWriting(): boolean {
    return this.#waiting > 0;
  }

  get tabId(): string {
    return this.#tab.id;
  }

  get workId(): string {
    return this.#work.id;
  }

  openTabs(): Promise<ReadonlySet<string>> {
    return this.around.tabs.open();
  }

  /** Another work from here on. */
  begin(at: number, beside: string | undefined): void {
    this.#work = this.#fresh(at, beside);
  }

  adopt(): void {
    Object.assign(this.#work, { isKept: true, beside: undefined });
  }

  async resume(): Promise<Resumed | undefined> {
    const found = await this.#find();
    if (found === undefined) return this.#fromOwnJournal();
    const taken = this.take(await this.#claim(found));
    await this.put(taken.tree);
    return taken;
  }

  /** What `resume` would open, if it is another scenario; nothing is taken. */
  async peek(scenario: Scenario): Promise<Resumed | undefined> {
    const found = this.isKept ? await this.load(this.workId) : await this.#find();
    if (found === undefined || sameScenario(present(found.tree).scenario, scenario)) return undefined;
    return resumed(found.record.id, found.tree);
  }

  async load(id: string): Promise<Found | undefined> {
    const loaded = await this.shelf?.work(id);
    const tree = loaded === undefined ? undefined : treeOf(loaded.work, loaded.whatIfs);
    return loaded === undefined || tree === undefined ? undefined : { record: loaded.work, tree };
  }

  /** What `take` needs to know of it; undefined: it is gone. */
  async claim(id: string): Promise<Claim | undefined> {
    const found = await this.load(id);
    return found === undefined ? undefined : this.#claim(found);
  }

  /** As this tab's own; a copy, if another open tab has it. At once: its tree is to be shown with it. */
  take({ record, tree, isOthers }: Claim): Resumed {
    const kept = { begun: record.begun, beside: record.beside, isKept: true } as const;
    const nothing = { written: new Map<number, WhatIf>(), sizes: new Map<number, number>() };
    this.#work = isOthers
      ? { ...kept, ...nothing, id: this.around.newId(), held: undefined }
      : { ...kept, written: tree.nodes, sizes: sizesOf(record.id, tree), id: record.id, held: record };
    this.#tab = { ...this.#tab, isCopy: false };
    rememberWork(this.around.tabStorage, this.#tab.id, this.#work.id);
    return resumed(this.#work.id, tree, record.beside);
  }

  put(tree: WhatIfs): Promise<void> {
    if (tree.nodes === this.#work.written && this.#isMine && tree.index === this.#index) {
      return this.#queue;
    }
    this.#index = tree.index;
    const work = this.#work;
    // What is typed before it is its turn is newer.
    const state = { tree, at: this.around.date() };
    this.#waiting += 1;
    this.#queue = this.#queue.then(async () => {
      await this.#write(state, work);
      this.#waiting -= 1;
    });
    return this.#queue;
  }

  journal(moment: SharedMoment): void {
    const { id } = this.#work;
    const isWritten = writeJournal(this.around.quickStorage, {
      tab: this.#tab.id,
      work: id,
      at: this.around.date(),
      moment,
    });
    rememberWork(this.around.tabStorage, this.#tab.id, id);
    if (isWritten) this.#markKept();
    else if (this.shelf === undefined) this.#complain();
  }

  async noteOpened(moment: SharedMoment, source: string): Promise<void> {
    const { scenario } = moment;
    const { handler } = scenario;
    const key = handler.kind === "catalogue" ? handler.name : canonical(handler);
    try {
      await this.shelf?.putOpened({
        key,
        at: this.around.date(),
        title: scenario.title ?? handlerTitle(scenario),
        handler: handlerTitle(scenario),
        firstLines: firstLines(textOf(scenario) ?? source),
        ...momentRecord({ scenario, position: moment.position }),
      });
      for (const old of openedToDrop((await this.shelf?.opened()) ?? [])) await this.shelf?.removeOpened(old);
    } catch {
      // The list of opened handlers is a convenience: nothing of the user's own is lost.
    }
  }

  async #claim(found: Found): Promise<Claim> {
    const { tab } = found.record;
    const isOthers = this.#tab.isCopy || (tab !== this.#tab.id && (await this.openTabs()).has(tab));
    return { ...found, isOthers };
  }

  async #find(): Promise<Found | undefined> {
    await this.#recover();
    if (this.shelf === undefined) return undefined;
    const own = this.#tab.work === undefined ? undefined : await this.load(this.#tab.work);
    if (own !== undefined) return own;
    const open = await this.openTabs();
    const works = await this.shelf.works().catch(() => []);
    for (const { id } of works.filter(({ tab }) => !open.has(tab)).toSorted((a, b) => b.updated - a.updated)) {
      const found = await this.load(id);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  /** What was typed last in this tab, and in tabs that are gone, is put into its work. Once. */
  #recover(): Promise<void> {
    this.#recovered ??= this.#recoverAll().catch(() => {});
    return this.#recovered;
  }

  async #recoverAll(): Promise<void> {
    const { shelf } = this;
    if (shelf === undefined) return;
    const open = await this.openTabs();
    for (const moment of await takeLooseDrafts(this.around.quickStorage)) {
      await this.#putBack(shelf, { work: this.around.newId(), tab: "", at: this.around.date(), moment });
    }
    for (const entry of readJournals(this.around.quickStorage, (tab) => tab !== this.#tab.id && open.has(tab))) {
      await this.#putBack(shelf, entry);
      dropRead(this.around.quickStorage, entry);
    }
  }

  async #putBack(shelf: Shelf, { work: id, tab, at, moment }: JournalEntry): Promise<void> {
    const known = await this.load(id);
    if (known !== undefined && (at < known.record.updated || isPresent(known.tree, moment))) return;
    const change = known === undefined ? undefined : changeBetween(present(known.tree).scenario, moment.scenario);
    const grown = { change: change?.words ?? "Typed", typed: true, at, ...moment };
    const tree = known === undefined ? plant(grown) : grow(known.tree, grown);
    const begun = known?.record.begun ?? at;
    const beside = known?.record.beside;
    const putAs = (work: string, held: Held | undefined): Promise<"kept" | "lost"> => {
      const size = sum(sizesOf(work, tree).values());
      const record = this.#recordOf({ id: work, begun, tab, at, beside, size }, tree);
      return shelf.put(record, { put: recordsOf(work, tree), drop: [] }, held);
    };
    if ((await putAs(id, known?.record)) === "lost") await putAs(this.around.newId(), undefined);
  }

  /** Where there is no shelf, this tab's last keystrokes at least. */
  #fromOwnJournal(): Resumed | undefined {
    if (this.shelf !== undefined) return undefined;
    const [entry] = readJournals(this.around.quickStorage, (tab) => tab !== this.#tab.id);
    if (entry === undefined) return undefined;
    this.#work = { ...this.#work, id: entry.work, isKept: true };
    return resumed(entry.work, plant({ change: "Typed", typed: true, at: entry.at, ...entry.moment }));
  }

  async #write(state: State, work: Work): Promise<void> {
    const { shelf } = this;
    if (shelf === undefined) {
      const { scenario, position } = present(state.tree);
      this.journal({ scenario, position });
      return this.#complain();
    }
    try {
      await this.#putOn(shelf, state, work);
    } catch (failure) {
      if (!isFull(failure) || !(await this.#putInPlaceOfOlder(shelf, state, work))) this.#complain();
    }
  }

  async #putOn(shelf: Shelf, state: State, work: Work, room: readonly string[] = []): Promise<void> {
    const { tree, at } = state;
    const changed = [...tree.nodes.values()].filter((node) => work.written.get(node.id) !== node);
    const sizes = new Map(work.sizes);
    const put = changed.map((node) => recordIn(tree, work.id, node));
    for (const record of put) sizes.set(record.id, sizeOf(record));
    const drop = [...work.written.keys()].filter((id) => !tree.nodes.has(id));
    for (const gone of drop) sizes.delete(gone);
    const { id, begun, beside } = work;
    const about = { id, begun, beside, tab: this.#tab.id, at, size: sum(sizes.values()) };
    const record = this.#recordOf(about, tree);
    const wasPut = await shelf.put(record, { put, drop, room }, work.held);
    if (wasPut === "lost") return this.#leaveToOther(shelf, state, work);
    this.#markKept();
    Object.assign(work, { written: tree.nodes, sizes, isKept: true, held: { owner: this.owner } });
    if (this.#work !== work) return;
    rememberWork(this.around.tabStorage, this.#tab.id, work.id);
    const isLast = this.store.getState().whatIfs === tree && !this.store.getState().sourcePending;
    if (isLast) dropJournal(this.around.quickStorage, this.#tab.id);
    if (this.#writes++ % PRUNE_EVERY !== 0) return;
    for (const old of await this.#older(shelf)) await shelf.removeWork(old);
  }

  /** Another load of the page has this work: what is here goes on as a copy, in a tab of its own. */
  async #leaveToOther(shelf: Shelf, state: State, work: Work): Promise<void> {
    Object.assign(work, { id: this.around.newId(), written: new Map(), sizes: new Map(), held: undefined });
    if (this.#work === work) {
      const tab = this.around.newId();
      await this.around.tabs.hold(tab, "new");
      this.#tab = { id: tab, work: work.id, isCopy: false };
    }
    await this.#putOn(shelf, state, work);
  }

  /** The disk is full: half of what is there goes, if that makes room; if not, all of it stays. */
  async #putInPlaceOfOlder(shelf: Shelf, state: State, work: Work): Promise<boolean> {
    try {
      await this.#putOn(shelf, state, work, await this.#older(shelf, 0.5));
      return true;
    } catch {
      return false;
    }
  }

  /** What is too much; `share`: of what is there now, at most so much stays. */
  async #older(shelf: Shelf, share?: number): Promise<readonly string[]> {
    const [works, open] = await Promise.all([shelf.works(), this.openTabs()]);
    const total = sum(works.map(({ size }) => size));
    const isInUse = inUseIn(works, open, this.#work.id);
    const limits = share === undefined ? undefined : { works: works.length, characters: total * share };
    return worksToDrop(works, isInUse, limits);
  }

  #recordOf(about: AboutWork, tree: WhatIfs): WorkRecord {
    const { scenario, program } = this.store.getState();
    const isShown = present(tree).scenario === scenario;
    return workRecord({ ...about, owner: this.owner }, tree, isShown ? (program?.source ?? "") : "");
  }

  #fresh(begun: number, beside: string | undefined): Work {
    const id = this.around.newId();
    return { id, begun, beside, written: new Map(), sizes: new Map(), isKept: false, held: undefined };
  }

  #markKept(): void {
    try {
      this.around.quickStorage?.setItem(KEEPS, "1");
    } catch {
      // The next visit begins without looking at the shelf; the history has it all the same.
    }
  }

  #complain(): void {
    if (this.#said) return;
    this.#said = true;
    this.store.setState({ notice: KEEP_TEXTS.notKept });
  }
}

function resumed(work: string, tree: WhatIfs, beside?: string): Resumed {
  const { scenario, position } = present(tree);
  return { work, tree, moment: { scenario, position }, ...(beside === undefined ? {} : { beside }) };
}

function isFull(failure: unknown): boolean {
  return failure instanceof Error && failure.name === "QuotaExceededError";
}

function sum(parts: Iterable<number>): number {
  let total = 0;
  for (const part of parts) total += part;
  return total;
}

function isPresent(tree: WhatIfs, { scenario }: SharedMoment): boolean {
  return sameScenario(present(tree).scenario, scenario);
}
