// Keeps the user's work: records each change of the scenario in the tree of
// what-ifs, walks in it, and hands it to the bookshelf. Loaded after the first view.

import type { StoreApi } from "zustand/vanilla";

import type { Scenario, SharedMoment } from "../../scenario/scenario.ts";
import { appendLines } from "../views.ts";
import { failedCount, placeIn } from "../selectors.ts";
import type { PageState } from "../state.ts";
import { KEEP_TEXTS } from "../texts/keep.ts";
import { Bookshelf, type Resumed } from "./bookshelf.ts";
import { changeBetween } from "./changes.ts";
import { History } from "./history.ts";
import { sameScenario } from "./same-scenario.ts";
import type { KeepSurroundings } from "./surroundings.ts";
import { grow, labelled, plant, present, told, visit, walk, type WhatIfs } from "./what-ifs.ts";

const SAVE_PAUSE_MS = 500;
/** Who never pauses is saved all the same. */
const SAVE_WITHIN_MS = 3000;

export interface KeeperPorts {
  readonly surroundings: KeepSurroundings;
  after(milliseconds: number, action: () => void): () => void;
  /** Assembles what was typed. */
  apply(): Promise<void>;
  open(moment: SharedMoment): Promise<void>;
  /** What is asked meanwhile is asked of what this opens. */
  hold<T>(opening: Promise<T>): Promise<T>;
  /** The address says nothing about the page any more. */
  clearAddress(): void;
}

export class Keeper {
  #stopSave: (() => void) | undefined;
  /** When the first change was made that is not saved. */
  #unsavedSince: number | undefined;
  /** Another scenario is on its way: what comes before it is no change. */
  #travels = 0;
  #isPlacing = false;
  /** The address names the link that was opened. */
  #isAddressed = false;
  /** The user's own tree, while a level is played. */
  #aside: WhatIfs | undefined;

  private constructor(
    private readonly store: StoreApi<PageState>,
    private readonly ports: KeeperPorts,
    private readonly shelf: Bookshelf,
  ) {
    store.subscribe((state, before) => this.#note(state, before));
    ports.surroundings.onLeave(() => this.#leave());
  }

  static async make(store: StoreApi<PageState>, ports: KeeperPorts): Promise<Keeper> {
    const shelf = await Bookshelf.open(store, ports.surroundings);
    return new Keeper(store, ports, shelf);
  }

  /** What this tab was at before a reload; else the newest draft that no open tab has. */
  async resume(): Promise<Resumed | undefined> {
    const resumed = await this.shelf.resume();
    if (resumed !== undefined) this.store.setState({ whatIfs: resumed.tree });
    return resumed;
  }

  /** Where a draft on the shelf is. */
  async momentOf(work: string): Promise<SharedMoment | undefined> {
    const found = await this.shelf.load(work);
    if (found === undefined) return undefined;
    const { scenario, position } = present(found.tree);
    return { scenario, position };
  }

  /** The draft that would have been resumed, to stand beside a link. */
  besides(scenario: Scenario): Promise<Resumed | undefined> {
    return this.shelf.peek(scenario);
  }

  /** Something else is opened: a work of its own. The one before stays in the history. */
  begin(moment: SharedMoment, opened: "quietly" | "listed", beside?: string): void {
    this.#leaveWork();
    this.#isAddressed = opened === "listed";
    const at = this.ports.surroundings.date();
    this.shelf.begin(at, beside);
    this.store.setState({ whatIfs: plant({ change: KEEP_TEXTS.opened, typed: false, at, ...moment }) });
    if (opened === "listed") void this.shelf.noteOpened(moment, this.store.getState().program?.source ?? "");
  }

  /** Runs what opens another scenario; only what it comes to is recorded. */
  async travel(open: () => Promise<void>): Promise<void> {
    this.#travels += 1;
    try {
      await open();
    } finally {
      this.#travels -= 1;
    }
    this.#record(this.store.getState());
  }

  /** What came of it, as a sentence; `echoes`: the console shows the command. */
  async walk(kind: "undo" | "redo", echoes: boolean): Promise<string> {
    await this.ports.apply();
    const by = kind === "undo" ? -1 : 1;
    const tree = this.#tree;
    const next = tree === undefined ? undefined : walk(this.#placed(tree), by);
    if (tree === undefined || next === undefined) return KEEP_TEXTS.nothingTo(kind);
    if (echoes) this.#echo(kind);
    const [from, to] = [present(tree), present(next)];
    const refusal = await this.#go(tree, next);
    if (refusal !== undefined) return refusal;
    if (kind === "redo") return KEEP_TEXTS.redone(titleOf(to));
    return from.parent === to.id ? KEEP_TEXTS.undone(from.change) : KEEP_TEXTS.now(titleOf(to));
  }

  async goTo(id: number): Promise<void> {
    await this.ports.apply();
    const tree = this.#tree;
    if (tree === undefined) return;
    const next = visit(this.#placed(tree), id);
    const notice = (await this.#go(tree, next)) ?? KEEP_TEXTS.now(titleOf(present(next)));
    this.store.setState({ notice });
  }

  /** Undefined: it is there. Otherwise why not. */
  async #go(tree: WhatIfs, next: WhatIfs): Promise<string | undefined> {
    if (this.store.getState().health.kind === "dead") return KEEP_TEXTS.machineStopped;
    this.#travels += 1;
    this.store.setState({ whatIfs: next });
    const { scenario, position } = present(next);
    await this.ports.open({ scenario, position });
    this.#travels -= 1;
    const state = this.store.getState();
    if (sameScenario(scenario, state.scenario)) {
      this.#judge(state);
      return undefined;
    }
    this.store.setState({ whatIfs: tree });
    return KEEP_TEXTS.machineRefused;
  }

  label(id: number, label: "name" | "note", text: string): void {
    const tree = this.#tree;
    if (tree !== undefined) this.store.setState({ whatIfs: labelled(tree, id, label, text) });
  }

  /** All that was typed, on the shelf. */
  async save(): Promise<void> {
    this.#stopSave?.();
    this.#stopSave = undefined;
    this.#unsavedSince = undefined;
    const state = this.store.getState();
    if (state.sourcePending) this.#recordTyped(state);
    this.#place();
    const tree = this.#aside ?? this.#tree;
    if (tree === undefined || (tree.nodes.size === 1 && !this.shelf.isKept && !isLabelled(tree))) return;
    if (this.#isAddressed) this.#clearAddress();
    await this.shelf.put(tree);
  }

  /** The link's scenario becomes the user's own work. */
  async adopt(): Promise<void> {
    this.shelf.adopt();
    await this.save();
  }

  /** What was typed until now is saved, and belongs to the work that is left. */
  #leaveWork(): void {
    if (this.#tree === undefined) return;
    void this.save();
    this.store.setState({ sourcePending: false });
    this.#aside = undefined;
  }

  history(): History {
    return new History(this.shelf, {
      now: () => this.ports.surroundings.date(),
      save: () => this.save(),
      hold: (opening) => this.ports.hold(opening),
      show: async (tree, take) => {
        this.#leaveWork();
        take();
        this.store.setState({ level: undefined, link: undefined, whatIfs: tree });
        this.#aside = undefined;
        this.#clearAddress();
        const { scenario, position } = present(tree);
        await this.travel(() => this.ports.open({ scenario, position }));
      },
    });
  }

  get #tree(): WhatIfs | undefined {
    return this.store.getState().whatIfs;
  }

  /** With the place where the reader is now. */
  #placed(tree: WhatIfs): WhatIfs {
    const { moment, scenario } = this.store.getState();
    const here = present(tree);
    const isHere = moment !== undefined && sameScenario(here.scenario, scenario);
    return isHere && moment.position !== here.position ? told(tree, here.id, { position: moment.position }) : tree;
  }

  /** Where the reader is now, into the tree; which is nothing to save it for. */
  #place(): void {
    const tree = this.#tree;
    if (tree === undefined) return;
    this.#isPlacing = true;
    this.store.setState({ whatIfs: this.#placed(tree) });
    this.#isPlacing = false;
  }

  #note(state: PageState, before: PageState): void {
    if (this.#isPlacing) return;
    if (state.level?.level !== before.level?.level) this.#changeLevel(state);
    if (isTextDropped(state, before)) this.#recordTyped(before);
    const isTakenBack = before.sourcePending && !state.sourcePending && state.sourceText === state.program?.source;
    if (this.#travels === 0 && (state.scenario !== before.scenario || isTakenBack)) this.#record(state, before);
    if (this.#travels === 0 && state.run !== before.run) this.#judge(state);
    const isTyped = state.sourceText !== before.sourceText && state.sourcePending;
    if (isTyped) this.#journal(state);
    if (isTyped || state.whatIfs !== before.whatIfs || state.moment !== before.moment) this.#saveSoon();
  }

  #changeLevel(state: PageState): void {
    if (state.level === undefined) {
      if (this.#aside !== undefined) this.store.setState({ whatIfs: this.#aside });
      this.#aside = undefined;
      return;
    }
    if (this.#aside === undefined && state.sourcePending) {
      this.#recordTyped(state);
      this.store.setState({ sourcePending: false });
    }
    this.#aside ??= this.#tree;
    const { scenario } = state.level.level;
    const at = this.ports.surroundings.date();
    const change = KEEP_TEXTS.levelOpened;
    this.store.setState({ whatIfs: plant({ change, typed: false, scenario, position: 0, at }) });
  }

  #record(state: PageState, before?: PageState): void {
    const { scenario, whatIfs: tree } = state;
    if (scenario === undefined || tree === undefined) return;
    const here = present(tree);
    if (sameScenario(here.scenario, scenario)) return this.#judge(state);
    if (isOnlyNamed(here.scenario, scenario)) {
      this.store.setState({ whatIfs: told(tree, here.id, { scenario }) });
      return;
    }
    const left = before?.moment;
    const from = left === undefined ? tree : told(tree, here.id, { position: left.position });
    const change = changeBetween(here.scenario, scenario);
    // What was put there or opened changes nothing that was typed before it.
    const typed = change.typed && !isPut(scenario, state) && !sameScenario(scenario, state.opened?.scenario);
    const position = placeIn(state);
    const at = this.ports.surroundings.date();
    this.store.setState({ whatIfs: grow(from, { change: change.words, typed, scenario, position, at }) });
    if (scenario.handler.kind === "catalogue" && handlerDiffers(here.scenario, scenario)) {
      void this.shelf.noteOpened({ scenario, position: 0 }, state.program?.source ?? "");
    }
    this.#judge(this.store.getState());
  }

  /** Text that the machine has not got. */
  #recordTyped(state: PageState): void {
    const { scenario, sourceText } = state;
    if (scenario === undefined || this.#tree === undefined) return;
    const name = scenario.handler.kind === "source" ? scenario.handler.name : undefined;
    const handler = { kind: "source", text: sourceText, ...(name === undefined ? {} : { name }) } as const;
    this.#record({ ...state, whatIfs: this.#tree, scenario: { ...scenario, handler } });
  }

  #judge({ run, program, scenario, dragged }: PageState): void {
    const tree = this.#tree;
    if (tree === undefined || run === undefined || dragged !== undefined || program?.assembled !== true) return;
    const here = present(tree);
    const failed = failedCount(run);
    if (here.failed === failed || !sameScenario(here.scenario, scenario)) return;
    this.store.setState({ whatIfs: told(tree, here.id, { failed }) });
  }

  #saveSoon(): void {
    this.#stopSave?.();
    const now = this.ports.surroundings.date();
    this.#unsavedSince ??= now;
    const left = Math.max(0, this.#unsavedSince + SAVE_WITHIN_MS - now);
    this.#stopSave = this.ports.after(Math.min(SAVE_PAUSE_MS, left), () => void this.save());
  }

  #journal(state: PageState): void {
    const { scenario, sourceText } = state;
    if (scenario === undefined || state.level !== undefined) return;
    const handler = { kind: "source", text: sourceText } as const;
    this.shelf.journal({ scenario: { ...scenario, handler }, position: placeIn(state) });
  }

  #leave(): void {
    if (this.#stopSave === undefined && !this.shelf.isWriting) return;
    this.noteNow();
    void this.save();
  }

  /** There is no time for the shelf: what it has not got is written at once. */
  noteNow(): void {
    const state = this.store.getState();
    if (state.sourcePending) this.#journal(state);
    else if (state.scenario !== undefined && state.level === undefined && this.#tree !== undefined) {
      const position = placeIn(state);
      if (this.#tree.nodes.size > 1 || this.shelf.isKept) this.shelf.journal({ scenario: state.scenario, position });
    }
  }

  #clearAddress(): void {
    this.#isAddressed = false;
    this.ports.clearAddress();
  }

  #echo(text: string): void {
    this.store.setState((state) => ({ console: appendLines(state.console, [{ kind: "echo", text }]) }));
  }
}

function titleOf({ name, change }: { name?: string; change: string }): string {
  return name ?? change;
}

function isLabelled(tree: WhatIfs): boolean {
  const { name, note } = present(tree);
  return name !== undefined || note !== undefined;
}

function isPut({ handler }: Scenario, { putSource }: PageState): boolean {
  return handler.kind === "source" && handler.text === putSource;
}

/** Typed, and another text is opened in its place before it was assembled. */
function isTextDropped(state: PageState, before: PageState): boolean {
  const isLeft = before.sourcePending && !state.sourcePending && state.sourceText === before.sourceText;
  return isLeft && state.program === before.program && state.sourceText !== state.program?.source;
}

/** The machine's name for a text that was typed. */
function isOnlyNamed(before: Scenario, after: Scenario): boolean {
  if (before.handler.kind !== "source" || after.handler.kind !== "source") return false;
  return sameScenario({ ...before, handler: after.handler }, after) && before.handler.text === after.handler.text;
}

function handlerDiffers(before: Scenario, after: Scenario): boolean {
  const { handler } = after;
  return !(before.handler.kind === "catalogue" && handler.kind === "catalogue" && before.handler.name === handler.name);
}
