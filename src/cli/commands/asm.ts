// `asm`: assembles a file, and gives bytes, a listing or JSON.

import { assemble } from "../../asm/assemble.ts";
import type { AssembleOptions, Assembly } from "../../asm/assembly.ts";
import { bytesToHex, hex } from "../../base/hex.ts";
import { ENVIRONMENT_SYMBOLS, HANDLER_TEXT, PER_CPU_FREE, PER_CPU_VARIABLES } from "../../machine/layout.ts";
import { BODIES, DEFAULT_BODY, findBody } from "../../scenario/bodies.ts";
import { findEntry } from "../../scenario/catalogue/catalogue.ts";
import type { Arguments, Command } from "../command.ts";
import { printDiagnostics } from "../diagnostics.ts";
import { readText } from "../handler.ts";
import { listingOf } from "../listing.ts";
import { parseNumber } from "../parse.ts";
import { Refusal } from "../terminal.ts";

const BAD_INPUT = 2;

function optionsOf(args: Arguments): AssembleOptions {
  const strict = args.has("strict");
  const named = args.text("body");
  const body = findBody(named ?? DEFAULT_BODY);
  if (body === undefined)
    throw new Refusal(`--body: there is no "${named}". There are: ${BODIES.map((b) => b.name).join(", ")}`);
  const base = args.text("base");
  const text = base === undefined ? (args.has("environment") ? HANDLER_TEXT : 0n) : parseNumber(base, "--base");
  const bases = new Map([[".text", text]]);
  if (!args.has("environment")) return { strict, bases, ...(named === undefined ? {} : { body }) };
  return {
    strict,
    bases,
    environment: ENVIRONMENT_SYMBOLS,
    perCpu: PER_CPU_VARIABLES.map((variable) => ({ ...variable, origin: "predefined" })),
    perCpuBase: PER_CPU_FREE,
    body,
  };
}

function asJson({ sections, symbols, diagnostics }: Assembly): string {
  return JSON.stringify({
    sections: sections.map(({ name, address, bytes }) => ({ name, address: hex(address), bytes: bytesToHex(bytes) })),
    symbols: Object.fromEntries([...symbols].map(([name, value]) => [name, hex(BigInt.asUintN(64, value))])),
    diagnostics: diagnostics.map(({ severity, line, column, endColumn, code, message, explanation, fixes }) => ({
      severity,
      line,
      column,
      endColumn,
      code,
      message,
      ...(explanation === undefined ? {} : { explanation }),
      fixes,
    })),
  });
}

function undefinedSymbols({ diagnostics }: Assembly): readonly string[] {
  return diagnostics.flatMap(({ code, message }) =>
    code === "undefined-symbol" ? [message.replace(/^undefined symbol ([^\s:]+).*$/, "$1")] : [],
  );
}

const isMachines = (name: string): boolean =>
  ENVIRONMENT_SYMBOLS.has(name) || PER_CPU_VARIABLES.some((variable) => variable.name === name);

export const asm: Command = {
  name: "asm",
  words: "FILE",
  fewest: 1,
  most: 1,
  summary: "assemble a file",
  notes: `Without -o, --listing and --json, the listing is printed. FILE may be a built-in
handler's name.`,
  options: {
    base: { type: "string", value: "ADDRESS", help: "address of .text (default 0, with --environment the handler's)" },
    output: { type: "string", short: "o", value: "FILE.bin", help: "write the bytes of .text" },
    listing: { type: "boolean", help: "print addresses, bytes and lines" },
    json: { type: "boolean", help: "print sections, symbols and diagnostics as JSON" },
    strict: { type: "boolean", help: "refuse all that GNU as refuses" },
    environment: { type: "boolean", help: "with the machine's symbols and per-CPU variables" },
    body: { type: "string", value: "B", help: "what stands for ..." },
  },
  run(args, { terminal }) {
    const [word = "-"] = args.words;
    const entry = findEntry(word);
    const file = entry === undefined ? (word === "-" ? "standard input" : word) : `${entry.name}.S`;
    const assembly = assemble(entry?.text ?? readText(terminal, word), optionsOf(args));
    printDiagnostics(terminal, file, assembly.diagnostics);
    const known = args.has("environment") ? [] : undefinedSymbols(assembly).filter((name) => isMachines(name));
    if (known.length > 0)
      terminal.error(
        `Of the machine, and there with --environment, as for run and explore: ${[...new Set(known)].join(", ")}.\n`,
      );
    const output = args.text("output");
    const json = args.has("json");
    if (json) terminal.out(`${asJson(assembly)}\n`);
    if (!assembly.ok) return BAD_INPUT;
    if (args.has("listing") || (output === undefined && !json)) terminal.out(listingOf(assembly));
    if (output !== undefined) {
      const text = assembly.sections.find(({ name }) => name === ".text")?.bytes ?? new Uint8Array();
      if (output === "-") terminal.outBytes(text);
      else terminal.writeFile(output, text);
    }
    return 0;
  },
};
