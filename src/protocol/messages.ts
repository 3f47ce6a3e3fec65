// What page and worker say to each other: plain data, tagged unions.

import type { OutcomeDigest } from "../scenario/link/link.ts";
import type { MomentNote, Scenario, ScheduleItem, OptionChoices, WorkloadName } from "../scenario/scenario.ts";
import type { ExploreBounds } from "../session/views/exploration.ts";
import type { LookAnswer, LookQuestion } from "../session/views/look.ts";
import type {
  ConsoleLine,
  ExportFormat,
  FileView,
  Flavor,
  LaneCell,
  MomentView,
  ProgramView,
  RunView,
} from "../session/views.ts";

/** What a run stops at. */
export type BreakPlace = (
  | { readonly kind: "line"; readonly line: number }
  | { readonly kind: "place"; readonly place: string }
  /** `target`: a variable, "*0xaddress" or a general register, as the console reads them. */
  | { readonly kind: "watch"; readonly access: WatchAccess; readonly target: string }
  | { readonly kind: "catch"; readonly event: CaughtEvent }
) & {
  /** Stops only where this expression is not zero. */
  readonly condition?: string;
  /** Crossings that do not stop, still. */
  readonly ignore?: number;
  /** Stands in the list, stops nothing. */
  readonly off?: true;
};

/** A write that changes the value; a read; either, changed or not. */
export type WatchAccess = "write" | "read" | "access";

export type CaughtEvent = "nmi" | "fault" | "iret" | "violation" | "overwritten" | "latched" | "lost";

export type Move =
  | { readonly kind: "step" | "over" | "out" | "run" | "back" | "back-over" | "run-back" | "restart" | "end" }
  /** To the next boundary at which RIP is there. */
  | { readonly kind: "to-place"; readonly place: string }
  | { readonly kind: "seek"; readonly position: number }
  | { readonly kind: "next-violation" | "previous-violation" };

export type Request =
  /** `digest`: how the run ended for whoever shared it. */
  | {
      readonly kind: "open";
      readonly scenario: Scenario;
      readonly position: number;
      readonly digest?: OutcomeDigest;
    }
  | { readonly kind: "edit-source"; readonly text: string }
  | {
      readonly kind: "choose";
      readonly workload?: WorkloadName;
      readonly body?: string;
      readonly options?: OptionChoices;
    }
  /** `moved`: this item was moved to a step, and gets the name of its place there. */
  | { readonly kind: "set-schedule"; readonly items: readonly ScheduleItem[]; readonly moved?: number }
  /** All notes of the run, in order, one a moment. */
  | { readonly kind: "set-notes"; readonly notes: readonly MomentNote[] }
  /** The run of a schedule that is not kept yet, seen from `position`: an event is being dragged. */
  | { readonly kind: "try-schedule"; readonly items: readonly ScheduleItem[]; readonly position: number }
  /** At the present boundary. */
  | { readonly kind: "inject"; readonly event: string }
  | { readonly kind: "undo-injection" }
  | { readonly kind: "move"; readonly move: Move }
  | { readonly kind: "set-breakpoints"; readonly breakpoints: readonly BreakPlace[] }
  | { readonly kind: "console"; readonly line: string }
  | { readonly kind: "complete"; readonly line: string }
  | { readonly kind: "lane-cells"; readonly from: number; readonly to: number }
  | { readonly kind: "assemble"; readonly text: string }
  /** How the console shows instructions from now on. */
  | { readonly kind: "set-flavor"; readonly flavor: Flavor }
  /** Looks and changes nothing. */
  | { readonly kind: "look"; readonly question: LookQuestion }
  /** The scenario as a file, a bootable image if no format is named; `toShow`: nothing is saved. */
  | { readonly kind: "export"; readonly format?: ExportFormat; readonly toShow?: true };

export type ConsoleWish =
  /** Bounds that were not named stand. */
  | { readonly kind: "explore"; readonly bounds: Partial<ExploreBounds> }
  | { readonly kind: "list-explored" }
  /** 1-based, as listed. */
  | { readonly kind: "open-explored"; readonly number: number }
  /** Any change, back or again: the page has the tree of what was tried. */
  | { readonly kind: "undo" | "redo" }
  /** `id`: of a built-in level; undefined: the list of them. */
  | { readonly kind: "level"; readonly id: string | undefined }
  | { readonly kind: "hint" | "solve" | "share" | "minimise" };

/** Views that changed; absent ones stand. */
export interface ViewUpdate {
  readonly scenario?: Scenario;
  readonly program?: ProgramView;
  readonly run?: RunView;
  readonly moment?: MomentView;
  /** What was opened does not assemble: run and moment of before are gone. */
  readonly noRun?: true;
  readonly breakpoints?: readonly BreakPlace[];
  /** What the console shows: the command of a click (echo), its output. */
  readonly console?: readonly ConsoleLine[];
  /** What the console asks of the page: it has an explorer, the session has none. */
  readonly wish?: ConsoleWish;
  /** How instructions are to be shown, if the console changed it. */
  readonly flavor?: Flavor;
  /** Something the user must know: a refused event with its reason. */
  readonly notice?: string;
  /** To be saved where the user keeps files. */
  readonly file?: FileView;
}

export type Reply =
  | { readonly kind: "views"; readonly update: ViewUpdate }
  | { readonly kind: "lane-cells"; readonly from: number; readonly cells: readonly LaneCell[] }
  /** What `assemble` made of a text that is not opened. */
  | { readonly kind: "tried"; readonly program: ProgramView }
  | { readonly kind: "completions"; readonly words: readonly string[] }
  | { readonly kind: "look"; readonly answer: LookAnswer };

/** Page to worker. `generation` numbers requests; replies carry it back. */
export type ToWorker<Asked = Request> =
  | { readonly kind: "request"; readonly generation: number; readonly request: Asked }
  | { readonly kind: "cancel" }
  /** What runs stands still, and goes on from there. */
  | { readonly kind: "hold" | "go-on" };

/** Worker to page. */
export type FromWorker<Answer = Reply, Progress = number> =
  | { readonly kind: "ready" }
  | { readonly kind: "reply"; readonly generation: number; readonly reply: Answer }
  | { readonly kind: "progress"; readonly generation: number; readonly progress: Progress }
  /** Our own defect: the request was not carried out. */
  | { readonly kind: "failure"; readonly generation: number; readonly message: string };
