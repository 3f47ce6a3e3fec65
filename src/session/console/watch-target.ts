// What a watchpoint watches: a variable, an address or a general register; and the
// steps of the known run that write or read it.

import type { WatchAccess } from "../../protocol/messages.ts";
import { GENERAL_REGISTERS, type RegisterName } from "../../machine/types.ts";
import { NO_WRITE } from "../history/write-log.ts";
import type { Run } from "../run.ts";
import { CAST, pointedAt, readType } from "./c-type.ts";
import { CommandError } from "./command.ts";
import { evaluate, readBytes, type Scope } from "./expression.ts";
import { mayRead, readsOf } from "./memory-access.ts";
import { registerName } from "./register-names.ts";
import { STOP_TEXTS } from "../texts/console-stops.ts";

export type WatchTarget =
  | { readonly kind: "register"; readonly name: RegisterName; readonly number: number }
  | { readonly kind: "memory"; readonly address: bigint; readonly sizeBytes: number };

/** As a target is kept: by its size alone. */
const NAMES: Readonly<Record<number, string>> = { 1: "char", 2: "short", 4: "int" };
const TYPE_BYTES: Readonly<Record<string, number>> = { char: 1, byte: 1, short: 2, int: 4, long: 8 };
const POINTED = new RegExp(String.raw`^\*\s*(${CAST})(.*)$`);

/** How a target is kept: an address that an expression gave stays where it was. */
export function targetText(text: string, scope: Scope): string {
  const trimmed = text.trim();
  if (scope.run.program.variables.some(({ name }) => name === trimmed)) return trimmed;
  if (/^\$\w+$/.test(trimmed)) {
    const target = findTarget(trimmed, scope);
    if (target !== undefined) return trimmed;
  }
  const braced = /^\{(.*)\}(.*)$/.exec(trimmed);
  const pointed = POINTED.exec(trimmed);
  const rest = braced?.[2] ?? pointed?.[2] ?? /^\*(.*)$/.exec(trimmed)?.[1];
  if (rest === undefined) throw new CommandError(STOP_TEXTS.cannotWatch(trimmed));
  const address = evaluate(rest, scope);
  const type = braced !== null ? readType(braced[1] ?? "") : pointed !== null ? pointedAt(pointed[1] ?? "") : undefined;
  const bytes = type?.sizeBytes ?? 8;
  readBytes(scope.run, address, bytes);
  return bytes === 8 ? `*0x${address.toString(16)}` : `*(${NAMES[bytes]}*)0x${address.toString(16)}`;
}

/** Undefined: there is no such variable in this program. */
export function findTarget(text: string, { run }: Scope): WatchTarget | undefined {
  const variable = run.program.variables.find(({ name }) => name === text);
  if (variable !== undefined) return { kind: "memory", address: variable.address, sizeBytes: variable.sizeBytes };
  if (text.startsWith("$")) {
    const name = registerName(text.slice(1));
    const number = GENERAL_REGISTERS.findIndex((register) => register === name);
    return name === undefined || number < 0 ? undefined : { kind: "register", name, number };
  }
  const match = /^\*(?:\((\w+)\*\))?(0x[0-9a-f]{1,16}|\d{1,20})$/i.exec(text);
  if (match?.[2] === undefined) return undefined;
  const sizeBytes = match[1] === undefined ? 8 : TYPE_BYTES[match[1]];
  return sizeBytes === undefined ? undefined : { kind: "memory", address: BigInt(match[2]), sizeBytes };
}

/** Boundaries right after a step that touches the target, in order. */
export function touches(run: Run, target: WatchTarget, access: WatchAccess): ReadonlySet<number> {
  const found = new Set<number>();
  if (access !== "read") for (const step of writesOf(run, target, access === "write")) found.add(step + 1);
  if (access !== "write" && target.kind === "memory") for (const step of readsIn(run, target)) found.add(step + 1);
  return found;
}

function writesOf(run: Run, target: WatchTarget, onlyChanges: boolean): readonly number[] {
  const { steps, length, writes } = { ...run.timeline.tracker, length: run.timeline.length };
  const found: number[] = [];
  if (target.kind === "register") {
    for (let step = 0; step < length; step++) if ((steps.row(step).changed >> target.number) & 1) found.push(step);
    return found;
  }
  const touching = new Set<number>();
  const end = target.address + BigInt(target.sizeBytes);
  for (let word = target.address & ~7n; word < end; word += 8n) {
    const from = target.address > word ? target.address : word;
    const bytes = Number((end < word + 8n ? end : word + 8n) - from);
    let index = writes.lastTouching(from, bytes, length);
    while (index !== NO_WRITE) {
      touching.add(writes.step(index));
      index = writes.lastTouching(from, bytes, writes.step(index));
    }
  }
  for (const step of touching)
    if (!onlyChanges || valueAt(run, target, step) !== valueAt(run, target, step + 1)) found.push(step);
  return found;
}

/** Of instructions: what deliveries and page walks read is not asked. */
function readsIn(run: Run, target: Extract<WatchTarget, { kind: "memory" }>): readonly number[] {
  const { timeline, program } = run;
  const { position, length, tracker } = timeline;
  const end = target.address + BigInt(target.sizeBytes);
  const found: number[] = [];
  for (let step = 0; step < length; step++) {
    const { rip, delivery } = tracker.steps.row(step);
    const instruction = delivery ? undefined : program.instructionAt(rip);
    if (instruction === undefined || !mayRead(instruction)) continue;
    timeline.seek(step);
    const reads = readsOf(instruction, timeline.machine.registers());
    if (reads.some(({ address, sizeBytes }) => address < end && address + BigInt(sizeBytes) > target.address))
      found.push(step);
  }
  timeline.seek(position);
  return found;
}

/** The target's value at a boundary of the known run; the position stays. */
export function valueAt(run: Run, target: WatchTarget, boundary: number): bigint {
  const { timeline } = run;
  if (target.kind === "register") return timeline.registersAt(boundary)[target.name];
  let value = 0n;
  const { writes } = timeline.tracker;
  for (let n = 0; n < target.sizeBytes; n++) {
    const at = target.address + BigInt(n);
    const word = writes.valueAt(at & ~7n, boundary);
    const byte = word === undefined ? readBytes(run, at, 1) : (word >> ((at & 7n) * 8n)) & 0xffn;
    value |= byte << BigInt(8 * n);
  }
  return value;
}
