// All that the page knows: the worker's views as they came, and what belongs
// to the page alone (theme, sizes, tabs, drafts). Plain data, no behaviour.

import type { BreakPlace } from "../protocol/messages.ts";
import type { HistoryOf, TableName } from "../session/views/look.ts";
import type { Flavor, LaneCell, MomentView, ProgramView, RunView, ConsoleLine } from "../session/views.ts";
import type { LevelDraft } from "../scenario/level/draft.ts";
import type { Level } from "../scenario/level/level.ts";
import { INITIAL_EXPLORER, type ExplorerState } from "./explorer/state.ts";
import type { Scenario, SharedMoment } from "../scenario/scenario.ts";
import type { WhatIfs } from "./keep/what-ifs.ts";
import type { LevelPlay } from "./level-play.ts";
import type { Progress } from "./progress.ts";

export type Theme = "light" | "dark";
export type CodeTab = "handler" | "vectors" | "workload";
export type SideTab = "schedule" | "explorer" | "properties" | "what-ifs" | "level";
export type PhoneTab = "stack" | "code" | "state" | "schedule";
export type Dialog = "palette" | "help" | "share" | "steps" | "levels" | "make-level" | "history" | "keys" | "outcomes";

export type OwnKeys = Readonly<Record<string, readonly string[]>>;

export type Health =
  | { readonly kind: "starting" }
  | { readonly kind: "ready" }
  | { readonly kind: "busy"; readonly steps: number }
  | { readonly kind: "dead"; readonly reason: string };

/** What to say about the link that the page was opened with, or the draft beside it. */
export type LinkNotice =
  | { readonly kind: "bad"; readonly message: string; readonly salvaged: string | undefined }
  | { readonly kind: "draft-beside"; readonly draft: SharedMoment; readonly work: string };

export interface ConsoleEntry extends ConsoleLine {
  readonly id: number;
}

/** The part of the run that the lanes draw, in steps; undefined: chosen by the page. */
export interface LaneWindow {
  readonly from: number;
  readonly to: number;
}

/** Steps [from, to) that take `columns` columns of the lanes; fewer than steps: folded. */
export interface LaneStretch {
  readonly from: number;
  readonly to: number;
  /** Column of `from`. */
  readonly at: number;
  readonly columns: number;
}

/** Of the whole run, in order, without gaps. */
export interface LaneFold {
  readonly stretches: readonly LaneStretch[];
  readonly columns: number;
}

/** What is looked at closer, beside the stack. */
export type Look =
  | { readonly kind: "trace" | "phases" | "stops" }
  | { readonly kind: "history"; readonly of: HistoryOf | undefined }
  | { readonly kind: "memory"; readonly at: string }
  | {
      readonly kind: "table";
      readonly table: TableName | "walk";
      /** The row that a link led to. */
      readonly row?: string;
      /** The address that is walked. */
      readonly at?: string;
    };

/** Something whose changes can be watched, and the place on the screen where its menu opens. */
export interface WatchMenu {
  /** As a watchpoint names it: "*0x1000", "$rax", a variable. */
  readonly target: string;
  readonly x: number;
  readonly y: number;
}

/** The drawing during one phase of a step: words it touches, words that come later. */
export interface PhaseDrawing {
  readonly touches: readonly bigint[];
  readonly later: readonly bigint[];
}

/** An event of the schedule that is being moved; the schedule stands until it is dropped. */
export interface Dragged {
  readonly index: number;
  /** Boundary that it is held over. */
  readonly step: number;
  /** Boundary that `run` has it at: behind `step` while the answer is on its way. */
  readonly shown: number | undefined;
  /** Where it was taken from; undefined: it was nowhere on the run. */
  readonly from: number | undefined;
  /** How the lanes were when a pointer took it, and stay; undefined: moved by keys. */
  readonly view: { readonly window: LaneWindow; readonly fold: LaneFold | undefined } | undefined;
}

export interface PageState {
  readonly scenario: Scenario | undefined;
  readonly program: ProgramView | undefined;
  readonly run: RunView | undefined;
  readonly moment: MomentView | undefined;
  /** What was opened last: until there is a moment of it, as of a text that does not assemble. */
  readonly opened: SharedMoment | undefined;
  readonly breakpoints: readonly BreakPlace[];
  readonly console: readonly ConsoleEntry[];
  readonly cells: ReadonlyMap<number, LaneCell>;

  readonly health: Health;
  /** A refusal or a remark on the last request. */
  readonly notice: string | undefined;

  /** The text in the editor; ahead of `program.source` while typing. */
  readonly sourceText: string;
  readonly sourcePending: boolean;
  /** A text that took the place of what was typed, at once. */
  readonly putSource: string | undefined;
  /** The source of the last run that assembled. */
  readonly goodSource: string | undefined;
  /** 1-based cursor line in the editor, for "run to cursor". */
  readonly cursorLine: number | undefined;
  /** The edited handler, kept when another is chosen. */
  readonly ownScenario: Scenario | undefined;

  readonly link: LinkNotice | undefined;
  /** Goes on with a newer version of the page; undefined: there is none. */
  readonly newVersion: (() => void) | undefined;
  /** Every scenario that was tried in this work; undefined until the keeper is there. */
  readonly whatIfs: WhatIfs | undefined;

  /** The level that is played. */
  readonly level: LevelPlay | undefined;
  /** The built-in ones, once they were asked for. */
  readonly levels: readonly Level[];
  readonly progress: Progress;
  /** A level that the user makes. */
  readonly levelDraft: LevelDraft | undefined;
  readonly explorer: ExplorerState;

  readonly theme: Theme | undefined;
  readonly presenting: boolean;
  readonly singleKeys: boolean;
  /** What the tool is for is told where nothing is scheduled yet. */
  readonly isWelcome: boolean;
  /** Only the changed registers; undefined: as the window has room. */
  readonly registersFolded: boolean | undefined;
  /** Keys that the user chose, by command; of others the defaults stand. */
  readonly ownKeys: OwnKeys;
  /** The syntax in which instructions are shown; what is written is the author's. */
  readonly flavor: Flavor;
  readonly columns: Readonly<Record<string, number>> | undefined;
  /** Steps by itself. */
  readonly playing: boolean;
  /** Steps a second. */
  readonly playSpeed: number;
  readonly codeTab: CodeTab;
  /** Code that a word points to and that was asked for; until the next step. */
  readonly shownCode: bigint | undefined;
  readonly sideTab: SideTab;
  readonly phoneTab: PhoneTab;
  readonly consoleOpen: boolean;
  readonly dialog: Dialog | undefined;
  readonly selectedWord: bigint | undefined;
  readonly stackAsTable: boolean;
  readonly laneWindow: LaneWindow | undefined;
  /** Quiet stretches drawn short; undefined: in long runs. */
  readonly lanesFolded: boolean | undefined;
  readonly dragged: Dragged | undefined;
  readonly look: Look | undefined;
  readonly phase: PhaseDrawing | undefined;
  /** The moment whose note is being written. */
  readonly noteAt: number | undefined;
  readonly watchMenu: WatchMenu | undefined;
}

export const INITIAL_STATE: PageState = {
  scenario: undefined,
  program: undefined,
  run: undefined,
  moment: undefined,
  opened: undefined,
  breakpoints: [],
  console: [],
  cells: new Map(),
  health: { kind: "starting" },
  notice: undefined,
  sourceText: "",
  sourcePending: false,
  putSource: undefined,
  goodSource: undefined,
  cursorLine: undefined,
  ownScenario: undefined,
  link: undefined,
  newVersion: undefined,
  whatIfs: undefined,
  level: undefined,
  levels: [],
  progress: {},
  levelDraft: undefined,
  explorer: INITIAL_EXPLORER,
  theme: undefined,
  presenting: false,
  singleKeys: true,
  isWelcome: true,
  registersFolded: undefined,
  ownKeys: {},
  flavor: "att",
  columns: undefined,
  playing: false,
  playSpeed: 2,
  codeTab: "handler",
  shownCode: undefined,
  sideTab: "schedule",
  phoneTab: "stack",
  consoleOpen: false,
  dialog: undefined,
  selectedWord: undefined,
  stackAsTable: false,
  laneWindow: undefined,
  lanesFolded: undefined,
  dragged: undefined,
  look: undefined,
  phase: undefined,
  noteAt: undefined,
  watchMenu: undefined,
};
