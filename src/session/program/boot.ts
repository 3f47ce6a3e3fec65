// A scenario made ready to run: handler, default vectors and workload assembled,
// gates chosen, everything named. What is wrong with the handler is diagnostics.

import { assemble } from "../../asm/assemble.ts";
import type { Assembly, Diagnostic, Section } from "../../asm/assembly.ts";
import { KnownInstructions } from "../../asm/known-instructions.ts";
import { assert, defined } from "../../base/assert.ts";
import {
  ENVIRONMENT_SYMBOLS,
  HANDLER_DATA,
  HANDLER_DATA_BYTES,
  HANDLER_TEXT,
  HANDLER_TEXT_BYTES,
  PER_CPU,
  PER_CPU_FREE,
} from "../../machine/layout.ts";
import { DEFAULT_CPU_OPTIONS, type Image } from "../../machine/types.ts";
import { DEFAULT_BODY, findBody } from "../../scenario/bodies.ts";
import { findEntry } from "../../scenario/catalogue/catalogue.ts";
import {
  FRED_ENTRY,
  underFred,
  VECTORS,
  WORKLOAD_SOURCES,
  type EnvironmentSource,
} from "../../scenario/environment/sources.ts";
import type { Scenario } from "../../scenario/scenario.ts";
import { makeProgram, type Parts } from "./make-program.ts";
import { PREDEFINED_PER_CPU } from "../per-cpu.ts";
import type { BootResult, Source } from "../program.ts";
import { assertionsOf } from "./assertions.ts";
import { decodeAssembly, type DecodedAssembly } from "./decoded.ts";
import { idleFlags, latches } from "./idle-flags.ts";
import { serviceOf } from "./service.ts";
import { HANDLER_TEXTS, YOUR_HANDLER } from "../texts/programs.ts";

const VECTOR_COUNT = 32;
const NMI = 2;
const GP = 13;
const PAGE = 0x1000n;
/** Sections that are not loaded into the handler's data pages. */
const PER_CPU_SECTION = ".data..percpu";

/** What is assembled again and again, from one boot to the next. */
export class BootCache {
  /** Vectors and workloads: they never change. */
  readonly environment = new Map<string, DecodedAssembly>();
  readonly instructions = new KnownInstructions();
}

export function boot(scenario: Scenario, cache = new BootCache()): BootResult {
  const { handler } = scenario;
  const { instructions } = cache;
  const entry = handler.kind === "catalogue" ? findEntry(handler.name) : undefined;
  if (handler.kind === "catalogue" && entry === undefined)
    return { ok: false, source: unknownHandler(handler.name, scenario) };
  const text = handler.kind === "source" ? handler.text : (entry?.text ?? "");
  const title = handler.kind === "source" ? (handler.name ?? YOUR_HANDLER) : (entry?.title ?? handler.name);
  const source = assembleSource(text, title, scenario, instructions);
  if (source.diagnostics.some(({ severity }) => severity === "error")) return { ok: false, source };
  return { ok: true, program: makeProgram(partsOf(source, scenario, cache)) };
}

/** Assembles a handler as the machine would load it; never throws on any text. */
export function assembleHandler(text: string, bodyName: string, known?: KnownInstructions): Assembly {
  const body = findBody(bodyName) ?? defined(findBody(DEFAULT_BODY), "the default body");
  const options = {
    environment: ENVIRONMENT_SYMBOLS,
    perCpu: PREDEFINED_PER_CPU,
    perCpuBase: PER_CPU_FREE,
    body: { name: body.name, inline: body.inline, appended: body.appended },
    ...(known === undefined ? {} : { known }),
  };
  const bases = new Map([
    [".text", HANDLER_TEXT],
    [".data", HANDLER_DATA],
  ]);
  const first = assemble(text, { ...options, bases });
  const others = [
    ...placesOf(first, codeSections, ".text", HANDLER_TEXT),
    ...placesOf(first, dataSections, ".data", HANDLER_DATA),
  ];
  if (others.length === 0) return first;
  return assemble(text, { ...options, bases: new Map([...bases, ...others]) });
}

/** Where the sections of a kind lie beside the first of them. */
function placesOf(
  assembly: Assembly,
  sectionsOf: (assembly: Assembly) => readonly Section[],
  firstName: string,
  base: bigint,
): readonly (readonly [name: string, address: bigint])[] {
  const sections = sectionsOf(assembly);
  let free = base + BigInt(sections.find(({ name }) => name === firstName)?.bytes.length ?? 0);
  return sections.flatMap(({ name, bytes }) => {
    if (name === firstName) return [];
    const address = (free + 63n) & ~63n;
    free = address + BigInt(bytes.length);
    return [[name, address] as const];
  });
}

function codeSections({ sections }: Assembly): readonly Section[] {
  return sections.filter(({ isCode, bytes }) => isCode && bytes.length > 0);
}

function dataSections({ sections }: Assembly): readonly Section[] {
  return sections.filter(({ name, isCode, bytes }) => !isCode && !name.startsWith(PER_CPU_SECTION) && bytes.length > 0);
}

function endOf(sections: readonly Section[], base: bigint): bigint {
  return sections.reduce((end, { address, bytes }) => {
    const to = address + BigInt(bytes.length);
    return to > end ? to : end;
  }, base);
}

function assembleSource(text: string, title: string, scenario: Scenario, known: KnownInstructions): Source {
  const assembly = assembleHandler(text, scenario.body, known);
  const isFred = scenario.options.fred === true;
  const own = assembly.ok ? [...checkHandler(assembly), ...(isFred ? checkEntry(assembly) : [])] : [];
  return { text, title, assembly, diagnostics: [...assembly.diagnostics, ...own] };
}

function checkHandler(assembly: Assembly): readonly Diagnostic[] {
  const problems: Diagnostic[] = [];
  if (!assembly.labels.has("nmi")) problems.push(wholeFile("no-nmi-label", HANDLER_TEXTS.noEntry));
  const textBytes = Number(endOf(codeSections(assembly), HANDLER_TEXT) - HANDLER_TEXT);
  if (textBytes > HANDLER_TEXT_BYTES)
    problems.push(wholeFile("text-too-large", HANDLER_TEXTS.tooLarge(textBytes, HANDLER_TEXT_BYTES)));
  const dataEnd = endOf(dataSections(assembly), HANDLER_DATA);
  if (dataEnd > HANDLER_DATA + BigInt(HANDLER_DATA_BYTES))
    problems.push(wholeFile("data-too-large", HANDLER_TEXTS.dataTooLarge(HANDLER_DATA_BYTES)));
  return problems;
}

/** FRED has one register for both entry points. */
function checkEntry({ labels }: Assembly): readonly Diagnostic[] {
  const user = labels.get("fred_entry_user");
  const kernel = labels.get("fred_entry_kernel");
  if (user === undefined && kernel === undefined) return [];
  if (user !== undefined && user % PAGE === 0n && kernel === user + 256n) return [];
  return [wholeFile("fred-entry", HANDLER_TEXTS.fredEntry)];
}

function unknownHandler(name: string, scenario: Scenario): Source {
  const assembly = assembleHandler("", scenario.body);
  const own = wholeFile("unknown-handler", HANDLER_TEXTS.noSuchHandler(name));
  return { text: "", title: name, assembly, diagnostics: [...assembly.diagnostics, own] };
}

function wholeFile(code: string, message: string): Diagnostic {
  return { severity: "error", line: 1, column: 1, endColumn: 1, code, message, fixes: [] };
}

function partsOf(source: Source, scenario: Scenario, { environment: cache }: BootCache): Parts {
  const isFred = scenario.options.fred === true;
  const chosen = (file: EnvironmentSource): EnvironmentSource => (isFred ? underFred(file) : file);
  const vectors = assembleEnvironment(chosen(VECTORS), new Map(), cache);
  const workload = assembleEnvironment(chosen(WORKLOAD_SOURCES[scenario.workload]), vectors.symbols, cache);
  const handler = decodeAssembly(source.assembly);
  const parts = { source, handler, vectors, workload, image: makeImage(handler, vectors, workload, scenario) };
  if (!isFred) return parts;
  const fred = assembleEnvironment(FRED_ENTRY, vectors.symbols, cache);
  return { ...parts, fred, image: withFred(parts.image, source.assembly, workload, fred) };
}

function assembleEnvironment(
  file: EnvironmentSource,
  symbols: ReadonlyMap<string, bigint>,
  cache: BootCache["environment"],
): DecodedAssembly {
  const known = cache.get(file.file);
  if (known !== undefined) return known;
  const assembly = assemble(file.text, {
    bases: file.bases,
    environment: new Map([...symbols, ...ENVIRONMENT_SYMBOLS]),
    perCpu: PREDEFINED_PER_CPU,
    perCpuBase: PER_CPU_FREE,
  });
  const error = assembly.diagnostics.find(({ severity }) => severity === "error");
  assert(assembly.ok, `${file.file}:${error?.line}: ${error?.message}`);
  const decoded = decodeAssembly(assembly);
  cache.set(file.file, decoded);
  return decoded;
}

function makeImage(handler: DecodedAssembly, vectors: Assembly, workload: Assembly, scenario: Scenario): Image {
  const segments = [handler, vectors, workload].flatMap(({ sections }) =>
    sections
      .filter(({ bytes }) => bytes.length > 0)
      .map(({ name, address, bytes }) => ({
        address: name.startsWith(PER_CPU_SECTION) ? PER_CPU + (address % PAGE) : address,
        bytes,
      })),
  );
  const start = defined(workload.labels.get("workload"), "the workload's label");
  const end = defined(workload.labels.get("workload_end"), "the workload's end label");
  return {
    segments,
    vectors: gates(handler, vectors, workload),
    panics: panics(vectors),
    workload: scenario.workload,
    start,
    workloadRange: { from: start, to: end },
    workloadKernelRange: rangeOf(workload, "entry_syscall"),
    options: { ...DEFAULT_CPU_OPTIONS, ...scenario.options },
    idealised: new Set(handler.places.filter(({ idealised }) => idealised).map(({ address }) => address)),
    service: serviceOf(handler),
    idleFlags: idleFlags(handler).map(({ offset, sizeBytes }) => ({ address: PER_CPU + BigInt(offset), sizeBytes })),
    latches: latches(handler),
    assertions: assertionsOf(handler),
  };
}

function rangeOf({ labels }: Assembly, name: string): Image["workloadKernelRange"] {
  const from = labels.get(name);
  const to = labels.get(`${name}_end`);
  return from === undefined || to === undefined ? undefined : { from, to };
}

/** Own entry points of the handler file, or the environment's with their table of targets. */
function withFred(image: Image, handler: Assembly, workload: Assembly, fred: Assembly): Image {
  const own = handler.labels.get("fred_entry_user");
  if (own !== undefined) return { ...image, fredEntry: own };
  const targets = [...image.vectors, workload.labels.get("entry_syscall") ?? defined(image.vectors[GP], "a target")];
  const table = new DataView(new ArrayBuffer(targets.length * 8));
  targets.forEach((target, index) => table.setBigUint64(index * 8, target, true));
  const segments = [
    ...image.segments,
    ...fred.sections.map(({ address, bytes }) => ({ address, bytes })),
    { address: defined(fred.labels.get("fred_table"), "fred_table"), bytes: new Uint8Array(table.buffer) },
  ];
  return { ...image, segments, fredEntry: defined(fred.labels.get("fred_entry_user"), "fred_entry_user") };
}

/** The handler's own vec_N comes before the workload's, and that before the default. */
function gates(handler: Assembly, vectors: Assembly, workload: Assembly): readonly bigint[] {
  return Array.from({ length: VECTOR_COUNT }, (_, vector) => {
    if (vector === NMI) return defined(handler.labels.get("nmi"), "the label nmi");
    const label = `vec_${vector}`;
    const found = handler.labels.get(label) ?? workload.labels.get(label) ?? vectors.labels.get(label);
    return defined(found, label);
  });
}

function panics(vectors: Assembly): Image["panics"] {
  return Array.from({ length: VECTOR_COUNT }, (_, vector) => vector).flatMap((vector) => {
    const address = vectors.labels.get(`panic_${vector}`);
    return address === undefined ? [] : [{ vector, address }];
  });
}
