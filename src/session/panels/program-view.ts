// The program as the page shows it; a source that does not assemble keeps its
// diagnostics and loses its lines.

import type { Assembly } from "../../asm/assembly.ts";
import { perCpuVariables } from "../per-cpu.ts";
import type { BootResult } from "../program.ts";
import type { ProgramView } from "../views.ts";

export function makeProgramView(booted: BootResult): ProgramView {
  const source = booted.ok ? booted.program.source : booted.source;
  const { assembly } = source;
  return {
    source: source.text,
    title: source.title,
    assembled: booted.ok,
    diagnostics: source.diagnostics,
    leftOut: assembly.leftOut,
    handler: booted.ok ? booted.program.listing.handler : [],
    vectors: booted.ok ? booted.program.listing.vectors : [],
    workload: booted.ok ? booted.program.listing.workload : [],
    symbols: booted.ok ? booted.program.naming.symbols : assembly.symbols,
    perCpu: perCpuVariables(assembly),
    regions: assembly.annotations.regions,
    service: serviceOf(assembly),
  };
}

function serviceOf({ annotations, labels }: Assembly): ProgramView["service"] {
  const { service } = annotations;
  const start = service && labels.get(service.label);
  if (service === undefined || start === undefined) return undefined;
  return { label: service.label, start, end: service.end === undefined ? undefined : labels.get(service.end) };
}
