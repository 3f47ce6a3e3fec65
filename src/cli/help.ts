// The help, of all commands and of one.

import type { Command } from "./command.ts";

function columns(rows: readonly (readonly [left: string, right: string])[]): string {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}\n`).join("");
}

export function helpOfAll(commands: readonly Command[]): string {
  return `nmi-stepper COMMAND ...: nested NMI handlers on an emulated x86-64, step by step.

${columns(commands.map(({ name, words, summary }) => [`${name} ${words}`.trim(), summary]))}
HANDLER is a built-in handler's name (see list), a .S file, a scenario file (JSON),
or a link. - is standard input or output. Each command has its own --help.

Exit status: 0 all well or holds, 1 violated, 2 bad usage or input, 3 incomplete.
`;
}

export function helpOf(command: Command): string {
  const { name, words, summary, notes, options } = command;
  const rows = Object.entries(options).map(([option, { short, value, help }]): [string, string] => [
    `${short === undefined ? "" : `-${short}, `}--${option}${value === undefined ? "" : ` ${value}`}`,
    help,
  ]);
  rows.push(["-h, --help", "this text"]);
  const usage = `nmi-stepper ${name} ${words}${words === "" ? "" : " "}[OPTION ...]`;
  return `${usage}\n\n${summary[0]?.toUpperCase()}${summary.slice(1)}.\n\n${columns(rows)}${notes === undefined ? "" : `\n${notes}\n`}`;
}
