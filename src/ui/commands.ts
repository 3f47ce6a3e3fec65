// Every command of the page: its name, its keys, why it cannot run now. Menus,
// keys, palette and help sheet all read this one list.

import { stepDone, stoppedBecause, violationsInOrder } from "../store/selectors.ts";
import type { Page } from "../store/page.ts";
import type { PageState } from "../store/state.ts";
import { breakPlaceAtCursor, placeAtCursor } from "./panels/code/cursor.ts";
import { isFolded } from "./panels/lanes/lane-fold.ts";
import { compareCommand } from "./compare-command.ts";
import { exploreCommands } from "./explore-commands.ts";
import { fileCommands } from "./file-commands.ts";
import { KEEP } from "./keep-commands.ts";
import { LOOK } from "./look-commands.ts";
import { noteCommands } from "./note-commands.ts";
import { endsPlay, playCommands } from "./play-commands.ts";
import { SITUATIONS } from "./situations.ts";
import { TEXTS } from "./texts.ts";
import { COMMAND_TEXTS } from "./texts/commands.ts";

const CPU_OPTIONS = [
  { name: "faultingIretUnblocks", byDefault: true },
  { name: "nullSsOnSameCplIst", byDefault: false },
  { name: "stiBlocksNmi", byDefault: true },
  { name: "fred", byDefault: false },
] as const;

/** Its title stands in texts/commands.ts, unless it is computed. */
export interface CommandParts {
  readonly id: string;
  readonly title?: string;
  readonly group: "Time" | "Inject" | "Explore" | "Look" | "Code" | "Page";
  /** As `keyName` spells them; the first is shown on buttons. Two words: one key after the other. */
  readonly keys: readonly string[];
  /** May repeat while the key is held. */
  readonly repeats?: true;
  /** Works in text fields too, and with single letters switched off. */
  readonly global?: true;
  run(page: Page): void;
  blocked?(state: PageState): string | undefined;
}

export interface Command extends CommandParts {
  readonly title: string;
}

function titled(command: CommandParts): Command {
  const titles: Readonly<Record<string, string>> = COMMAND_TEXTS;
  return { ...command, title: command.title ?? titles[command.id] ?? command.id };
}

function stopped(state: PageState): string | undefined {
  const why = stoppedBecause(state);
  if (why === undefined) return undefined;
  return { dead: TEXTS.controls.dead, starting: TEXTS.controls.starting, "no-source": TEXTS.controls.notAssembled }[
    why
  ];
}

function back(state: PageState): string | undefined {
  return stopped(state) ?? (stepDone(state) === undefined ? TEXTS.controls.atStart : undefined);
}

function inject(event: "nmi" | "pf" | "db" | "bp" | "mc" | "irq"): Pick<CommandParts, "run" | "blocked"> {
  return {
    run: (page) => void page.machine.inject(event === "irq" ? "irq(32)" : event),
    blocked(state) {
      const view = state.moment?.inject.find((candidate) => candidate.event === event);
      return stopped(state) ?? (view !== undefined && !view.possible ? view.remark : undefined);
    },
  };
}

const TIME: readonly CommandParts[] = [
  {
    id: "restart",
    group: "Time",
    keys: ["r"],
    run: (page) => void page.machine.move("restart"),
    blocked: back,
  },
  {
    id: "run-back",
    group: "Time",
    keys: ["C", "Shift+F8"],
    run: (page) => void page.machine.move("run-back"),
    blocked: back,
  },
  {
    id: "back",
    group: "Time",
    keys: ["b", "ArrowLeft", "Shift+F7", "PageUp"],
    repeats: true,
    run: (page) => void page.machine.move("back"),
    blocked: back,
  },
  {
    id: "back-over",
    group: "Time",
    keys: ["N", "Shift+F10"],
    repeats: true,
    run: (page) => void page.machine.move("back-over"),
    blocked: back,
  },
  {
    id: "step",
    group: "Time",
    keys: ["s", "ArrowRight", "F7", "F11", "PageDown"],
    repeats: true,
    run: (page) => void page.machine.move("step"),
    blocked: stopped,
  },
  {
    id: "over",
    group: "Time",
    keys: ["n", "F10"],
    repeats: true,
    run: (page) => void page.machine.move("over"),
    blocked: stopped,
  },
  {
    id: "out",
    group: "Time",
    keys: ["f", "Shift+F11"],
    run: (page) => void page.machine.move("out"),
    blocked: stopped,
  },
  {
    id: "run",
    group: "Time",
    keys: ["c", "F8"],
    run: (page) => void page.machine.move("run"),
    blocked: stopped,
  },
  ...playCommands(stopped),
  {
    id: "end",
    group: "Time",
    keys: [],
    run: (page) => void page.machine.move("end"),
    blocked: stopped,
  },
  { id: "cancel", group: "Time", keys: ["Escape"], run: stopAll },
  {
    id: "next-violation",
    group: "Time",
    keys: ["]"],
    run: (page) => void page.counterexamples().then((found) => found.goToNext()),
    blocked: anyViolation,
  },
  {
    id: "previous-violation",
    group: "Time",
    keys: ["["],
    run: (page) => void page.counterexamples().then((found) => found.goToPrevious()),
    blocked: anyViolation,
  },
];

function anyViolation(state: PageState): string | undefined {
  const explored = state.explorer.result?.violations.length ?? 0;
  return violationsInOrder(state.run).length === 0 && explored === 0 ? TEXTS.step.allHold : undefined;
}

function stopAll(page: Page): void {
  page.view.play(false);
  page.machine.cancel();
  page.explorer.stop();
}

const INJECT: readonly CommandParts[] = [
  { id: "inject-nmi", group: "Inject", keys: ["i"], ...inject("nmi") },
  { id: "inject-pf", group: "Inject", keys: ["x 1"], ...inject("pf") },
  {
    id: "inject-bp",
    group: "Inject",
    keys: ["x 2"],
    ...inject("bp"),
  },
  { id: "inject-db", group: "Inject", keys: ["x 3"], ...inject("db") },
  { id: "inject-mc", group: "Inject", keys: ["x 4"], ...inject("mc") },
  { id: "inject-irq", group: "Inject", keys: [], ...inject("irq") },
  {
    id: "undo-injection",
    group: "Inject",
    keys: ["u"],
    run: (page) => void page.machine.undoInjection(),
  },
];

const CODE: readonly CommandParts[] = [
  {
    id: "breakpoint",
    group: "Code",
    keys: ["B", "F9"],
    run(page) {
      const place = breakPlaceAtCursor(page.store.getState());
      if (place !== undefined) void page.machine.toggleBreakpoint(place);
    },
  },
  {
    id: "run-to-cursor",
    group: "Code",
    keys: ["t", "F4"],
    run(page) {
      const place = placeAtCursor(page.store.getState());
      if (place !== undefined) void page.machine.runTo(place);
    },
    blocked: stopped,
  },
  {
    id: "apply",
    group: "Code",
    keys: ["Ctrl+Enter", "Ctrl+s"],
    global: true,
    run: (page) => void page.source.apply(),
  },
];

const PAGE: readonly CommandParts[] = [
  {
    id: "palette",
    group: "Page",
    keys: ["Ctrl+k"],
    global: true,
    run: (page) => page.view.openDialog("palette"),
  },
  {
    id: "share",
    group: "Page",
    keys: ["y"],
    run: (page) => page.view.openDialog("share"),
  },
  {
    id: "export",
    group: "Page",
    keys: [],
    run: (page) => void page.machine.exportImage(),
    blocked: stopped,
  },
  {
    id: "levels",
    group: "Page",
    keys: ["L"],
    run: (page) => page.view.openDialog("levels"),
  },
  {
    id: "make-level",
    group: "Page",
    keys: [],
    run: (page) => page.view.openDialog("make-level"),
    blocked: stopped,
  },
  { id: "help", group: "Page", keys: ["?"], run: (page) => page.view.openDialog("help") },
  {
    id: "console",
    group: "Page",
    keys: ["`"],
    run: (page) => page.view.toggleConsole(),
  },
  {
    id: "theme",
    group: "Page",
    keys: [],
    run: (page) => page.view.setTheme(otherTheme(page.store.getState())),
  },
  {
    id: "present",
    group: "Page",
    keys: [],
    run: (page) => page.view.togglePresenting(),
  },
  {
    id: "steps",
    group: "Page",
    keys: ["l"],
    run: (page) => page.view.openDialog("steps"),
  },
  {
    id: "stack-table",
    group: "Page",
    keys: [],
    run: (page) => page.view.toggleStackTable(),
  },
  {
    id: "fit-lanes",
    group: "Page",
    keys: [],
    run: (page) => page.view.setLaneWindow({ from: 0, to: page.store.getState().run?.length ?? 1 }),
  },
  {
    id: "fold-lanes",
    group: "Page",
    keys: [],
    run(page) {
      const { lanesFolded, run } = page.store.getState();
      page.view.foldLanes(!isFolded(lanesFolded, run?.length ?? 0));
    },
  },
  {
    id: "show-schedule",
    group: "Page",
    keys: [],
    run: (page) => page.view.showSide("schedule"),
  },
  {
    id: "show-properties",
    group: "Page",
    keys: [],
    run: (page) => page.view.showSide("properties"),
  },
  {
    id: "keys",
    group: "Page",
    keys: [],
    run: (page) => page.view.openDialog("keys"),
  },
  {
    id: "single-keys",
    group: "Page",
    keys: [],
    run: (page) => page.view.setSingleKeys(!page.store.getState().singleKeys),
  },
  {
    id: "restart-machine",
    group: "Page",
    keys: [],
    run: (page) => void page.machine.restart(),
  },
];

/** Where CPUs differ: each a switch, off its default only if the user says so. */
const OPTIONS: readonly CommandParts[] = CPU_OPTIONS.map(({ name, byDefault }) => ({
  id: `option ${name}`,
  title: COMMAND_TEXTS[name],
  group: "Page",
  keys: [],
  run(page) {
    const options = page.store.getState().scenario?.options ?? {};
    void page.machine.choose({ options: { ...options, [name]: !(options[name] ?? byDefault) } });
  },
}));

export const COMMANDS: readonly Command[] = [
  ...TIME,
  ...INJECT,
  ...SITUATIONS,
  ...exploreCommands(stopped),
  ...CODE,
  ...PAGE,
  ...LOOK,
  ...noteCommands(stopped),
  ...KEEP,
  compareCommand(stopped),
  ...fileCommands(stopped),
  ...OPTIONS,
].map(titled);

export function commandOf(id: string): Command {
  const command = COMMANDS.find((candidate) => candidate.id === id);
  if (command === undefined) throw new Error(`no command ${id}`);
  return command;
}

/** Runs it, or says why it cannot. While an answer is awaited, the views are old: then the machine judges. */
export function runCommand(page: Page, command: Command): void {
  const why = page.machine.isWaiting() ? undefined : command.blocked?.(page.store.getState());
  if (why !== undefined) return page.view.say(TEXTS.controls.cannot(command.title, why));
  if (endsPlay(command)) page.view.play(false);
  command.run(page);
}

export function otherTheme(state: PageState): "light" | "dark" {
  const dark = state.theme === "dark" || (state.theme === undefined && prefersDark());
  return dark ? "light" : "dark";
}

function prefersDark(): boolean {
  return typeof matchMedia === "function" && matchMedia("(prefers-color-scheme: dark)").matches;
}
