// What a console command is: names, help, and what it may touch.

import type { Experiment } from "../experiment.ts";
import type { Run } from "../run.ts";
import type { ConsoleState } from "./state.ts";
import type { Sliced } from "../slices.ts";
import { CONSOLE_TEXTS } from "../texts/console.ts";
import { NO_RUN } from "../texts/moves.ts";

/** A message for the user in the place of a result. */
export class CommandError extends Error {
  override name = "CommandError";
}

export interface Call {
  readonly experiment: Experiment;
  readonly state: ConsoleState;
  /** What stands behind the command's name, trimmed. */
  readonly argument: string;
  /** "8gx" of x/8gx. */
  readonly format: string;
  /** An empty line asked for the last command again: x and list go on. */
  readonly repeats: boolean;
  readonly print: (line: string) => void;
  /** Another line, as if it had been typed; its errors are printed. */
  readonly runLine: (line: string) => Sliced<void>;
}

export interface Command {
  readonly name: string;
  readonly aliases: readonly string[];
  /** "si [N]" */
  readonly usage: string;
  readonly help: string;
  /** A line that works on most runs. */
  readonly example: string;
  /** Yields the steps known while it works. */
  run(call: Call): Sliced<void>;
}

/** For commands that do not take long. */
export function atOnce(run: (call: Call) => void): Command["run"] {
  // oxlint-disable-next-line require-yield -- it has nothing to wait for
  return function* immediately(call) {
    run(call);
  };
}

export function runOf({ experiment }: Call): Run {
  if (experiment.run === undefined) throw new CommandError(NO_RUN);
  return experiment.run;
}

/** A count such as `si 3`; one if it is left out. */
export function countOf(argument: string): number {
  if (argument === "") return 1;
  if (!/^\d+$/.test(argument)) throw new CommandError(CONSOLE_TEXTS.badCount(argument));
  return Number(argument);
}
