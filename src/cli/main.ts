// The command line's entry: finds the command, takes its options apart, runs it.
// Exit status: 0 all well or holds, 1 violated, 2 bad usage or input, 3 incomplete.

import type { Command, Surroundings } from "./command.ts";
import { asm } from "./commands/asm.ts";
import { disasm } from "./commands/disasm.ts";
import { exportElf } from "./commands/export.ts";
import { explore } from "./commands/explore.ts";
import { link } from "./commands/link.ts";
import { list } from "./commands/list.ts";
import { matrix } from "./commands/matrix.ts";
import { merge } from "./commands/merge.ts";
import { minimise } from "./commands/minimise.ts";
import { needed } from "./commands/needed.ts";
import { open } from "./commands/open.ts";
import { run } from "./commands/run.ts";
import { helpOf, helpOfAll } from "./help.ts";
import { advice, parseArguments } from "./parse.ts";
import { processTerminal } from "./process-terminal.ts";
import { Refusal, type Terminal } from "./terminal.ts";

const COMMANDS: readonly Command[] = [
  list,
  asm,
  disasm,
  run,
  explore,
  merge,
  matrix,
  minimise,
  needed,
  link,
  open,
  exportElf,
];

const BAD_USAGE = 2;

async function dispatch(args: readonly string[], around: Surroundings): Promise<number> {
  const [name, ...rest] = args;
  const { terminal } = around;
  if (name === undefined) {
    terminal.error(helpOfAll(COMMANDS));
    return BAD_USAGE;
  }
  if (name === "--help" || name === "-h" || name === "help") {
    const about = COMMANDS.find((command) => command.name === rest[0]);
    terminal.out(about === undefined ? helpOfAll(COMMANDS) : helpOf(about));
    return 0;
  }
  const command = COMMANDS.find((one) => one.name === name);
  if (command === undefined) {
    const known = COMMANDS.map((one) => one.name);
    throw new Refusal(
      `no command "${name}".${advice(name, known)} There are: ${known.join(", ")}. See: nmi-stepper --help`,
    );
  }
  const parsed = parseArguments(command, rest);
  if (parsed.has("help")) {
    terminal.out(helpOf(command));
    return 0;
  }
  return command.run(parsed, around);
}

/** Runs one command line; gives its exit status. */
export async function main(
  args: readonly string[],
  options: Pick<Surroundings, "core" | "table" | "helper">,
  terminal: Terminal = processTerminal(),
): Promise<number> {
  try {
    return await dispatch(args, { ...options, terminal });
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    terminal.error(`nmi-stepper: ${error.message}\n`);
    return BAD_USAGE;
  }
}
