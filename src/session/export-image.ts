// The open scenario as a bootable image, and how to step it elsewhere. Does not know
// who saves the file.

import { exportElf, START_SYMBOL, type ElfExport } from "../machine/elf-image.ts";
import type { Registers } from "../machine/types.ts";
import type { Scenario } from "../scenario/scenario.ts";
import type { Experiment } from "./experiment.ts";
import type { Program } from "./program.ts";
import type { FileView } from "./views.ts";
import { IMAGE_TEXTS } from "./texts/image.ts";

/** A machine that has loaded the program's image, wherever it stands. */
export interface LoadedMachine {
  /** As loaded. */
  physicalMemory(): Uint8Array;
  readonly initialRegisters: Registers;
}

export function exportImage(machine: LoadedMachine, program: Program): ElfExport {
  return exportElf({
    memory: machine.physicalMemory(),
    registers: machine.initialRegisters,
    symbols: program.naming.symbols,
    hasIdealised: program.image.idealised.size > 0,
    fred: program.image.options.fred,
  });
}

/** "naive": a file's name without its ending. */
export function fileStem({ handler }: Scenario): string {
  const name = (handler.name ?? "handler").toLowerCase().replace(/[^a-z0-9]+/g, "-");
  return name.replace(/^-|-$/g, "") || "handler";
}

/** What to type, one line in each of two shells. A breakpoint in memory would not outlive the start code. */
function bootLines(file: string): readonly [string, string] {
  return [
    `qemu-system-x86_64 -kernel ${file} -s -S`,
    `gdb ${file} -ex 'target remote :1234' -ex 'hbreak *&${START_SYMBOL}' -ex continue`,
  ];
}

/** What is open, or why there is no image of it. */
export function exportScenario({
  run,
  booted,
  scenario,
  machine,
}: Experiment): FileView | { readonly refused: string } {
  if (run === undefined || !booted.ok) return { refused: IMAGE_TEXTS.notAssembling };
  const made = exportImage(machine, run.program);
  if (made.kind === "refused") return { refused: IMAGE_TEXTS.refused(made.reason) };
  const name = `${fileStem(scenario)}.elf`;
  return { name, bytes: made.bytes, how: bootLines(name) };
}

/** What a console says of it. */
export function imageLines({ name, how }: FileView): readonly string[] {
  return [IMAGE_TEXTS.saved(name), ...how.map((line) => `  ${line}`)];
}
