// The properties in one sentence each, and what breaks them: a sentence for each cause
// (docs/properties.md, "Causes and their detail"). `named` stands for the mark of a context.

import type { Property } from "../../machine/types.ts";
import { list } from "./words.ts";

export const MEANINGS: Readonly<Record<Property, string>> = {
  "resume-exact":
    "Every interrupted context is resumed with the very registers, flags, stack pointer, segments and GS bases it had.",
  "every-nmi-served": "After every accepted NMI a run of the regular NMI code starts.",
  "no-reentry": "The regular NMI code is never started while an earlier run of it is unfinished.",
  progress: "The workload is reached again: no livelock.",
  "no-crash": "No panic vector, no #DF, no triple fault, no unexpected exception.",
  "cr2-preserved": "An interrupted page-fault handler reads its own CR2.",
  "idle-clean": "Back in the workload, NMIs are not blocked and the per-CPU flags have their initial values.",
  "stack-bounds": "Nothing is written outside the regions it belongs to; RSP stays inside its stack.",
  assertion: "What the handler's file asserts at a label is true whenever the instruction there is about to execute.",
};

export const VIOLATION_TEXTS = {
  /** `left`: whose return it was. */
  registersDiffer: (left: string | undefined, resumed: string, differs: readonly string[]) =>
    `${left === undefined ? "" : `${left} returns, and `}${resumed} goes on with ${
      differs.length === 0 ? "other registers" : list(differs.slice(0, 4).map((name) => name.toUpperCase()))
    } not as ${differs.length === 1 ? "it was" : "they were"}.`,
  staleFrame: (actor: string, frame: string, target: string) =>
    `${actor} returns through the frame at ${frame}, which was used already: it goes to ${target} a second time.`,
  wrongPlace: (at: string, wanted: string) => `The workload is resumed at ${at} instead of ${wanted}.`,
  abandoned: (event: string) => `${event}'s handler was dropped without having been returned to.`,
  lost: "An accepted NMI was lost: the workload goes on, and no run of the regular NMI code started after it.",
  startedInside: (actor: string, earlier: string) =>
    `The regular NMI code starts in ${actor} while the run of ${earlier} is unfinished.`,
  resumedInside: (earlier: string, actor: string, label: string | undefined) =>
    `Control comes back into the run of ${earlier} after ${actor} ran the regular NMI code inside it. Where the run ends is not declared: #@ service ${label ?? "LABEL"} END`,
  panicVector: (event: string, errorCode: string | undefined) =>
    `${event} is delivered${errorCode === undefined ? "" : ` with error code ${errorCode}`}: its vector is a panic.`,
  panicReached: (event: string) => `A handler gives up: the panic of ${event} is reached.`,
  doubleFault: "#DF: a fault came while another was being delivered.",
  unexpectedPageFault: (cr2: string) => `#PF at an address that is never absent on purpose: CR2 is ${cr2}.`,
  wrongCr2: (read: string, own: string) => `The page-fault handler reads CR2 = ${read}; its own fault was at ${own}.`,
  nmiBlocked: "The workload runs with NMIs blocked: no IRET ended the blocking.",
  flagChanged: (flag: string, value: string, initial: string) =>
    `${flag} is ${value} when the workload runs; it began as ${initial}.`,
  rspOutside: (rsp: string) => `RSP is ${rsp}: in no stack.`,
  writeOutside: (actor: string, bytes: string, place: string) =>
    `${actor} writes ${bytes} bytes at ${place}, which is none of its memory.`,
  foreignStack: (actor: string, place: string, owner: string) =>
    `${actor} writes at ${place}, in the part of the stack that belongs to ${owner}.`,
  other: (property: string, cause: string) => `${property} is broken: ${cause}.`,

  livelock: (period: number, from: number) =>
    `Livelock: after these ${period} steps the machine is in the state of boundary ${from} again, and the workload was not reached.`,
  livelockUnfinished: (livelock: string, unfinished: readonly string[]) =>
    `${livelock} ${unfinished.slice(0, 3).join(", ")} never finish${unfinished.length === 1 ? "es" : ""}.`,
  unserved: (named: string, step: number) =>
    `${named} was accepted at ${step}, and no run of the regular NMI code starts after it.`,
  shutDown: "The CPU shuts down: a fault came while #DF was being delivered.",
} as const;

/** Behind a sentence about the regular NMI code whose start nobody has declared. */
export const TAKEN_FOR_SERVICE_TEXTS = {
  startsAt: (told: string, place: string) =>
    `${told} The regular code is taken to start at ${place}; "#@ service LABEL END" says so otherwise.`,
  startsAtCounting: (told: string, place: string) =>
    `${told} The regular code is taken to start at ${place}, where it first counts nmi_run_count or touches a page that may be absent; "#@ service LABEL END" says so otherwise.`,
} as const;

interface Asserted {
  readonly line: number;
  readonly label: string;
  readonly text: string;
}

const claim = ({ line, label, text }: Asserted): string => `Line ${line} asserts at ${label}: ${text};`;

export const ASSERTION_TEXTS = {
  unknown: (cause: string) => `An assertion fails: ${cause}.`,
  unreadable: (asserted: Asserted, address: string) => `${claim(asserted)} memory at ${address} cannot be read.`,
  dividesByZero: (asserted: Asserted) => `${claim(asserted)} that divides by zero.`,
  isFalse: (asserted: Asserted) => `${claim(asserted)} it is false.`,
  isFalseAgainst: (asserted: Asserted, left: string, right: string) =>
    `${claim(asserted)} it is false: ${left} against ${right}.`,
} as const;
