// Takes a command line apart. Unknown options are refused with advice.

import { parseArgs } from "node:util";
import type { Arguments, Command, OptionSpec } from "./command.ts";
import { Refusal } from "./terminal.ts";

/** Number of single changes from one word to the other. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const changed = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(changed, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}

/** ` Did you mean X?`, if one of `known` is near. */
export function advice(word: string, known: readonly string[], prefix = ""): string {
  const [nearest] = known
    .map((name) => ({ name, by: distance(word, name) }))
    .filter(({ by, name }) => by <= Math.max(1, Math.floor(name.length / 3)))
    .toSorted((a, b) => a.by - b.by);
  return nearest === undefined ? "" : ` Did you mean ${prefix}${nearest.name}?`;
}

export function parseArguments(command: Command, words: readonly string[]): Arguments {
  const options: Record<string, OptionSpec> = { ...command.options, help: { type: "boolean", short: "h", help: "" } };
  const settings = Object.fromEntries(
    Object.entries(options).map(([name, { type, short }]) => [name, short === undefined ? { type } : { type, short }]),
  );
  const { tokens } = parseArgs({ args: [...words], options: settings, strict: false, tokens: true });
  const values = new Map<string, string[]>();
  const positionals: string[] = [];
  const seeHelp = ` See: nmi-stepper ${command.name} --help`;
  for (const token of tokens) {
    if (token.kind === "positional") positionals.push(token.value);
    if (token.kind !== "option") continue;
    const spec = Object.hasOwn(options, token.name) ? options[token.name] : undefined;
    if (spec === undefined) {
      throw new Refusal(
        `${command.name}: no option ${token.rawName}.${advice(token.name, Object.keys(options), "--")}${seeHelp}`,
      );
    }
    if (spec.type === "string" && token.value === undefined) {
      throw new Refusal(`${command.name}: ${token.rawName} wants a value: ${token.rawName} ${spec.value ?? "VALUE"}`);
    }
    if (spec.type === "boolean" && token.value !== undefined) {
      throw new Refusal(`${command.name}: ${token.rawName} takes no value`);
    }
    const held = values.get(token.name);
    if (held === undefined) values.set(token.name, [token.value ?? ""]);
    else if (spec.multiple === true) held.push(token.value ?? "");
    else if (spec.type === "string") throw new Refusal(`${command.name}: ${token.rawName} is given twice`);
  }
  const few = positionals.length < command.fewest;
  if (!values.has("help") && (few || positionals.length > command.most)) {
    const said = few ? "something is missing" : `"${positionals[command.most]}" is one word too many`;
    throw new Refusal(`${command.name}: ${said}: nmi-stepper ${command.name} ${command.words}.${seeHelp}`);
  }
  return {
    words: positionals,
    text: (name) => values.get(name)?.[0],
    texts: (name) => values.get(name) ?? [],
    has: (name) => values.has(name),
  };
}

/** `0x1000` or `4096`. */
export function parseNumber(text: string, what: string): bigint {
  if (!/^(?:0[xX][0-9a-fA-F]+|\d+)$/.test(text)) throw new Refusal(`${what}: "${text}" is not a number`);
  const value = BigInt(text);
  if (value >= 1n << 64n) throw new Refusal(`${what}: "${text}" has more than 64 bits`);
  return value;
}

export function parseCount(text: string, what: string): number {
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (!Number.isSafeInteger(value)) throw new Refusal(`${what}: "${text}" is not a count`);
  return value;
}
