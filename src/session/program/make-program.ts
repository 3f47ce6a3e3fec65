// Names and lines of an assembled handler with its vectors and workload: the
// Program that every panel reads.

import type { Assembly } from "../../asm/assembly.ts";
import { defined } from "../../base/assert.ts";
import { ENVIRONMENT_SYMBOLS, PER_CPU } from "../../machine/layout.ts";
import type { Image } from "../../machine/types.ts";
import { OTHER } from "../history/shape.ts";
import { counters } from "./counters.ts";
import type { DecodedAssembly } from "./decoded.ts";
import { listAssembly, type ListedInstruction } from "./listing.ts";
import { Naming, type NamedRange } from "../naming.ts";
import { perCpuVariables } from "../per-cpu.ts";
import type { Program, ProgramVariable, Source } from "../program.ts";
import { shapeOf } from "./shape-of.ts";

export interface Parts {
  readonly source: Source;
  /** What `source` came to. */
  readonly handler: DecodedAssembly;
  readonly vectors: DecodedAssembly;
  readonly workload: DecodedAssembly;
  /** FRED's entry page. */
  readonly fred?: DecodedAssembly;
  readonly image: Image;
}

export function makeProgram({ source, handler: assembly, vectors, workload, fred, image }: Parts): Program {
  const entry = fred !== undefined && !assembly.labels.has("fred_entry_user") ? [fred] : [];
  const naming = makeNaming([assembly, workload, vectors, ...entry]);
  const handler = listAssembly(assembly, naming, true);
  const workloadLines = listAssembly(workload, naming, false);
  const vectorLines = listAssembly(vectors, naming, false);
  const listed = new Map<bigint, ListedInstruction>();
  const entryLines = entry.flatMap((page) => listAssembly(page, naming, false));
  for (const line of [...handler, ...workloadLines, ...vectorLines, ...entryLines]) listed.set(line.line.address, line);
  const written = new Map<bigint, string>();
  for (const { places } of [assembly, workload, vectors, ...entry])
    for (const { address, text } of places) written.set(address, text);
  const shapeAt = onceEach(listed, ({ instruction }) => shapeOf(instruction));
  const line = ({ line }: ListedInstruction) => line;
  const inUse = vectorsInUse(image, vectors);
  const runs = perCpuVariables(assembly).find(({ name }) => name === "nmi_run_count");
  const counter = PER_CPU + BigInt(defined(runs, "nmi_run_count").offset);
  return {
    source,
    image,
    listing: {
      handler: handler.map(line),
      workload: workloadLines.map(line),
      vectors: [...entryLines.map(line), ...vectorLines.map(line).filter(({ address }) => inUse(address))],
    },
    flavor: "att",
    lines: new Map([...listed].map(([address, entry]) => [address, entry.line])),
    naming,
    variables: makeVariables(assembly),
    counter,
    counters: counters(assembly, counter),
    textAt: onceEach(written, tidy),
    instructionAt: (address) => listed.get(address)?.instruction,
    shapeAt: (address) => shapeAt(address) ?? OTHER,
  };
}

/** Every symbol has one value; of two files' labels the earlier file's counts. */
function makeNaming(assemblies: readonly Assembly[]): Naming {
  const symbols = new Map<string, bigint>(ENVIRONMENT_SYMBOLS);
  for (const { symbols: own } of assemblies.toReversed()) for (const [name, value] of own) symbols.set(name, value);
  for (const { name, offset } of perCpuVariables(defined(assemblies[0], "the handler")))
    if (!symbols.has(name)) symbols.set(name, BigInt(offset));
  const ranges = assemblies.flatMap(({ sections, labels }): NamedRange[] =>
    sections
      .filter(({ bytes, name }) => bytes.length > 0 && !name.startsWith(".data..percpu"))
      .map(({ address, bytes }) => ({
        from: address,
        to: address + BigInt(bytes.length),
        labels: [...labels].filter(([, at]) => at >= address && at <= address + BigInt(bytes.length)),
      })),
  );
  return new Naming(ranges, symbols);
}

function makeVariables(assembly: Assembly): readonly ProgramVariable[] {
  const perCpu = perCpuVariables(assembly).map(({ name, offset, sizeBytes }) => ({
    name,
    address: PER_CPU + BigInt(offset),
    sizeBytes,
    used: assembly.places.some(({ text }) => mentions(text, name)),
  }));
  const watched = assembly.annotations.watches.map(({ name, address, sizeBytes }) => ({
    name,
    address,
    sizeBytes,
    used: true,
  }));
  return [...perCpu, ...watched];
}

/** What `make` makes of the entry at an address, when it is asked for: most instructions are never executed. */
function onceEach<From, To>(
  entries: ReadonlyMap<bigint, From>,
  make: (entry: From) => To,
): (address: bigint) => To | undefined {
  const made = new Map<bigint, To>();
  return (address) => {
    const known = made.get(address);
    const entry = entries.get(address);
    if (known !== undefined || entry === undefined) return known;
    const result = make(entry);
    made.set(address, result);
    return result;
  };
}

/** One blank where the author had many, and no comment. */
function tidy(text: string): string {
  return text.replace(/#.*$/, "").trim().replaceAll(/\s+/g, " ");
}

function mentions(text: string, name: string): boolean {
  const at = text.indexOf(name);
  return at >= 0 && !/[\w.$]/.test(text.charAt(at - 1)) && !/[\w.$]/.test(text.charAt(at + name.length));
}

/** Default vectors that a gate leads to; panics are known by their name alone. */
function vectorsInUse(image: Image, vectors: Assembly): (address: bigint) => boolean {
  const targets = new Set(image.vectors);
  const panics = new Set(image.panics.map(({ address }) => address));
  const starts = [...vectors.labels]
    .filter(([name]) => name.startsWith("vec_"))
    .map(([, address]) => address)
    .toSorted((a, b) => (a < b ? -1 : 1));
  return (address) => {
    const start = starts.findLast((candidate) => candidate <= address);
    return start !== undefined && targets.has(start) && !panics.has(address);
  };
}
