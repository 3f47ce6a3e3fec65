// One line typed: finds the command by its name, an alias or an unambiguous
// beginning, runs it, and teaches where it cannot.

import type { Experiment } from "../experiment.ts";
import { MAX_CONSOLE_LINES } from "../limits.ts";
import { plainText, sentenceOf, startSentence } from "../sentence/sentence.ts";
import type { ConsoleLine } from "../views.ts";
import { BREAKPOINTS } from "./breakpoints.ts";
import { atOnce, CommandError, runOf, type Call, type Command } from "./command.ts";
import { PICTURES } from "./context-view.ts";
import { DISPLAYS } from "./displays.ts";
import { EVENTS } from "./events.ts";
import { EXPLORING } from "./exploring.ts";
import { INFO } from "./info.ts";
import { nearestWord } from "./nearest-word.ts";
import { LOOKING } from "./looking.ts";
import { NOTES } from "./notes.ts";
import { PAGE_COMMANDS } from "./page.ts";
import { RUNNING } from "./running.ts";
import { SETTING_COMMANDS } from "./settings.ts";
import type { ConsoleState } from "./state.ts";
import { TRAVELLING } from "./travelling.ts";
import type { Sliced } from "../slices.ts";
import { COMMAND_HELP, HELP_TEXTS, REFUSED_COMMANDS } from "../texts/console-help.ts";
import { CONSOLE_TEXTS } from "../texts/console.ts";

const EXPLAIN: Command = {
  name: "explain",
  aliases: ["why"],
  usage: "explain",
  help: COMMAND_HELP.explain,
  example: "explain",
  run: atOnce(explain),
};

const HELP: Command = {
  name: "help",
  aliases: ["h", "?"],
  usage: "help [COMMAND]",
  help: COMMAND_HELP.help,
  example: "help watch",
  run: atOnce((call) => help(call)),
};

export const COMMANDS: readonly Command[] = [
  ...RUNNING,
  ...EVENTS,
  ...NOTES,
  ...LOOKING,
  ...INFO,
  ...BREAKPOINTS,
  ...EXPLORING,
  ...DISPLAYS,
  ...TRAVELLING,
  ...PICTURES,
  ...SETTING_COMMANDS,
  ...PAGE_COMMANDS,
  EXPLAIN,
  HELP,
];

/** An empty line repeats the last one, as in gdb; a line of a script may be a comment. */
export function* runCommand(experiment: Experiment, state: ConsoleState, line: string): Sliced<readonly ConsoleLine[]> {
  const lines: ConsoleLine[] = [];
  const repeats = line.trim() === "";
  const typed = repeats ? state.lastLine : line.trim();
  if (state.collecting !== undefined) {
    collect(state, line.trim());
    return lines;
  }
  if (typed === "" || typed.startsWith("#")) return lines;
  state.lastLine = typed;
  if (!repeats) state.typed.push(typed);
  const print = (text: string): void => {
    if (lines.length < MAX_CONSOLE_LINES) lines.push({ kind: "output", text });
    else if (lines.length === MAX_CONSOLE_LINES) lines.push({ kind: "output", text: CONSOLE_TEXTS.cutOff });
  };
  function* runLine(text: string, isRepeat = false): Sliced<void> {
    try {
      const { word, format, argument } = split(text);
      const command = findCommand(word);
      yield* command.run({ experiment, state, argument, format, repeats: isRepeat, print, runLine });
    } catch (error) {
      if (!(error instanceof CommandError)) throw error;
      lines.push({ kind: "error", text: error.message });
    }
  }
  yield* runLine(typed, repeats);
  return lines;
}

/** A line of `commands`, up to the line that ends them. */
function collect(state: ConsoleState, line: string): void {
  const { collecting } = state;
  if (collecting === undefined) return;
  state.typed.push(line);
  if (line !== "end") {
    if (line !== "") collecting.lines.push(line);
    return;
  }
  state.commands.set(collecting.key, collecting.lines);
  state.collecting = undefined;
}

/** "x/8gx $rsp" into command, format and argument. */
function split(line: string): { readonly word: string; readonly format: string; readonly argument: string } {
  const match = /^(\?|[A-Za-z][\w-]*|\S)(?:\/(\w*))?\s*(.*)$/.exec(line);
  return { word: match?.[1] ?? line, format: match?.[2] ?? "", argument: match?.[3] ?? "" };
}

function findCommand(word: string): Command {
  const exact = COMMANDS.find(({ name, aliases }) => name === word || aliases.includes(word));
  if (exact !== undefined) return exact;
  const candidates = COMMANDS.filter(({ name }) => name.startsWith(word));
  const [only] = candidates;
  if (only !== undefined && candidates.length === 1) return only;
  if (candidates.length > 1)
    throw new CommandError(
      CONSOLE_TEXTS.ambiguous(
        word,
        candidates.map(({ name }) => name),
      ),
    );
  const near = nearestWord(
    word,
    COMMANDS.flatMap(({ name, aliases }) => [name, ...aliases.filter((alias) => alias.length > 2)]),
  );
  throw new CommandError(CONSOLE_TEXTS.undefinedCommand(word, near));
}

function explain(call: Call): void {
  const run = runOf(call);
  const { lastStep, position } = run.timeline;
  const sentence = lastStep === undefined ? startSentence(run) : sentenceOf(run, position - 1, lastStep);
  call.print(plainText(sentence.what));
  const why = plainText(sentence.why);
  if (why !== "") call.print(why);
  for (const { step, property, summary, chain } of run.violations()) {
    if (step !== position - 1) continue;
    call.print(CONSOLE_TEXTS.broken(property, summary));
    for (const cause of chain) call.print(`  ${cause.step === undefined ? "" : `${cause.step}: `}${cause.text}`);
  }
}

const USAGE_WIDTH = 34;

function help(call: Call): void {
  if (call.argument !== "") {
    const { name, aliases, usage, help: text, example } = findCommand(call.argument.split(/\s+/)[0] ?? "");
    call.print(usage);
    call.print(`    ${text}`);
    call.print(`    ${HELP_TEXTS.example(example)}`);
    if (aliases.length > 0) call.print(`    ${HELP_TEXTS.also([name, ...aliases])}`);
    return;
  }
  call.print(HELP_TEXTS.intro);
  for (const { name, usage, help: text } of COMMANDS) {
    if (text.startsWith(name) || isRefused(name)) continue;
    call.print(`  ${usage.length < USAGE_WIDTH ? usage.padEnd(USAGE_WIDTH) : `${usage}  `}${text}`);
  }
}

const isRefused = (name: string): boolean => name in REFUSED_COMMANDS;
