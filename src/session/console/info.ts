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
import { COMMAND_HELP, INFO_HELP } from "../texts/console-help.ts";
import { INFO_TEXTS, NMI_TEXTS } from "../texts/console-looks.ts";

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
  if (name === undefined) throw new CommandError(INFO_TEXTS.badRegister(text));
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
  const since =
    blocked === undefined ? NMI_TEXTS.blocked : NMI_TEXTS.blockedBy(blocked.from, tracker.contexts.name(blocked.by));
  const depth = tracker.contexts.all.filter(
    ({ kind, enteredAt, leftAt }) =>
      kind === "nmi" && enteredAt !== undefined && enteredAt < position && (leftAt === undefined || leftAt >= position),
  ).length;
  call.print(state.blocked ? since : NMI_TEXTS.notBlocked);
  call.print(state.pending ? NMI_TEXTS.pending(blocked?.pendingFrom) : NMI_TEXTS.notPending);
  call.print(NMI_TEXTS.lost(state.merged));
  call.print(NMI_TEXTS.depth(depth));
  const shadow = machine.shadow();
  if (shadow !== undefined) call.print(NMI_TEXTS.shadow(shadow));
}

function violations(call: Call): void {
  const found = runOf(call).violations();
  call.state.wish = { kind: "list-explored" };
  if (found.length === 0) call.print(INFO_TEXTS.nothingBroken);
  for (const [n, { property, step, at, summary, chain }] of found.entries()) {
    call.print(INFO_TEXTS.violation(n + 1, property, step, at, summary));
    for (const cause of chain) call.print(`     ${cause.step === undefined ? "" : `${cause.step}: `}${cause.text}`);
  }
}

function symbol(call: Call, rest: string): void {
  const run = runOf(call);
  const address = evaluate(rest, { run, state: call.state });
  const name = run.program.naming.find(address);
  const meaning = name === undefined ? run.meaning.pointer(address) : name.replace("+", " + ");
  call.print(meaning === "" ? INFO_TEXTS.noSymbol(rest) : INFO_TEXTS.symbolAt(meaning, hex(address)));
}

function line(call: Call, rest: string): void {
  const run = runOf(call);
  const address = addressOf(call, rest);
  const found = run.program.lines.get(address);
  if (found?.line === undefined) throw new CommandError(INFO_TEXTS.noLine);
  call.print(INFO_TEXTS.lineAt(found.line, addressWords(run, address)));
}

function regions(call: Call): void {
  const run = runOf(call);
  const own = run.program.source.assembly.annotations.regions;
  const copy = run.meaning.copy;
  for (const { name, from, to } of own) call.print(`${hex(from)}-${hex(to)}  ${name}`);
  if (copy !== undefined && own.length === 0) call.print(`${hex(copy.from)}-${hex(copy.to)}  ${INFO_TEXTS.copyRegion}`);
  if (copy === undefined && own.length === 0) call.print(INFO_TEXTS.noRegions);
}

/** What the handler that runs now is to return through. */
function frame(call: Call): void {
  const run = runOf(call);
  const { tracker, position } = run.timeline;
  const context = tracker.contexts.find(tracker.steps.running(position));
  const pushed = context === undefined ? undefined : tracker.frames.of(context.id);
  if (context === undefined || pushed === undefined) {
    call.print(INFO_TEXTS.noFrame);
    return;
  }
  const { state } = tracker.frames.facts(pushed, context, position);
  call.print(INFO_TEXTS.frame(context.name, context.enteredAt, state));
  for (const { role, address, write } of pushed.words) {
    const value = tracker.writes.value(write);
    const now = tracker.writes.valueAt(address, position) ?? value;
    const shown = (one: bigint): string => (role === "RIP" ? addressWords(run, one) : hex(one));
    const word = INFO_TEXTS.frameWord(hex(address), shown(value), now === value ? undefined : shown(now));
    call.print(` ${role.padEnd(ROLE_WIDTH)}${word}`);
  }
}

const ROLE_WIDTH = 12;

const SUBJECTS: readonly Subject[] = [
  {
    name: "registers",
    aliases: ["r"],
    help: INFO_HELP.registers,
    tell: (call, rest) => registers(call, rest, false),
  },
  {
    name: "all-registers",
    aliases: [],
    help: INFO_HELP["all-registers"],
    tell: (call, rest) => registers(call, rest, true),
  },
  { name: "breakpoints", aliases: ["b"], help: INFO_HELP.breakpoints, tell: listBreakpoints },
  { name: "watchpoints", aliases: [], help: INFO_HELP.watchpoints, tell: listWatchpoints },
  { name: "display", aliases: [], help: INFO_HELP.display, tell: listDisplays },
  { name: "checkpoints", aliases: ["bookmarks"], help: INFO_HELP.checkpoints, tell: listCheckpoints },
  { name: "nmi", aliases: [], help: INFO_HELP.nmi, tell: nmi },
  {
    name: "violations",
    aliases: ["v"],
    help: INFO_HELP.violations,
    tell: violations,
  },
  { name: "symbol", aliases: [], help: INFO_HELP.symbol, tell: symbol },
  { name: "line", aliases: [], help: INFO_HELP.line, tell: line },
  { name: "frame", aliases: ["f"], help: INFO_HELP.frame, tell: frame },
  { name: "frame-regions", aliases: ["regions"], help: INFO_HELP["frame-regions"], tell: regions },
];

export const INFO_SUBJECTS: readonly string[] = SUBJECTS.map(({ name }) => name);

export const INFO: readonly Command[] = [
  {
    name: "info",
    aliases: ["i", "inf"],
    usage: "info SUBJECT",
    help: COMMAND_HELP.info(INFO_SUBJECTS),
    example: "info registers", // oxlint-disable-next-line require-yield -- looking takes no time
    *run(call) {
      const [word = "", ...rest] = call.argument.split(/\s+/);
      const exact = SUBJECTS.find(({ name, aliases }) => name === word || aliases.includes(word));
      const found = exact ?? SUBJECTS.find(({ name }) => word !== "" && name.startsWith(word));
      if (found === undefined) throw new CommandError(INFO_TEXTS.takesSubject(INFO_SUBJECTS));
      found.tell(call, rest.join(" "));
    },
  },
];
