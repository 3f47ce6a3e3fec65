// info and its subjects: registers, breakpoints, nmi, violations, symbol, line, frame.

import type { RegisterName, Registers } from "../../machine/types.ts";
import { flagNames } from "../meaning.ts";
import type { Run } from "../run.ts";
import { listBreakpoints, listWatchpoints } from "./breakpoints.ts";
import { CommandError, runOf, type Call, type Command } from "./command.ts";
import { listDisplays } from "./displays.ts";
import { evaluate } from "./expression.ts";
import { ALL_REGISTERS, registerName } from "./register-names.ts";
import { addressWords, hex } from "./format.ts";
import { addressOf } from "./places.ts";
import { listCheckpoints } from "./travelling.ts";

const NAME_WIDTH = 15;
const HEX_WIDTH = 19;
export const GDB_NAMES: Partial<Record<RegisterName, string>> = {
  rflags: "eflags",
  fsBase: "fs_base",
  gsBase: "gs_base",
  kernelGsBase: "k_gs_base",
};
const RARE: ReadonlySet<RegisterName> = new Set([
  "cr0",
  "cr3",
  "cr4",
  "cr8",
  "efer",
  "dr0",
  "dr1",
  "dr2",
  "dr3",
  "dr6",
  "dr7",
]);
const POINTERS: ReadonlySet<RegisterName> = new Set(["rsp", "rbp", "rip", "cr2", "gsBase", "kernelGsBase", "fsBase"]);

interface Subject {
  readonly name: string;
  readonly aliases: readonly string[];
  readonly help: string;
  readonly tell: (call: Call, rest: string) => void;
}

function registers(call: Call, rest: string, all: boolean): void {
  const run = runOf(call);
  const values = run.timeline.machine.registers();
  const names = rest === "" ? ALL_REGISTERS.filter((name) => all || !RARE.has(name)) : rest.split(/\s+/).map(named);
  for (const name of names) call.print(registerLine(run, name, values));
}

function named(text: string): RegisterName {
  const name = registerName(text.replace(/^\$/, ""));
  if (name === undefined) throw new CommandError(`Invalid register "${text}"`);
  return name;
}

function registerLine(run: Run, name: RegisterName, values: Registers): string {
  const value = values[name];
  const shown = (GDB_NAMES[name] ?? name).padEnd(NAME_WIDTH) + hex(value).padEnd(HEX_WIDTH);
  if (name === "rflags") return `${shown}${bracketed(flagNames(value))}`;
  if (name === "rip") return `${shown}${addressWords(run, value)}`;
  if (POINTERS.has(name)) {
    const meaning = run.meaning.register(name, value);
    return `${shown}${hex(value)}${meaning === "" ? "" : ` <${meaning}>`}`;
  }
  return `${shown}${BigInt.asIntN(64, value)}`;
}

/** gdb lists flags from the lowest bit: "[ PF ZF IF ]". */
export function bracketed(names: string): string {
  return names === "" ? "[ ]" : `[ ${names.split(" ").toReversed().join(" ")} ]`;
}

function nmi(call: Call): void {
  const { timeline } = runOf(call);
  const { tracker, position, machine } = timeline;
  const state = machine.nmi();
  const blocked = tracker.nmi.at(position);
  const by = blocked === undefined ? "" : `, since step ${blocked.from}, by ${tracker.contexts.name(blocked.by)}`;
  const depth = tracker.contexts.all.filter(
    ({ kind, enteredAt, leftAt }) =>
      kind === "nmi" && enteredAt !== undefined && enteredAt < position && (leftAt === undefined || leftAt >= position),
  ).length;
  call.print(`blocked   ${state.blocked ? `yes${by}` : "no"}`);
  call.print(`pending   ${state.pending ? `yes${pendingSince(blocked?.pendingFrom)}` : "no"}`);
  call.print(`lost      ${state.merged} merged in a pending one`);
  call.print(`depth     ${depth} unfinished`);
  const shadow = machine.shadow();
  if (shadow !== undefined)
    call.print(`shadow    ${shadow === "sti" ? "STI" : "MOV SS"}: events wait for one boundary`);
}

function pendingSince(step: number | undefined): string {
  return step === undefined ? "" : `, since step ${step}`;
}

function violations(call: Call): void {
  const found = runOf(call).violations();
  call.state.wish = { kind: "list-explored" };
  if (found.length === 0) call.print("No property is broken on this run.");
  for (const [n, { property, step, at, summary, chain }] of found.entries()) {
    call.print(`${n + 1}  ${property} at step ${step}, ${at}: ${summary}`);
    for (const cause of chain) call.print(`     ${cause.step === undefined ? "" : `${cause.step}: `}${cause.text}`);
  }
}

function symbol(call: Call, rest: string): void {
  const run = runOf(call);
  const address = evaluate(rest, { run, state: call.state });
  const name = run.program.naming.find(address);
  const meaning = name === undefined ? run.meaning.pointer(address) : name.replace("+", " + ");
  call.print(meaning === "" ? `No symbol matches ${rest}.` : `${meaning} at ${hex(address)}`);
}

function line(call: Call, rest: string): void {
  const run = runOf(call);
  const address = addressOf(call, rest);
  const found = run.program.lines.get(address);
  if (found?.line === undefined) throw new CommandError("No line of the handler's source is at this address.");
  call.print(`Line ${found.line} is at ${addressWords(run, address)}.`);
}

function regions(call: Call): void {
  const run = runOf(call);
  const own = run.program.source.assembly.annotations.regions;
  const copy = run.meaning.copy;
  for (const { name, from, to } of own) call.print(`${hex(from)}-${hex(to)}  ${name}`);
  if (copy !== undefined && own.length === 0) call.print(`${hex(copy.from)}-${hex(copy.to)}  stack copy`);
  if (copy === undefined && own.length === 0) call.print("This handler names no regions.");
}

/** What the handler that runs now is to return through. */
function frame(call: Call): void {
  const run = runOf(call);
  const { tracker, position } = run.timeline;
  const context = tracker.contexts.find(tracker.steps.running(position));
  const pushed = context === undefined ? undefined : tracker.frames.of(context.id);
  if (context === undefined || pushed === undefined) {
    call.print("The workload was not delivered by anything: it has no return frame.");
    return;
  }
  const { state } = tracker.frames.facts(pushed, context, position);
  call.print(`${context.name}, delivered at step ${context.enteredAt}; its return frame is ${state}.`);
  for (const { role, address, write } of pushed.words) {
    const value = tracker.writes.value(write);
    const now = tracker.writes.valueAt(address, position) ?? value;
    const meaning = role === "RIP" ? addressWords(run, value) : hex(value);
    const lost = now === value ? "" : `, overwritten: now ${role === "RIP" ? addressWords(run, now) : hex(now)}`;
    call.print(` ${role.padEnd(ROLE_WIDTH)}${hex(address)}: ${meaning}${lost}`);
  }
}

const ROLE_WIDTH = 12;

const SUBJECTS: readonly Subject[] = [
  {
    name: "registers",
    aliases: ["r"],
    help: "registers, or those named",
    tell: (call, rest) => registers(call, rest, false),
  },
  {
    name: "all-registers",
    aliases: [],
    help: "control and debug registers too",
    tell: (call, rest) => registers(call, rest, true),
  },
  { name: "breakpoints", aliases: ["b"], help: "breakpoints", tell: listBreakpoints },
  { name: "watchpoints", aliases: [], help: "watchpoints alone", tell: listWatchpoints },
  { name: "display", aliases: [], help: "what is shown after every move", tell: listDisplays },
  { name: "checkpoints", aliases: ["bookmarks"], help: "remembered positions", tell: listCheckpoints },
  { name: "nmi", aliases: [], help: "blocked, pending, lost, depth", tell: nmi },
  {
    name: "violations",
    aliases: ["v"],
    help: "broken properties with their causes, of this run and of all explored schedules",
    tell: violations,
  },
  { name: "symbol", aliases: [], help: "what is at an address", tell: symbol },
  { name: "line", aliases: [], help: "the source line of an address", tell: line },
  { name: "frame", aliases: ["f"], help: "what the handler that runs returns through", tell: frame },
  { name: "frame-regions", aliases: ["regions"], help: "named ranges of the stack", tell: regions },
];

export const INFO_SUBJECTS: readonly string[] = SUBJECTS.map(({ name }) => name);

export const INFO: readonly Command[] = [
  {
    name: "info",
    aliases: ["i", "inf"],
    usage: "info SUBJECT",
    help: `About ${INFO_SUBJECTS.join(", ")}.`,
    example: "info registers", // oxlint-disable-next-line require-yield -- looking takes no time
    *run(call) {
      const [word = "", ...rest] = call.argument.split(/\s+/);
      const exact = SUBJECTS.find(({ name, aliases }) => name === word || aliases.includes(word));
      const found = exact ?? SUBJECTS.find(({ name }) => word !== "" && name.startsWith(word));
      if (found === undefined) throw new CommandError(`info takes a subject: ${INFO_SUBJECTS.join(", ")}.`);
      found.tell(call, rest.join(" "));
    },
  },
];
