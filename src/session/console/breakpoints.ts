// What a run stops at: b, tbreak, watch, catch; their numbers, conditions, counts
// and commands; info breakpoints.

import type { BreakPlace, CaughtEvent, WatchAccess } from "../../protocol/messages.ts";
import { atOnce, CommandError, runOf, type Call, type Command } from "./command.ts";
import { stopCommand } from "./echo.ts";
import { evaluateValue } from "./expression.ts";
import { hex } from "./format.ts";
import { placeOf } from "./places.ts";
import { breakKey, WATCH_COMMANDS } from "./state.ts";
import { targetText } from "./watch-target.ts";
import { COMMAND_HELP } from "../texts/console-help.ts";
import { CAUGHT_EVENTS, STOP_LIST_TEXTS, STOP_TEXTS } from "../texts/console-stops.ts";

/** "nmi_atomic if $rax == 1" into place and condition. */
function splitCondition(argument: string): readonly [place: string, condition: string | undefined] {
  const match = /^(.*?)(?:^|\s)if\b\s*(.*)$/.exec(argument);
  return match === null ? [argument, undefined] : [(match[1] ?? "").trim(), match[2] ?? ""];
}

function checked(call: Call, condition: string): string {
  const trimmed = condition.trim();
  if (trimmed === "") throw new CommandError(STOP_TEXTS.takesCondition);
  evaluateValue(trimmed, { run: runOf(call), state: call.state });
  return trimmed;
}

function add(call: Call, place: BreakPlace): number {
  const { experiment, state } = call;
  const key = breakKey(place);
  const others = experiment.breakpoints.filter((other) => breakKey(other) !== key);
  const isKnown = others.length < experiment.breakpoints.length;
  if (!isKnown || place.condition !== undefined) {
    experiment.setBreakpoints(
      isKnown
        ? experiment.breakpoints.map((other) => (breakKey(other) === key ? place : other))
        : [...experiment.breakpoints, place],
    );
  }
  return state.numberOf(place);
}

function setPlace(call: Call, temporary: boolean): void {
  const { experiment, state } = call;
  const [text, condition] = splitCondition(call.argument);
  const stands = placeOf(call, text);
  const place = condition === undefined ? stands : { ...stands, condition: checked(call, condition) };
  const address = experiment.addressOf(place);
  const number = add(call, place);
  if (temporary) state.temporary.add(breakKey(place));
  call.print(STOP_TEXTS.breakpointSet(temporary, number, address === undefined ? undefined : hex(address)));
}

function watch(call: Call, access: WatchAccess): void {
  const run = runOf(call);
  const [text, condition] = splitCondition(call.argument);
  if (text === "") throw new CommandError(STOP_TEXTS.takesTarget(WATCH_COMMANDS[access]));
  const target = targetText(text.replace(/^-l(?:ocation)?\s+/, ""), { run, state: call.state });
  if (access !== "write" && target.startsWith("$"))
    throw new CommandError(STOP_TEXTS.registerReads(WATCH_COMMANDS[access], target));
  const number = add(call, {
    kind: "watch",
    access,
    target,
    ...(condition === undefined ? {} : { condition: checked(call, condition) }),
  });
  call.print(STOP_TEXTS.watchpoint(access, number, target));
}

export const EVENT_NAMES = Object.keys(CAUGHT_EVENTS) as readonly CaughtEvent[];

function catchEvent(call: Call): void {
  const [text, condition] = splitCondition(call.argument);
  const event =
    EVENT_NAMES.find((name) => name === text) ?? EVENT_NAMES.find((name) => text !== "" && name.startsWith(text));
  if (event === undefined) throw new CommandError(STOP_TEXTS.takesEvent(EVENT_NAMES));
  const number = add(call, {
    kind: "catch",
    event,
    ...(condition === undefined ? {} : { condition: checked(call, condition) }),
  });
  call.print(STOP_TEXTS.catchpointSet(number, event));
}

function numbered(call: Call, text: string): BreakPlace {
  const last = call.experiment.breakpoints.at(-1);
  if (text === "$bpnum" && last !== undefined) return last;
  const number = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  const found = call.experiment.breakpoints.find((place) => call.state.numberOf(place) === number);
  if (found !== undefined) return found;
  const known = call.experiment.breakpoints.map((place) => call.state.numberOf(place));
  throw new CommandError(STOP_TEXTS.noSuchNumber(text, known));
}

function remove(call: Call): void {
  const { experiment, state, argument } = call;
  if (argument === "") {
    experiment.setBreakpoints([]);
    call.print(STOP_TEXTS.allDeleted);
    return;
  }
  const gone = argument
    .replace(/^breakpoints?\s+/, "")
    .split(/\s+/)
    .map((text) => numbered(call, text));
  for (const place of gone) state.commands.delete(breakKey(place));
  experiment.setBreakpoints(experiment.breakpoints.filter((place) => !gone.includes(place)));
}

function replace(call: Call, old: BreakPlace, by: BreakPlace): void {
  call.experiment.setBreakpoints(call.experiment.breakpoints.map((place) => (place === old ? by : place)));
}

function without(place: BreakPlace, name: "condition" | "ignore" | "off"): BreakPlace {
  const copy: { -readonly [key in keyof BreakPlace]: BreakPlace[key] } & {
    condition?: string;
    ignore?: number;
    off?: true;
  } = { ...place };
  delete copy[name];
  return copy as BreakPlace;
}

function enable(call: Call, on: boolean): void {
  const chosen =
    call.argument === "" ? call.experiment.breakpoints : call.argument.split(/\s+/).map((text) => numbered(call, text));
  for (const place of chosen) replace(call, place, on ? without(place, "off") : { ...place, off: true });
}

function condition(call: Call): void {
  const [, number = "", text = ""] = /^(\S*)\s*(.*)$/.exec(call.argument) ?? [];
  const place = numbered(call, number);
  if (text === "") {
    replace(call, place, without(place, "condition"));
    call.print(STOP_TEXTS.unconditional(number));
  } else replace(call, place, { ...place, condition: checked(call, text) });
}

function ignore(call: Call): void {
  const [number = "", count = ""] = call.argument.split(/\s+/);
  const place = numbered(call, number);
  if (!/^\d{1,6}$/.test(count)) throw new CommandError(STOP_TEXTS.takesNumberAndCount);
  replace(call, place, count === "0" ? without(place, "ignore") : { ...place, ignore: Number(count) });
  call.print(count === "0" ? STOP_TEXTS.willStop(number) : STOP_TEXTS.willIgnore(count, number));
}

function commands(call: Call): void {
  const [, given = "", text = ""] = /^(\d*)\s*(.*)$/.exec(call.argument) ?? [];
  const last = call.experiment.breakpoints.at(-1);
  const number = given === "" && last !== undefined ? String(call.state.numberOf(last)) : given;
  const key = breakKey(numbered(call, number));
  if (text !== "") {
    const lines = text
      .split(";")
      .map((line) => line.trim())
      .filter((line) => line !== "" && line !== "end");
    call.state.commands.set(key, lines);
    return;
  }
  call.state.collecting = { key, lines: [] };
  call.print(STOP_TEXTS.typeCommands(number));
  call.print(STOP_TEXTS.endCommands);
}

/** Commands that set all of them again, whatever numbers they get. */
export function breakpointScript({ experiment, state }: Call): readonly string[] {
  return experiment.breakpoints.flatMap((place) => {
    const key = breakKey(place);
    const set = stopCommand(place);
    const lines = state.commands.get(key);
    return [
      state.temporary.has(key) ? set.replace(/^b /, "tbreak ") : set,
      ...(lines === undefined ? [] : ["commands", ...lines, "end"]),
      ...(place.ignore === undefined ? [] : [`ignore $bpnum ${place.ignore}`]),
      ...(place.off === true ? ["disable $bpnum"] : []),
    ];
  });
}

export function listBreakpoints(call: Call): void {
  list(call, call.experiment.breakpoints, STOP_LIST_TEXTS.none);
}

export function listWatchpoints(call: Call): void {
  list(
    call,
    call.experiment.breakpoints.filter(({ kind }) => kind === "watch"),
    STOP_LIST_TEXTS.noWatchpoints,
  );
}

const TYPE_WIDTH = 14;

function typeOf(place: BreakPlace): string {
  const { types } = STOP_LIST_TEXTS;
  return place.kind === "watch" ? types[place.access] : place.kind === "catch" ? types.catch : types.break;
}

function list({ experiment, state, print }: Call, places: readonly BreakPlace[], none: string): void {
  if (places.length === 0) return print(none);
  const width = Math.max(TYPE_WIDTH, ...places.map((place) => typeOf(place).length)) + 1;
  print(STOP_LIST_TEXTS.head(width));
  for (const place of places) {
    const key = breakKey(place);
    const disposition = state.temporary.has(key) ? "del " : "keep";
    const what = place.kind === "watch" ? place.target : place.kind === "catch" ? place.event : key;
    print(
      `${String(state.numberOf(place)).padEnd(8)}${typeOf(place).padEnd(width)}${disposition} ${place.off ? "n" : "y"}   ${addressColumn(experiment.addressOf(place), place)} ${what}`,
    );
    if (place.condition !== undefined) print(STOP_LIST_TEXTS.stopOnlyIf(place.condition));
    if (place.ignore !== undefined && place.ignore > 0) print(STOP_LIST_TEXTS.ignoreNext(place.ignore));
    for (const line of state.commands.get(key) ?? []) print(`        ${line}`);
  }
}

function addressColumn(address: bigint | undefined, { kind }: BreakPlace): string {
  if (kind === "watch" || kind === "catch") return " ".repeat(18);
  return address === undefined ? STOP_LIST_TEXTS.notInProgram : `0x${address.toString(16).padStart(16, "0")}`;
}

export const BREAKPOINTS: readonly Command[] = [
  {
    name: "break",
    aliases: ["b", "hbreak"],
    usage: "b [*]PLACE | [FILE:]LINE [if CONDITION]",
    help: COMMAND_HELP.break,
    example: "b do_nmi if nmi_run_count == 1",
    run: atOnce((call) => setPlace(call, false)),
  },
  {
    name: "tbreak",
    aliases: ["tb", "thbreak"],
    usage: "tbreak PLACE | LINE [if CONDITION]",
    help: COMMAND_HELP.tbreak,
    example: "tbreak do_nmi",
    run: atOnce((call) => setPlace(call, true)),
  },
  {
    name: "watch",
    aliases: [],
    usage: "watch VARIABLE | *ADDRESS | $REGISTER [if CONDITION]",
    help: COMMAND_HELP.watch,
    example: "watch *$rsp",
    run: atOnce((call) => watch(call, "write")),
  },
  {
    name: "rwatch",
    aliases: [],
    usage: "rwatch VARIABLE | *ADDRESS",
    help: COMMAND_HELP.rwatch,
    example: "rwatch nmi_run_count",
    run: atOnce((call) => watch(call, "read")),
  },
  {
    name: "awatch",
    aliases: [],
    usage: "awatch VARIABLE | *ADDRESS",
    help: COMMAND_HELP.awatch,
    example: "awatch *(int*)nmi_stack_top-40",
    run: atOnce((call) => watch(call, "access")),
  },
  {
    name: "catch",
    aliases: [],
    usage: `catch ${EVENT_NAMES.join("|")} [if CONDITION]`,
    help: COMMAND_HELP.catch,
    example: "catch overwritten",
    run: atOnce(catchEvent),
  },
  {
    name: "condition",
    aliases: ["cond"],
    usage: "condition N [CONDITION]",
    help: COMMAND_HELP.condition,
    example: "condition 1 $rax != 0",
    run: atOnce(condition),
  },
  {
    name: "ignore",
    aliases: [],
    usage: "ignore N COUNT",
    help: COMMAND_HELP.ignore,
    example: "ignore 1 2",
    run: atOnce(ignore),
  },
  {
    name: "commands",
    aliases: [],
    usage: "commands [N] [LINE; LINE]",
    help: COMMAND_HELP.commands,
    example: "commands 1 bt; p $rsp",
    run: atOnce(commands),
  },
  {
    name: "enable",
    aliases: ["en"],
    usage: "enable [N ...]",
    help: COMMAND_HELP.enable,
    example: "enable 1",
    run: atOnce((call) => enable(call, true)),
  },
  {
    name: "disable",
    aliases: ["dis"],
    usage: "disable [N ...]",
    help: COMMAND_HELP.disable,
    example: "disable 1",
    run: atOnce((call) => enable(call, false)),
  },
];

export const deleteBreakpoints = remove;
