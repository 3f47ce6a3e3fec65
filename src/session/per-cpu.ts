// The per-CPU variables of a handler: the machine's own and those of the file.

import type { Assembly, PerCpuVariable } from "../asm/assembly.ts";
import { PER_CPU_VARIABLES } from "../machine/layout.ts";

export const PREDEFINED_PER_CPU: readonly PerCpuVariable[] = PER_CPU_VARIABLES.map((variable) => ({
  ...variable,
  origin: "predefined",
}));

/** The predefined ones, which the file may redefine, and the file's own. */
export function perCpuVariables(handler: Assembly): readonly PerCpuVariable[] {
  const byName = new Map(PREDEFINED_PER_CPU.map((variable) => [variable.name, variable]));
  for (const variable of handler.perCpu) byName.set(variable.name, variable);
  return [...byName.values()];
}
