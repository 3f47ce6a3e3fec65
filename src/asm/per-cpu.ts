// Per-CPU variables: those that exist before, the file's own, and names used
// as %gs:name that nobody defines.

import type { PerCpuVariable } from "./assembly.ts";
import { constantNow, placeAddress } from "./evaluate.ts";
import { sectionSize } from "./layout.ts";
import { isNumericName, PER_CPU_SECTION, type Program } from "./program.ts";
import type { LabelPlace, Section } from "./section.ts";

const WORD = 8;

/** Where the first alignment after a label begins: padding belongs to no variable. */
function paddingAfter(parts: readonly Section[], place: LabelPlace | undefined, base: number): number {
  const pieces = parts.flatMap((part) => part.pieces);
  const from = pieces.findIndex((piece) => piece === place?.piece);
  const padding = pieces.slice(from + 1).find((piece) => piece.kind === "align");
  return padding === undefined ? Number.POSITIVE_INFINITY : base + padding.address;
}

/** Variables in .data..percpu: sizes by .size, else up to the next label. */
function own(program: Program): PerCpuVariable[] {
  const parts = program.sections.get(PER_CPU_SECTION);
  if (parts === undefined) return [];
  const base = Number(parts[0]?.base ?? 0n);
  const end = base + sectionSize(parts);
  const labels = [...program.symbols.values()]
    .filter((symbol) => symbol.place?.piece.section.name === PER_CPU_SECTION && !isNumericName(symbol.name))
    .map((symbol) => ({ symbol, offset: symbol.place === undefined ? 0 : Number(placeAddress(symbol.place)) }))
    .sort((a, b) => a.offset - b.offset);
  return labels.map(({ symbol, offset }) => {
    const label = labels.find((other) => other.offset > offset)?.offset ?? end;
    const next = Math.min(label, paddingAfter(parts, symbol.place, base));
    const said = symbol.sizeBytes === undefined ? undefined : constantNow(program, symbol.sizeBytes);
    return { name: symbol.name, offset, sizeBytes: said === undefined ? next - offset : Number(said), origin: "file" };
  });
}

/** Call after layout; reports the implied ones. */
export function perCpuVariables(program: Program): readonly PerCpuVariable[] {
  const file = own(program);
  const given = (program.options.perCpu ?? []).filter((variable) => !program.isDefined(variable.name));
  const known = new Set([...file, ...given].map((variable) => variable.name));
  const all: PerCpuVariable[] = [...given, ...file];
  if (program.strict) return all;
  const first = program.options.perCpuBase ?? 0;
  let next = Math.max(first, ...all.map((variable) => variable.offset + variable.sizeBytes));
  for (const [name, use] of program.usedByGs) {
    const elsewhere = program.isDefined(name) || program.options.environment?.has(name) === true || isNumericName(name);
    if (elsewhere || known.has(name)) continue;
    next = Math.ceil(next / WORD) * WORD;
    all.push({ name, offset: next, sizeBytes: WORD, origin: "implied" });
    next += WORD;
    program.report("note", use.origin, use.from, use.to, {
      code: "implied-per-cpu",
      message: `"${name}" is defined nowhere: it becomes a per-CPU variable of 8 bytes, 0 at the start`,
      explanation: `To give it another size or value, define it in .section ${PER_CPU_SECTION},"aw".`,
    });
  }
  return all;
}
