// What the user does to the machine: each is one request. Holding a key or
// dragging the scrubber never queues more than the last wish.

import type { StoreApi } from "zustand/vanilla";

import type { BreakPlace, Move } from "../protocol/messages.ts";
import type { OptionChoices, Scenario, ScheduleItem, SharedMoment, WorkloadName } from "../scenario/scenario.ts";
import type { Surroundings } from "./connection.ts";
import type { Desk } from "./desk.ts";
import type { PageState } from "./state.ts";

const TYPING_PAUSE_MS = 350;

export type MachineActions = ReturnType<typeof createMachineActions>;

export function createMachineActions(store: StoreApi<PageState>, desk: Desk, surroundings: Surroundings) {
  let stopTyping: (() => void) | undefined;
  let seeking = false;
  let wantedSeek: number | undefined;

  /** Text typed but not assembled yet goes first: what follows means the new text. */
  async function flushSource(): Promise<void> {
    stopTyping?.();
    stopTyping = undefined;
    const { sourceText, program, sourcePending } = store.getState();
    if (!sourcePending || program === undefined) return;
    if (sourceText === program.source) {
      store.setState({ sourcePending: false });
      return;
    }
    await desk.ask({ kind: "edit-source", text: sourceText });
  }

  async function ask(request: Parameters<Desk["ask"]>[0]): Promise<void> {
    if (store.getState().sourcePending) await flushSource();
    await desk.ask(request);
  }

  const setSchedule = (items: readonly ScheduleItem[]): Promise<void> => ask({ kind: "set-schedule", items });
  const schedule = (): readonly ScheduleItem[] => store.getState().scenario?.schedule ?? [];

  return {
    async open(moment: SharedMoment): Promise<void> {
      stopTyping?.();
      store.setState({ sourcePending: false, selectedWord: undefined, laneWindow: undefined });
      await desk.ask({ kind: "open", scenario: moment.scenario, position: moment.position });
    },

    /** After the machine died: the same text, schedule and place on a new one. */
    async restart(): Promise<void> {
      const { scenario, moment, sourceText, sourcePending } = store.getState();
      if (scenario === undefined) return;
      const breakpoints = store.getState().breakpoints;
      const kept: Scenario = sourcePending ? { ...scenario, handler: { kind: "source", text: sourceText } } : scenario;
      desk.connect();
      store.setState({ sourcePending: false });
      await desk.ask({ kind: "open", scenario: kept, position: moment?.position ?? 0 });
      if (breakpoints.length > 0) await desk.ask({ kind: "set-breakpoints", breakpoints });
    },

    move: (kind: Exclude<Move["kind"], "to-place" | "seek">): Promise<void> => ask({ kind: "move", move: { kind } }),
    runTo: (place: string): Promise<void> => ask({ kind: "move", move: { kind: "to-place", place } }),

    async seek(position: number): Promise<void> {
      wantedSeek = position;
      if (seeking) return;
      seeking = true;
      while (wantedSeek !== undefined) {
        const next: number = wantedSeek;
        wantedSeek = undefined;
        await ask({ kind: "move", move: { kind: "seek", position: next } });
      }
      seeking = false;
    },

    inject: (event: string): Promise<void> => ask({ kind: "inject", event }),
    undoInjection: (): Promise<void> => ask({ kind: "undo-injection" }),
    cancel: (): void => desk.cancel(),
    /** A held key waits for the answer instead of queueing. */
    isWaiting: (): boolean => desk.waiting() > 0,

    typeSource(text: string): void {
      if (text === store.getState().sourceText) return;
      store.setState({ sourceText: text, sourcePending: true });
      stopTyping?.();
      stopTyping = surroundings.after(TYPING_PAUSE_MS, () => void flushSource());
    },
    async replaceSource(text: string): Promise<void> {
      store.setState({ sourceText: text, sourcePending: true });
      await flushSource();
    },
    applySource: flushSource,

    choose: (choice: { workload?: WorkloadName; body?: string; options?: OptionChoices }): Promise<void> =>
      ask({ kind: "choose", ...choice }),

    setSchedule,
    addItem: (item: ScheduleItem): Promise<void> => setSchedule([...schedule(), item]),
    toggleItem: (index: number): Promise<void> =>
      setSchedule(schedule().map((item, at) => (at === index ? toggled(item) : item))),
    removeItem: (index: number): Promise<void> => setSchedule(schedule().filter((_, at) => at !== index)),
    moveItem(index: number, by: -1 | 1): Promise<void> {
      const items = [...schedule()];
      const [item] = items.splice(index, 1);
      if (item !== undefined) items.splice(index + by, 0, item);
      return setSchedule(items);
    },

    setBreakpoints: (breakpoints: readonly BreakPlace[]): Promise<void> =>
      ask({ kind: "set-breakpoints", breakpoints }),
    toggleBreakpoint(place: BreakPlace): Promise<void> {
      const present = store.getState().breakpoints;
      const kept = present.filter((other) => !samePlace(other, place));
      return ask({
        kind: "set-breakpoints",
        breakpoints: kept.length === present.length ? [...present, place] : kept,
      });
    },

    console: (line: string): Promise<void> => ask({ kind: "console", line }),
    async complete(line: string): Promise<readonly string[]> {
      const reply = await desk.ask({ kind: "complete", line });
      return reply?.kind === "completions" ? reply.words : [];
    },

    async loadCells(from: number, to: number): Promise<void> {
      const run = store.getState().run;
      const reply = await desk.ask({ kind: "lane-cells", from, to });
      if (reply?.kind !== "lane-cells" || store.getState().run !== run) return;
      store.setState((state) => {
        const cells = new Map(state.cells.size > 5000 ? [] : state.cells);
        for (const cell of reply.cells) cells.set(cell.step, cell);
        return { cells };
      });
    },
  };
}

function toggled(item: ScheduleItem): ScheduleItem {
  return item.off === true ? { event: item.event, when: item.when } : { ...item, off: true };
}

export function samePlace(left: BreakPlace, right: BreakPlace): boolean {
  if (left.kind === "line") return right.kind === "line" && left.line === right.line;
  return right.kind === "place" && left.place === right.place;
}
