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
import { SITUATIONS } from "./situations.ts";
import { TEXTS } from "./texts.ts";

const CPU_OPTIONS = [
  { name: "faultingIretUnblocks", title: "CPU: a faulting IRET ends NMI blocking, on or off", byDefault: true },
  { name: "nullSsOnSameCplIst", title: "CPU: delivery through an IST makes SS null, on or off", byDefault: false },
  { name: "stiBlocksNmi", title: "CPU: STI holds back NMIs for one instruction, on or off", byDefault: true },
  { name: "fred", title: "CPU: events by FRED in the place of IDT and IRET, on or off", byDefault: false },
] as const;

export interface Command {
  readonly id: string;
  readonly title: string;
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

function inject(event: "nmi" | "pf" | "db" | "bp" | "mc" | "irq"): Pick<Command, "run" | "blocked"> {
  return {
    run: (page) => void page.machine.inject(event === "irq" ? "irq(32)" : event),
    blocked(state) {
      const view = state.moment?.inject.find((candidate) => candidate.event === event);
      return stopped(state) ?? (view !== undefined && !view.possible ? view.remark : undefined);
    },
  };
}

const TIME: readonly Command[] = [
  {
    id: "restart",
    title: "Back to the start",
    group: "Time",
    keys: ["r"],
    run: (page) => void page.machine.move("restart"),
    blocked: back,
  },
  {
    id: "run-back",
    title: "Run back",
    group: "Time",
    keys: ["C", "Shift+F8"],
    run: (page) => void page.machine.move("run-back"),
    blocked: back,
  },
  {
    id: "back",
    title: "Step back",
    group: "Time",
    keys: ["b", "ArrowLeft", "Shift+F7", "PageUp"],
    repeats: true,
    run: (page) => void page.machine.move("back"),
    blocked: back,
  },
  {
    id: "back-over",
    title: "Step back over a nested delivery",
    group: "Time",
    keys: ["N", "Shift+F10"],
    repeats: true,
    run: (page) => void page.machine.move("back-over"),
    blocked: back,
  },
  {
    id: "step",
    title: "Step",
    group: "Time",
    keys: ["s", "ArrowRight", "F7", "F11", "PageDown"],
    repeats: true,
    run: (page) => void page.machine.move("step"),
    blocked: stopped,
  },
  {
    id: "over",
    title: "Step over a nested delivery",
    group: "Time",
    keys: ["n", "F10"],
    repeats: true,
    run: (page) => void page.machine.move("over"),
    blocked: stopped,
  },
  {
    id: "out",
    title: "Step out, to this level's return",
    group: "Time",
    keys: ["f", "Shift+F11"],
    run: (page) => void page.machine.move("out"),
    blocked: stopped,
  },
  {
    id: "run",
    title: "Run to the next stop",
    group: "Time",
    keys: ["c", "F8"],
    run: (page) => void page.machine.move("run"),
    blocked: stopped,
  },
  {
    id: "end",
    title: "Go to the end of the run",
    group: "Time",
    keys: [],
    run: (page) => void page.machine.move("end"),
    blocked: stopped,
  },
  { id: "cancel", title: "Stop what runs", group: "Time", keys: ["Escape"], run: stopAll },
  {
    id: "next-violation",
    title: "Next violation: bad step of this run, then explored ones",
    group: "Time",
    keys: ["]"],
    run: (page) => void page.counterexamples.goToNext(),
    blocked: anyViolation,
  },
  {
    id: "previous-violation",
    title: "Previous violation",
    group: "Time",
    keys: ["["],
    run: (page) => void page.counterexamples.goToPrevious(),
    blocked: anyViolation,
  },
];

function anyViolation(state: PageState): string | undefined {
  const explored = state.explorer.result?.violations.length ?? 0;
  return violationsInOrder(state.run).length === 0 && explored === 0 ? TEXTS.step.allHold : undefined;
}

function stopAll(page: Page): void {
  page.machine.cancel();
  page.explorer.stop();
}

const INJECT: readonly Command[] = [
  { id: "inject-nmi", title: "Inject NMI here", group: "Inject", keys: ["i"], ...inject("nmi") },
  { id: "inject-pf", title: "Inject #PF here, a page fault", group: "Inject", keys: ["x 1"], ...inject("pf") },
  {
    id: "inject-bp",
    title: "Inject #BP here, a breakpoint exception",
    group: "Inject",
    keys: ["x 2"],
    ...inject("bp"),
  },
  { id: "inject-db", title: "Inject #DB here, a debug exception", group: "Inject", keys: ["x 3"], ...inject("db") },
  { id: "inject-mc", title: "Inject #MC here, a machine check", group: "Inject", keys: ["x 4"], ...inject("mc") },
  { id: "inject-irq", title: "Inject IRQ here, a maskable interrupt", group: "Inject", keys: [], ...inject("irq") },
  {
    id: "undo-injection",
    title: "Undo the last injection",
    group: "Inject",
    keys: ["u"],
    run: (page) => void page.machine.undoInjection(),
  },
];

const CODE: readonly Command[] = [
  {
    id: "breakpoint",
    title: "Breakpoint at the cursor, on or off",
    group: "Code",
    keys: ["B", "F9"],
    run(page) {
      const place = breakPlaceAtCursor(page.store.getState());
      if (place !== undefined) void page.machine.toggleBreakpoint(place);
    },
  },
  {
    id: "run-to-cursor",
    title: "Run to the cursor",
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
    title: "Assemble and apply the edit",
    group: "Code",
    keys: ["Ctrl+Enter", "Ctrl+s"],
    global: true,
    run: (page) => void page.source.apply(),
  },
];

const PAGE: readonly Command[] = [
  {
    id: "palette",
    title: "All commands",
    group: "Page",
    keys: ["Ctrl+k"],
    global: true,
    run: (page) => page.view.openDialog("palette"),
  },
  {
    id: "share",
    title: "Share this moment as a link",
    group: "Page",
    keys: ["y"],
    run: (page) => page.view.openDialog("share"),
  },
  {
    id: "export",
    title: "Bootable image (.elf), for another emulator",
    group: "Page",
    keys: [],
    run: (page) => void page.machine.exportImage(),
    blocked: stopped,
  },
  {
    id: "levels",
    title: "Levels: exercises, from the first to the boss",
    group: "Page",
    keys: ["L"],
    run: (page) => page.view.openDialog("levels"),
  },
  {
    id: "make-level",
    title: "Make a level of this: an exercise for others",
    group: "Page",
    keys: [],
    run: (page) => page.view.openDialog("make-level"),
    blocked: stopped,
  },
  { id: "help", title: "Help sheet", group: "Page", keys: ["?"], run: (page) => page.view.openDialog("help") },
  {
    id: "console",
    title: "Console, open or close",
    group: "Page",
    keys: ["`"],
    run: (page) => page.view.toggleConsole(),
  },
  {
    id: "theme",
    title: "Switch between light and dark",
    group: "Page",
    keys: [],
    run: (page) => page.view.setTheme(otherTheme(page.store.getState())),
  },
  {
    id: "present",
    title: "Presentation mode, larger",
    group: "Page",
    keys: [],
    run: (page) => page.view.togglePresenting(),
  },
  { id: "steps", title: "Steps as a list", group: "Page", keys: ["l"], run: (page) => page.view.openDialog("steps") },
  {
    id: "stack-table",
    title: "Stack as a table or a drawing",
    group: "Page",
    keys: [],
    run: (page) => page.view.toggleStackTable(),
  },
  {
    id: "fit-lanes",
    title: "Show the whole run in the lanes",
    group: "Page",
    keys: [],
    run: (page) => page.view.setLaneWindow({ from: 0, to: page.store.getState().run?.length ?? 1 }),
  },
  {
    id: "fold-lanes",
    title: "Fold quiet stretches of the lanes, or not",
    group: "Page",
    keys: [],
    run(page) {
      const { lanesFolded, run } = page.store.getState();
      page.view.foldLanes(!isFolded(lanesFolded, run?.length ?? 0));
    },
  },
  {
    id: "show-schedule",
    title: "Show the schedule",
    group: "Page",
    keys: [],
    run: (page) => page.view.showSide("schedule"),
  },
  {
    id: "show-properties",
    title: "Show the properties",
    group: "Page",
    keys: [],
    run: (page) => page.view.showSide("properties"),
  },
  {
    id: "single-keys",
    title: "Single-letter keys, on or off",
    group: "Page",
    keys: [],
    run: (page) => page.view.setSingleKeys(!page.store.getState().singleKeys),
  },
  {
    id: "restart-machine",
    title: "Restart the machine",
    group: "Page",
    keys: [],
    run: (page) => void page.machine.restart(),
  },
];

/** Where CPUs differ: each a switch, off its default only if the user says so. */
const OPTIONS: readonly Command[] = CPU_OPTIONS.map(({ name, title, byDefault }) => ({
  id: `option ${name}`,
  title,
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
  ...KEEP,
  compareCommand(stopped),
  ...fileCommands(stopped),
  ...OPTIONS,
];

export function commandOf(id: string): Command {
  const command = COMMANDS.find((candidate) => candidate.id === id);
  if (command === undefined) throw new Error(`no command ${id}`);
  return command;
}

/** Runs it, or says why it cannot. While an answer is awaited, the views are old: then the machine judges. */
export function runCommand(page: Page, command: Command): void {
  const why = page.machine.isWaiting() ? undefined : command.blocked?.(page.store.getState());
  if (why === undefined) command.run(page);
  else page.view.say(TEXTS.controls.cannot(command.title, why));
}

export function otherTheme(state: PageState): "light" | "dark" {
  const dark = state.theme === "dark" || (state.theme === undefined && prefersDark());
  return dark ? "light" : "dark";
}

function prefersDark(): boolean {
  return typeof matchMedia === "function" && matchMedia("(prefers-color-scheme: dark)").matches;
}
