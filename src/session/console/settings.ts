// set and show; what is refused, and what to do instead; saving typed lines and breakpoints.

import { atOnce, CommandError, type Call, type Command } from "./command.ts";
import { breakpointScript } from "./breakpoints.ts";
import { COMMAND_HELP, REFUSED_COMMANDS } from "../texts/console-help.ts";
import { SETTING_TEXTS } from "../texts/console.ts";

export const SETTINGS = ["exec-direction", "disassembly-flavor"] as const;

function set(call: Call): void {
  const { argument, state } = call;
  const [name = "", value = ""] = argument.split(/[\s=]+/);
  if (argument === "") throw new CommandError(SETTING_TEXTS.takesSetting(SETTINGS));
  if (name.startsWith("$") || name.startsWith("{") || name.startsWith("*") || name === "var" || name === "variable")
    throw new CommandError(SETTING_TEXTS.cannotSet);
  if (name === "exec-direction") {
    if (value !== "forward" && value !== "reverse") throw new CommandError(SETTING_TEXTS.takesDirection);
    state.backwards = value === "reverse";
  } else if (name === "disassembly-flavor") {
    if (value !== "att" && value !== "intel") throw new CommandError(SETTING_TEXTS.takesFlavor);
    state.flavor = value;
    call.experiment.setFlavor(value);
  } else if (["pagination", "confirm", "height", "width", "logging"].includes(name)) return;
  else throw new CommandError(SETTING_TEXTS.noSetting(name, SETTINGS));
}

function show(call: Call): void {
  const { argument, state } = call;
  if (argument === "" || "exec-direction".startsWith(argument)) call.print(SETTING_TEXTS.direction(state.backwards));
  if (argument === "" || "disassembly-flavor".startsWith(argument)) call.print(SETTING_TEXTS.flavor(state.flavor));
  if (argument === "commands" || argument === "history")
    for (const [n, line] of state.typed.entries()) call.print(`${String(n + 1).padStart(5)}  ${line}`);
}

/** Typed lines, or what sets the breakpoints, as a file; pasted into the console, they run again. */
function save(call: Call): void {
  const [, breakpoints, given = ""] = /^(breakpoints?(?=\s|$))?\s*(.*)$/.exec(call.argument) ?? [];
  const name = given === "" ? (breakpoints ?? "nmi-stepper") : given.replace(/\.(?:gdb|txt)$/, "");
  if (!/^[\w][\w.-]{0,60}$/.test(name)) throw new CommandError(SETTING_TEXTS.takesName);
  const file = `${name}.gdb`;
  if (breakpoints === undefined) {
    const lines = call.state.typed.filter((line) => !/^(?:save|show)\b/.test(line));
    if (lines.length === 0) throw new CommandError(SETTING_TEXTS.nothingTyped);
    saveScript(call, file, lines);
    call.print(SETTING_TEXTS.saved(lines.length, file));
    return;
  }
  const count = call.experiment.breakpoints.length;
  if (count === 0) throw new CommandError(SETTING_TEXTS.noBreakpoints);
  saveScript(call, file, breakpointScript(call));
  call.print(SETTING_TEXTS.savedBreakpoints(count, file));
}

function saveScript(call: Call, name: string, lines: readonly string[]): void {
  const text = [SETTING_TEXTS.fileHead, ...lines, ""].join("\n");
  call.state.file = { name, bytes: asciiBytes(text), how: [SETTING_TEXTS.howToRun] };
}

/** What is not ASCII was refused by the commands, and is of no use to them. */
function asciiBytes(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => Math.min(0x7f, character.codePointAt(0) ?? 0));
}

function refusal(name: keyof typeof REFUSED_COMMANDS, aliases: readonly string[]): Command {
  const why = REFUSED_COMMANDS[name];
  return { name, aliases, usage: name, help: why, example: name, run: atOnce((call) => call.print(why)) };
}

export const SETTING_COMMANDS: readonly Command[] = [
  {
    name: "set",
    aliases: [],
    usage: "set SETTING VALUE",
    help: COMMAND_HELP.set,
    example: "set exec-direction reverse",
    run: atOnce(set),
  },
  {
    name: "show",
    aliases: [],
    usage: "show [SETTING | commands]",
    help: COMMAND_HELP.show,
    example: "show commands",
    run: atOnce(show),
  },
  {
    name: "save",
    aliases: [],
    usage: "save [breakpoints] [NAME]",
    help: COMMAND_HELP.save,
    example: "save lost-nmi",
    run: atOnce(save),
  },
  refusal("jump", []),
  refusal("call", []),
  refusal("return", []),
  refusal("frame", ["f", "up", "down"]),
  refusal("exec", ["compile"]),
  refusal("quit", ["q", "kill", "k", "exit", "detach"]),
];
