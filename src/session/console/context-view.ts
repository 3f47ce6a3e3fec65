// A whole picture in the console, as pwndbg draws it: telescope, stack, context.

import { GENERAL_REGISTERS } from "../../machine/types.ts";
import { flagNames } from "../meaning.ts";
import { NO_WRITE } from "../history/write-log.ts";
import type { Run } from "../run.ts";
import { atOnce, CommandError, runOf, type Call, type Command } from "./command.ts";
import { evaluate, readBytes } from "./expression.ts";
import { codeLine, hex } from "./format.ts";
import { printBacktrace } from "./looking.ts";
import { COMMAND_HELP } from "../texts/console-help.ts";
import { PICTURE_TEXTS } from "../texts/console-looks.ts";

const ROWS = 8;
const MOST_ROWS = 512;

/** "00:0000| rsp 0x... (T-40) -> 0x... <workload+0>   RIP, by NMI 1 at step 0" */
function telescope(call: Call, address: bigint, count: number): void {
  const run = runOf(call);
  const registers = run.timeline.machine.registers();
  for (let n = 0; n < count; n++) {
    const at = address + BigInt(8 * n);
    if (n > 0 && run.timeline.machine.read(at, 8) === undefined) return;
    const names = GENERAL_REGISTERS.filter((name) => registers[name] === at);
    const row = n.toString(16).padStart(2, "0");
    const offset = (8 * n).toString(16).padStart(4, "0");
    call.print(
      `${row}:${offset}| ${names.join(" ").padEnd(3)} ${hex(at)} (${run.meaning.place(at)}) -> ${valueWords(run, at)}`,
    );
  }
}

function valueWords(run: Run, at: bigint): string {
  const value = readBytes(run, at, 8);
  const { writes, contexts } = run.timeline.tracker;
  const write = writes.lastBefore(at & ~7n, run.timeline.position);
  const symbol = run.program.naming.angle(value);
  const pointer = symbol === "" ? run.meaning.pointer(value, at) : "";
  const meaning = symbol === "" ? (pointer === "" ? "" : ` (${pointer})`) : ` ${symbol}`;
  if (write === NO_WRITE) return PICTURE_TEXTS.neverWritten(`${hex(value)}${meaning}`);
  const role = writes.role(write);
  return PICTURE_TEXTS.writtenBy(
    `${hex(value)}${meaning}`,
    role,
    contexts.name(writes.context(write)),
    writes.step(write),
  );
}

function runTelescope(call: Call): void {
  const run = runOf(call);
  const [, expression = "", given = ""] = /^(.*?)(?:\s+(\d+))?$/.exec(call.argument) ?? [];
  const address =
    expression === "" ? run.timeline.machine.registers().rsp : evaluate(expression, { run, state: call.state });
  telescope(call, address, rowsOf(given));
}

function rowsOf(text: string): number {
  const count = text === "" ? ROWS : /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (!(count >= 1 && count <= MOST_ROWS)) throw new CommandError(PICTURE_TEXTS.badRows(MOST_ROWS));
  return count;
}

const AHEAD = 5;

function context(call: Call): void {
  const run = runOf(call);
  const { timeline, program } = run;
  const registers = timeline.machine.registers();
  call.print(PICTURE_TEXTS.registers);
  for (const name of [...GENERAL_REGISTERS, "rip" as const]) {
    const changed = timeline.lastStep?.changes.some((change) => change.name === name) === true ? "*" : " ";
    const meaning = run.meaning.register(name, registers[name]);
    call.print(
      `${changed}${name.toUpperCase().padEnd(4)} ${hex(registers[name])}${meaning === "" ? "" : ` (${meaning})`}`,
    );
  }
  call.print(` FLAGS ${hex(registers.rflags)} [ ${stripOfFlags(registers.rflags)} ]`);
  call.print(PICTURE_TEXTS.code);
  let at = registers.rip;
  for (let n = 0; n < AHEAD; n++) {
    const line = program.lines.get(at);
    if (line === undefined) break;
    call.print(codeLine(run, at, call.state.flavor));
    at += BigInt(line.bytes.length);
  }
  call.print(PICTURE_TEXTS.stack);
  telescope(call, registers.rsp, ROWS);
  call.print(PICTURE_TEXTS.backtrace);
  printBacktrace(call);
}

const STRIP = ["CF", "PF", "AF", "ZF", "SF", "TF", "IF", "DF", "OF"];

/** gef's: set ones in capitals. */
function stripOfFlags(rflags: bigint): string {
  const set = new Set(flagNames(rflags).split(" "));
  return STRIP.map((name) => (set.has(name) ? name : name.toLowerCase())).join(" ");
}

export const PICTURES: readonly Command[] = [
  {
    name: "telescope",
    aliases: ["tele"],
    usage: "telescope [ADDRESS] [N]",
    help: COMMAND_HELP.telescope,
    example: "telescope $rsp 5",
    run: atOnce(runTelescope),
  },
  {
    name: "stack",
    aliases: [],
    usage: "stack [N]",
    help: COMMAND_HELP.stack,
    example: "stack 5",
    run: atOnce((call) => telescope(call, runOf(call).timeline.machine.registers().rsp, rowsOf(call.argument))),
  },
  {
    name: "context",
    aliases: ["ctx"],
    usage: "context",
    help: COMMAND_HELP.context,
    example: "context",
    run: atOnce(context),
  },
];
