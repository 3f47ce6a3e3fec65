// What a command is: its words, its options, what it does. The help is made from
// this, so that it cannot say anything else.

import type { Terminal } from "./terminal.ts";

export interface OptionSpec {
  readonly type: "string" | "boolean";
  readonly short?: string;
  /** What stands for the value in the help. */
  readonly value?: string;
  readonly multiple?: true;
  readonly help: string;
}

/** The command line, taken apart and checked against the command's options. */
export interface Arguments {
  readonly words: readonly string[];
  text(name: string): string | undefined;
  texts(name: string): readonly string[];
  has(name: string): boolean;
}

export interface Surroundings {
  readonly terminal: Terminal;
  /** Path of core.wasm. */
  readonly core: string;
  /** Path of table.wasm and of the script of threads that help a search; without them one searches alone. */
  readonly table?: string | undefined;
  readonly helper?: string | undefined;
}

export interface Command {
  readonly name: string;
  /** After the name: "HANDLER". */
  readonly words: string;
  readonly fewest: number;
  readonly most: number;
  readonly summary: string;
  /** More, below the options. */
  readonly notes?: string;
  readonly options: Readonly<Record<string, OptionSpec>>;
  /** Exit status. */
  run(args: Arguments, around: Surroundings): Promise<number> | number;
}
