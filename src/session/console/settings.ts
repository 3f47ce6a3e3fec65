// set and show; what is refused, and what to do instead; saving the typed lines.

import { atOnce, CommandError, type Call, type Command } from "./command.ts";

export const SET_STATE =
  "Registers and memory cannot be set: a run follows from its program and schedule alone, so that a link repeats it. Write the change as an instruction in the handler (movq $1, %rax), choose another workload, body or option, or inject an event.";

const SETTINGS = ["exec-direction", "disassembly-flavor"] as const;

function set(call: Call): void {
  const { argument, state } = call;
  const [name = "", value = ""] = argument.split(/[\s=]+/);
  if (argument === "") throw new CommandError(`set takes a setting: ${SETTINGS.join(", ")}.`);
  if (name.startsWith("$") || name.startsWith("{") || name.startsWith("*") || name === "var" || name === "variable")
    throw new CommandError(SET_STATE);
  if (name === "exec-direction") {
    if (value !== "forward" && value !== "reverse")
      throw new CommandError("set exec-direction takes forward or reverse.");
    state.backwards = value === "reverse";
  } else if (name === "disassembly-flavor") {
    if (value !== "att" && value !== "intel") throw new CommandError("set disassembly-flavor takes att or intel.");
    state.flavor = value;
    call.experiment.setFlavor(value);
  } else if (["pagination", "confirm", "height", "width", "logging"].includes(name)) return;
  else throw new CommandError(`There is no setting "${name}": there are ${SETTINGS.join(", ")}.`);
}

function show(call: Call): void {
  const { argument, state } = call;
  if (argument === "" || "exec-direction".startsWith(argument)) call.print(state.backwards ? "Backwards." : "Forward.");
  if (argument === "" || "disassembly-flavor".startsWith(argument))
    call.print(`The disassembly flavor is "${state.flavor}".`);
  if (argument === "commands" || argument === "history")
    for (const [n, line] of state.typed.entries()) call.print(`${String(n + 1).padStart(5)}  ${line}`);
}

/** Typed lines as a file; pasted into the console, they run again. */
function save(call: Call): void {
  const name = call.argument === "" ? "nmi-stepper" : call.argument.replace(/\.(?:gdb|txt)$/, "");
  if (!/^[\w][\w.-]{0,60}$/.test(name))
    throw new CommandError("save takes a name of letters, digits, - and _: save lost-nmi.");
  const lines = call.state.typed.filter((line) => !/^(?:save|show)\b/.test(line));
  if (lines.length === 0) throw new CommandError("Nothing has been typed yet that could be saved.");
  const text = ["# NMI Stepper console: paste these lines to run them again", ...lines, ""].join("\n");
  call.state.file = { name: `${name}.gdb`, bytes: asciiBytes(text), how: ["Paste its lines into the console."] };
  call.print(`${lines.length} ${lines.length === 1 ? "line" : "lines"} saved as ${name}.gdb.`);
}

/** What is not ASCII was refused by the commands, and is of no use to them. */
function asciiBytes(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => Math.min(0x7f, character.codePointAt(0) ?? 0));
}

function refusal(name: string, aliases: readonly string[], why: string): Command {
  return { name, aliases, usage: name, help: why, example: name, run: atOnce((call) => call.print(why)) };
}

export const SETTING_COMMANDS: readonly Command[] = [
  {
    name: "set",
    aliases: [],
    usage: "set SETTING VALUE",
    help: "set exec-direction forward|reverse: which way si, ni, c and finish go. set disassembly-flavor att|intel: how instructions are shown; kept in this browser. Registers and memory cannot be set.",
    example: "set exec-direction reverse",
    run: atOnce(set),
  },
  {
    name: "show",
    aliases: [],
    usage: "show [SETTING | commands]",
    help: "Settings, or the lines typed so far.",
    example: "show commands",
    run: atOnce(show),
  },
  {
    name: "save",
    aliases: [],
    usage: "save [NAME]",
    help: "Save the lines typed so far as a script; pasted into the console, it runs again.",
    example: "save lost-nmi",
    run: atOnce(save),
  },
  refusal(
    "jump",
    [],
    "jump is refused: a run follows from its scenario alone, so that a link repeats it. Change the source (jmp LABEL), or go to the place: advance LABEL, seek N.",
  ),
  refusal(
    "call",
    [],
    "call is refused: a run follows from its scenario alone, so that a link repeats it. Write the call in the handler.",
  ),
  refusal(
    "return",
    [],
    "return is refused: a run follows from its scenario alone, so that a link repeats it. finish goes to where the handler has returned.",
  ),
  refusal(
    "frame",
    ["f", "up", "down"],
    "No frame is selected here: the CPU has one set of registers. bt tells whom each interrupted, info frame what it returns to; finish and reverse-finish go there.",
  ),
  refusal(
    "exec",
    ["compile"],
    "exec is refused: a run follows from its scenario alone, so that a link repeats it. Write the instruction in the handler: with the schedule kept, the run is made anew at once.",
  ),
  refusal(
    "quit",
    ["q", "kill", "k", "exit", "detach"],
    "There is nothing to quit: the page keeps everything in its link.",
  ),
];
