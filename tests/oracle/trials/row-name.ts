// A row of the instruction table in a word, and a trial in a few lines.
import { formatInstruction } from "./text.ts";
import type { Form } from "../../../src/isa/form.ts";
import { STATE_WORDS } from "./harness.ts";
import { codeAddress, type Trial } from "./trial.ts";

const hex = (value: bigint | number): string => `0x${value.toString(16)}`;

/** "add rmv rv (01)". */
export function formatRow(form: Form): string {
  const extension = form.extension === undefined ? "" : ` /${form.extension}`;
  const operands = form.operands.map(({ code }) => code).join(" ");
  return `${form.name}${operands === "" ? "" : ` ${operands}`} (${form.map} ${form.opcode.toString(16)}${extension})`;
}

/** Instructions and the state that they begin in. */
export function formatTrial(trial: Trial): string {
  let address = codeAddress(trial.slot, trial.user);
  const lines = trial.code.map((bytes) => {
    const text = formatInstruction(bytes, address);
    address += BigInt(bytes.length);
    return `    ${bytes.map((byte) => byte.toString(16).padStart(2, "0")).join(" ")}  ${text}`;
  });
  const registers = trial.registers.map((value, index) => `${STATE_WORDS[index] ?? ""}=${hex(value)}`);
  const poke =
    trial.poke === undefined ? "" : `, at ${hex(trial.poke.address)}: ${trial.poke.words.map(hex).join(" ")}`;
  return [
    `${trial.user ? "user" : "kernel"}, rflags=${hex(trial.flags)}, ss=${hex(trial.ss)}${poke}`,
    ...lines,
    `    ${registers.join(" ")}`,
  ].join("\n");
}
