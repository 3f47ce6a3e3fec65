// What the console says of breakpoints, watchpoints and catchpoints, in gdb's words where
// gdb has some; and why the run stopped.

import type { CaughtEvent, WatchAccess } from "../../protocol/messages.ts";

export const CAUGHT_EVENTS: Readonly<Record<CaughtEvent, string>> = {
  nmi: "an NMI is delivered",
  fault: "an exception is delivered",
  iret: "a handler returns by IRET",
  violation: "a property is broken",
  overwritten: "a return frame that is still needed is overwritten",
  latched: "an NMI must wait: NMIs are blocked",
  lost: "an NMI is lost: one waits already",
};

/** The same when it has come. */
const CAUGHT: Readonly<Record<CaughtEvent, string>> = {
  nmi: "an NMI is delivered",
  fault: "an exception is delivered",
  iret: "a handler returns",
  violation: "a property is broken",
  overwritten: "a return frame that is still needed is overwritten",
  latched: "an NMI is latched: NMIs are blocked, it waits",
  lost: "an NMI is lost: one was waiting already, and the CPU remembers only one",
};

const WATCH_TITLES: Readonly<Record<WatchAccess, string>> = {
  write: "Hardware watchpoint",
  read: "Hardware read watchpoint",
  access: "Hardware access (read/write) watchpoint",
};

const breakTitle = (temporary: boolean): string => (temporary ? "Temporary breakpoint" : "Breakpoint");

export const STOP_TEXTS = {
  noInstruction: (line: number, first: number, last: number) =>
    `No instruction stands on line ${line} of the handler: they stand on lines ${first} to ${last}.`,
  nowhere: (place: string) => `"${place}" is nowhere in this program.`,
  takesCondition: "if takes a condition: b do_nmi if $rax == 1.",
  breakpointSet: (temporary: boolean, number: number, address: string | undefined) =>
    `${breakTitle(temporary)} ${number} at ${address ?? "?"}`,
  takesTarget: (command: string) => `${command} takes what to watch: ${command} nmi_state.`,
  registerReads: (command: string, target: string) =>
    `Reads of registers are not watched: ${command} takes memory; watch ${target} stops when it changes.`,
  cannotWatch: (text: string) =>
    `Cannot watch "${text}": watch takes a variable, an address or a general register: watch nmi_state, watch *0x10, watch *(int*)$rsp, watch $rsp.`,
  watchpoint: (access: WatchAccess, number: number, target: string) => `${WATCH_TITLES[access]} ${number}: ${target}`,
  takesEvent: (names: readonly CaughtEvent[]) =>
    `catch takes an event: ${names.map((name) => `${name} (${CAUGHT_EVENTS[name]})`).join(", ")}.`,
  catchpointSet: (number: number, event: CaughtEvent) => `Catchpoint ${number} (${event}): ${CAUGHT_EVENTS[event]}.`,
  /** `text`: what was given as a number; `known`: the numbers that there are. */
  noSuchNumber: (text: string, known: readonly number[]) => {
    const there =
      known.length === 0 ? "There are none." : `There ${known.length === 1 ? "is" : "are"} ${known.join(", ")}.`;
    return text === "" ? `A breakpoint's number is missing. ${there}` : `No breakpoint number ${text}.  ${there}`;
  },
  allDeleted: "All breakpoints are deleted.",
  unconditional: (number: string) => `Breakpoint ${number} now unconditional.`,
  takesNumberAndCount: "ignore takes a number and a count: ignore 1 5.",
  willStop: (number: string) => `Will stop next time breakpoint ${number} is reached.`,
  willIgnore: (count: string, number: string) =>
    `Will ignore next ${count === "1" ? "crossing" : `${count} crossings`} of breakpoint ${number}.`,
  typeCommands: (number: string) => `Type commands for breakpoint ${number}, one per line.`,
  endCommands: 'End with a line saying just "end".',
} as const;

/** info breakpoints, in gdb's columns. */
export const STOP_LIST_TEXTS = {
  none: "No breakpoints, watchpoints or catchpoints.",
  noWatchpoints: "No watchpoints.",
  /** `width`: of the column of types. */
  head: (width: number) => `Num     ${"Type".padEnd(width)}Disp Enb Address            What`,
  types: {
    write: "hw watchpoint",
    read: "read watchpoint",
    access: "acc watchpoint",
    catch: "catchpoint",
    break: "breakpoint",
  },
  stopOnlyIf: (condition: string) => `        stop only if ${condition}`,
  ignoreNext: (hits: number) => `        ignore next ${hits} hits`,
  notInProgram: "<not in this program>",
} as const;

/** Why the run stopped. */
export const STOPPED_TEXTS = {
  breakpointHit: (temporary: boolean, number: number, place: string) => `${breakTitle(temporary)} ${number}, ${place}`,
  breakpoint: (number: number, place: string) => `Breakpoint ${number}, at ${place}.`,
  caught: (number: number, event: CaughtEvent) => `Catchpoint ${number}, ${CAUGHT[event]}.`,
  /** A watchpoint of a variable that is not in this program. */
  unknownTarget: (number: number, target: string) => `Watchpoint ${number}: ${target}`,
  byDelivery: (context: string, step: number) => `by the delivery of ${context} (step ${step})`,
  by: (place: string, context: string, step: number) => `by ${place} (${context}, step ${step})`,
  unchanged: (title: string, value: string, by: string) => `${title}\n\nValue = ${value}\n${by}`,
  changed: (title: string, old: string, now: string, by: string) =>
    `${title}\n\nOld value = ${old}\nNew value = ${now}\n${by}`,
  commandsGoOn: (times: number) => `Stopped: lines of commands have gone on ${times} times.`,
} as const;

/** Why a stop of the page's list can never be hit. */
export const STOP_PROBLEM_TEXTS = {
  noTarget: (target: string) => `There is no ${target} in this program.`,
  noPlace: "There is no such place in this program.",
} as const;
