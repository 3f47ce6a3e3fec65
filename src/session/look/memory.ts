// Memory word by word from any address on: value, role, writer, age, what it points
// to, its characters, what the step just done replaced. And where the stacks are.

import {
  DOUBLE_FAULT_STACK_TOP,
  KERNEL_STACK_TOP,
  MACHINE_CHECK_STACK_TOP,
  NMI_STACK_TOP,
  PAGE_BYTES,
  USER_STACK_TOP,
} from "../../machine/layout.ts";
import { GENERAL_REGISTERS, type Registers } from "../../machine/types.ts";
import { NO_WRITE } from "../history/write-log.ts";
import type { Run } from "../run.ts";
import type { LookAnswer, MemoryWord, StackPlace } from "../views/look.ts";
import { readQuad, resolveAt } from "./read.ts";
import { STACK_NAMES } from "../texts/looks.ts";

export const MAX_MEMORY_WORDS = 1024;

const STACKS: readonly (readonly [name: string, top: bigint])[] = [
  [STACK_NAMES.nmi, NMI_STACK_TOP],
  [STACK_NAMES.doubleFault, DOUBLE_FAULT_STACK_TOP],
  [STACK_NAMES.machineCheck, MACHINE_CHECK_STACK_TOP],
  [STACK_NAMES.kernel, KERNEL_STACK_TOP],
  [STACK_NAMES.user, USER_STACK_TOP],
];

export function memoryAt(run: Run, at: string, words: number): LookAnswer {
  const address = resolveAt(run, at);
  if (typeof address !== "bigint") return { kind: "refused", why: address.why };
  const from = address & ~7n;
  const registers = run.timeline.machine.registers();
  const count = Math.max(1, Math.min(words, MAX_MEMORY_WORDS));
  const listed: MemoryWord[] = [];
  for (let index = 0; index < count; index++) {
    const word = BigInt.asUintN(64, from + BigInt(index) * 8n);
    listed.push(memoryWord(run, word, registers));
  }
  return { kind: "memory", from, words: listed, stacks: stackPlaces(registers.rsp) };
}

/** RSP at the very top is still in its stack: nothing is pushed yet. */
function stackPlaces(rsp: bigint): readonly StackPlace[] {
  return STACKS.map(([name, top]) => ({ name, top, current: rsp > top - BigInt(PAGE_BYTES) && rsp <= top }));
}

function memoryWord(run: Run, address: bigint, registers: Registers): MemoryWord {
  const { machine, tracker, position } = run.timeline;
  const { writes } = tracker;
  const value = readQuad(machine, address);
  const write = writes.lastBefore(address, position);
  const role = write === NO_WRITE ? "" : writes.role(write);
  const step = write === NO_WRITE ? undefined : writes.step(write);
  const fresh = step !== undefined && step === position - 1;
  const used = write === NO_WRITE ? -1 : writes.usedAt(write);
  return {
    address,
    place: run.meaning.place(address),
    value,
    label: role === "" ? (run.meaning.variable(address) ?? "") : role,
    meaning: value === undefined || value === 0n ? "" : run.meaning.word(role, value, address),
    characters: value === undefined ? "" : charactersOf(value),
    writer: step === undefined ? undefined : { context: writes.context(write), step },
    age: step === undefined ? undefined : position - 1 - step,
    old: fresh ? writes.valueBefore(write) : undefined,
    state: fresh ? "fresh" : step === undefined || (used !== -1 && used < position) ? "stale" : "live",
    region: run.program.source.assembly.annotations.regions.find(({ from, to }) => address >= from && address < to)
      ?.name,
    pointed: GENERAL_REGISTERS.filter((name) => (registers[name] & ~7n) === address),
  };
}

function charactersOf(value: bigint): string {
  let text = "";
  for (let index = 0n; index < 8n; index++) {
    const byte = Number((value >> (index * 8n)) & 0xffn);
    text += byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : ".";
  }
  return text;
}
