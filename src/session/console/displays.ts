// display: expressions shown again after every move.

import { atOnce, CommandError, runOf, type Call, type Command } from "./command.ts";
import { evaluate, evaluateValue, readBytes } from "./expression.ts";
import { addressWords, codeLine, formatValue, hexOfSize } from "./format.ts";
import type { Display } from "./state.ts";
import { COMMAND_HELP } from "../texts/console-help.ts";
import { DISPLAY_TEXTS, LOOKING_TEXTS } from "../texts/console-looks.ts";

const SIZES: Readonly<Record<string, number>> = { b: 1, h: 2, w: 4, g: 8 };
const PRINTED = "xduotacz";
const MOST_ROWS = 64;

function display(call: Call): void {
  const { argument, format, state } = call;
  if (argument === "") {
    printDisplays(call);
    return;
  }
  const added: Display = { number: state.displayCount + 1, format, expression: argument };
  for (const line of linesOf(call, added)) call.print(line);
  state.displayCount++;
  state.displays = [...state.displays, added];
}

/** What cannot be computed here says so and stays: it may be computable elsewhere. */
export function printDisplays(call: Call): void {
  for (const shown of call.state.displays) {
    try {
      for (const line of linesOf(call, shown)) call.print(line);
    } catch (error) {
      if (!(error instanceof CommandError)) throw error;
      call.print(`${shown.number}: ${shown.expression} = <${error.message}>`);
    }
  }
}

function linesOf(call: Call, { number, format, expression }: Display): readonly string[] {
  const run = runOf(call);
  const scope = { run, state: call.state };
  const { flavor } = call.state;
  const slash = format === "" ? "" : `/${format}`;
  const match = /^(\d*)([a-z]*)$/.exec(format);
  const letters = match?.[2] ?? "";
  const isMemory = match?.[1] !== "" || letters.includes("i") || [...letters].some((letter) => letter in SIZES);
  if (!isMemory || format === "") {
    const value = evaluateValue(expression, scope);
    const letter = format === "" ? (run.program.naming.find(value) === undefined ? "d" : "a") : letters;
    if (letter.length !== 1 || !PRINTED.includes(letter))
      throw new CommandError(LOOKING_TEXTS.badDisplayFormat(format));
    return [`${number}: ${slash}${slash === "" ? "" : " "}${expression} = ${formatValue(run, value, letter, 8)}`];
  }
  const count = Math.min(MOST_ROWS, Number(match?.[1] || 1));
  let address = evaluate(expression, scope);
  const head = `${number}: x${slash} ${expression}`;
  if (letters.includes("i")) {
    const rows: string[] = [];
    for (let n = 0; n < count; n++) {
      const line = run.program.lines.get(address);
      if (line === undefined) break;
      rows.push(codeLine(run, address, flavor));
      address += BigInt(line.bytes.length);
    }
    return [head, ...rows];
  }
  const sizeBytes = [...letters].map((letter) => SIZES[letter]).find((size) => size !== undefined) ?? 8;
  const letter = [...letters].find((candidate) => PRINTED.includes(candidate)) ?? "x";
  const perRow = Math.max(1, 16 / sizeBytes);
  const rows: string[] = [];
  for (let done = 0; done < count; done += perRow) {
    const cells: string[] = [];
    for (let n = done; n < Math.min(count, done + perRow); n++) {
      const value = readBytes(run, address + BigInt(n * sizeBytes), sizeBytes);
      cells.push(letter === "x" ? hexOfSize(value, sizeBytes) : formatValue(run, value, letter, sizeBytes));
    }
    rows.push(`${addressWords(run, address + BigInt(done * sizeBytes))}:\t${cells.join("\t")}`);
  }
  return [head, ...rows];
}

export function removeDisplays({ argument, state }: Call, which = argument): void {
  if (which === "") {
    state.displays = [];
    return;
  }
  const numbers = which.split(/\s+/).map(Number);
  for (const number of numbers)
    if (!state.displays.some((shown) => shown.number === number))
      throw new CommandError(
        DISPLAY_TEXTS.noSuchNumber(
          number,
          state.displays.map((shown) => shown.number),
        ),
      );
  state.displays = state.displays.filter(({ number }) => !numbers.includes(number));
}

export function listDisplays({ state, print }: Call): void {
  if (state.displays.length === 0) print(DISPLAY_TEXTS.none);
  for (const { number, format, expression } of state.displays)
    print(`${number}:   y  ${format === "" ? "" : `/${format} `}${expression}`);
}

export const DISPLAYS: readonly Command[] = [
  {
    name: "display",
    aliases: [],
    usage: "display[/FMT] EXPR",
    help: COMMAND_HELP.display,
    example: "display/4gx $rsp",
    run: atOnce(display),
  },
  {
    name: "undisplay",
    aliases: [],
    usage: "undisplay [N ...]",
    help: COMMAND_HELP.undisplay,
    example: "undisplay 1",
    run: atOnce((call) => removeDisplays(call)),
  },
];
