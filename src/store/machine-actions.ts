// What the user does to the machine: each is one request. Holding a key or
// dragging the scrubber never queues more than the last wish.

import type { StoreApi } from "zustand/vanilla";

import type { BreakPlace, ConsoleWish, Move } from "../protocol/messages.ts";
import type { Shared } from "../scenario/link/link.ts";
import type { OptionChoices, WorkloadName } from "../scenario/scenario.ts";
import type { ExportFormat, FileView, Flavor } from "../session/views.ts";
import type { LookAnswer, LookQuestion } from "../session/views/look.ts";
import type { Surroundings } from "./connection.ts";
import type { Desk } from "./desk.ts";
import { presentMoment } from "./selectors.ts";
import type { SourceActions } from "./source-actions.ts";
import type { PageState } from "./state.ts";

/** More cells than this are forgotten before others are kept. */
const KEPT_CELLS = 5000;

export class MachineActions {
  #seeking = false;
  #wantedSeek: number | undefined;

  constructor(
    private readonly store: StoreApi<PageState>,
    private readonly desk: Desk,
    private readonly source: SourceActions,
    private readonly surroundings: Pick<Surroundings, "nextFrame">,
    /** What the console asks of the page. */
    private readonly fulfil: (wish: ConsoleWish) => void,
  ) {}

  async open(moment: Shared): Promise<void> {
    this.source.forget();
    this.store.setState({ opened: moment, sourcePending: false, selectedWord: undefined, laneWindow: undefined });
    const { scenario, position, digest } = moment;
    await this.desk.ask({ kind: "open", scenario, position, ...(digest === undefined ? {} : { digest }) });
  }

  /** After the machine died: the same text, schedule and place on a new one. */
  async restart(): Promise<void> {
    const state = this.store.getState();
    const { breakpoints } = state;
    const kept = presentMoment(state) ?? state.opened;
    if (kept === undefined) return;
    this.desk.connect();
    this.source.forget();
    this.store.setState({ sourcePending: false });
    await this.desk.ask({ kind: "open", scenario: kept.scenario, position: kept.position });
    if (breakpoints.length > 0) await this.desk.ask({ kind: "set-breakpoints", breakpoints });
  }

  move(kind: Exclude<Move["kind"], "to-place" | "seek">): Promise<void> {
    return this.source.ask({ kind: "move", move: { kind } });
  }

  runTo(place: string): Promise<void> {
    return this.source.ask({ kind: "move", move: { kind: "to-place", place } });
  }

  async seek(position: number): Promise<void> {
    this.store.setState({ playing: false });
    this.#wantedSeek = position;
    if (this.#seeking) return;
    this.#seeking = true;
    while (this.#wantedSeek !== undefined) {
      const next: number = this.#wantedSeek;
      this.#wantedSeek = undefined;
      await this.source.ask({ kind: "move", move: { kind: "seek", position: next } });
      // One answer a picture: more would be drawn for nobody.
      await this.surroundings.nextFrame();
    }
    this.#seeking = false;
  }

  inject(event: string): Promise<void> {
    return this.source.ask({ kind: "inject", event });
  }

  undoInjection(): Promise<void> {
    return this.source.ask({ kind: "undo-injection" });
  }

  cancel(): void {
    this.desk.cancel();
  }

  /** A held key waits for the answer instead of queueing. */
  isWaiting(): boolean {
    return this.desk.waiting > 0 || this.#wantedSeek !== undefined || this.source.isHeld;
  }

  choose(choice: { workload?: WorkloadName; body?: string; options?: OptionChoices }): Promise<void> {
    return this.source.ask({ kind: "choose", ...choice });
  }

  /** The syntax in which instructions are shown, here and in the console. */
  async showFlavor(flavor: Flavor): Promise<void> {
    this.store.setState({ flavor });
    await this.desk.ask({ kind: "set-flavor", flavor });
  }

  toggleBreakpoint(place: BreakPlace): Promise<void> {
    const present = this.store.getState().breakpoints;
    const kept = present.filter((other) => !samePlace(other, place));
    const breakpoints = kept.length === present.length ? [...present, place] : kept;
    return this.source.ask({ kind: "set-breakpoints", breakpoints });
  }

  setBreakpoints(breakpoints: readonly BreakPlace[]): Promise<void> {
    return this.source.ask({ kind: "set-breakpoints", breakpoints });
  }

  /** A console command with its line; what is wrong with it, in words. */
  async command(line: string): Promise<string | undefined> {
    const reply = await this.source.askFor({ kind: "console", line });
    if (reply?.kind !== "views") return undefined;
    const lines = reply.update.console ?? [];
    return lines.find(({ kind }) => kind === "error")?.text;
  }

  async console(line: string): Promise<void> {
    const reply = await this.source.askFor({ kind: "console", line });
    if (reply?.kind === "views" && reply.update.wish !== undefined) this.fulfil(reply.update.wish);
  }

  /** Saves the scenario as a bootable image; undefined: it could not be made, and the notice says why. */
  async exportImage(): Promise<FileView | undefined> {
    const reply = await this.source.askFor({ kind: "export" });
    return reply?.kind === "views" ? reply.update.file : undefined;
  }

  /** In another format: saved, or only handed back. */
  async exportAs(format: ExportFormat, how: "save" | "show"): Promise<FileView | undefined> {
    const shown = how === "show" ? ({ toShow: true } as const) : {};
    const reply = await this.source.askFor({ kind: "export", format, ...shown });
    return reply?.kind === "views" ? reply.update.file : undefined;
  }

  saveFile(name: string, bytes: Uint8Array): void {
    this.desk.saveFile(name, bytes);
  }

  async complete(line: string): Promise<readonly string[]> {
    const reply = await this.desk.ask({ kind: "complete", line });
    return reply?.kind === "completions" ? reply.words : [];
  }

  /** Looks and changes nothing; undefined: the machine is gone. */
  async look(question: LookQuestion): Promise<LookAnswer | undefined> {
    const reply = await this.desk.ask({ kind: "look", question });
    return reply?.kind === "look" ? reply.answer : undefined;
  }

  async loadCells(from: number, to: number): Promise<void> {
    const run = this.store.getState().run;
    const reply = await this.desk.ask({ kind: "lane-cells", from, to });
    if (reply?.kind !== "lane-cells" || this.store.getState().run !== run) return;
    this.store.setState((state) => {
      const cells = new Map(state.cells.size > KEPT_CELLS ? [] : state.cells);
      for (const cell of reply.cells) cells.set(cell.step, cell);
      return { cells };
    });
  }
}

function samePlace(left: BreakPlace, right: BreakPlace): boolean {
  switch (left.kind) {
    case "line":
      return right.kind === "line" && left.line === right.line;
    case "place":
      return right.kind === "place" && left.place === right.place;
    case "watch":
      return right.kind === "watch" && left.target === right.target && left.access === right.access;
    case "catch":
      return right.kind === "catch" && left.event === right.event;
  }
}
