// Commands that look: p, x, info registers, disassemble, list, bt.

import { flagNames } from "../meaning.ts";
import type { Run } from "../run.ts";
import type { ListingLine } from "../views.ts";
import { atOnce, CommandError, runOf, type Call, type Command } from "./command.ts";
import { evaluate, evaluateValue, readBytes } from "./expression.ts";
import { addressWords, codeLine, formatValue, hex, hexOfSize } from "./format.ts";
import { bracketed } from "./info.ts";
import { addressOf } from "./places.ts";
import { SETTING_TEXTS } from "../texts/console.ts";
import { MAX_CONSOLE_LINES } from "../limits.ts";
import { COMMAND_HELP } from "../texts/console-help.ts";
import { LOOKING_TEXTS } from "../texts/console-looks.ts";

const SIZES: Readonly<Record<string, number>> = { b: 1, h: 2, w: 4, g: 8 };
const LETTERS = "xduotaciz";
const WHOLE_PAGE = 4096;

function print(call: Call): void {
  const run = runOf(call);
  const { argument, format, state } = call;
  if (/[^=!<>]=(?!=)/.test(argument)) throw new CommandError(SETTING_TEXTS.cannotSet);
  const value = evaluateValue(argument === "" ? "$" : argument, { run, state });
  if (format !== "" && (format.length > 1 || !LETTERS.includes(format)))
    throw new CommandError(LOOKING_TEXTS.badPrintFormat(format));
  state.values.push(value);
  if (format === "" && /^\$(?:e|r)?flags$/.test(argument))
    return call.print(`$${state.values.length} = ${bracketed(flagNames(value))}`);
  const letter = format === "" ? (run.program.naming.find(value) === undefined ? plainLetter(value) : "a") : format;
  call.print(`$${state.values.length} = ${formatValue(run, value, letter, 8)}`);
}

/** Addresses and masks read better in hexadecimal, counts in decimal. */
function plainLetter(value: bigint): string {
  return BigInt.asIntN(64, value) >= -0xffffn && BigInt.asIntN(64, value) <= 0xffffffffn ? "d" : "x";
}

function examine(call: Call): void {
  const run = runOf(call);
  const { argument, format, state } = call;
  const { count, letter, sizeBytes } = examineFormat(call, format);
  const address =
    argument === "" || (call.repeats && state.examineNext !== undefined)
      ? state.examineNext
      : evaluate(argument, { run, state });
  if (address === undefined) throw new CommandError(LOOKING_TEXTS.addressRequired);
  if (letter === "i") {
    state.examineNext = examineCode(call, run, address, count);
    return;
  }
  state.examine = { letter, sizeBytes };
  const perRow = sizeBytes === 8 ? 2 : sizeBytes === 4 ? 4 : 8;
  for (let done = 0; done < count; done += perRow) {
    const from = address + BigInt(done * sizeBytes);
    const cells: string[] = [];
    for (let n = done; n < Math.min(count, done + perRow); n++) {
      const value = readBytes(run, address + BigInt(n * sizeBytes), sizeBytes);
      cells.push(letter === "x" ? hexOfSize(value, sizeBytes) : formatValue(run, value, letter, sizeBytes));
    }
    call.print(`${addressWords(run, from)}:\t${cells.join("\t")}`);
  }
  state.examineNext = address + BigInt(count * sizeBytes);
}

function examineFormat(
  { state }: Call,
  format: string,
): { readonly count: number; readonly letter: string; readonly sizeBytes: number } {
  const match = /^(\d*)([a-z]*)$/.exec(format);
  if (match === null) throw new CommandError(LOOKING_TEXTS.badFormat(format));
  let { letter, sizeBytes } = state.examine;
  for (const character of match[2] ?? "") {
    const size = SIZES[character];
    if (size !== undefined) sizeBytes = size;
    else if (LETTERS.includes(character)) letter = character;
    else throw new CommandError(LOOKING_TEXTS.badLetter(character, format));
  }
  const count = match[1] === "" || match[1] === undefined ? 1 : Number(match[1]);
  if (count > WHOLE_PAGE) throw new CommandError(LOOKING_TEXTS.tooMuch(count, WHOLE_PAGE));
  if (letter === "a") sizeBytes = 8;
  return { count, letter, sizeBytes };
}

function examineCode(call: Call, run: Run, address: bigint, count: number): bigint {
  let at = address;
  for (let n = 0; n < count; n++) {
    const line = run.program.lines.get(at);
    if (line === undefined) throw new CommandError(LOOKING_TEXTS.noInstruction(`0x${at.toString(16)}`));
    call.print(codeLine(run, at, call.state.flavor));
    at += BigInt(line.bytes.length);
  }
  return at;
}

function disassemble(call: Call): void {
  const run = runOf(call);
  const { argument } = call;
  const slashed = /^((?:\/[a-z]+\s*)*)(.*)$/.exec(argument);
  const letters = call.format + (slashed?.[1] ?? "").replaceAll(/[\s/]/g, "");
  const unknown = [...letters].find((letter) => !"rsm".includes(letter));
  if (unknown !== undefined) throw new CommandError(LOOKING_TEXTS.badModifier(unknown));
  const { title, lines } = dumped(call, slashed?.[2] ?? "");
  const source = run.program.source.text.split("\n");
  call.print(title);
  let lastLine: number | undefined;
  for (const { address, bytes, line } of lines.slice(0, MAX_CONSOLE_LINES)) {
    if (!letters.includes("r") && !letters.includes("s") && !letters.includes("m")) {
      call.print(codeLine(run, address, call.state.flavor));
      continue;
    }
    if (line !== undefined && line !== lastLine && !/^r*$/.test(letters))
      call.print(`${line}\t${source[line - 1] ?? ""}`);
    lastLine = line;
    call.print(
      letters.includes("r")
        ? codeLine(run, address, call.state.flavor, bytesWords(bytes))
        : codeLine(run, address, call.state.flavor),
    );
  }
  call.print(LOOKING_TEXTS.dumpEnd);
}

/** The whole handler around RIP or from its entry; from another label to the next; START,END and START,+LENGTH. */
function dumped(call: Call, place: string): { readonly title: string; readonly lines: readonly ListingLine[] } {
  const run = runOf(call);
  const { program, timeline } = run;
  const all = [...program.lines.values()];
  const range = /^(.*?),\s*(\+?)\s*(.*)$/.exec(place);
  if (range !== null) {
    const from = evaluate(range[1] ?? "", { run, state: call.state });
    const end = evaluate(range[3] ?? "", { run, state: call.state });
    const to = range[2] === "+" ? from + end : end;
    const lines = all.filter(({ address }) => address >= from && address < to);
    return { title: LOOKING_TEXTS.dumpOfRange(hex(from), hex(to)), lines };
  }
  const around = place === "" ? timeline.machine.registers().rip : addressOf(call, place);
  const label = program.naming.find(around)?.split("+")[0];
  if (label === undefined) throw new CommandError(LOOKING_TEXTS.noFunction);
  const { handler } = program.listing;
  const [first] = handler;
  const isInside = handler.some(({ address }) => address === around);
  if (first !== undefined && (around === first.address || (place === "" && isInside)))
    return { title: LOOKING_TEXTS.dumpOf(first.place), lines: handler };
  return { title: LOOKING_TEXTS.dumpOf(label), lines: all.filter((line) => line.place.split("+")[0] === label) };
}

function bytesWords(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join(" ");
}

const LISTED_LINES = 10;

function listSource(call: Call): void {
  const run = runOf(call);
  const { state } = call;
  const source = run.program.source.text.split("\n");
  const { rip } = run.timeline.machine.registers();
  const goesOn = call.repeats && state.listNext !== undefined ? state.listNext + LISTED_LINES / 2 : undefined;
  const given =
    goesOn !== undefined ? goesOn : /^\d+$/.test(call.argument) ? Number(call.argument) : labelLine(run, call.argument);
  const line = given ?? run.program.lines.get(rip)?.line;
  if (line === undefined) throw new CommandError(LOOKING_TEXTS.ripElsewhere);
  const current = run.program.lines.get(rip)?.line;
  const from = Math.max(1, line - LISTED_LINES / 2);
  if (from > source.length) throw new CommandError(LOOKING_TEXTS.lineOutOfRange(from, source.length));
  state.listNext = from + LISTED_LINES;
  for (let n = from; n < Math.min(source.length + 1, from + LISTED_LINES); n++)
    call.print(`${n}${n === current ? " =>" : ""}\t${source[n - 1] ?? ""}`);
}

function labelLine(run: Run, label: string): number | undefined {
  if (label === "") return undefined;
  const found = run.program.listing.handler.find(({ labels }) => labels.includes(label));
  if (found === undefined) throw new CommandError(LOOKING_TEXTS.noLabel(label));
  return found.line;
}

/** From the running context outwards, each with the frame it is to return through. */
export function printBacktrace(call: Call): void {
  const run = runOf(call);
  const { timeline } = run;
  const { tracker, position } = timeline;
  call.print(`#0  ${frameLine(run, timeline.machine.registers().rip)}`);
  let context = tracker.contexts.find(tracker.steps.running(position));
  for (let level = 1; context !== undefined && context.interrupted !== undefined; level++) {
    const frame = tracker.frames.of(context.id);
    const facts = frame === undefined ? undefined : tracker.frames.facts(frame, context, position);
    const fate = facts === undefined || facts.state === "live" ? undefined : facts.state;
    call.print(LOOKING_TEXTS.deliveredAt(context.name, context.enteredAt, fate));
    const rip = frame?.words.find(({ role }) => role === "RIP");
    if (rip !== undefined) call.print(`#${level}  ${frameLine(run, tracker.writes.value(rip.write))}`);
    context = tracker.contexts.find(context.interrupted);
  }
}

function frameLine(run: Run, rip: bigint): string {
  return `0x${rip.toString(16).padStart(16, "0")} in ${run.program.naming.find(rip) ?? "??"} ()`;
}

export const LOOKING: readonly Command[] = [
  {
    name: "print",
    aliases: ["p", "inspect"],
    usage: "p[/FMT] EXPR",
    help: COMMAND_HELP.print,
    example: "p/x $rsp",
    run: atOnce(print),
  },
  {
    name: "x",
    aliases: [],
    usage: "x/NFU ADDRESS",
    help: COMMAND_HELP.x,
    example: "x/4gx $rsp",
    run: atOnce(examine),
  },
  {
    name: "disassemble",
    aliases: ["disas"],
    usage: "disassemble[/r][/s] [PLACE | FROM,TO | FROM,+BYTES]",
    help: COMMAND_HELP.disassemble,
    example: "disassemble/r",
    run: atOnce(disassemble),
  },
  {
    name: "list",
    aliases: ["l"],
    usage: "list [LINE | LABEL]",
    help: COMMAND_HELP.list,
    example: "list",
    run: atOnce(listSource),
  },
  {
    name: "backtrace",
    aliases: ["bt", "where"],
    usage: "bt",
    help: COMMAND_HELP.backtrace,
    example: "bt",
    run: atOnce(printBacktrace),
  },
];
