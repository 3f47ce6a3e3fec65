// What Tab offers: commands, subjects of info, events, names of the program.

import { BODIES } from "../../scenario/bodies.ts";
import { WORKLOADS } from "../../scenario/scenario.ts";
import type { Experiment } from "../experiment.ts";
import { COMMANDS } from "./console.ts";
import { INFO_SUBJECTS } from "./info.ts";

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
  if (command === "info" || command === "i") return INFO_SUBJECTS;
  if (command === "help" || command === "h") return COMMANDS.map(({ name }) => name);
  if (command === "inject") return EVENT_WORDS;
  if (command.startsWith("sched")) return SCHEDULE_WORDS;
  if (command === "workload") return WORKLOADS;
  if (command === "explore") return EXPLORE_WORDS;
  if (command === "body") return BODIES.map(({ name }) => name);
  if (last.startsWith("$")) return ["$rip", "$rsp", "$rax", "$rbx", "$rcx", "$rdx", "$rsi", "$rdi", "$rbp", "$cr2"];
  const run = experiment.run;
  return run === undefined ? [] : [...run.program.naming.symbols.keys()];
}

function matching(words: readonly string[], beginning: string): readonly string[] {
  return words.filter((word) => word.startsWith(beginning)).toSorted();
}
