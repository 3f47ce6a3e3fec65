// `export`: a bootable image, for stepping the same scenario on another emulator.

import { readFileSync } from "node:fs";
import { Machine } from "../../machine/index.ts";
import { boot, exportImage } from "../../session/index.ts";
import type { Command } from "../command.ts";
import { printDiagnostics } from "../diagnostics.ts";
import { SCENARIO_NOTES, SCENARIO_OPTIONS, chooseScenario } from "../handler.ts";
import { Refusal } from "../terminal.ts";

const BAD_INPUT = 2;

export const exportElf: Command = {
  name: "export",
  words: "HANDLER",
  fewest: 1,
  most: 1,
  summary: "write a bootable ELF image for qemu-system-x86_64 -kernel",
  notes: `The scenario begins at the symbol scenario_start; the schedule is not in the image.
A handler that uses idealised instructions is refused.

${SCENARIO_NOTES}`,
  options: {
    ...SCENARIO_OPTIONS,
    elf: { type: "string", value: "FILE", help: "where to write it; - is standard output" },
  },
  async run(args, { terminal, core }) {
    const output = args.text("elf");
    if (output === undefined) throw new Refusal("export: --elf FILE is missing");
    const { scenario, file } = await chooseScenario(args, terminal);
    const booted = boot(scenario);
    if (!booted.ok) {
      printDiagnostics(terminal, file, booted.source.diagnostics);
      return BAD_INPUT;
    }
    const { program } = booted;
    const machine = await Machine.create(readFileSync(core));
    machine.load(program.image);
    const made = exportImage(machine, program);
    if (made.kind === "refused") throw new Refusal(`export: ${made.reason}`);
    if (output === "-") terminal.outBytes(made.bytes);
    else terminal.writeFile(output, made.bytes);
    return 0;
  },
};
