// What Tab offers: commands, subjects of info, events, names of the program.

import { BODIES } from "../../scenario/bodies.ts";
import { WORKLOADS } from "../../scenario/scenario.ts";
import type { Experiment } from "../experiment.ts";
import { EVENT_NAMES } from "./breakpoints.ts";
import { COMMANDS } from "./console.ts";
import { GDB_NAMES, INFO_SUBJECTS } from "./info.ts";
import { ALL_REGISTERS } from "./register-names.ts";

const MOST_WORDS = 60;
const EVENT_WORDS = ["nmi", "pf", "db", "bp", "mc", "gp", "irq(32)"];
const EXPLORE_WORDS = ["nmis=", "faults=", "machine-checks=", "fault-points="];
const SCHEDULE_WORDS = ["add", "set", "drop", "on", "off", "move"];

/** Whole words that can stand at the end of the line. */
export function complete(experiment: Experiment, line: string): readonly string[] {
  const words = line.trimStart().split(/\s+/);
  const last = words.at(-1) ?? "";
  if (words.length <= 1)
    return matching(
      COMMANDS.map(({ name }) => name),
      last,
    );
  const command = words[0] ?? "";
  return matching(candidates(experiment, command, last), last).slice(0, MOST_WORDS);
}

function candidates(experiment: Experiment, command: string, last: string): readonly string[] {
  const name = COMMANDS.find((known) => known.name === command || known.aliases.includes(command))?.name ?? command;
  const fixed = FIXED[name];
  if (fixed !== undefined) return fixed();
  const run = experiment.run;
  const symbols = run === undefined ? [] : [...run.program.naming.symbols.keys()];
  // "*sym", "$rsp+sym", "(sym": what stands before the name stays.
  const before = /^(.*[*&+\-(=<>!])?([$\w.]*)$/.exec(last)?.[1] ?? "";
  return [...REGISTERS, ...symbols].map((word) => before + word);
}

const commandNames = (): readonly string[] => COMMANDS.map(({ name }) => name);
const REGISTERS = ALL_REGISTERS.map((name) => `$${GDB_NAMES[name] ?? name}`);

const FIXED: Readonly<Record<string, () => readonly string[]>> = {
  info: () => INFO_SUBJECTS,
  help: commandNames,
  inject: () => EVENT_WORDS,
  schedule: () => SCHEDULE_WORDS,
  workload: () => WORKLOADS,
  explore: () => EXPLORE_WORDS,
  body: () => BODIES.map(({ name }) => name),
  catch: () => EVENT_NAMES,
  set: () => ["exec-direction", "forward", "reverse", "disassembly-flavor", "att", "intel"],
  show: () => ["commands", "exec-direction", "disassembly-flavor"],
  violation: () => ["next", "previous"],
  ugo: () => ["start", "end"],
};

function matching(words: readonly string[], beginning: string): readonly string[] {
  return words.filter((word) => word.startsWith(beginning)).toSorted();
}
