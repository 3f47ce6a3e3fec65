// Every built-in program assembles to the bytes that GNU as and ld make of it.
import { describe, expect, it } from "vitest";
import { assemble } from "../../src/asm/assemble.ts";
import type { AssembleOptions, Assembly } from "../../src/asm/assembly.ts";
import {
  ENVIRONMENT_SYMBOLS,
  HANDLER_DATA,
  HANDLER_TEXT,
  PER_CPU_FREE,
  PER_CPU_VARIABLES,
} from "../../src/machine/layout.ts";
import { BODIES, type Body } from "../../src/scenario/bodies.ts";
import { CATALOGUE, type CatalogueEntry } from "../../src/scenario/catalogue/catalogue.ts";
import { FRED_ENTRY, underFred, VECTORS, WORKLOAD_SOURCES } from "../../src/scenario/environment/sources.ts";
import { hasGnuAs } from "../support/gnu-as.ts";
import { gnuLink } from "./gnu-link.ts";

/** GNU as 2.40 does not know them. */
const FRED_RETURNS = `
    .macro erets
    .byte 0xf2, 0x0f, 0x01, 0xca
    .endm
    .macro eretu
    .byte 0xf3, 0x0f, 0x01, 0xca
    .endm
`;

const HANDLER_BASES = new Map([[".text", HANDLER_TEXT]]);

const OPTIONS: AssembleOptions = {
  bases: HANDLER_BASES,
  environment: ENVIRONMENT_SYMBOLS,
  perCpu: PER_CPU_VARIABLES.map((variable) => ({ ...variable, origin: "predefined" })),
  perCpuBase: PER_CPU_FREE,
};

/** Where the linker puts sections: a file's own per-CPU variables follow the predefined ones. */
function basesFor(text: string): ReadonlyMap<string, bigint> {
  const bases = new Map(HANDLER_BASES);
  if (/^ +\.data$/m.test(text)) bases.set(".data", HANDLER_DATA);
  if (text.includes(".section .data..percpu")) bases.set(".data..percpu", BigInt(PER_CPU_FREE));
  return bases;
}

/** ERETS and ERETU: GNU as knows them from version 2.41 on. */
const usesFred = (text: string): boolean => /^ +eret[su]$/m.test(text);

const SYMBOLS = new Map([
  ...ENVIRONMENT_SYMBOLS,
  ...PER_CPU_VARIABLES.map(({ name, offset }): [string, bigint] => [name, BigInt(offset)]),
]);

function assembled(text: string, options: AssembleOptions): Assembly {
  const assembly = assemble(text, options);
  const errors = assembly.diagnostics.filter(({ severity }) => severity === "error");
  expect(errors.map(({ line, message }) => `${line}: ${message}`)).toEqual([]);
  return assembly;
}

const bytesOf = ({ sections }: Assembly, name: string) => sections.find((section) => section.name === name)?.bytes;

describe.skipIf(!hasGnuAs)("GNU as agrees about", () => {
  it.each(CATALOGUE.filter(({ notation }) => notation === "gnu-as"))("$name, in strict notation", ({ text }) => {
    const expected = gnuLink({ source: FRED_RETURNS + text, bases: basesFor(text), symbols: SYMBOLS });
    expect(bytesOf(assembled(text, { ...OPTIONS, bases: basesFor(text), strict: !usesFred(text) }), ".text")).toEqual(
      expected.get(".text"),
    );
  });

  const idt = [VECTORS, ...Object.values(WORKLOAD_SOURCES)];

  it.each([...idt, ...idt.map(underFred), FRED_ENTRY])("$file", ({ text, bases }) => {
    const vectors = assembled(VECTORS.text, { bases: VECTORS.bases, strict: true });
    const symbols = new Map(["panic_13", "panic_14"].map((name) => [name, vectors.labels.get(name) ?? 0n] as const));
    const own = /^panic_14:/m.test(text) ? ENVIRONMENT_SYMBOLS : new Map([...ENVIRONMENT_SYMBOLS, ...symbols]);
    const source = FRED_RETURNS + text;
    const strict = assembled(source, { bases, environment: own, strict: true });
    const byName = assembled(text, { bases, environment: own });
    const expected = gnuLink({ source, bases, symbols: own });
    for (const name of bases.keys()) {
      const bytes = expected.get(name) ?? new Uint8Array();
      expect(bytesOf(strict, name) ?? new Uint8Array()).toEqual(bytes);
      expect(bytesOf(byName, name) ?? new Uint8Array()).toEqual(bytes);
    }
  });

  const mailed = CATALOGUE.filter(({ notation }) => notation === "mail");
  const cases = mailed.flatMap((entry) => BODIES.map((body) => ({ name: entry.name, with: body.name, entry, body })));

  it.each(cases)("$name with the body $with, the mail's notation spelled out", ({ entry, body }) => {
    const assembly = assembled(entry.text, { ...OPTIONS, body });
    const source = spelledOut(entry, body, assembly);
    const expected = gnuLink({ source, bases: HANDLER_BASES, symbols: SYMBOLS });
    expect(bytesOf(assembly, ".text")).toEqual(expected.get(".text"));
  });
});

/** As GNU as takes it: idealised instructions as the bytes that stand for them, everything else in words. */
function spelledOut(entry: CatalogueEntry, body: Body, assembly: Assembly): string {
  const text = bytesOf(assembly, ".text") ?? new Uint8Array();
  const idealised = new Map(assembly.places.filter((place) => place.idealised).map((place) => [place.line, place]));
  let filled = false;
  const lines = entry.text.split("\n").map((line, index) => {
    const place = idealised.get(index + 1);
    if (place !== undefined) {
      const from = Number(place.address - HANDLER_TEXT);
      return `.byte ${[...text.subarray(from, from + place.length)].join(", ")}`;
    }
    if (line.trim() !== "...") return line.replaceAll("%__percpu_seg:", "%gs:");
    const once = filled ? "" : body.inline;
    filled = true;
    return once;
  });
  return `${lines.join("\n")}\n${body.appended}`;
}

describe("strict notation", () => {
  it.each(CATALOGUE)("takes or refuses $name as GNU as would", ({ text, notation }) => {
    expect(assemble(text, { ...OPTIONS, strict: true }).ok).toBe(notation === "gnu-as" && !usesFred(text));
  });
});
